import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import type { ServerCertificate } from "../certificates";
import { installRedis } from "../install/redis";
import { freePort } from "../ports";
import { ServerProcess } from "../server-process";
import { TlsTerminator } from "../tls-terminator";

export interface RedisServerArgs {
    /** For the server's files. */
    readonly parent: string;
    readonly certificate: ServerCertificate;
    /** What clients have to say; without a user name, as ElastiCache's AUTH takes it. */
    readonly token: string;
}

/**
 * Redis as ElastiCache runs it with encryption in transit and a token: TLS only, AUTH before any other command.
 *
 * Not as ElastiCache: Redis is 6.2, not 7.1, has one node, and the TLS is that of a terminator before it.
 */
export class RedisServer {
    private backend: ServerProcess | undefined;
    private terminator: TlsTerminator | undefined;

    private constructor(
        private readonly program: string,
        private readonly folder: string,
        private readonly certificate: ServerCertificate,
        readonly port: number,
        private readonly backendPort: number,
    ) {}

    /** Lays out a server and does not start it. */
    static async create({ parent, certificate, token }: RedisServerArgs): Promise<RedisServer> {
        const program = await installRedis();
        const folder = mkdtempSync(path.join(parent, "redis-"));
        mkdirSync(path.join(folder, "data"));
        const server = new RedisServer(program, folder, certificate, await freePort(), await freePort());
        writeFileSync(server.configurationFile, server.configuration(token), { mode: 0o600 });
        return server;
    }

    async start(): Promise<void> {
        const { port, backendPort, certificate } = this;
        this.backend = await ServerProcess.start({
            name: "Redis",
            file: this.program,
            args: [this.configurationFile],
            cwd: this.folder,
            account: {},
            isReady: (output) => output.includes("Ready to accept connections"),
        });
        this.terminator = await TlsTerminator.start({ port, backendPort, certificate });
    }

    /** Cuts all connections and ends the server; what it held is gone. */
    async stop(): Promise<void> {
        await this.terminator?.stop();
        await this.backend?.end("SIGTERM");
        this.terminator = undefined;
        this.backend = undefined;
    }

    private get configurationFile(): string {
        return path.join(this.folder, "redis.conf");
    }

    /** As a file: whoever lists the processes of a machine sees their arguments. */
    private configuration(token: string): string {
        const settings: readonly (readonly [string, string])[] = [
            ["port", String(this.backendPort)],
            ["bind", "127.0.0.1"],
            ["dir", path.join(this.folder, "data")],
            ["save", ""],
            ["appendonly", "no"],
            ["requirepass", token],
        ];
        return settings.map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join("");
    }
}
