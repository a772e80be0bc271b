import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { SimulatedStack, summary, type AccountResource } from "./simulated-stack";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const SERVICE = "aws:ecs/service:Service";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const ROTATED = "5f1c7e0a-3c8e-4b57-9d0d-0123456789ab";

describe("a stack whose passwords are rotated", function () {
    this.timeout(300_000);
    const stack = new SimulatedStack("dev");
    const rotated = ["--config", "librechat:passwordRotationDays=30"];
    const up = () => stack.run("up", ...rotated, "--", "--refresh");

    after(() => {
        stack.remove();
    });

    /** Versions of the RAG API's secret in the account: their labels, and whose they are. */
    async function versions() {
        const found = (await stack.account()).filter(({ type, properties }) => type === VERSION && isOfRagApi(properties));
        return found.map(({ properties }) => ({
            stages: properties["versionStages"],
            username: (JSON.parse(String(properties["secretString"])) as { username: string }).username,
        }));
    }

    function isOfRagApi({ secretString }: AccountResource["properties"]): boolean {
        return /"username":"rag_api(_clone)?"/.test(String(secretString));
    }

    /** What a rotation does to the account: another version, and the labels in other places. */
    function rotate(): void {
        const file = path.join(stack.stateDir, "accounts", "librechat.dev.json");
        const account = JSON.parse(readFileSync(file, "utf8")) as {
            resources: (AccountResource & { properties: Record<string, unknown> })[];
        };
        const first = account.resources.find(({ type, properties }) => type === VERSION && isOfRagApi(properties));
        assert.ok(first !== undefined);
        const secretString = String(first.properties["secretString"]).replace('"rag_api"', '"rag_api_clone"');
        const properties = { ...first.properties, secretString, versionId: ROTATED, versionStages: ["AWSCURRENT"] };
        account.resources.push({ ...first, id: `${first.id.split("|")[0] ?? ""}|${ROTATED}`, properties });
        first.properties["versionStages"] = ["AWSPREVIOUS"];
        writeFileSync(file, JSON.stringify(account));
    }

    it("is deployed with rotation for both databases", async () => {
        const result = await up();
        assert.equal(result.exitCode, 0, result.stdout);
        const rotations = (await stack.account()).filter(({ type }) => type === "aws:secretsmanager/secretRotation:SecretRotation");
        assert.equal(rotations.length, 2);
        assert.deepEqual(await versions(), [{ stages: ["AWSCURRENT"], username: "rag_api" }]);
    });

    it("has both services started anew by a schedule, in the middle between two rotations", async () => {
        const account = await stack.account();
        const schedules = account.filter(({ type }) => type === SCHEDULE);
        const started = schedules.map(({ properties }) => {
            assert.equal(properties["scheduleExpression"], "rate(14 days)");
            const { arn, input } = properties["target"] as { arn: string; input: string };
            assert.equal(arn, "arn:aws:scheduler:::aws-sdk:ecs:updateService");
            return (JSON.parse(input) as { Service: string }).Service;
        });
        const services = account.filter(({ type }) => type === SERVICE).map(({ properties }) => String(properties["arn"]));
        assert.equal(services.length, 2);
        assert.deepEqual(started.sort(), services.sort());
    });

    it("changes nothing in a second and a third preview", async () => {
        for (let time = 0; time < 2; time++) {
            const result = await stack.run("preview", ...rotated);
            assert.equal(result.exitCode, 0, result.stdout);
            assert.deepEqual(Object.keys(summary(result)), ["unchanged"]);
        }
    });

    it("keeps the rotated password at the next deployment, also when that refreshes its state", async () => {
        rotate();
        const result = await up();
        assert.equal(result.exitCode, 0, result.stdout);
        const byUser = (one: { username: string }, other: { username: string }) => one.username.localeCompare(other.username);
        assert.deepEqual((await versions()).sort(byUser), [
            { stages: ["AWSPREVIOUS"], username: "rag_api" },
            { stages: ["AWSCURRENT"], username: "rag_api_clone" },
        ]);
    });

    it("is destroyed with its schedules and their role", async () => {
        const result = await stack.run("destroy", ...rotated);
        assert.equal(result.exitCode, 0, result.stdout);
        assert.deepEqual(
            (await stack.account()).map(({ type, id }) => `${type} ${id}`),
            [],
        );
    });
});
