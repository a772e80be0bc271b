import { request } from "node:http";
import { ProviderError } from "../provider/errors";
import type { Outcome, Reply, Run } from "./run";

/** Runs a function in the simulator's process. */
export type RunFunction = (run: Run) => Promise<Outcome>;

/**
 * @param socket where the simulator's process takes requests
 * @throws ProviderError when the simulator says what a person has to do
 */
export function runnerAt(socket: string): RunFunction {
    return async (run) => {
        const reply = await post(socket, JSON.stringify(run));
        if (!("problem" in reply)) return reply;
        throw reply.isForPeople ? new ProviderError(reply.problem) : new Error(reply.problem);
    };
}

function post(socketPath: string, body: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
        const outgoing = request({ socketPath, method: "POST", path: "/" }, (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.once("error", reject);
            response.once("end", () => {
                resolve(JSON.parse(Buffer.concat(chunks).toString()) as Reply);
            });
        });
        outgoing.once("error", reject);
        outgoing.end(body);
    });
}
