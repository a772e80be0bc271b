/**
 * `npm run preview` and `npm run up`: the real `pulumi`, on the real account, with this repository's policy pack.
 *
 * Everything after `--` is handed to pulumi, as in `npm run preview -- -s dev --diff`.
 */
import * as path from "node:path";
import { cacheFolder } from "../simulator/engine/cache";
import { isEngine } from "../simulator/engine/engine";
import { compileCache } from "../simulator/engine/environment";
import { resolveFrom } from "../simulator/engine/packages";
import { engineOnPath } from "../simulator/engine/path-engine";
import { runEngine } from "./engine-process";
import { requirePolicyPack } from "./policy-pack";

const ROOT = path.resolve(__dirname, "..");

async function main([command = "preview", ...flags]: readonly string[]): Promise<number> {
    requirePolicyPack(ROOT);
    const { file, args } = await pulumiCommand();
    return runEngine({
        file,
        args: [...args, command, "--policy-pack", "policy-pack", ...flags],
        environment: { ...process.env, ...compileCache(cacheFolder(process.env), process.version) },
        cwd: ROOT,
        isInteractive: process.stdin.isTTY,
    });
}

/** A release on the PATH, or the npm package, which downloads one into `~/.pulumi` the first time. */
async function pulumiCommand(): Promise<{ file: string; args: string[] }> {
    const installed = await engineOnPath(process.env);
    if (isEngine(installed)) return { file: installed.file, args: [] };
    try {
        const script = resolveFrom(ROOT, "pulumi/run.js");
        console.error(`${installed.what}: ${installed.problem}; using the npm package pulumi, which downloads a release the first time`);
        return { file: process.execPath, args: [script] };
    } catch (error) {
        throw new Error(
            `no Pulumi to run (${installed.what}: ${installed.problem}; the npm package pulumi is not installed). ` +
                'Install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or run "npm install".',
            { cause: error },
        );
    }
}

main(process.argv.slice(2)).then(
    (exitCode) => {
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
    },
);
