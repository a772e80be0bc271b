import { strict as assert } from "node:assert";
import { SimulatedStack } from "./simulated-stack";

const DATABASES = ["aws:rds/instance:Instance", "aws:docdb/cluster:Cluster"];

describe("a stack whose databases are prepared by containers", function () {
    this.timeout(300_000);
    const stack = new SimulatedStack("dev");
    const byTask = ["--config", "librechat:databaseInit=task"];

    after(() => {
        stack.remove();
    });

    it("is deployed under all policies, with a first container in both services and no initialiser in Lambda", async () => {
        const result = await stack.run("up", ...byTask);
        assert.equal(result.exitCode, 0, result.stdout);
        assert.doesNotMatch(result.stdout, /\[(mandatory|advisory)\]/);
        const account = await stack.account();
        const definitions = account.filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");
        assert.equal(definitions.length, 2);
        for (const { properties } of definitions) {
            const containers = JSON.parse(String(properties["containerDefinitions"])) as { name: string; dependsOn?: object[] }[];
            const waiting = containers.flatMap(({ dependsOn }) => dependsOn ?? []);
            assert.deepEqual(waiting, [
                { containerName: "configuration", condition: "SUCCESS" },
                { containerName: "initialise-database", condition: "SUCCESS" },
            ]);
        }
        const functions = account.filter(({ type }) => type === "aws:lambda/function:Function");
        assert.deepEqual(functions.map(({ id }) => id.replace(/-[0-9a-f]{7}$/, "")).sort(), [
            "self-check-librechat-function",
            "self-check-rag-api-function",
        ]);
    });

    it("changes nothing the second time", async () => {
        const preview = await stack.run("preview", ...byTask, "--", "--expect-no-changes");
        assert.equal(preview.exitCode, 0, preview.stdout);
    });

    it("gets functions instead without touching the data", async () => {
        const databases = async () => (await stack.account()).flatMap(({ type, id }) => (DATABASES.includes(type) ? [id] : []));
        const before = await databases();
        assert.equal(before.length, 2);
        const toFunctions = await stack.run("up");
        assert.equal(toFunctions.exitCode, 0, toFunctions.stdout);
        assert.deepEqual(await databases(), before);
    });

    it("leaves nothing behind", async () => {
        const destroy = await stack.run("destroy");
        assert.equal(destroy.exitCode, 0, destroy.stdout);
        assert.deepEqual(await stack.account(), []);
    });
});
