import { readFileSync } from "node:fs";
import { connect as connectInClear, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect, TLSSocket } from "node:tls";

import type { ServerCertificate } from "../../../simulator/databases/certificates";

export interface RdsProxyArgs {
    /** Where PostgreSQL listens, on 127.0.0.1, and what it is checked against. */
    readonly backendPort: number;
    readonly backendAuthority: string;
    readonly certificate: ServerCertificate;
    /** Roles whose secrets the proxy was given. */
    readonly registered: readonly string[];
}

/** PostgreSQL's request for TLS: its own length, and a number that is no version. */
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * What clients see of RDS Proxy: TLS of its own, by another authority than the database's, and no login but for registered roles.
 *
 * Not as RDS Proxy: it passes logins on instead of answering them itself, shares no connections, and so pins none.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-secrets-arns.html
 */
export class RdsProxy {
    private readonly sockets = new Set<Socket>();

    private constructor(private readonly server: Server) {}

    static start(args: RdsProxyArgs): Promise<RdsProxy> {
        const server = createServer();
        const proxy = new RdsProxy(server);
        server.on("connection", (client) => {
            proxy.keep(client);
            client.once("data", () => {
                client.write("S");
                proxy.serve(new TLSSocket(client, { isServer: true, ...identityOf(args.certificate) }), args);
            });
        });
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(0, "127.0.0.1", () => {
                resolve(proxy);
            });
        });
    }

    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        for (const socket of this.sockets) socket.destroy();
        await closed;
    }

    private serve(client: TLSSocket, { registered, backendPort, backendAuthority }: RdsProxyArgs): void {
        client.on("error", () => client.destroy());
        client.once("data", (startup: Buffer) => {
            const user = userIn(startup);
            if (!registered.includes(user)) return void client.end(refusal(user));
            const raw = connectInClear(backendPort, "127.0.0.1");
            this.keep(raw);
            raw.write(TLS_REQUEST);
            raw.once("data", () => {
                const backend = connect({ socket: raw, servername: "localhost", ca: backendAuthority }, () => backend.write(startup));
                for (const [one, other] of [
                    [client, backend],
                    [backend, client],
                ] as const) {
                    one.on("error", () => other.destroy());
                    one.once("close", () => other.destroy());
                    one.pipe(other);
                }
            });
        });
    }

    private keep(socket: Socket): void {
        this.sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.once("close", () => this.sockets.delete(socket));
    }
}

function identityOf({ certificateFile, keyFile }: ServerCertificate) {
    return { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
}

/** The startup message holds a length, a version, and names and values that each end in NUL. */
function userIn(startup: Buffer): string {
    const texts = startup.subarray(8).toString().split("\0");
    return texts[texts.indexOf("user") + 1] ?? "";
}

/** An ErrorResponse with what RDS Proxy says. */
function refusal(user: string): Buffer {
    const words = `This RDS proxy has no credentials for the role ${user}. Check the credentials for this role and try again.`;
    const fields = Buffer.from(`SFATAL\0VFATAL\0C28000\0M${words}\0\0`);
    const length = Buffer.alloc(4);
    length.writeInt32BE(fields.length + 4);
    return Buffer.concat([Buffer.from("E"), length, fields]);
}
