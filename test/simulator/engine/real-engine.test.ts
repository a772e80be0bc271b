import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { hostname } from "node:os";
import * as path from "node:path";
import { simulate, type SimulateResult } from "../../../tools/simulate/run";
import { temporaryFolder } from "./folder";

const ROOT = path.resolve(__dirname, "../../..");

/** A machine without any engine builds one in the first test. */
const FIRST_RUN_MILLISECONDS = 20 * 60_000;

describe("simulate, with the real engine", function () {
    this.timeout(120_000);
    const folder = temporaryFolder();
    const stackFile = "config:\n  tiny:greeting: hello\n  tiny:token:\n    secure: v1:undecipherable\n";

    /** A TypeScript program without resources, beside the two packages that it and its policy pack need. */
    beforeEach(() => {
        for (const name of ["pulumi", "policy"]) {
            fs.mkdirSync(path.join(folder.path, "node_modules/@pulumi"), { recursive: true });
            fs.symlinkSync(path.join(ROOT, "node_modules/@pulumi", name), path.join(folder.path, "node_modules/@pulumi", name));
        }
        folder.write("Pulumi.yaml", "name: tiny\nruntime:\n  name: nodejs\n  options: { tsconfig: tsconfig.own.json }\n");
        folder.write("Pulumi.dev.yaml", stackFile);
        folder.write("package.json", '{ "name": "tiny", "version": "1.0.0", "main": "index.ts" }');
        folder.write("tsconfig.own.json", '{ "compilerOptions": { "noCheck": true, "module": "node16", "rootDir": "." } }');
        folder.write(
            "index.ts",
            [
                'import * as pulumi from "@pulumi/pulumi";',
                "const config = new pulumi.Config();",
                'export const x: number = "not a number, and not checked";',
                'export const greeting = config.require("greeting");',
                'export const region = new pulumi.Config("aws").require("region");',
                'export const access = process.env["AWS_ACCESS_KEY_ID"] ?? "none";',
                "",
            ].join("\n"),
        );
    });

    const run = (...args: string[]): Promise<SimulateResult> =>
        simulate([...args], {
            stateDir: path.join(folder.path, "state"),
            cwd: folder.path,
            env: { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", PULUMI_ACCESS_TOKEN: "a token", PULUMI_STACK: "other" },
        });
    const command = (name: string, ...args: string[]): Promise<SimulateResult> => run(name, "--cwd", folder.path, "--no-policy", ...args);
    const closing = "Simulated: nothing was created in AWS. Account: state/accounts/tiny.dev.json (0 resources)\n";

    function stateOf(stack: string): { type: string; outputs?: Record<string, unknown> }[] {
        const file = path.join(folder.path, `state/backend/.pulumi/stacks/tiny/${stack}.json`);
        const state = JSON.parse(fs.readFileSync(file, "utf8")) as {
            checkpoint: { latest?: { resources?: { type: string; outputs?: Record<string, unknown> }[] } };
        };
        return state.checkpoint.latest?.resources ?? [];
    }

    it("previews, deploys, finds nothing to change, and destroys", async function () {
        this.timeout(FIRST_RUN_MILLISECONDS);
        const preview = await command("preview");
        assert.equal(preview.exitCode, 0, preview.stderr);
        assert.match(preview.stdout, /\+ 1 to create/);
        assert.ok(preview.stdout.endsWith(closing), preview.stdout);
        assert.match(
            preview.stderr,
            /^secrets cannot be decrypted here; a stand-in is used for tiny:token \(give a value with --secret KEY=VALUE\)$/m,
        );
        assert.deepEqual(stateOf("dev"), []);

        const up = await command("up", "--config", "greeting=012", "--json");
        assert.equal(up.exitCode, 0, up.stderr);
        const outputs = { x: "not a number, and not checked", greeting: "012", region: "us-east-1", access: "none" };
        assert.deepEqual(stateOf("dev")[0]?.outputs, outputs);
        const { seconds, ...summary } = JSON.parse(up.stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;
        assert.deepEqual(summary, { command: "up", stack: "dev", exitCode: 0, resources: 0 });
        assert.ok(typeof seconds === "number" && seconds > 0);

        const again = await command("preview", "--config", "greeting=012", "--json", "--", "--expect-no-changes");
        assert.equal(again.exitCode, 0, again.stderr);
        assert.deepEqual((JSON.parse(again.stdout) as { changeSummary: unknown }).changeSummary, { same: 1 });

        const destroy = await command("destroy");
        assert.equal(destroy.exitCode, 0, destroy.stderr);
        assert.deepEqual(stateOf("dev"), []);
        assert.equal(fs.readFileSync(path.join(folder.path, "Pulumi.dev.yaml"), "utf8"), stackFile);
    });

    const PACKS = {
        "a policy pack": "runtime: nodejs\n",
        "a policy pack without TypeScript": "runtime: { name: nodejs, options: { typescript: false } }\n",
    };
    const writePack = (settings: string, code: string): string[] => {
        folder.write("pack/PulumiPolicy.yaml", settings);
        folder.write("pack/package.json", '{ "name": "tiny-pack", "version": "1.0.0", "main": "index.js" }');
        folder.write("pack/index.js", code);
        return ["--", "--policy-pack", path.join(folder.path, "pack")];
    };

    for (const [name, settings] of Object.entries(PACKS)) {
        it(`lets ${name} read the configuration, and creates nothing when it objects`, async () => {
            const pack = writePack(
                settings,
                `const pulumi = require("@pulumi/pulumi");
                const { PolicyPack } = require("@pulumi/policy");
                const validateResource = (args, report) => {
                    const greeting = new pulumi.Config("tiny").require("greeting");
                    if (args.type === "pulumi:pulumi:Stack" && greeting !== "hello") {
                        report("greeting = " + greeting + " in stack " + pulumi.getStack() + ": hello is allowed");
                    }
                };
                const policy = { name: "greeting", description: "Greet politely.", enforcementLevel: "mandatory", validateResource };
                new PolicyPack("tiny-pack", { policies: [policy] });`,
            );
            const refused = await command("up", "--config", "greeting=tell", ...pack);
            assert.equal(refused.exitCode, 1);
            assert.match(refused.stdout, /\[mandatory\] {2}greeting {2}\(pulumi:pulumi:Stack: tiny-dev\)/);
            assert.match(refused.stdout, /greeting = tell in stack dev: hello is allowed/);
            assert.deepEqual(stateOf("dev"), []);
            const allowed = await command("up", ...pack);
            assert.equal(allowed.exitCode, 0, allowed.stderr);
            assert.equal(stateOf("dev").length, 1);
        });

        it(`says why ${name} cannot be loaded`, async () => {
            const { exitCode, stdout, stderr } = await command("preview", ...writePack(settings, 'throw new Error("the pack is broken");'));
            assert.notEqual(exitCode, 0);
            assert.match(`${stdout}${stderr}`, /the pack is broken/);
        });
    }

    it("shows a program's error once and fails", async () => {
        folder.write("index.ts", 'import { RunError } from "@pulumi/pulumi";\nthrow new RunError("the greeting is missing");\n');
        const { exitCode, stdout } = await command("preview");
        assert.equal(exitCode, 1);
        assert.match(stdout, /error: the greeting is missing/);
        assert.doesNotMatch(stdout, /RunError|program ended with|ran with an unhandled/);
    });

    it("stops in good order when it is interrupted, and works again afterwards", async () => {
        const program = fs.readFileSync(path.join(folder.path, "index.ts"), "utf8");
        folder.write(
            "index.ts",
            'import { writeFileSync } from "node:fs";\nwriteFileSync("started", String(process.pid));\nsetInterval(() => 0, 1000);\n',
        );
        const interrupt = new AbortController();
        const options = { stateDir: path.join(folder.path, "state"), interrupt: interrupt.signal };
        const interrupted = simulate(["up", "--cwd", folder.path, "--no-policy"], options);
        const processId = Number(await contents(path.join(folder.path, "started")));
        interrupt.abort();
        assert.notEqual((await interrupted).exitCode, 0);
        await ended(processId);
        folder.write("index.ts", program);
        const up = await command("up");
        assert.equal(up.exitCode, 0, up.stderr);
    });

    it("releases the lock of an engine that was killed, and respects that of one that runs", async () => {
        await command("preview");
        const locks = "state/backend/.pulumi/locks/organization/tiny/dev";
        const held = { pid: process.ppid, username: "someone", hostname: "another-machine", timestamp: new Date().toISOString() };
        const lock = folder.write(`${locks}/1.json`, JSON.stringify(held));
        const refused = await command("up");
        assert.notEqual(refused.exitCode, 0);
        assert.match(refused.stderr, /the stack is currently locked by 1 lock\(s\)/);
        fs.writeFileSync(lock, JSON.stringify({ ...held, pid: 2 ** 22 + 1, hostname: hostname() }));
        const up = await command("up");
        assert.equal(up.exitCode, 0, up.stderr);
        assert.match(up.stderr, /^stack dev was locked by process 4194305, which has ended; releasing the lock$/m);
    });

    /** The engine kills its children as it ends, without waiting for them; a test that is left waiting here fails by its timeout. */
    async function ended(processId: number): Promise<void> {
        const isRunning = (): boolean => {
            try {
                return process.kill(processId, 0);
            } catch {
                return false;
            }
        };
        while (isRunning()) await new Promise((resolve) => setTimeout(resolve, 50));
    }

    async function contents(file: string): Promise<string> {
        while (!fs.existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 50));
        return fs.readFileSync(file, "utf8");
    }
});

describe("simulate, before the engine is needed", () => {
    const folder = temporaryFolder();
    const run = (...args: string[]): Promise<SimulateResult> =>
        simulate(args, { stateDir: path.join(folder.path, "state"), cwd: folder.path });

    const cases: [string, string[], number, string][] = [
        [
            "an unknown command",
            ["launch"],
            2,
            "simulate: launch: unknown command; up, preview, destroy, refresh, account, databases are the commands\n",
        ],
        [
            "a stack that was never deployed",
            ["destroy", "--cwd", "."],
            1,
            'simulate: stack dev was never deployed here, so there is nothing to destroy; "npm run simulate -- up --stack dev" deploys it\n',
        ],
    ];
    for (const [what, args, exitCode, stderr] of cases) {
        it(`fails for ${what}, in one line`, async () => {
            folder.write("Pulumi.yaml", "name: tiny\nruntime: nodejs\n");
            assert.deepEqual(await run(...args), { exitCode, stdout: "", stderr });
        });
    }

    it("shows an account that nobody has used as empty, as text and as JSON", async () => {
        folder.write("Pulumi.yaml", "name: tiny\nruntime: nodejs\n");
        assert.deepEqual(await run("account", "--cwd", "."), { exitCode: 0, stdout: "The simulated account is empty.\n", stderr: "" });
        assert.deepEqual(await run("account", "--cwd", ".", "--json"), { exitCode: 0, stdout: "[]\n", stderr: "" });
    });

    it("explains itself", async () => {
        const { exitCode, stdout } = await run("--help");
        assert.equal(exitCode, 0);
        assert.match(
            stdout,
            /^npm run simulate -- \[up\|preview\|destroy\|refresh\|account\|databases\] \[options\] \[-- flags of pulumi\]\n/,
        );
    });
});
