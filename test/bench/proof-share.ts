/**
 * Which part of a first preview of prod the proof takes. A JSON line like those of `run.ts`; its baseline is the wall time of the whole preview.
 *
 *     npx tsx test/bench/proof-share.ts
 *
 * Both times are of the same runs: the pack itself writes down how long its two rules take that prove. The difference between previews with
 * and without the proof would be less than they differ among themselves.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { median, medianSeconds } from "./measure";

const ROOT = path.join(__dirname, "..", "..");
const ROUNDS = 3;
const RULES = 2;
/** What the proof may take of a preview. */
const TARGET_SHARE = 0.05;

async function main(): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-bench-"));
    try {
        const pack = path.join(folder, "pack");
        await timedPack(pack);
        const name = "preview of prod";
        const script = path.join(ROOT, "tools", "simulate.ts");
        const flags = ["preview", "--stack", "prod", "--no-policy", "--", "--policy-pack", pack];
        const env = { ...process.env, LIBRECHAT_SIMULATED_DIR: path.join(folder, "state") };
        const command = [process.execPath, "--require", require.resolve("tsx/cjs"), script, ...flags] as const;
        const preview = (await medianSeconds([{ name, command: [...command], cwd: ROOT, env }], ROUNDS)).get(name) ?? NaN;
        const proof = median(proofs(path.join(pack, "bin", "times.txt"))) / 1e3;
        const share = proof / preview;
        const rounded = (value: number) => Number(value.toPrecision(3));
        const metric = `proof in a preview of prod, against the whole preview (target: ${TARGET_SHARE})`;
        console.log(JSON.stringify({ metric, value: rounded(proof), unit: "s", baseline: rounded(preview), ratio: rounded(share) }));
        if (share > TARGET_SHARE) process.exitCode = 1;
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** The policy pack in another folder, made of the code as it is now, as `npm run build` makes it. */
async function timedPack(folder: string): Promise<void> {
    for (const file of ["package.json", "PulumiPolicy.yaml"]) cpSync(path.join(ROOT, "policy-pack", file), path.join(folder, file));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    await build({
        entryPoints: [path.join(__dirname, "timed-pack.ts")],
        outfile: path.join(folder, "bin", "index.js"),
        bundle: true,
        platform: "node",
        target: "node20",
        external: ["@pulumi/pulumi", "@pulumi/policy"],
    });
}

/** Milliseconds of both rules in each preview, without the first one: it warmed up. */
function proofs(file: string): number[] {
    const times = readFileSync(file, "utf8").trim().split("\n").map(Number);
    if (times.length !== RULES * (ROUNDS + 1))
        throw new Error(`${times.length} times of rules in ${ROUNDS + 1} previews; each has ${RULES}`);
    const sums = Array.from({ length: ROUNDS + 1 }, (_, round) =>
        times.slice(RULES * round, RULES * (round + 1)).reduce((sum, time) => sum + time, 0),
    );
    console.error(`proof: ${sums.map((sum) => `${sum.toFixed(0)} ms`).join(", ")}`);
    return sums.slice(1);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
