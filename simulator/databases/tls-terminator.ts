import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";

import type { ServerCertificate } from "./certificates";

/** Takes what either side of a connection says to the other. */
export type Carry = (client: TLSSocket, backend: Socket) => void;

export interface TlsTerminatorArgs {
    /** Where clients connect, on 127.0.0.1. */
    readonly port: number;
    /** Where the server listens in clear, on 127.0.0.1. */
    readonly backendPort: number;
    readonly certificate: ServerCertificate;
    /** Left out: every byte is passed on as it is. */
    readonly carry?: Carry;
}

/** The TLS side of a server that has none, or whose words have to be changed on the way. */
export class TlsTerminator {
    private readonly clients = new Set<TLSSocket>();

    private constructor(private readonly server: Server) {}

    static start({ port, backendPort, certificate, carry = passOn }: TlsTerminatorArgs): Promise<TlsTerminator> {
        const server = createServer({ cert: readFileSync(certificate.certificateFile), key: readFileSync(certificate.keyFile) });
        const terminator = new TlsTerminator(server);
        server.on("secureConnection", (client) => {
            terminator.clients.add(client);
            client.once("close", () => terminator.clients.delete(client));
            const backend = connect(backendPort, "127.0.0.1");
            endTogether(client, backend);
            carry(client, backend);
        });
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(port, "127.0.0.1", () => {
                resolve(terminator);
            });
        });
    }

    /** Cuts all connections and listens no more. */
    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        for (const client of this.clients) client.destroy();
        await closed;
    }
}

/** An end of either side, in order or not, is the end of both; a driver sees what it would see of a server that is gone. */
function endTogether(client: TLSSocket, backend: Socket): void {
    for (const [one, other] of [
        [client, backend],
        [backend, client],
    ] as const) {
        one.on("error", () => other.destroy());
        one.once("close", () => other.destroy());
    }
}

function passOn(client: TLSSocket, backend: Socket): void {
    client.pipe(backend);
    backend.pipe(client);
}
