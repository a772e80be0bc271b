import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface ServerProcessArgs {
    readonly name: string;
    readonly file: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly account: { readonly uid?: number; readonly gid?: number };
    /** Default: that of this process. */
    readonly environment?: NodeJS.ProcessEnv;
    /** Whether it takes work, by what it has written or by trying; asked again until it does. */
    readonly isReady: (output: string) => Promise<boolean> | boolean;
}

/** Bundled by `npm run build`: it has to start at once. */
const WATCHDOG = path.join(__dirname, "..", "bin", "server-watchdog.js");

const READY_MS = 60_000;
const POLL_MS = 25;

/** A server that runs as a child of this process and does not outlive it, however it ends. */
export class ServerProcess {
    /** Only another process can end the servers of one that was killed. */
    private static watchdog: ChildProcess | undefined;

    private constructor(
        private readonly child: ChildProcess,
        private readonly written: Buffer[],
    ) {}

    /** @throws Error with what the server wrote, when it ends before it is ready or is not ready within a minute */
    static async start({ name, file, args, cwd, account, environment, isReady }: ServerProcessArgs): Promise<ServerProcess> {
        const env = environment ?? process.env;
        // In a group of its own it gets no Ctrl-C of the terminal: whoever uses it still needs it while that is worked off.
        const child = spawn(file, args, { cwd, env, ...account, detached: true, stdio: ["ignore", "pipe", "pipe"] });
        const written: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => written.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => written.push(chunk));
        let failure: Error | undefined;
        child.once("error", (error) => (failure = error));
        const server = new ServerProcess(child, written);
        process.once("exit", server.killAtExit);
        ServerProcess.watch(child);
        const end = Date.now() + READY_MS;
        while (Date.now() < end && failure === undefined && child.exitCode === null && child.signalCode === null) {
            if (await isReady(server.output)) return server;
            await sleep(POLL_MS);
        }
        await server.end("SIGKILL");
        throw new Error(`${name} did not start: ${failure === undefined ? server.output : failure.message}`);
    }

    /** All that it has written so far. */
    get output(): string {
        return Buffer.concat(this.written).toString();
    }

    /** Ends it, and waits until it has ended. */
    async end(signal: NodeJS.Signals): Promise<void> {
        process.off("exit", this.killAtExit);
        if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
        const ended = new Promise((resolve) => this.child.once("exit", resolve));
        this.child.kill(signal);
        await ended;
    }

    private static watch(child: ChildProcess): void {
        const { pid } = child;
        if (pid === undefined) return;
        const watchdog = (ServerProcess.watchdog ??= startWatchdog());
        watchdog.stdin?.write(`+${pid}\n`);
        child.once("exit", () => watchdog.stdin?.write(`-${pid}\n`));
    }

    private readonly killAtExit = (): void => {
        this.child.kill("SIGKILL");
    };
}

/** Neither its process nor the way to it keeps this process alive. */
function startWatchdog(): ChildProcess {
    const watchdog = spawn(process.execPath, [WATCHDOG], { detached: true, stdio: ["pipe", "ignore", "inherit"] });
    watchdog.unref();
    if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
    return watchdog;
}
