import { strict as assert } from "node:assert";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { ServerProcess } from "../../../simulator/databases/server-process";

const ROOT = path.resolve(__dirname, "../../..");

/** Serves nothing, and says its process id when it is ready. */
const SERVER = "console.log(process.pid + ' ready'); setInterval(() => {}, 1000)";

function serverArgs(code: string): Parameters<typeof ServerProcess.start>[0] {
    const isReady = (output: string): boolean => output.includes("ready");
    return { name: "Test server", file: process.execPath, args: ["--eval", code], cwd: ROOT, account: {}, isReady };
}

function isRunning(id: number): boolean {
    try {
        return process.kill(id, 0);
    } catch {
        return false;
    }
}

async function hasEnded(id: number): Promise<boolean> {
    for (let attempt = 0; attempt < 200 && isRunning(id); attempt++) await sleep(25);
    return !isRunning(id);
}

describe("ServerProcess", () => {
    /** A process with a server of its own; the first line that it writes is the server's id. */
    function startOwner(then: string): ChildProcess {
        const module = JSON.stringify(path.join(ROOT, "simulator/databases/server-process.ts"));
        const args = `{ name: "Test server", file: process.execPath, args: ["--eval", ${JSON.stringify(SERVER)}], cwd: ".", account: {},
            isReady: (output) => output.includes("ready") }`;
        const code = `require(${module}).ServerProcess.start(${args}).then((server) => { console.log(parseInt(server.output)); ${then} })`;
        return spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "--eval", code], { stdio: ["ignore", "pipe", "inherit"] });
    }

    async function firstLine({ stdout }: ChildProcess): Promise<string> {
        assert.ok(stdout);
        const [line] = (await once(createInterface({ input: stdout }), "line")) as [string];
        return line;
    }

    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
        it(`ends with its owner when that ends by ${signal}`, async () => {
            const owner = startOwner("");
            const server = Number(await firstLine(owner));
            assert.ok(isRunning(server));
            owner.kill(signal);
            assert.ok(await hasEnded(server), `process ${server} still runs`);
        });
    }

    it("ends with its owner when that comes to its end", async () => {
        const owner = startOwner("process.exit(0)");
        const [server] = await Promise.all([firstLine(owner), once(owner, "close")]);
        assert.ok(await hasEnded(Number(server)), `process ${server} still runs`);
    });

    it("lets its owner end once it has ended itself", async () => {
        const owner = startOwner(`server.end("SIGTERM")`);
        const [, [exitCode]] = await Promise.all([firstLine(owner), once(owner, "close") as Promise<[number]>]);
        assert.equal(exitCode, 0);
    });

    it("says what a server wrote that ended before it was ready", async () => {
        await assert.rejects(ServerProcess.start(serverArgs("console.log('no room'); process.exit(3)")), {
            message: "Test server did not start: no room\n",
        });
    });

    it("says why a server could not be started", async () => {
        await assert.rejects(ServerProcess.start({ ...serverArgs(SERVER), file: "/nowhere/server" }), {
            message: "Test server did not start: spawn /nowhere/server ENOENT",
        });
    });
});
