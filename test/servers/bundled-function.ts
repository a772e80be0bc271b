import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";

export interface BundledRun {
    /** What the handler returned; undefined when it failed. */
    readonly result: unknown;
    /** The failure as Lambda would print it, with all properties of the error. */
    readonly failure: string | undefined;
    /** All that the process wrote. */
    readonly output: string;
}

/** What Lambda's runtime does with a function's code, and no more. */
const RUNTIME = `
    const { handler } = require(process.argv[1]);
    handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => Number(process.argv[3]) }).then(
        (result) => process.send({ result }),
        (error) => { console.error(error); process.send({ failure: require("node:util").inspect(error, { depth: 10, showHidden: true }) }); },
    ).finally(() => process.disconnect());
`;

/**
 * Runs a function as it is deployed: its bundle, in a process of its own, with its own environment and nothing of the tests'.
 *
 * @param name folder in `lambda/`
 * @param remainingMs milliseconds until Lambda would stop the function
 * @throws Error when the bundle is missing or the process ends without an answer
 */
export function runBundle(
    name: string,
    event: object,
    environment: Readonly<Record<string, string>>,
    remainingMs: number,
): Promise<BundledRun> {
    const bundle = path.join(__dirname, "..", "..", "lambda", name, "bin", "index.js");
    if (!existsSync(bundle)) throw new Error(`lambda/${name}/bin/index.js is missing. Run: npm run build`);
    return new Promise((resolve, reject) => {
        // The same Node.js, by its file: without a PATH, and far from any node_modules.
        const child = spawn(process.execPath, ["-e", RUNTIME, bundle, JSON.stringify(event), String(remainingMs)], {
            cwd: "/",
            env: { ...environment, AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "example" },
            stdio: ["ignore", "pipe", "pipe", "ipc"],
        });
        const written: Buffer[] = [];
        let answer: { result?: unknown; failure?: string } | undefined;
        child.stdout?.on("data", (chunk: Buffer) => written.push(chunk));
        child.stderr?.on("data", (chunk: Buffer) => written.push(chunk));
        child.once("message", (message) => (answer = message as { result?: unknown; failure?: string }));
        child.once("error", reject);
        child.once("close", (code) => {
            const output = Buffer.concat(written).toString();
            if (answer === undefined) reject(new Error(`lambda/${name} ended with ${code ?? "a signal"} and no answer\n${output}`));
            else resolve({ result: answer.result, failure: answer.failure, output });
        });
    });
}
