import { strict as assert } from "node:assert";
import { lambdaService } from "../../../../simulator/aws/services/lambda";
import type { Properties } from "../../../../simulator/provider/values";
import { ACCOUNT, accountWith, FUNCTION, functionInputs as inputs, IN_VPC, network, REGION, roleArn } from "./lambda-fixtures";

const PERMISSION = "aws:lambda/permission:Permission";

function refusal(reason: string, operation = "CreateFunction"): { message: string } {
    return { message: `operation error Lambda: ${operation}, api error InvalidParameterValueException: ${reason}` };
}

describe("Lambda function", () => {
    it("has the computed properties of AWS", () => {
        const aws = accountWith([lambdaService(network())]);
        const { id, outputs } = aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
        const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:init`;
        const { lastModified, ...computed } = outputs;
        assert.match(typeof lastModified === "string" ? lastModified : "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
        assert.equal(id, "init");
        const expected: Properties = {
            arn,
            version: "$LATEST",
            qualifiedArn: `${arn}:$LATEST`,
            invokeArn: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}/invocations`,
            qualifiedInvokeArn: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}:$LATEST/invocations`,
            responseStreamingInvokeArn: `arn:aws:apigateway:${REGION}:lambda:path/2021-11-15/functions/${arn}/response-streaming-invocations`,
            sourceCodeHash: Buffer.from("ab".repeat(32), "hex").toString("base64"),
            sourceCodeSize: 33,
            architectures: ["x86_64"],
            vpcConfig: { ...IN_VPC, ipv6AllowedForDualStack: false, vpcId: "vpc-1" },
            tracingConfig: { mode: "PassThrough" },
            ephemeralStorage: { size: 512 },
            loggingConfig: { logFormat: "Text", logGroup: "/aws/lambda/init", applicationLogLevel: "", systemLogLevel: "" },
            memorySize: 128,
        };
        for (const [property, value] of Object.entries(expected)) assert.deepEqual(computed[property], value, property);
    });

    it("counts versions only when it publishes", () => {
        const aws = accountWith([lambdaService(network())]);
        const published = aws.create(FUNCTION, "init", inputs({ publish: true }));
        assert.equal(published.outputs["version"], "1");
        assert.equal(aws.update(published, inputs({ publish: true, memorySize: 256 })).outputs["version"], "2");
        const plain = aws.create(FUNCTION, "other", inputs({ name: "other" }));
        assert.equal(aws.update(plain, inputs({ name: "other", memorySize: 256 })).outputs["version"], "$LATEST");
    });

    it("is replaced when durable execution comes or goes", () => {
        const aws = accountWith([lambdaService(network())]);
        const plain = aws.create(FUNCTION, "init", inputs());
        assert.deepEqual(aws.diff(plain, inputs({ durableConfig: { executionTimeout: 60 } })).replaces, ["durableConfig"]);
        assert.deepEqual(aws.diff(plain, inputs({ memorySize: 256 })).replaces, []);
    });

    it("does not care about the order of subnets", () => {
        const aws = accountWith([lambdaService(network())]);
        const placed = aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
        assert.equal(aws.diff(placed, inputs({ vpcConfig: { ...IN_VPC, subnetIds: ["subnet-b", "subnet-a"] } })).changed.length, 0);
    });

    it("is kept by skipDestroy, and else removed", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.delete(aws.create(FUNCTION, "init", inputs()));
        assert.equal(aws.stored(FUNCTION).length, 0);
        aws.delete(aws.create(FUNCTION, "init", inputs({ skipDestroy: true })));
        assert.deepEqual(
            aws.stored(FUNCTION).map(({ note }) => note),
            ["left in place by skipDestroy"],
        );
    });

    it("fails when the name is taken", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs());
        assert.throws(() => aws.create(FUNCTION, "init", inputs()), {
            message: "operation error Lambda: CreateFunction, api error ResourceConflictException: Function already exist: init",
        });
    });

    const checks: readonly (readonly [name: string, inputs: Properties, message: string])[] = [
        ["a runtime is unknown to the provider", { runtime: "nodejs99.x" }, "expected runtime to be one of ["],
        [
            "memory is too small",
            { memorySize: 64 },
            "expected memorySize to be in the range (128 - 10240), got 64. Examine values at 'init.memorySize'.",
        ],
        [
            "the timeout is too long",
            { timeout: 901 },
            "expected timeout to be in the range (1 - 900), got 901. Examine values at 'init.timeout'.",
        ],
        [
            "the handler is missing",
            { handler: "" },
            "handler and runtime must be set when PackageType is Zip. Examine values at 'init.handler'.",
        ],
    ];
    for (const [name, wrong, message] of checks) {
        it(`fails in a preview when ${name}`, () => {
            const { failures } = accountWith([lambdaService(network())]).check(FUNCTION, "init", inputs(wrong));
            assert.equal(failures.length, 1);
            assert.equal(failures[0]?.reason.slice(0, message.length), message);
        });
    }

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        [
            "the runtime has ended",
            { runtime: "nodejs16.x" },
            "The runtime parameter of nodejs16.x is no longer supported for creating or updating AWS Lambda functions. " +
                "We recommend you use a supported runtime while creating or updating functions.",
        ],
        ["the role does not exist", { role: roleArn("nobody") }, "The role defined for the function cannot be assumed by Lambda."],
        [
            "the role trusts another service",
            { role: roleArn("execution") },
            "The role defined for the function cannot be assumed by Lambda.",
        ],
        [
            "the role may not make network interfaces",
            { role: roleArn("powerless"), vpcConfig: IN_VPC },
            "The provided execution role does not have permissions to call CreateNetworkInterface on EC2",
        ],
        [
            "a subnet does not exist",
            { vpcConfig: { subnetIds: ["subnet-x"], securityGroupIds: ["sg-1"] } },
            "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. " +
                "EC2 Error Message: The subnet ID 'subnet-x' does not exist",
        ],
        [
            "a security group does not exist",
            { vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-x"] } },
            "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. " +
                "EC2 Error Message: The security group 'sg-x' does not exist",
        ],
        [
            "a security group is of another VPC",
            { vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-other"] } },
            "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. " +
                "EC2 Error Message: The security group 'sg-other' does not exist in VPC 'vpc-1'",
        ],
        [
            "a variable is Lambda's own",
            { environment: { variables: { AWS_REGION: "eu-west-1" } } },
            "Lambda was unable to configure your environment variables because the environment variables you have provided contains " +
                "reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION",
        ],
        [
            "the environment is too large, without a value of it",
            { environment: { variables: { CERTIFICATES: "x".repeat(4090) } } },
            "Lambda was unable to configure your environment variables because the environment variables you have provided " +
                "exceeded the 4KB limit.",
        ],
        [
            "the code is too large",
            { code: { asset: "text", hash: "ab", text: "x".repeat(262_144_001) } },
            "Unzipped size must be smaller than 262144000 bytes",
        ],
    ];
    for (const [name, wrong, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const aws = accountWith([lambdaService(network())]);
            assert.throws(() => aws.create(FUNCTION, "init", inputs(wrong)), refusal(reason));
        });
    }

    it("fails when an update would not work", () => {
        const aws = accountWith([lambdaService(network())]);
        const made = aws.create(FUNCTION, "init", inputs());
        const reason = "The role defined for the function cannot be assumed by Lambda.";
        assert.throws(() => aws.update(made, inputs({ role: roleArn("nobody") })), refusal(reason, "UpdateFunctionConfiguration"));
    });
});

describe("Lambda permission", () => {
    const allow = { statementId: "rotation", action: "lambda:InvokeFunction", function: "init", principal: "secretsmanager.amazonaws.com" };

    it("is a statement of an existing function", () => {
        const aws = accountWith([lambdaService(network())]);
        assert.throws(() => aws.create(PERMISSION, "rotation", allow), {
            message:
                "operation error Lambda: AddPermission, api error ResourceNotFoundException: " +
                `Function not found: arn:aws:lambda:${REGION}:${ACCOUNT}:function:init`,
        });
        aws.create(FUNCTION, "init", inputs());
        assert.equal(aws.create(PERMISSION, "rotation", allow).id, "rotation");
    });

    it("may have the id of another function's statement, and each is deleted alone", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs());
        aws.create(FUNCTION, "other", inputs({ name: "other" }));
        const one = aws.create(PERMISSION, "one", allow);
        const two = aws.create(PERMISSION, "two", { ...allow, function: "other" });
        assert.throws(() => aws.create(PERMISSION, "three", allow), {
            message:
                "operation error Lambda: AddPermission, api error ResourceConflictException: The statement id (rotation) provided already " +
                "exists. Please provide a new statement id, or remove the existing statement.",
        });
        aws.delete(one);
        assert.equal(aws.read(two)?.outputs["function"], "other");
        aws.delete(two);
        assert.equal(aws.read(two), undefined);
    });
});
