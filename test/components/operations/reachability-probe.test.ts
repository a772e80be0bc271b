import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";

import * as aws from "@pulumi/aws";

import { ReachabilityProbe, type ReachabilityProbeArgs } from "../../../components/operations/reachability-probe";
import { VpcFunction } from "../../../components/functions/vpc-function";
import { network } from "../application/parts";
import { bundleFunction, FUNCTION, INVOCATION } from "../data/initialiser";
import { record, type Recording } from "../recorder";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf";

function probe(changed: Partial<ReachabilityProbeArgs> = {}) {
    return new ReachabilityProbe("probe", {
        network: network(),
        party: "librechat",
        tier: "private",
        needs: ["service:logs", "service:secretsmanager", "tcp:mongo:27017"],
        surroundings: {
            region: "us-east-1",
            secretArn: SECRET,
            bucket: { name: "files-1", arn: "arn:aws:s3:::files-1" },
            inside: { "tcp:mongo:27017": { call: "documentdb", host: "mongo.example" } },
        },
        architecture: "arm64",
        logRetentionDays: 7,
        revision: "arn:aws:ecs:us-east-1:123456789012:task-definition/librechat:1",
        after: [],
        ...changed,
    });
}

const build = (changed: Partial<ReachabilityProbeArgs> = {}) => record(() => probe(changed));
const inputOf = (recording: Recording<unknown>) => JSON.parse(String(recording.one(INVOCATION).inputs["input"])) as Record<string, unknown>;
/** What the network registers is not the matter here. */
const ownOf = ({ registrations }: Recording<unknown>) => registrations.filter(({ name }) => name === "probe" || name.startsWith("probe-"));

