import { spawn } from "node:child_process";

export interface Command {
    readonly file: string;
    readonly args: readonly string[];
    readonly cwd?: string;
    readonly environment?: NodeJS.ProcessEnv;
    /** As whom to run; default: as whoever runs this. */
    readonly account?: { readonly uid?: number; readonly gid?: number };
    /** What to do when the command is not on this machine, for example `Install Go: https://go.dev/dl/`. */
    readonly whenMissing: string;
}

/**
 * Runs a command to its end.
 *
 * @returns what it wrote to standard output
 * @throws Error with the last lines that the command wrote, or with what to install
 */
export function runCommand({ file, args, cwd, environment, account, whenMissing }: Command): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn(file, args, { cwd, env: environment ?? process.env, ...account, stdio: ["ignore", "pipe", "pipe"] });
        const output: Buffer[] = [];
        const everything: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => output.push(chunk) && everything.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => everything.push(chunk));
        child.once("error", (error) => {
            reject(new Error(`${file} could not be started: ${error.message}. ${whenMissing}`));
        });
        child.once("close", (code, signal) => {
            if (code === 0) {
                resolve(Buffer.concat(output).toString());
                return;
            }
            const said = Buffer.concat(everything).toString().trim().split("\n").slice(-8).join("\n    ");
            reject(new Error(`${file} ${args.join(" ")}: ended with ${code ?? signal ?? "nothing"}\n    ${said}`));
        });
    });
}
