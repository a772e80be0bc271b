import { strict as assert } from "node:assert";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { Client } from "pg";
import { STATE_VARIABLE } from "../../simulator/engine/workspace";
import { SimulatedStack, summary } from "./simulated-stack";

const ROOT = path.join(__dirname, "..", "..");

/** What `simulate databases --json` says of a server. */
interface Server {
    readonly kind: string;
    readonly port: number;
    readonly certificateFile: string;
}

/** The value of the secret whose logical name is in the name that AWS gave it. */
async function secretOf(stack: SimulatedStack, name: string): Promise<Record<string, string>> {
    const versions = (await stack.account()).filter(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion");
    const found = versions.find(({ properties }) => String(properties["secretId"]).includes(`secret:${name}-`));
    assert.ok(found, `no secret ${name}`);
    return JSON.parse(String(found.properties["secretString"])) as Record<string, string>;
}

/** Starts `simulate databases`. */
function showDatabases(stack: SimulatedStack): ChildProcess {
    const script = path.join(ROOT, "tools", "simulate.ts");
    return spawn(process.execPath, ["--require", "tsx/cjs", script, "databases", "--json"], {
        cwd: ROOT,
        env: { ...process.env, [STATE_VARIABLE]: stack.stateDir },
        stdio: ["ignore", "pipe", "inherit"],
    });
}

/** `simulate databases`, from its first line until it is ended as Ctrl-C ends it. */
async function withServers(stack: SimulatedStack, use: (servers: readonly Server[]) => Promise<void>): Promise<void> {
    const child = showDatabases(stack);
    try {
        await use(await serversIn(child));
    } finally {
        const ended = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGINT");
        assert.equal(await ended, 0);
    }
}

function serversIn({ stdout }: ChildProcess): Promise<readonly Server[]> {
    return new Promise((resolve, reject) => {
        let written = "";
        stdout?.on("data", (chunk: Buffer) => {
            written += chunk.toString();
            if (written.includes("\n")) resolve(JSON.parse(written) as Server[]);
        });
        stdout?.once("end", () => {
            reject(new Error(`no servers: ${written}`));
        });
    });
}

function serverOf(servers: readonly Server[], kind: string): Server {
    const found = servers.find((server) => server.kind === kind);
    assert.ok(found, `no server of kind ${kind}`);
    return found;
}

/** Processes of this machine whose command line names the folder. */
function processesOf(folder: string): string[] {
    return readdirSync("/proc")
        .filter((entry) => /^\d+$/.test(entry))
        .flatMap((id) => {
            try {
                return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
            } catch {
                return []; // it has just ended
            }
        })
        .filter((command) => command.includes(folder));
}

describe("deploying dev against real databases", function () {
    this.timeout(600_000);
    const dev = new SimulatedStack("dev");
    after(() => {
        dev.remove();
    });

    it("runs the code of the functions", async () => {
        const up = await dev.run("up", "--databases", "real");
        assert.equal(up.exitCode, 0, up.stdout + up.stderr);
        const results = (await dev.account())
            .filter(({ type }) => type === "aws:lambda/invocation:Invocation")
            .map(({ properties }) => JSON.parse(String(properties["result"])) as Record<string, unknown>);
        const postgres = results.find(({ database }) => database === "rag");
        assert.deepEqual(
            { role: postgres?.["role"], passwordSet: postgres?.["passwordSet"], extensionVersion: postgres?.["extensionVersion"] },
            { role: "rag_api", passwordSet: true, extensionVersion: "0.8.5" },
        );
        assert.deepEqual(results.find(({ user }) => user === "librechat")?.["roles"], ["readWrite on LibreChat"]);
        assert.deepEqual(processesOf(dev.stateDir), []);
    });

    it("leaves databases that the applications can use with their own secrets", async () => {
        const rag = await secretOf(dev, "postgres-init-application");
        const mongo = await secretOf(dev, "mongo-init-application");
        await withServers(dev, async (servers) => {
            const { port, certificateFile } = serverOf(servers, "postgres");
            const ssl = { ca: readFileSync(certificateFile, "utf8") };
            const client = new Client({
                host: "localhost",
                port,
                ssl,
                user: rag["username"],
                password: rag["password"],
                database: rag["database"],
            });
            await client.connect();
            try {
                const { rows } = await client.query("SELECT '[1,2,3]'::vector <-> '[1,2,4]'::vector AS distance, current_user AS name");
                assert.deepEqual(rows, [{ distance: 1, name: "rag_api" }]);
            } finally {
                await client.end();
            }
            const documents = serverOf(servers, "documentdb");
            const there = `mongodb://localhost:${documents.port}/?directConnection=true&tls=true&authMechanism=SCRAM-SHA-1&retryWrites=false`;
            const auth = { username: mongo["username"] ?? "", password: mongo["password"] ?? "" };
            const chats = new MongoClient(there, { tlsCAFile: documents.certificateFile, auth, authSource: "admin" });
            try {
                await chats.db("LibreChat").collection("messages").insertOne({ text: "hello" });
                const read = await chats
                    .db("LibreChat")
                    .collection("messages")
                    .findOne({ text: "hello" }, { projection: { _id: 0 } });
                assert.deepEqual(read, { text: "hello" });
            } finally {
                await chats.close();
            }
        });
        assert.deepEqual(processesOf(dev.stateDir), []);
    });

    it("leaves no server behind when it is killed, and takes the data again", async () => {
        const child = showDatabases(dev);
        assert.equal((await serversIn(child)).length, 2);
        child.kill("SIGKILL");
        for (let attempt = 0; attempt < 200 && processesOf(dev.stateDir).length > 0; attempt++) await sleep(25);
        assert.deepEqual(processesOf(dev.stateDir), []);
        await withServers(dev, (servers) => {
            assert.deepEqual(servers.map(({ kind }) => kind).sort(), ["documentdb", "postgres"]);
            return Promise.resolve();
        });
    });

    it("has nothing to change then", async () => {
        const up = await dev.run("up", "--databases", "real", "--no-policy", "--", "--expect-no-changes");
        assert.equal(up.exitCode, 0, up.stdout);
        assert.deepEqual(Object.keys(summary(up)), ["unchanged"]);
    });

    it("is destroyed with its data, and leaves no process", async () => {
        const destroy = await dev.run("destroy", "--databases", "real");
        assert.equal(destroy.exitCode, 0, destroy.stdout + destroy.stderr);
        assert.deepEqual(await dev.account(), []);
        const left = readdirSync(path.join(dev.stateDir, "databases", "librechat.dev")).filter((name) => /^(db|cluster)-/.test(name));
        assert.deepEqual(left, []);
        assert.deepEqual(processesOf(dev.stateDir), []);
    });
});

/** The repository's program, whose endpoints let nobody in while a variable is set: as after an edit of a security group. */
const BROKEN_PROGRAM = `
const pulumi = require("@pulumi/pulumi");
if (process.env.LIBRECHAT_TEST_BREAKAGE === "endpoint") {
    pulumi.runtime.registerResourceTransform(({ type, name, props, opts }) => {
        const isEdgeToEndpoints = type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" && name.includes("endpoint");
        return isEdgeToEndpoints ? { props: { ...props, fromPort: 444, toPort: 444 }, opts } : undefined;
    });
}
module.exports = require(${JSON.stringify(path.join(ROOT, "index.ts"))});
`;

describe("a network mistake, deployed against real databases without the policy pack", function () {
    this.timeout(600_000);
    const dev = new SimulatedStack("dev");
    const program = mkdtempSync(path.join(tmpdir(), "librechat-broken-"));
    const up = () => dev.run("up", "--databases", "real", "--no-policy", "--cwd", program);

    before(() => {
        for (const file of ["node_modules", "Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.README.md"]) {
            symlinkSync(path.join(ROOT, file), path.join(program, file));
        }
        writeFileSync(path.join(program, "index.js"), BROKEN_PROGRAM);
        writeFileSync(path.join(program, "package.json"), JSON.stringify({ name: "broken", main: "index.js" }));
    });
    after(() => {
        delete process.env["LIBRECHAT_TEST_BREAKAGE"];
        dev.remove();
        rmSync(program, { recursive: true });
    });

    it("fails as on AWS, and says which function, what it saw and where its packets were lost", async () => {
        process.env["LIBRECHAT_TEST_BREAKAGE"] = "endpoint";
        const { exitCode, stdout } = await up();
        assert.notEqual(exitCode, 0, stdout);
        assert.match(stdout, /Lambda Function \(mongo-init-function-[0-9a-f]+\) returned error/);
        assert.match(stdout, /Secrets Manager at secretsmanager\.us-east-1\.amazonaws\.com:443 was not reached in \d+ s and \d+ attempts/);
        assert.match(stdout, /librechat:data:DatabaseInitialisation \(mongo-init-function\):\s+error: Secrets Manager at /);
        assert.match(
            stdout,
            /secretsmanager\.us-east-1\.amazonaws\.com:443 is not reached from subnet-[0-9a-f]+: no ingress rule of sg-[0-9a-f]+ allows tcp 443/,
        );
        assert.deepEqual(processesOf(dev.stateDir), []);
    });

    it("is mended by the next deployment", async () => {
        delete process.env["LIBRECHAT_TEST_BREAKAGE"];
        const { exitCode, stdout, stderr } = await up();
        assert.equal(exitCode, 0, stdout + stderr);
        const types = (await dev.account()).map(({ type }) => type);
        assert.ok(types.includes("aws:ecs/service:Service"));
        assert.deepEqual(processesOf(dev.stateDir), []);
    });
});
