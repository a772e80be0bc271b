import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";

/** One Ctrl-C reaches this process several times: from the terminal, from npm and from tsx. */
const ONE_INTERRUPT_MILLISECONDS = 1_000;
const GRACE_MILLISECONDS = 10_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** An engine that runs on this terminal. */
export interface EngineProcess {
    readonly file: string;
    readonly args: readonly string[];
    readonly environment: NodeJS.ProcessEnv;
    /** Default: this process's. */
    readonly cwd?: string;
    /** Whether a person may answer the engine's questions. */
    readonly isInteractive: boolean;
}

/**
 * Runs the engine until it ends.
 *
 * @returns its exit code
 * @throws Error when it cannot be started
 */
export function runEngine({ file, args, environment, cwd, isInteractive }: EngineProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        const child = spawn(file, args, {
            cwd,
            env: environment,
            stdio: [isInteractive ? "inherit" : "ignore", "inherit", "inherit"],
            // In a group of its own the engine gets only the interrupts that are passed on: it takes two for "stop at once".
            detached: !isInteractive,
        });
        const stopPassing = passInterrupts(child, isInteractive);
        child.once("error", (error) => {
            stopPassing();
            reject(new Error(`${file} could not be started: ${error.message}`));
        });
        child.once("close", (code, signal) => {
            stopPassing();
            resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
        });
    });
}

/**
 * The first interrupt lets the engine finish what is under way and write its state. The second stops it at once; if it hangs even then it is
 * killed, which leaves a lock on the stack.
 *
 * @param sharesTerminal the terminal itself interrupts the engine on Ctrl-C; a second one from here would stop it at once
 */
function passInterrupts(child: ChildProcess, sharesTerminal: boolean): () => void {
    let lastInterrupt = 0;
    let interrupts = 0;
    let killer: NodeJS.Timeout | undefined;
    const interrupt = (signal: NodeJS.Signals): void => {
        if (sharesTerminal && signal === "SIGINT") return;
        const now = Date.now();
        if (interrupts > 0 && now - lastInterrupt < ONE_INTERRUPT_MILLISECONDS) return;
        lastInterrupt = now;
        interrupts += 1;
        child.kill("SIGINT"); // the engine says what it does now, and what a second one would do
        if (interrupts > 1) killer ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MILLISECONDS);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    return () => {
        clearTimeout(killer);
        for (const signal of SIGNALS) process.off(signal, interrupt);
    };
}
