import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Engine } from "../../simulator/engine/engine";

/** One Ctrl-C reaches this process several times: from the terminal, from npm and from tsx. */
const ONE_INTERRUPT_MILLISECONDS = 1_000;
const GRACE_MILLISECONDS = 10_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs the engine on this terminal until it ends.
 *
 * @returns its exit code
 */
export function runEngine(engine: Engine, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
    return new Promise((resolve, reject) => {
        // In a group of its own: the terminal's Ctrl-C would otherwise reach it besides the one passed on, and two mean "stop at once".
        const child = spawn(engine.file, args, { env: environment, stdio: ["ignore", "inherit", "inherit"], detached: true });
        const stopPassing = passInterrupts(child);
        child.once("error", (error) => {
            stopPassing();
            reject(new Error(`the Pulumi engine (${engine.origin}) could not be started: ${error.message}`));
        });
        child.once("close", (code, signal) => {
            stopPassing();
            resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
        });
    });
}

/**
 * The first interrupt lets the engine finish what is under way and write its state. The second stops it at once; if it hangs even then it is
 * killed, which leaves a lock that the next call releases.
 */
function passInterrupts(child: ChildProcess): () => void {
    let lastInterrupt = 0;
    let interrupts = 0;
    let killer: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
        const now = Date.now();
        if (interrupts > 0 && now - lastInterrupt < ONE_INTERRUPT_MILLISECONDS) return;
        lastInterrupt = now;
        interrupts += 1;
        child.kill("SIGINT");
        if (interrupts === 1) console.error("stopping after what is under way; press Ctrl-C again to stop at once");
        else killer ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MILLISECONDS);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    return () => {
        clearTimeout(killer);
        for (const signal of SIGNALS) process.off(signal, interrupt);
    };
}
