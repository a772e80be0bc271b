import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { UsageError } from "../../../tools/prove/arguments";
import { parseArguments } from "../../../tools/verify/arguments";
import { awsOf, type Clients } from "../../../tools/verify/aws";
import { inventoryOf } from "../../../tools/verify/inventory";
import { stateOf } from "../../../tools/verify/state";
import { verify } from "../../../tools/verify/verify";

const urn = (type: string, name: string, parents = "librechat:x:Y") => `urn:pulumi:dev::librechat::${parents}$${type}::${name}`;

function resource(type: string, name: string, outputs: object, more: { parent?: string; inputs?: object } = {}) {
    return { urn: urn(type, name), type, outputs, ...more };
}

const PROBE_PARENT =
    "urn:pulumi:dev::librechat::librechat:operations:SelfCheck$librechat:operations:ReachabilityProbe::self-check-librechat";
const INIT_PARENT = "urn:pulumi:dev::librechat::librechat:data:ChatStore$librechat:data:DatabaseInitialisation::mongo-init-function";
const STATE = {
    version: 3,
    deployment: {
        resources: [
            {
                urn: "urn:pulumi:dev::librechat::pulumi:pulumi:Stack::librechat-dev",
                type: "pulumi:pulumi:Stack",
                outputs: { url: "https://chat.example.com" },
            },
            { urn: "urn:pulumi:dev::librechat::pulumi:providers:aws::aws", type: "pulumi:providers:aws", inputs: { region: "eu-west-1" } },
            resource("librechat:network:Network", "network", {}),
            resource(
                "aws:lambda/invocation:Invocation",
                "probe-run",
                { result: "{}" },
                { parent: PROBE_PARENT, inputs: { functionName: "probe-1", input: "{}" } },
            ),
            resource("aws:lambda/invocation:Invocation", "init-run", { result: '{"action":"create"}' }, { parent: INIT_PARENT }),
            resource("aws:ecs/service:Service", "librechat-service", { cluster: "arn:cluster", name: "service-1" }),
            resource("aws:lb/targetGroup:TargetGroup", "front-door", { arn: "arn:targets" }),
            resource("aws:acm/certificate:Certificate", "certificate", { arn: "arn:certificate" }),
            resource("aws:lb/listener:Listener", "front-door-https", { certificateArn: "arn:certificate" }),
            resource("aws:lb/listener:Listener", "front-door-http", { certificateArn: "" }),
            resource("aws:cloudwatch/metricAlarm:MetricAlarm", "cpu", { name: "cpu-1" }),
            resource("aws:rds/instance:Instance", "postgres", { identifier: "postgres-1" }),
            resource("aws:docdb/clusterInstance:ClusterInstance", "mongo-0", { identifier: "mongo-1-0" }),
        ],
    },
};

/** Each command that is expected, with its input and AWS's answer; any other is refused. */
const ANSWERS: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>> = {
    InvokeCommand: ({ FunctionName, Payload }) => {
        assert.deepEqual([FunctionName, String(Payload as Buffer)], ["probe-1", "{}"]);
        return { Payload: Buffer.from('{"reached":[{"need":"service:s3","latencyMs":9}]}') };
    },
    DescribeServicesCommand: (input) => {
        assert.deepEqual(input, { cluster: "arn:cluster", services: ["service-1"] });
        return { services: [{ status: "ACTIVE", desiredCount: 1, runningCount: 1, deployments: [{ rolloutState: "COMPLETED" }] }] };
    },
    DescribeTargetHealthCommand: (input) => {
        assert.deepEqual(input, { TargetGroupArn: "arn:targets" });
        return { TargetHealthDescriptions: [{ Target: { Id: "10.0.0.4" }, TargetHealth: { State: "healthy" } }] };
    },
    DescribeCertificateCommand: (input) => {
        assert.deepEqual(input, { CertificateArn: "arn:certificate" });
        return { Certificate: { Status: "ISSUED", NotAfter: new Date("2027-06-01T00:00:00Z") } };
    },
    DescribeAlarmsCommand: (input) => {
        assert.deepEqual(input, { AlarmNames: ["cpu-1"] });
        return { MetricAlarms: [{ StateValue: "OK" }] };
    },
    DescribeDBInstancesCommand: ({ DBInstanceIdentifier }) => {
        const isPostgres = DBInstanceIdentifier === "postgres-1";
        const [Engine, EngineVersion] = isPostgres ? ["postgres", "16.9"] : ["docdb", "5.0.0"];
        return { DBInstances: [{ Engine, EngineVersion, DBInstanceStatus: "available" }] };
    },
};

function clients(answers: typeof ANSWERS): Clients {
    const send = (command: { constructor: { name: string }; input: Readonly<Record<string, unknown>> }) => {
        const answer = answers[command.constructor.name];
        return answer === undefined
            ? Promise.reject(new Error(`${command.constructor.name} is not expected`))
            : Promise.resolve(answer(command.input));
    };
    const client = { send } as never;
    return { lambda: client, ecs: client, loadBalancing: client, acm: client, cloudWatch: client, rds: client };
}

const NOW = new Date("2026-11-23T00:00:00Z");

