/**
 * Bundles everything that runs as JavaScript: the functions, the policy pack and the processes of the simulator.
 *
 * Runs on `npm ci`. Bundles start several times faster than the same code from node_modules, and a function's bundle is what is uploaded to AWS.
 */
import { build, type BuildOptions } from "esbuild";
import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..");

interface Bundle {
    readonly entry: string;
    readonly outfile: string;
    readonly options?: BuildOptions;
}

const BUNDLES: readonly Bundle[] = [
    ...functions(),
    // The pack is published with these two as dependencies: there must be one copy of each in its process, and Pulumi's runner brings it.
    { entry: "policy-pack/index.ts", outfile: "policy-pack/bin/index.js", options: { external: ["@pulumi/pulumi", "@pulumi/policy"] } },
    { entry: "simulator/aws/plugin.ts", outfile: "simulator/bin/aws.js" },
    { entry: "simulator/awsx/plugin.ts", outfile: "simulator/bin/awsx.js" },
    { entry: "simulator/random/plugin.ts", outfile: "simulator/bin/random.js" },
    { entry: "simulator/engine/language-host/main.ts", outfile: "simulator/bin/language-host.js" },
    { entry: "simulator/engine/language-host/before-program.ts", outfile: "simulator/bin/before-program.js" },
    { entry: "simulator/engine/language-host/start-policy-pack.ts", outfile: "simulator/bin/start-policy-pack.js" },
    { entry: "simulator/databases/server-watchdog.ts", outfile: "simulator/bin/server-watchdog.js" },
];

/** Each folder with an index.ts is a function; code that functions share has none. */
function functions(): Bundle[] {
    return readdirSync(path.join(ROOT, "lambda"), { withFileTypes: true })
        .filter(({ name }) => existsSync(path.join(ROOT, "lambda", name, "index.ts")))
        .map(({ name }) => ({ entry: `lambda/${name}/index.ts`, outfile: `lambda/${name}/bin/index.js`, options: { minify: true } }));
}

async function bundle({ entry, outfile, options }: Bundle): Promise<void> {
    await build({
        entryPoints: [entry],
        outfile,
        absWorkingDir: ROOT,
        bundle: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        logLevel: "warning",
        ...options,
    });
}

async function main(): Promise<void> {
    await Promise.all(BUNDLES.map(bundle));
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
