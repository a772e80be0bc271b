/**
 * `npm run bench`: how fast a preview of prod is. Figures are JSON lines; progress goes to standard error.
 *
 * Absolute seconds belong to one machine on one day. What counts is the ratio, measured side by side in one run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cacheFolder } from "../../simulator/engine/cache";
import { compileCache } from "../../simulator/engine/environment";
import { simulate } from "../../tools/simulate/run";
import { NEWEST_NODE, nodeExecutable, OLDEST_NODE } from "../node-executable";
import { figure, medianSeconds, type Contender } from "./measure";
import { bareProgram, typeCheckedProgram } from "./programs";

const ROOT = path.join(__dirname, "..", "..");
const ROUNDS = 3;

async function main(): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-bench-"));
    try {
        for (const version of [OLDEST_NODE, NEWEST_NODE]) await compare(mkdtempSync(path.join(folder, "node-")), version);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

async function compare(folder: string, version: string): Promise<void> {
    const node = nodeExecutable(version);
    const stateDir = path.join(folder, "state");
    const typeChecked = typeCheckedProgram(path.join(folder, "type-checked"));
    const bare = bareProgram(path.join(folder, "bare"), await resourcesOfProd(stateDir));
    const env = { ...process.env, LIBRECHAT_SIMULATED_DIR: stateDir, PATH: `${path.dirname(node)}:${process.env["PATH"] ?? ""}` };
    const preview = (name: string, checkout: string, ...flags: string[]): Contender => ({
        name: `${name}, Node.js ${version}`,
        command: [
            node,
            "--require",
            require.resolve("tsx/cjs"),
            path.join(checkout, "tools", "simulate.ts"),
            "preview",
            "--stack",
            "prod",
            ...flags,
        ],
        cwd: checkout,
        env,
    });
    const pack = (name: string, checkout: string): Contender => ({
        name: `${name}, Node.js ${version}`,
        command: [node, require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:0", path.join(checkout, "policy-pack")],
        cwd: path.join(checkout, "policy-pack"),
        env: { ...env, ...compileCache(cacheFolder(env), version) },
        until: "first line",
    });
    const ours = preview("this program and its pack", ROOT);
    const cached = preview("program type-checked, pack not bundled, compile cache", typeChecked);
    // What a new project gets: the compile cache is one of the things that make ours faster.
    const checked = {
        ...preview("program type-checked, pack not bundled", typeChecked),
        env: { ...env, NODE_DISABLE_COMPILE_CACHE: "1" },
    };
    const floor = preview("as many trivial resources, no pack", ROOT, "--cwd", bare, "--no-policy");
    const bundled = pack("start of the pack", ROOT);
    const unbundled = pack("start of the pack, not bundled", typeChecked);
    const seconds = await medianSeconds([ours, checked, cached, floor, bundled, unbundled], ROUNDS);
    const of = ({ name }: Contender) => seconds.get(name) ?? NaN;
    const report = (baseline: string, contender: Contender) => {
        console.log(JSON.stringify(figure(`preview of prod, against ${baseline}, Node.js ${version}`, of(ours), of(contender))));
    };
    report("type-checking and an unbundled pack", checked);
    report("type-checking and an unbundled pack with a compile cache", cached);
    report("trivial resources without a pack", floor);
}

/** How many resources prod registers, components included. */
async function resourcesOfProd(stateDir: string): Promise<number> {
    const { stdout, stderr, exitCode } = await simulate(["preview", "--stack", "prod", "--json"], { stateDir, cwd: ROOT });
    if (exitCode !== 0) throw new Error(`prod cannot be previewed:\n${stdout}${stderr}`);
    return (JSON.parse(stdout) as { steps: unknown[] }).steps.length;
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
