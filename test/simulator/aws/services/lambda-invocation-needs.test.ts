import { strict as assert } from "node:assert";
import { textOf } from "../../../../simulator/aws/reading";
import { lambdaService } from "../../../../simulator/aws/services/lambda";
import {
    ACCOUNT,
    accountWith,
    DATABASE,
    FUNCTION,
    functionInputs as inputs,
    IN_VPC,
    network,
    putRole,
    REGION,
    roleArn,
    SECRET_ARN,
} from "./lambda-fixtures";

const INVOCATION = "aws:lambda/invocation:Invocation";

describe("a Lambda invocation takes each host with a port in the event for a destination", () => {
    const needs = [
        { need: "tcp:vectors:5432", host: DATABASE, port: 5432 },
        { need: "service:s3", host: "s3.us-east-1.amazonaws.com", port: 443, checks: [{ host: "api.example.com", port: 8443 }] },
        { need: "service:s3", host: "s3.us-east-1.amazonaws.com", port: 443 },
        { host: "no-port.example.com", port: "443" },
    ];
    const probe = { functionName: "init", input: JSON.stringify({ needs }) };

    it("at any depth, and each once", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
        assert.deepEqual(JSON.parse(textOf(aws.create(INVOCATION, "init", probe).outputs, "result") ?? ""), {
            simulated: true,
            reached: [`${DATABASE}:5432`, "s3.us-east-1.amazonaws.com:443", "api.example.com:8443"],
        });
    });

    it("of this call, and not of the one before", () => {
        const aws = accountWith([lambdaService(network({ "gone.example.com": "nobody has this name" }))]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
        const before = { functionName: "init", lifecycleScope: "CRUD", input: JSON.stringify({ needs: [] }) };
        const created = aws.create(INVOCATION, "init", before);
        aws.store.transact((account) => {
            const stored = account.find(INVOCATION, created.id);
            assert.ok(stored);
            const input = JSON.stringify({ needs: [{ host: "gone.example.com", port: 6379 }] });
            account.put({ ...stored, properties: { ...stored.properties, input } });
        });
        const { outputs } = aws.update(created, { ...before, input: JSON.stringify({ needs, revision: 2 }) });
        assert.ok(!(textOf(outputs, "result") ?? "").includes("gone.example.com"));
    });

    for (const terraformKey of ["tf", "lifecycle"]) {
        it(`but not on a delete, which tells the code so under ${terraformKey}`, () => {
            const losses: Record<string, string> = {};
            const aws = accountWith([lambdaService(network(losses))]);
            aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
            const created = aws.create(INVOCATION, "init", { ...probe, lifecycleScope: "CRUD", terraformKey });
            losses["api.example.com"] = "rtb-1 has no route";
            assert.throws(() => aws.update(created, { ...probe, lifecycleScope: "CRUD", terraformKey, triggers: { again: "yes" } }));
            aws.delete(created);
            assert.equal(aws.stored(INVOCATION).length, 0);
        });
    }

    it("and fails when a packet to one is lost", () => {
        const aws = accountWith([lambdaService(network({ "api.example.com": "rtb-1 has no route" }))]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
        assert.throws(() => aws.create(INVOCATION, "init", probe), {
            message:
                'Lambda Function (init) returned error: ({"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after 240.00 seconds"})\n' +
                "Simulated AWS: api.example.com:8443 is not reached from subnet-a: rtb-1 has no route",
        });
    });

    it("and fails when the policy of an endpoint refuses", () => {
        const aws = accountWith([lambdaService(network({ "s3.us-east-1.amazonaws.com": "the policy of vpce-1" }, "access denied"))]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC }));
        assert.throws(() => aws.create(INVOCATION, "init", probe), {
            message:
                'Lambda Function (init) returned error: ({"errorType":"AccessDeniedException","errorMessage":"User: ' +
                `arn:aws:sts::${ACCOUNT}:assumed-role/lambda/init is not authorized to perform: s3:* on resource: * ` +
                'because no VPC endpoint policy allows the s3:* action"})\n' +
                "Simulated AWS: s3.us-east-1.amazonaws.com:443 refuses from subnet-a: the policy of vpce-1",
        });
    });

    const readOnly = { Statement: { Effect: "Allow", Action: ["ec2:*", "secretsmanager:DescribeSecret"], Resource: "*" } };

    it("and takes a secret in the event for one that is at least described", () => {
        const aws = accountWith([lambdaService(network())]);
        putRole(aws, "probe", "lambda.amazonaws.com", [], readOnly);
        aws.create(FUNCTION, "init", inputs({ role: roleArn("probe") }));
        const { outputs } = aws.create(INVOCATION, "init", { functionName: "init", input: JSON.stringify({ secretArn: SECRET_ARN }) });
        const reached = [`secretsmanager.${REGION}.amazonaws.com:443`];
        assert.deepEqual(JSON.parse(textOf(outputs, "result") ?? ""), { simulated: true, reached });
    });

    it("but one in its environment for one that is read", () => {
        const aws = accountWith([lambdaService(network())]);
        putRole(aws, "probe", "lambda.amazonaws.com", [], readOnly);
        aws.create(FUNCTION, "init", inputs({ role: roleArn("probe"), environment: { variables: { SECRET_ARN } } }));
        assert.throws(
            () => aws.create(INVOCATION, "init", { functionName: "init", input: JSON.stringify({ secretArn: SECRET_ARN }) }),
            /is not authorized to perform: secretsmanager:GetSecretValue/,
        );
    });
});
