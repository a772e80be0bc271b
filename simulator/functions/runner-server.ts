import { createServer, type IncomingMessage, type Server } from "node:http";
import { ProviderError } from "../provider/errors";
import type { Outcome, Reply, Run } from "./run";

/** Takes requests to run functions from the provider's processes, on a socket that only this user can open. */
export class RunnerServer {
    private constructor(private readonly server: Server) {}

    /** @param socket file of the socket, in a folder that only this user can enter */
    static start(socket: string, run: (run: Run) => Promise<Outcome>): Promise<RunnerServer> {
        const server = createServer((request, response) => {
            void replyTo(request, run).then((reply) => response.end(JSON.stringify(reply)));
        });
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(socket, () => {
                resolve(new RunnerServer(server));
            });
        });
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.server.closeAllConnections();
        await closed;
    }
}

async function replyTo(request: IncomingMessage, run: (run: Run) => Promise<Outcome>): Promise<Reply> {
    try {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        return await run(JSON.parse(Buffer.concat(chunks).toString()) as Run);
    } catch (error) {
        const isForPeople = error instanceof ProviderError;
        return {
            isForPeople,
            problem: error instanceof Error ? (isForPeople ? error.message : (error.stack ?? error.message)) : String(error),
        };
    }
}
