import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/** The programs and policy packs that are running now, so that none outlives the engine. */
export class ChildProcesses {
    private readonly running = new Set<ChildProcess>();

    /** Runs Node.js, the same one that runs this process, whatever `node` is first on the PATH. */
    startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
        const child = spawn(process.execPath, args, options);
        this.running.add(child);
        child.once("close", () => this.running.delete(child));
        return child;
    }

    /** Asks every process to end. */
    stop(): void {
        for (const child of this.running) child.kill("SIGTERM");
    }

    /** Ends every process at once, for when this process is about to end itself. */
    kill(): void {
        for (const child of this.running) child.kill("SIGKILL");
    }
}

/** How a process ended, in words: "exit code 1" or "signal SIGKILL". */
export function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
    return code === null ? `signal ${signal ?? "unknown"}` : `exit code ${code}`;
}
