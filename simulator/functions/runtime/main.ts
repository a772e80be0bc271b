/** Lambda's runtime for Node.js, inside the process of a function: what its code finds around it, and what becomes of its answer. */
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Start } from "../messages";
import { Channel } from "./channel";
import { installClock } from "./clock";
import { installConnections } from "./connections";
import { Names } from "./names";
import { installTrust } from "./trust";

type Handler = (event: unknown, context: object, callback: (error: Error | string | null | undefined, result?: unknown) => void) => unknown;

const channel = new Channel((start) => {
    prepare(start);
    run(start).then(
        (result) => {
            finish({ kind: "result", result: JSON.stringify(result ?? null) });
        },
        (error: unknown) => {
            finish({ kind: "failure", payload: payloadOf(error) });
        },
    );
});

function prepare({ standIns, speed }: Start): void {
    // Node.js has taken note of it; in Lambda it would not be there.
    delete process.env["NODE_EXTRA_CA_CERTS"];
    const names = new Names(channel);
    names.install();
    installConnections(channel, names);
    installTrust(standIns);
    installClock(speed);
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
        process.on(event, (error: unknown) => {
            finish({ kind: "failure", payload: payloadOf(error) });
        });
    }
}

/** Lambda freezes the process with its answer: nothing that still waits goes on. */
function finish(message: Parameters<Channel["send"]>[0]): void {
    channel.send(message, () => process.exit(0));
}

async function run(start: Start): Promise<unknown> {
    const handler = await load(start.handler);
    channel.send({ kind: "began" });
    const deadline = Date.now() + start.timeLimitSeconds * 1000;
    const context = {
        awsRequestId: start.requestId,
        callbackWaitsForEmptyEventLoop: true,
        functionName: start.functionName,
        functionVersion: "$LATEST",
        getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
        invokedFunctionArn: start.functionArn,
        logGroupName: start.logGroup,
        logStreamName: start.logStream,
        memoryLimitInMB: String(start.memoryMiB),
    };
    const event: unknown = JSON.parse(start.event);
    return new Promise((resolve, reject) => {
        const callback = (error: Error | string | null | undefined, result?: unknown): void => {
            if (error === undefined || error === null) resolve(result);
            else reject(error instanceof Error ? error : new Error(error));
        };
        const answer = handler(event, context, callback);
        // A handler without a callback answers by its promise, or with nothing.
        if (answer instanceof Promise || handler.length < 3) resolve(answer);
    });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
async function load(handler: string): Promise<Handler> {
    const dot = handler.lastIndexOf(".");
    const [moduleName, exportName] = [handler.slice(0, dot), handler.slice(dot + 1)];
    const module = await loadModule(path.resolve(moduleName));
    const found = module[exportName];
    if (typeof found === "function") return found as Handler;
    throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
}

async function loadModule(file: string): Promise<Record<string, unknown>> {
    const require = createRequire(file);
    for (const ending of [".js", ".cjs"]) {
        try {
            return require(`${file}${ending}`) as Record<string, unknown>;
        } catch (error) {
            const { code } = error as NodeJS.ErrnoException;
            if (code === "ERR_REQUIRE_ESM") return (await import(pathToFileURL(`${file}${ending}`).href)) as Record<string, unknown>;
            if (code !== "MODULE_NOT_FOUND" || !String(error).includes(`'${file}${ending}'`)) throw error;
        }
    }
    return (await import(pathToFileURL(`${file}.mjs`).href)) as Record<string, unknown>;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function payloadOf(error: unknown): string {
    if (!(error instanceof Error)) return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
    const { name, message, stack = "" } = error;
    return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
}
