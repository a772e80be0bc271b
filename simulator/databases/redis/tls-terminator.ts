import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";

import type { ServerCertificate } from "../certificates";

export interface TlsTerminatorArgs {
    /** Where clients connect, on 127.0.0.1. */
    readonly port: number;
    /** Where the server listens in clear, on 127.0.0.1. */
    readonly backendPort: number;
    readonly certificate: ServerCertificate;
}

/** The TLS side of a server that is built without TLS: encrypts and passes on, and knows nothing of what is said. */
export class TlsTerminator {
    private readonly clients = new Set<TLSSocket>();

    private constructor(private readonly server: Server) {}

    static start({ port, backendPort, certificate }: TlsTerminatorArgs): Promise<TlsTerminator> {
        const server = createServer({ cert: readFileSync(certificate.certificateFile), key: readFileSync(certificate.keyFile) });
        const terminator = new TlsTerminator(server);
        server.on("secureConnection", (client) => {
            terminator.passOn(client, backendPort);
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

    private passOn(client: TLSSocket, backendPort: number): void {
        const backend = connect(backendPort, "127.0.0.1");
        this.clients.add(client);
        client.once("close", () => this.clients.delete(client));
        for (const [one, other] of [
            [client, backend],
            [backend, client],
        ] as const) {
            one.on("error", () => other.destroy());
            one.once("close", () => other.destroy());
            one.pipe(other);
        }
    }
}