describe("npm run verify", () => {
    it("asks for everything that the state names, and nothing else", async () => {
        const inventory = inventoryOf(STATE, "dev");
        assert.equal(inventory.region, "eu-west-1");
        const rows = await verify(inventory, { aws: awsOf(clients(ANSWERS)), statusOf: () => Promise.resolve(200), now: NOW });
        assert.deepEqual(
            rows.map(({ check, subject, verdict, detail }) => `${check} | ${subject} | ${verdict} | ${detail}`),
            [
                "self-check | probe-run | OK | 1 reached, the slowest service:s3 in 9 ms",
                "service | librechat-service | OK | 1 of 1 tasks run, active, rollout completed",
                "targets | front-door | OK | 1 of 1 healthy",
                "front door | https://chat.example.com/readyz | OK | HTTP 200",
                "certificate | certificate | OK | valid until 2027-06-01, 190 days",
                "alarm | cpu | OK | OK",
                "database | postgres | OK | postgres 16.9, available",
                "database | mongo-0 | OK | docdb 5.0.0, available",
                "initialisation | init-run | OK | last run: create",
            ],
        );
    });

    it("goes on when AWS does not answer, and when the front door does not open", async () => {
        const others = Object.fromEntries(Object.entries(ANSWERS).filter(([name]) => name !== "DescribeAlarmsCommand"));
        const closed = Object.assign(new TypeError("fetch failed"), { cause: new Error("connect ECONNREFUSED") });
        const rows = await verify(inventoryOf(STATE, "dev"), {
            aws: awsOf(clients(others)),
            statusOf: () => Promise.reject(closed),
            now: NOW,
        });
        assert.deepEqual(
            rows.filter(({ verdict }) => verdict !== "OK").map(({ check, verdict, detail }) => `${check} ${verdict}: ${detail}`),
            ["front door WRONG: fetch failed: connect ECONNREFUSED", "alarm UNKNOWN: DescribeAlarmsCommand is not expected"],
        );
    });

    it("says that a deployment broke off before its services", async () => {
        const resources = STATE.deployment.resources.filter(({ type }) => /^(librechat|pulumi:providers):/.test(type));
        const inventory = inventoryOf({ deployment: { resources } }, "dev");
        const rows = await verify(inventory, { aws: awsOf(clients({})), statusOf: () => Promise.resolve(200), now: NOW });
        const detail = "the last deployment did not come that far; run: pulumi up";
        assert.deepEqual(rows, [
            { check: "service", subject: "none", verdict: "WRONG", detail },
            { check: "front door", subject: "none", verdict: "WRONG", detail },
        ]);
    });

    it("sees that a function failed, and what AWS does not know any more", async () => {
        const aws = awsOf(
            clients({
                InvokeCommand: () => ({ FunctionError: "Unhandled", Payload: Buffer.from('{"errorMessage":"nothing reached"}') }),
                DescribeServicesCommand: () => ({ services: [] }),
                DescribeAlarmsCommand: () => ({ MetricAlarms: [] }),
            }),
        );
        assert.deepEqual(await aws.invoke("probe", "{}"), { isFailed: true, payload: '{"errorMessage":"nothing reached"}' });
        assert.equal(await aws.service("cluster", "service"), undefined);
        assert.equal(await aws.alarm("alarm"), undefined);
    });

    it("reads a file of the file backend as well", () => {
        assert.deepEqual(inventoryOf({ version: 3, checkpoint: { latest: STATE.deployment } }, "dev"), inventoryOf(STATE, "dev"));
    });

    it("fails for a stack that is empty", () => {
        assert.throws(() => inventoryOf({ version: 3, deployment: {} }, "dev"), {
            message: "stack dev holds no LibreChat; deploy it first: pulumi up -s dev",
        });
    });

    it("fails for a state without a Region", () => {
        const resources = STATE.deployment.resources.filter(({ type }) => type !== "pulumi:providers:aws");
        assert.throws(() => inventoryOf({ deployment: { resources } }, "dev"), {
            message: "the state has no AWS provider with a Region; wanted is the state of a deployment of this program",
        });
    });
});

describe("npm run verify: where the state comes from", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "verify-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    it("is a file, where one is named", async () => {
        const file = path.join(folder, "state.json");
        writeFileSync(file, JSON.stringify(STATE));
        assert.deepEqual(await stateOf({ stack: "dev", file, json: false }, folder, {}), JSON.parse(JSON.stringify(STATE)));
    });

    it("fails in one sentence where there is no Pulumi", async () => {
        await assert.rejects(stateOf({ stack: "dev", file: undefined, json: false }, folder, { PATH: folder }), {
            message:
                "no Pulumi to run (an official release of pulumi on the PATH: none found). Install it " +
                "(https://www.pulumi.com/docs/iac/download-install/), or export the state where there is one, and pass it: " +
                "npm run verify -- --file state.json",
        });
    });
});

describe("npm run verify: its arguments", () => {
    it("are the stack, the file and the form", () => {
        assert.deepEqual(parseArguments([]), { stack: "dev", file: undefined, json: false });
        assert.deepEqual(parseArguments(["-s", "prod", "--json"]), { stack: "prod", file: undefined, json: true });
        assert.deepEqual(parseArguments(["--file", "state.json"]), { stack: "dev", file: "state.json", json: false });
        assert.equal(parseArguments(["-h"]), "help");
    });

    it("are refused when they are not known", () => {
        assert.throws(() => parseArguments(["--deep"]), new UsageError("Unknown option '--deep'; see --help"));
    });
});
