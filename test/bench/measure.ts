/** How long whole commands take, and how to compare them fairly on a noisy machine. */
import { spawn } from "node:child_process";

/** A command that is timed as a whole process. */
export interface Contender {
    readonly name: string;
    readonly command: readonly [string, ...string[]];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** What ends the time: the process, or its first line of output, as a server's that says where it listens. Default: the process. */
    readonly until?: "exit" | "first line";
}

/** One line of the report. */
export interface Figure {
    readonly metric: string;
    readonly value: number;
    readonly unit: string;
    /** What it is compared with, in the same unit. */
    readonly baseline: number;
    readonly ratio: number;
}

/**
 * Times contenders in turns, so that whatever else the machine does hits all of them alike. The first round only warms caches.
 *
 * @param rounds timed runs of each
 * @returns median seconds by name
 * @throws Error with the output of a command that fails: a failed preview is fast, and means nothing
 */
export async function medianSeconds(contenders: readonly Contender[], rounds: number): Promise<ReadonlyMap<string, number>> {
    const seconds = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
    for (let round = 0; round <= rounds; round++) {
        for (const contender of contenders) {
            const taken = await run(contender);
            if (round > 0) seconds.get(contender.name)?.push(taken);
            console.error(`${contender.name}: ${taken.toFixed(1)} s${round > 0 ? "" : " (warming up)"}`);
        }
    }
    return new Map([...seconds].map(([name, values]) => [name, median(values)]));
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const upper = sorted[Math.floor(sorted.length / 2)];
    const lower = sorted[Math.ceil(sorted.length / 2) - 1];
    if (upper === undefined || lower === undefined) throw new Error("there is no median of nothing");
    return (lower + upper) / 2;
}

export function figure(metric: string, value: number, baseline: number): Figure {
    // Two digits do not tell on which side of a third a ratio is.
    return { metric, value: rounded(value, 2), unit: "s", baseline: rounded(baseline, 2), ratio: rounded(value / baseline, 3) };
}

function rounded(value: number, digits: number): number {
    return Number(value.toFixed(digits));
}

function run({ name, command, cwd, env, until = "exit" }: Contender): Promise<number> {
    const [file, ...args] = command;
    const start = process.hrtime.bigint();
    const seconds = () => Number(process.hrtime.bigint() - start) / 1e9;
    return new Promise((resolve, reject) => {
        const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
        const output: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => {
            output.push(chunk);
            if (until === "exit") return;
            resolve(seconds());
            child.kill();
        });
        child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
        child.once("error", reject);
        child.once("close", (code) => {
            if (code === 0) resolve(seconds());
            else reject(new Error(`${name} ended with ${code}:\n${Buffer.concat(output).toString()}`));
        });
    });
}
