import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { Document } from "mongodb";

import type { ServerCertificate } from "../certificates";
import type { DocumentDbEmulation } from "./emulation";
import { answerTo, inMessages, parseMessage } from "./wire";

export interface ProxyArgs {
    readonly port: number;
    /** Where FerretDB listens, in clear, on 127.0.0.1. */
    readonly backendPort: number;
    readonly certificate: ServerCertificate;
    readonly emulation: DocumentDbEmulation;
}

/** The TLS side of the DocumentDB stand-in: takes each command, lets the emulation treat it, and passes it on. */
export class Proxy {
    private readonly clients = new Set<TLSSocket>();

    private constructor(private readonly server: Server) {}

    static start({ port, backendPort, certificate, emulation }: ProxyArgs): Promise<Proxy> {
        const identity = { cert: readFileSync(certificate.certificateFile), key: readFileSync(certificate.keyFile) };
        const server = createServer(identity);
        const proxy = new Proxy(server);
        server.on("secureConnection", (client) => {
            proxy.clients.add(client);
            client.once("close", () => proxy.clients.delete(client));
            join(client, connect(backendPort, "127.0.0.1"), emulation);
        });
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(port, "127.0.0.1", () => {
                resolve(proxy);
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

function join(client: TLSSocket, backend: Socket, emulation: DocumentDbEmulation): void {
    // An end of either side, in order or not, is the end of both; a driver sees what it would see of a server that is gone.
    for (const [one, other] of [
        [client, backend],
        [backend, client],
    ] as const) {
        one.on("error", () => other.destroy());
        one.once("close", () => other.destroy());
    }
    const amendments = new Map<number, (reply: Document) => Document>();
    client.on(
        "data",
        inMessages((bytes) => {
            if (emulation.isSilent) return;
            const message = parseMessage(bytes);
            if (message === undefined) return void backend.write(bytes);
            const treatment = emulation.treat(message.document);
            if ("answer" in treatment) return void client.write(answerTo(message, treatment.answer));
            if (treatment.amend !== undefined) amendments.set(message.requestId, treatment.amend);
            backend.write(treatment.command === message.document ? bytes : message.withDocument(treatment.command));
        }),
    );
    backend.on(
        "data",
        inMessages((bytes) => {
            const amend = amendments.get(bytes.readInt32LE(8));
            const message = amend === undefined ? undefined : parseMessage(bytes);
            if (amend === undefined || message === undefined) return void client.write(bytes);
            amendments.delete(message.responseTo);
            client.write(message.withDocument(amend(message.document)));
        }),
    );
}
