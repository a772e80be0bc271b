import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { USAGE } from "../../../tools/prove/arguments";

const ROOT = path.join(__dirname, "..", "..", "..");
const BROKEN = path.join("test", "tools", "prove", "states", "route-deleted.json");

interface Ended {
    readonly exitCode: unknown;
    readonly stdout: string;
    readonly stderr: string;
}

describe("npm run prove: the command", function () {
    // Each case starts Node.js, which compiles the command: a second, and more on a busy machine.
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(tmpdir(), "prove-command-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    function prove(...args: string[]): Promise<Ended> {
        const command = ["--require", require.resolve("tsx/cjs"), path.join(ROOT, "tools", "prove.ts"), ...args];
        return new Promise((resolve) => {
            execFile(process.execPath, command, { cwd: ROOT }, (error, stdout, stderr) => {
                resolve({ exitCode: error === null ? 0 : error.code, stdout, stderr });
            });
        });
    }

    it("ends with 0 when nothing is blocked of what it was asked, and draws only then and there", async () => {
        const svg = path.join(folder, "network.svg");
        const { exitCode, stdout, stderr } = await prove("--file", BROKEN, "--why", "mongo-init-function", "tcp:mongo:27017", "--svg", svg);
        assert.deepEqual([exitCode, stderr], [0, `Picture: ${svg}\n`]);
        assert.match(stdout, /^mongo-init-function in network-private-1 to tcp:mongo:27017: REACHED$/m);
        assert.match(readFileSync(svg, "utf8"), /^<\?xml/);
    });

    it("ends with 1 when something is blocked, also for machines", async () => {
        for (const [args, said] of [
            [[], /^24 reached, 2 blocked, 0 unknown$/m],
            [["--json"], /"verdict": "BLOCKED"/],
        ] as const) {
            const { exitCode, stdout, stderr } = await prove("--file", BROKEN, ...args);
            assert.deepEqual([exitCode, stderr], [1, ""]);
            assert.match(stdout, said);
        }
    });

    it("ends with 2 and one sentence when there is no answer", async () => {
        const empty = path.join(folder, "empty.json");
        writeFileSync(empty, JSON.stringify({ version: 3, deployment: { resources: [] } }));
        const nowhere = path.join(folder, "nowhere", "network.svg");
        for (const [args, said] of [
            [["--what"], /^prove: Unknown option '--what'; see --help\n$/],
            [["--file", empty], /^prove: --file .*empty\.json has no resources, so there is nothing to prove; .*\n$/],
            [
                ["--file", BROKEN, "--why", "librechat", "service:logs"],
                /^prove: --why librechat service:logs: no workload has that name; .*\n$/,
            ],
            [["--file", BROKEN, "--svg", nowhere], /^prove: --svg .*network\.svg cannot be written: .*\n$/],
        ] as const) {
            const { exitCode, stderr } = await prove(...args);
            assert.equal(exitCode, 2, stderr);
            assert.match(stderr, said);
        }
    });

    it("explains itself, with an example that the program has", async () => {
        assert.deepEqual(await prove("--help"), { exitCode: 0, stdout: `${USAGE}\n`, stderr: "" });
        const [, workload = "", need = ""] = /--why (\S+) (\S+:\S+)$/m.exec(USAGE) ?? [];
        const { exitCode, stdout } = await prove("--file", BROKEN, "--why", workload, need);
        assert.equal(exitCode, 0);
        assert.match(stdout, /^librechat-service in network-private-1 to service:logs: REACHED$/m);
    });
});