describe("ReachabilityProbe", function () {
    let bundle: Buffer;
    let recording: Recording<unknown>;
    before(async () => {
        bundle = bundleFunction("probe");
        recording = await build();
    });

    it("registers exactly these resources", () => {
        assert.deepEqual(
            ownOf(recording)
                .map(({ type, name }) => `${type} ${name}`)
                .sort(),
            [
                "aws:cloudwatch/logGroup:LogGroup probe-logs",
                "aws:iam/role:Role probe-function-role",
                "aws:iam/rolePolicy:RolePolicy probe-function-policy",
                "aws:lambda/function:Function probe-function",
                "aws:lambda/invocation:Invocation probe-run",
                "librechat:functions:VpcFunction probe-function",
                "librechat:operations:ReachabilityProbe probe",
            ],
        );
    });

    it("runs where the workload runs, with the workload's own security group", () => {
        const { code, ...inputs } = recording.one(FUNCTION).inputs;
        assert.ok(code !== undefined);
        assert.deepEqual(inputs, {
            description: "Opens what librechat needs, and says what it reaches",
            runtime: "nodejs22.x",
            handler: "index.handler",
            architectures: ["arm64"],
            role: "arn:aws:iam::123456789012:role/probe-function-role-0a1b2c3",
            timeout: 60,
            memorySize: 256,
            vpcConfig: { subnetIds: ["subnet-private-1", "subnet-private-2"], securityGroupIds: ["network-connections-librechat-id"] },
            loggingConfig: { logFormat: "Text", logGroup: "/aws/lambda/librechat-dev-probe" },
        });
        assert.deepEqual(recording.one("aws:cloudwatch/logGroup:LogGroup").inputs, {
            name: "/aws/lambda/librechat-dev-probe",
            retentionInDays: 7,
        });
    });

    it("runs among the databases where its workload does, on its processor", async () => {
        const { inputs } = (await build({ tier: "isolated", party: "postgres", architecture: "x86_64" })).one(FUNCTION);
        assert.deepEqual(inputs["architectures"], ["x86_64"]);
        assert.deepEqual(inputs["vpcConfig"], {
            subnetIds: ["subnet-isolated-1", "subnet-isolated-2"],
            securityGroupIds: ["network-connections-postgres-id"],
        });
    });

    it("may do exactly this", () => {
        const role = recording.one("aws:iam/role:Role");
        assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])), {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
        });
        const policy = recording.one("aws:iam/rolePolicy:RolePolicy");
        assert.equal(policy.inputs["role"], "probe-function-role-0a1b2c3");
        const log = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/librechat-dev-probe:*";
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
                { Sid: "WriteLog", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: [log] },
                { Sid: "DescribeSecret", Effect: "Allow", Action: ["secretsmanager:DescribeSecret"], Resource: [SECRET] },
                { Sid: "DescribeOwnLog", Effect: "Allow", Action: ["logs:DescribeLogStreams"], Resource: [log] },
            ],
        });
        assert.ok(recording.one(FUNCTION).dependencies.includes(policy.urn));
    });

    it("is run with what to open, at each change of it, of the code, the workload and the network, and on destroy", async () => {
        const { networkDigest, ...input } = inputOf(recording);
        assert.deepEqual(input, {
            workload: "librechat",
            needs: [
                {
                    need: "service:logs",
                    host: "logs.us-east-1.amazonaws.com",
                    port: 443,
                    call: "logs",
                    logGroup: "/aws/lambda/librechat-dev-probe",
                },
                {
                    need: "service:secretsmanager",
                    host: "secretsmanager.us-east-1.amazonaws.com",
                    port: 443,
                    call: "secretsmanager",
                    secretArn: SECRET,
                },
                { need: "tcp:mongo:27017", host: "mongo.example", port: 27_017, call: "documentdb" },
            ],
            revision: "arn:aws:ecs:us-east-1:123456789012:task-definition/librechat:1",
            codeDigest: createHash("sha256").update(bundle).digest("hex"),
        });
        assert.equal(recording.one(INVOCATION).inputs["lifecycleScope"], "CRUD");
        assert.equal(recording.one(INVOCATION).inputs["functionName"], "probe-function-0a1b2c3");
        const other = await record(() => probe({ network: network({ cache: true }) }));
        assert.match(String(networkDigest), /^[0-9a-f]{64}$/);
        assert.notEqual(inputOf(other)["networkDigest"], networkDigest);
    });

    it("is run when routes, endpoints, edges and what it comes after exist", async () => {
        const after = await record(() => probe({ after: [new aws.ec2.Eip("service")] }));
        const { dependencies } = after.one(INVOCATION);
        const kinds = new Set(after.registrations.filter(({ urn }) => dependencies.includes(urn)).map(({ type }) => type));
        for (const type of ["aws:ec2/eip:Eip", "awsx:ec2:Vpc", "aws:ec2/vpcEndpoint:VpcEndpoint"]) assert.ok(kinds.has(type), type);
        const rules = after.registrations.filter(({ type }) => /securityGroup(In|E)gressRule/.test(type));
        assert.ok(rules.length > 10);
        for (const { urn } of rules) assert.ok(dependencies.includes(urn), urn);
    });

    it("publishes needs and placement, also in a preview", async () => {
        for (const preview of [false, true]) {
            const { outputs } = (await record(() => probe(), { preview })).one("librechat:operations:ReachabilityProbe");
            assert.deepEqual(outputs?.["needs"], ["service:logs", "service:secretsmanager", "tcp:mongo:27017"]);
            assert.equal(outputs["placement"], "private");
        }
    });

    it("fails when its code is not bundled", async () => {
        const missing = record(
            () =>
                new VpcFunction("function", {
                    code: "nothing",
                    description: "Nothing",
                    place: network().private("librechat"),
                    architecture: "arm64",
                    timeoutSeconds: 60,
                    logGroup: new aws.cloudwatch.LogGroup("logs"),
                    statements: [],
                }),
        );
        await assert.rejects(missing, {
            message: "lambda/nothing/bin/index.js is missing; it is made from lambda/nothing. Run: npm run build",
        });
    });
});
