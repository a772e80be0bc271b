import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { DatabaseInitialisation, type DatabaseInitialisationArgs } from "../../../components/data/database-initialisation";
import { record, unwrap } from "../recorder";
import { bundleFunction, FUNCTION, functionCounts, inputOf, INVOCATION, placement, SECRETS } from "./initialiser";

const ENVIRONMENT = {
    DATABASE_HOST: pulumi.output("db.example"),
    DATABASE_PORT: "5432",
    MASTER_SECRET_ARN: `${SECRETS}:one-AbCdEf`,
    APPLICATION_SECRET_ARN: `${SECRETS}:two-AbCdEf`,
};

function build(changed: Partial<DatabaseInitialisationArgs> = {}) {
    return () => {
        return new DatabaseInitialisation("init", {
            ...placement(),
            code: "init-postgres",
            environment: ENVIRONMENT,
            secretArns: [`${SECRETS}:one-AbCdEf`, pulumi.output(`${SECRETS}:two-AbCdEf`)],
            input: { database: "rag", masterSecretVersion: pulumi.output("v1") },
            databaseNeed: "tcp:postgres:5432",
            ...changed,
        });
    };
}

describe("DatabaseInitialisation", () => {
    let bundle: Buffer;

    before(() => {
        bundle = bundleFunction("init-postgres");
    });

    it("registers exactly these resources, as children named after the component", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.counts(), { ...functionCounts, "aws:ec2/eip:Eip": 1 });
        const component = recording.one("librechat:data:DatabaseInitialisation");
        const parents = [component.urn, recording.one("librechat:functions:VpcFunction").urn];
        for (const child of recording.registrations.filter(({ type }) => type !== component.type && type !== "aws:ec2/eip:Eip")) {
            assert.ok(parents.includes(child.parent ?? ""), child.urn);
            assert.match(child.name, /^init(-|$)/);
        }
    });

    it("runs in the given subnets and group, with a log group of its own", async () => {
        const recording = await record(build());
        const { code, ...inputs } = recording.one(FUNCTION).inputs;
        assert.deepEqual(inputs, {
            description: "Prepares a database for its application",
            runtime: "nodejs22.x",
            handler: "index.handler",
            architectures: ["arm64"],
            role: "arn:aws:iam::123456789012:role/init-role-0a1b2c3",
            timeout: 240,
            memorySize: 256,
            environment: {
                variables: {
                    DATABASE_HOST: "db.example",
                    DATABASE_PORT: "5432",
                    MASTER_SECRET_ARN: `${SECRETS}:one-AbCdEf`,
                    APPLICATION_SECRET_ARN: `${SECRETS}:two-AbCdEf`,
                },
            },
            vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-function"] },
            loggingConfig: { logFormat: "Text", logGroup: "/aws/lambda/librechat-dev-init" },
        });
        assert.ok(code !== undefined);
        assert.deepEqual(recording.one("aws:cloudwatch/logGroup:LogGroup").inputs, {
            name: "/aws/lambda/librechat-dev-init",
            retentionInDays: 30,
        });
    });

    it("runs on the given architecture", async () => {
        const recording = await record(build({ architecture: "x86_64" }));
        assert.deepEqual(recording.one(FUNCTION).inputs["architectures"], ["x86_64"]);
    });

    it("may do exactly this", async () => {
        const recording = await record(build());
        assert.deepEqual(JSON.parse(String(recording.one("aws:iam/role:Role").inputs["assumeRolePolicy"])), {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        });
        const policy = recording.one("aws:iam/rolePolicy:RolePolicy");
        assert.equal(policy.inputs["role"], "init-role-0a1b2c3");
        assert.deepEqual(JSON.parse(String(policy.inputs["policy"])), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AttachToVpc",
                    Effect: "Allow",
                    Action: [
                        "ec2:AssignPrivateIpAddresses",
                        "ec2:CreateNetworkInterface",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSubnets",
                        "ec2:UnassignPrivateIpAddresses",
                    ],
                    Resource: ["*"],
                },
                {
                    Sid: "WriteLog",
                    Effect: "Allow",
                    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Resource: ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/librechat-dev-init:*"],
                },
                {
                    Sid: "ReadSecrets",
                    Effect: "Allow",
                    Action: ["secretsmanager:GetSecretValue"],
                    Resource: [`${SECRETS}:one-AbCdEf`, `${SECRETS}:two-AbCdEf`],
                },
            ],
        });
        assert.ok(recording.one(FUNCTION).dependencies.includes(policy.urn));
    });

    it("is run with its input and the digest of its code, after what it needs, at each change and on destroy", async () => {
        const recording = await record(build());
        const run = recording.one(INVOCATION);
        const { codeDigest, input } = inputOf(recording);
        assert.equal(codeDigest, createHash("sha256").update(bundle).digest("hex"));
        assert.deepEqual(input, { database: "rag", masterSecretVersion: "v1" });
        assert.equal(run.inputs["lifecycleScope"], "CRUD");
        assert.equal(run.inputs["functionName"], "init-0a1b2c3");
        assert.ok(run.dependencies.includes(recording.one("aws:ec2/eip:Eip").urn));
        assert.deepEqual(await Promise.all(recording.result.ready.map(({ urn }) => unwrap(urn))), [run.urn]);
    });

    it("publishes needs and placement, also in a preview", async () => {
        for (const preview of [false, true]) {
            const recording = await record(build(), { preview });
            assert.deepEqual(recording.one("librechat:data:DatabaseInitialisation").outputs, {
                needs: ["service:secretsmanager", "tcp:postgres:5432"],
                placement: "private",
            });
        }
    });

    it("fails when its code is not bundled", async () => {
        await assert.rejects(record(build({ code: "init-nothing" as "init-postgres" })), {
            message: "lambda/init-nothing/bin/index.js is missing; it is made from lambda/init-nothing. Run: npm run build",
        });
    });
});
