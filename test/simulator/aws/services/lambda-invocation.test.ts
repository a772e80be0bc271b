import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
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
    put,
    putRole,
    REGION,
    remove,
    roleArn,
    SECRET_ARN,
} from "./lambda-fixtures";

const INVOCATION = "aws:lambda/invocation:Invocation";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

function md5(text: string): string {
    return createHash("md5").update(text).digest("hex");
}

describe("Lambda invocation", () => {
    const ENVIRONMENT = { variables: { SECRET_ARN, DATABASE_HOST: DATABASE } };
    const input = JSON.stringify({ schema: 1 });

    it("says that nothing ran, and what was reached", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC, environment: ENVIRONMENT }));
        const { id, outputs } = aws.create(INVOCATION, "init", { functionName: "init", input });
        assert.deepEqual(JSON.parse(textOf(outputs, "result") ?? ""), {
            simulated: true,
            reached: [`secretsmanager.${REGION}.amazonaws.com:443`, `${DATABASE}:5432`],
        });
        assert.equal(id, `init,$LATEST,${md5(input)}`);
    });

    it("tells a CRUD function what happens, in sorted and escaped JSON", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs());
        const crud = {
            functionName: "init",
            input: JSON.stringify({ zone: "<a&b>", schema: 1 }),
            lifecycleScope: "CRUD",
            terraformKey: "pulumi",
        };
        const payload = '{"pulumi":{"action":"create","prev_input":null},"schema":1,"zone":"\\u003ca\\u0026b\\u003e"}';
        assert.equal(aws.create(INVOCATION, "init", crud).id, `init,$LATEST,${md5(payload)}`);
    });

    it("fails like the real function when a packet is lost in any of its subnets", () => {
        const host = `secretsmanager.${REGION}.amazonaws.com`;
        const aws = accountWith([lambdaService(network({ [`${host} from subnet-b`]: "no route to 52.1.2.3 in rtb-1" }))]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC, environment: ENVIRONMENT }));
        assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
            message:
                'Lambda Function (init) returned error: ({"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after 240.00 seconds"})\n' +
                `Simulated AWS: ${host}:443 is not reached from subnet-b: no route to 52.1.2.3 in rtb-1`,
        });
    });

    it("fails when a name does not resolve", () => {
        const aws = accountWith([lambdaService(network({ [DATABASE]: "no such name in vpc-1" }, "name not resolved"))]);
        aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC, environment: ENVIRONMENT }));
        assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
            message:
                `Lambda Function (init) returned error: ({"errorType":"Error","errorMessage":"getaddrinfo ENOTFOUND ${DATABASE}"})\n` +
                `Simulated AWS: ${DATABASE}:5432 is not reached from subnet-a: no such name in vpc-1`,
        });
    });

    const refusals = [
        ["access denied", "because no VPC endpoint policy allows the secretsmanager:GetSecretValue action"],
        ["explicitly denied", "with an explicit deny in a VPC endpoint policy"],
    ] as const;
    for (const [symptom, reason] of refusals) {
        it(`fails when the policy of the endpoint refuses the secret: ${symptom}`, () => {
            const host = `secretsmanager.${REGION}.amazonaws.com`;
            const aws = accountWith([lambdaService(network({ [`${host} from subnet-b`]: "the policy of vpce-1" }, symptom))]);
            aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC, environment: ENVIRONMENT }));
            assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
                message:
                    'Lambda Function (init) returned error: ({"errorType":"AccessDeniedException","errorMessage":"User: ' +
                    `arn:aws:sts::${ACCOUNT}:assumed-role/lambda/init is not authorized to perform: secretsmanager:GetSecretValue on resource: ` +
                    `${SECRET_ARN} ${reason}"})\nSimulated AWS: ${host}:443 refuses from subnet-b: the policy of vpce-1`,
            });
        });
    }

    it("reaches nothing inside a VPC from outside", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs({ environment: ENVIRONMENT }));
        assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
            message:
                'Lambda Function (init) returned error: ({"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after 240.00 seconds"})\n' +
                `Simulated AWS: ${DATABASE}:5432 is not reached: the function has no vpcConfig and the address is inside a VPC`,
        });
    });

    it("fails when the role may not read the secret, or the secret has no value", () => {
        const aws = accountWith([lambdaService(network())]);
        const logs = { Statement: { Effect: "Allow", Action: "ec2:*", Resource: "*" } };
        putRole(aws, "blind", "lambda.amazonaws.com", [], logs);
        aws.create(FUNCTION, "blind", inputs({ name: "blind", role: roleArn("blind"), environment: { variables: { SECRET_ARN } } }));
        assert.throws(() => aws.create(INVOCATION, "blind", { functionName: "blind", input }), {
            message:
                'Lambda Function (blind) returned error: ({"errorType":"AccessDeniedException","errorMessage":"User: ' +
                `arn:aws:sts::${ACCOUNT}:assumed-role/blind/blind is not authorized to perform: secretsmanager:GetSecretValue on resource: ` +
                `${SECRET_ARN} because no identity-based policy allows the secretsmanager:GetSecretValue action"})\n` +
                `Simulated AWS: the role of blind must allow secretsmanager:GetSecretValue on ${SECRET_ARN}`,
        });
        remove(aws, "aws:secretsmanager/secretVersion:SecretVersion", "v1");
        aws.create(FUNCTION, "init", inputs({ environment: { variables: { SECRET_ARN } } }));
        assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
            message:
                'Lambda Function (init) returned error: ({"errorType":"ResourceNotFoundException","errorMessage":"Secrets Manager can\'t find ' +
                'the specified secret value for staging label: AWSCURRENT"})\n' +
                `Simulated AWS: ${SECRET_ARN} has no value`,
        });
    });

    it("fails when the code has no handler, or the function may not run at all", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs({ handler: "main.handler" }));
        assert.throws(() => aws.create(INVOCATION, "init", { functionName: "init", input }), {
            message:
                'Lambda Function (init) returned error: ({"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module \'main\'"})\n' +
                "Simulated AWS: handler = main.handler of init: the code has index.js",
        });
        aws.create(FUNCTION, "stopped", inputs({ name: "stopped", reservedConcurrentExecutions: 0 }));
        assert.throws(() => aws.create(INVOCATION, "stopped", { functionName: "stopped", input }), {
            message: "operation error Lambda: Invoke, api error TooManyRequestsException: Rate Exceeded.",
        });
        assert.throws(() => aws.create(INVOCATION, "gone", { functionName: "gone", input }), {
            message: `operation error Lambda: Invoke, api error ResourceNotFoundException: Function not found: arn:aws:lambda:${REGION}:${ACCOUNT}:function:gone`,
        });
    });

    it("invokes on each change and on deletion with CRUD, and neither with CREATE_ONLY", () => {
        const aws = accountWith([lambdaService(network())]);
        const lambda = aws.create(FUNCTION, "init", inputs({ vpcConfig: IN_VPC, environment: ENVIRONMENT }));
        const crud = aws.create(INVOCATION, "crud", { functionName: "init", input, lifecycleScope: "CRUD" });
        const once = aws.create(INVOCATION, "once", { functionName: "init", input });
        const next = JSON.stringify({ schema: 2 });
        assert.deepEqual(aws.diff(crud, { functionName: "init", input: next, lifecycleScope: "CRUD" }).replaces, []);
        assert.deepEqual(aws.diff(once, { functionName: "init", input: next }).replaces, ["input"]);
        const updated = aws.update(crud, { functionName: "init", input: next, lifecycleScope: "CRUD" });
        aws.delete(lambda);
        aws.delete(once);
        assert.throws(() => {
            aws.delete(updated);
        }, /Lambda: Invoke, api error ResourceNotFoundException: Function not found/);
    });

    it("fails in a preview when a CRUD input is no object", () => {
        const aws = accountWith([lambdaService(network())]);
        const { failures } = aws.check(INVOCATION, "init", { functionName: "init", input: "[]", lifecycleScope: "CRUD" });
        assert.deepEqual(failures, [
            {
                property: "input",
                reason: "input must be a JSON object when lifecycleScope is not CREATE_ONLY. Examine values at 'init.input'.",
            },
        ]);
    });

    it("leaves a log group that Lambda made, unless there is one", () => {
        const aws = accountWith([lambdaService(network())]);
        aws.create(FUNCTION, "init", inputs());
        aws.create(INVOCATION, "init", { functionName: "init", input });
        assert.deepEqual(
            aws.stored(LOG_GROUP).map(({ id, note }) => [id, note]),
            [["/aws/lambda/init", "made by Lambda for init, kept for ever; no deployment deletes it"]],
        );
        put(aws, LOG_GROUP, "/aws/lambda/own", { name: "/aws/lambda/own" });
        aws.create(FUNCTION, "own", inputs({ name: "own" }));
        aws.create(INVOCATION, "own", { functionName: "own", input });
        assert.deepEqual(
            aws.stored(LOG_GROUP).map(({ note }) => note !== undefined),
            [true, false],
        );
    });
});
