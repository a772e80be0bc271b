/** Where the state comes from that is to be proved. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { isEngine } from "../../simulator/engine/engine";
import { engineOnPath } from "../../simulator/engine/path-engine";

/** Enough for a stack of 100,000 resources. */
const MAX_BYTES = 2 ** 30;

/**
 * Reads a stored state.
 *
 * @throws Error naming the file and what was expected
 */
export function readState(file: string): unknown {
    const text = readFileSync(file, "utf8");
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        throw new Error(`--file ${file} = no JSON; wanted is the output of: pulumi stack export`, { cause: error });
    }
}

/**
 * Exports the state of a stack with the pulumi on the PATH. Secrets stay encrypted: no passphrase and no key is needed.
 *
 * @throws Error when there is no pulumi, or it knows no such stack
 */
export async function exportState(stack: string, folder: string): Promise<unknown> {
    const engine = await engineOnPath(process.env);
    if (!isEngine(engine)) {
        throw new Error(
            `no Pulumi to run (${engine.what}: ${engine.problem}). Export the state where there is one, and pass it: npm run prove -- --file state.json`,
        );
    }
    const { stdout } = await promisify(execFile)(engine.file, ["stack", "export", "--stack", stack, "--cwd", folder], {
        maxBuffer: MAX_BYTES,
    });
    return JSON.parse(stdout) as unknown;
}
