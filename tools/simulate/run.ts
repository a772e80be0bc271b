import { spawn } from "node:child_process";
import * as path from "node:path";
import { STATE_VARIABLE } from "../../simulator/engine/workspace";

export interface SimulateOptions {
    /** Folder of the simulated accounts, in place of the repository's `.simulated`. */
    readonly stateDir: string;
    /** Folder to run in; default: this process's. */
    readonly cwd?: string;
    /** Added to this process's environment; undefined removes a variable. */
    readonly env?: NodeJS.ProcessEnv;
    /** Sends the command a SIGINT when aborted, as Ctrl-C does. */
    readonly interrupt?: AbortSignal;
}

export interface SimulateResult {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}

/**
 * Runs `npm run simulate -- ...args` and collects what it writes.
 *
 * @example await simulate(["up", "--stack", "dev"], { stateDir })
 */
export function simulate(args: readonly string[], options: SimulateOptions): Promise<SimulateResult> {
    const script = path.resolve(__dirname, "../simulate.ts");
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), script, ...args], {
            cwd: options.cwd,
            env: { ...process.env, ...options.env, [STATE_VARIABLE]: options.stateDir },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const stdout: Buffer[] = [];
        const stderr: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
        options.interrupt?.addEventListener("abort", () => child.kill("SIGINT"));
        child.once("error", reject);
        child.once("close", (code) => {
            resolve({ exitCode: code ?? 1, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
        });
    });
}
