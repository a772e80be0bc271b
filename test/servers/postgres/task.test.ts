import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import { APPLICATION_SECRET_ARN, MASTER_SECRET_ARN } from "../secrets";
import { PostgresFixture, SETTLED, type Stack } from "./fixture";
import { postgresState } from "./postgres-state";

const bundle = (name: string) => readFileSync(path.join(__dirname, "..", "..", "..", "lambda", name, "bin", "index.js"));

describe("init-postgres as a container of a task runs it", function () {
    this.timeout(120_000);
    const fixture = PostgresFixture.inDescribe();
    const code = bundle("init-postgres");
    let stack: Stack;
    let site: Server;
    let address: string;

    before(async () => {
        stack = fixture.newStack();
        const credentials = JSON.stringify({ AccessKeyId: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "example", Token: "token" });
        site = createServer(({ url }, response) => response.end(url === "/credentials" ? credentials : code));
        await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
        address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    });
    after(() => site.close());

    /** The container's command, in an environment like the one that ECS makes of the task definition. */
    async function run(changes: Readonly<Record<string, string>> = {}): Promise<{ exitCode: number | null; output: string }> {
        const { secrets, environment, event } = stack.runs;
        const child = spawn(process.execPath, ["-e", bundle("run-as-task").toString()], {
            cwd: "/",
            env: {
                ...environment,
                CODE_URL: `${address}/init-postgres.js`,
                CODE_SHA256: createHash("sha256").update(code).digest("hex"),
                EVENT: JSON.stringify(event),
                TIME_LIMIT_SECONDS: "60",
                AWS_CONTAINER_CREDENTIALS_FULL_URI: `${address}/credentials`,
                MASTER_SECRET: secrets.textOf(MASTER_SECRET_ARN),
                APPLICATION_SECRET: secrets.textOf(APPLICATION_SECRET_ARN),
                ...changes,
            },
        });
        const written: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => written.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => written.push(chunk));
        const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
        const output = Buffer.concat(written).toString();
        secrets.demandAbsentFrom(output);
        return { exitCode, output };
    }

    it("prepares the server with the secrets that ECS has read, and does nothing the second time", async () => {
        const first = await run();
        assert.equal(first.exitCode, 0, first.output);
        assert.deepEqual(answerIn(first.output), { action: "create", ...stack.summary, passwordSet: true });
        const second = await run();
        assert.deepEqual(answerIn(second.output), { action: "create", ...stack.summary, passwordSet: false });
        assert.deepEqual(await postgresState(fixture.server, stack.names), SETTLED);
    });

    it("ends with an error and its reason when the server is not there", async () => {
        const { exitCode, output } = await run({ DATABASE_PORT: "1", TIME_LIMIT_SECONDS: "17" });
        assert.equal(exitCode, 1);
        assert.match(output, /was not reached in \d+ s and \d+ attempts\. Last seen: refused/);
    });

    it("ends with an error when somebody has changed the code", async () => {
        const { exitCode, output } = await run({ CODE_SHA256: "0".repeat(64) });
        assert.equal(exitCode, 1);
        assert.match(output, /somebody has changed the object\. Nothing was run/);
    });
});

/** The last line is what the handler answered. */
function answerIn(output: string): unknown {
    return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}
