/** One run of a function's code, in a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { errorPayload, timedOutPayload } from "../aws/services/lambda-errors";
import type { FromFunction, Question, Start, ToFunction, Way } from "./messages";

export interface FunctionProcessArgs {
    /** The bundle of `runtime/main.ts`. */
    readonly runtimeFile: string;
    readonly codeFolder: string;
    readonly environment: Readonly<Record<string, string>>;
    /** PEM file that Node.js trusts besides its own authorities. */
    readonly certificateFile: string;
    readonly start: Start;
    readonly answer: (question: Question) => Promise<Way>;
}

/** How it ended, and all that it wrote. */
export type Ending = { readonly output: string } & (
    | { readonly result: string }
    /** JSON with errorType and errorMessage, as Lambda gives it. */
    | { readonly payload: string }
);

/** Lambda gives the loading of the code this long: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const LOADING_MS = 10_000;

/** Runs the function until it answers, ends, or has used up its time. It does not outlive this process. */
export function runProcess(args: FunctionProcessArgs): Promise<Ending> {
    const { start } = args;
    const child = spawn(process.execPath, [`--max-old-space-size=${start.memoryMiB}`, args.runtimeFile], {
        cwd: args.codeFolder,
        env: { ...args.environment, NODE_EXTRA_CA_CERTS: args.certificateFile },
        // In a group of its own, since a Ctrl-C lets the engine finish what is under way, and this is part of it.
        detached: true,
        stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    return ending(child, args).finally(() => process.off("exit", kill));
}

function ending(child: ChildProcess, { start, answer }: FunctionProcessArgs): Promise<Ending> {
    return new Promise((resolve, reject) => {
        const written: Buffer[] = [];
        let ended: { result: string } | { payload: string } | undefined;
        const killAfter = (milliseconds: number, payload: string): NodeJS.Timeout =>
            setTimeout(() => {
                ended ??= { payload };
                child.kill("SIGKILL");
            }, milliseconds);
        let timer = killAfter(LOADING_MS, errorPayload("Sandbox.Timedout", `Init phase timed out after ${LOADING_MS / 1000} seconds`));
        child.stdout?.on("data", (chunk: Buffer) => written.push(chunk));
        child.stderr?.on("data", (chunk: Buffer) => written.push(chunk));
        child.on("message", (message: FromFunction) => {
            if (message.kind === "question") {
                answer(message).then((way) => {
                    tell(child, { kind: "answer", number: message.number, way });
                }, reject);
            } else if (message.kind === "began") {
                clearTimeout(timer);
                timer = killAfter((start.timeLimitSeconds * 1000) / start.speed, timedOutPayload(start.timeLimitSeconds));
            } else {
                ended ??= message.kind === "result" ? { result: message.result } : { payload: message.payload };
            }
        });
        child.once("error", reject);
        child.once("close", (code, signal) => {
            clearTimeout(timer);
            const output = Buffer.concat(written).toString();
            // https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
            const exit = `RequestId: ${start.requestId} Error: Runtime exited with error: ${signal === null ? `exit status ${code}` : `signal: ${signal}`}`;
            resolve({ output, ...(ended ?? { payload: errorPayload("Runtime.ExitError", exit) }) });
        });
        tell(child, start);
    });
}

/** A process that has just ended takes no more messages, and nobody waits for them. */
function tell(child: ChildProcess, message: ToFunction): void {
    if (child.connected) child.send(message, () => undefined);
}
