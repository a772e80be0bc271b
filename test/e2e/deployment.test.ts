import { strict as assert } from "node:assert";
import { registeredTypes, SimulatedStack, summary } from "./simulated-stack";

/** One engine run takes some ten seconds on two cores; these tests make several each. */
const TIMEOUT_MS = 300_000;

describe("deploying dev with the real engine and the policy pack", function () {
    this.timeout(TIMEOUT_MS);
    const dev = new SimulatedStack("dev");
    after(() => {
        dev.remove();
    });

    it("previews without touching the account", async () => {
        const preview = await dev.run("preview");
        assert.equal(preview.exitCode, 0, preview.stdout);
        assert.deepEqual(Object.keys(summary(preview)), ["create"]);
        assert.deepEqual(await dev.account(), []);
    });

    it("deploys, and says in its last line that nothing real was created", async () => {
        const up = await dev.run("up");
        assert.equal(up.exitCode, 0, up.stdout);
        assert.match(
            up.stdout.trimEnd().split("\n").at(-1)!,
            /^Simulated: nothing was created in AWS\. Account: .*librechat\.dev\.json \(\d+ resources\)$/,
        );
        const types = (await dev.account()).map(({ type }) => type);
        const count = (type: string) => types.filter((each) => each === type).length;
        assert.deepEqual(
            {
                natGateways: count("aws:ec2/natGateway:NatGateway"),
                subnets: count("aws:ec2/subnet:Subnet"),
                endpoints: count("aws:ec2/vpcEndpoint:VpcEndpoint"),
                databases: count("aws:rds/instance:Instance") + count("aws:docdb/clusterInstance:ClusterInstance"),
                caches: count("aws:elasticache/replicationGroup:ReplicationGroup"),
                services: count("aws:ecs/service:Service"),
                functions: count("aws:lambda/function:Function"),
            },
            { natGateways: 1, subnets: 6, endpoints: 3, databases: 2, caches: 0, services: 2, functions: 4 },
        );
    });

    it("has nothing to change then, in a preview or after a refresh", async () => {
        const preview = await dev.run("preview", "--", "--expect-no-changes");
        assert.equal(preview.exitCode, 0, preview.stdout);
        const refresh = await dev.run("refresh", "--", "--expect-no-changes");
        assert.equal(refresh.exitCode, 0, refresh.stdout);
    });

    it("changes a setting in place", async () => {
        const up = await dev.run("up", "--config", "librechat:memoryMiB=4096");
        assert.equal(up.exitCode, 0, up.stdout);
        const { update, replace, create, unchanged } = summary(up);
        // The task definition is replaced; the service and its self-check are updated.
        assert.deepEqual({ update, replace, create }, { update: 2, replace: 1, create: undefined }, up.stdout);
        assert.ok(unchanged! > 100);
    });

    it("gets a domain, a cache, a second task and rotation while it runs, and gives them back", async () => {
        const settings = {
            preset: "staging",
            domainName: "chat.example.com",
            hostedZoneId: "Z00000000EXAMPLECOM",
            natGateways: 2,
            minTasks: 2,
            passwordRotationDays: 30,
        };
        const flags = Object.entries(settings).flatMap(([name, value]) => ["--config", `librechat:${name}=${value}`]);
        const more = await dev.run("up", ...flags);
        assert.equal(more.exitCode, 0, more.stdout);
        assert.match(more.stdout, /"?https:\/\/chat\.example\.com"?/);
        const less = await dev.run("up");
        assert.equal(less.exitCode, 0, less.stdout);
        const preview = await dev.run("preview", "--", "--expect-no-changes");
        assert.equal(preview.exitCode, 0, preview.stdout);
    });

    it("is destroyed in one pass, without a rest", async () => {
        const destroy = await dev.run("destroy");
        assert.equal(destroy.exitCode, 0, destroy.stdout);
        assert.deepEqual(await dev.account(), []);
    });

    it("can be deployed again at once: no name is taken", async () => {
        const up = await dev.run("up");
        assert.equal(up.exitCode, 0, up.stdout);
        assert.equal((await dev.run("destroy")).exitCode, 0);
    });
});

describe("deploying prod with the real engine and the policy pack", function () {
    this.timeout(TIMEOUT_MS);
    const prod = new SimulatedStack("prod");
    after(() => {
        prod.remove();
    });

    it("previews and deploys", async () => {
        const preview = await prod.run("preview");
        assert.equal(preview.exitCode, 0, preview.stdout);
        const up = await prod.run("up");
        assert.equal(up.exitCode, 0, up.stdout);
        assert.match(up.stdout, /"?https:\/\/chat\.example\.com"?/);
    });

    it("has nothing to change then", async () => {
        const preview = await prod.run("preview", "--", "--expect-no-changes");
        assert.equal(preview.exitCode, 0, preview.stdout);
    });

    it("changes a setting in place", async () => {
        const up = await prod.run("up", "--config", "librechat:maxTasks=8");
        assert.equal(up.exitCode, 0, up.stdout);
        assert.deepEqual(Object.keys(summary(up)).sort(), ["unchanged", "update"], up.stdout);
    });

    it("refuses another network in its preview, since AWS would stop half-way", async () => {
        const preview = await prod.run("preview", "--config", "librechat:vpcCidr=10.1.0.0/16");
        assert.notEqual(preview.exitCode, 0);
        assert.match(preview.stdout, /unable to replace resource "\S+::network-s3"\n.*marked for protection/);
    });

    it("refuses to be destroyed, and loses nothing", async () => {
        const before = (await prod.account()).length;
        const destroy = await prod.run("destroy");
        assert.notEqual(destroy.exitCode, 0);
        assert.match(destroy.stdout + destroy.stderr, /protected/);
        assert.equal((await prod.account()).length, before);
    });

    it("goes without a rest by the documented steps", async () => {
        const retire = await prod.run("up", "--config", "librechat:retireStack=true");
        assert.equal(retire.exitCode, 0, retire.stdout);
        const destroy = await prod.run("destroy");
        assert.equal(destroy.exitCode, 0, destroy.stdout);
        assert.deepEqual(await prod.account(), []);
    });

    it("can be deployed again at once: no name is taken", async () => {
        const up = await prod.run("up");
        assert.equal(up.exitCode, 0, up.stdout);
    });
});

describe("what the engine shows is read correctly by these tests", () => {
    it("finds types and counts", () => {
        const stdout =
            " +  aws:ec2:Vpc network create \n    librechat:network:Vpc network  \nResources:\n    + 3 to create\n    ~ 1 updated\n    2 unchanged\n";
        assert.deepEqual(registeredTypes({ exitCode: 0, stdout, stderr: "" }), ["aws:ec2:Vpc", "librechat:network:Vpc"]);
        assert.deepEqual(summary({ exitCode: 0, stdout, stderr: "" }), { create: 3, update: 1, unchanged: 2 });
    });
});
