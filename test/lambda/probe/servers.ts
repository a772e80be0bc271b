import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import * as net from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as tls from "node:tls";

import { CertificateAuthority } from "../../../simulator/databases/certificates";

/** Servers on this machine that speak just enough, and the authority that signed their certificates. */
export class Servers {
    private readonly open: (net.Server | net.Socket)[] = [];

    private constructor(
        private readonly folder: string,
        readonly authority: string,
        private readonly key: string,
        private readonly certificate: string,
    ) {}

    static async create(): Promise<Servers> {
        const folder = mkdtempSync(path.join(tmpdir(), "probe-"));
        const authority = await CertificateAuthority.create(folder, "authority");
        const { keyFile, certificateFile } = await authority.issue("server");
        return new Servers(folder, authority.certificate, readFileSync(keyFile, "utf8"), readFileSync(certificateFile, "utf8"));
    }

    /** @returns the port */
    plain(serve: (socket: net.Socket) => void): Promise<number> {
        return this.listen(net.createServer(this.kept(serve)));
    }

    /** @returns the port */
    encrypted(serve: (socket: net.Socket) => void): Promise<number> {
        return this.listen(tls.createServer({ key: this.key, cert: this.certificate }, this.kept(serve)));
    }

    /** Goes on with TLS, as PostgreSQL does after its first byte. */
    upgrade(socket: net.Socket): void {
        const secure = new tls.TLSSocket(socket, { isServer: true, key: this.key, cert: this.certificate });
        this.kept(() => undefined)(secure);
    }

    /** A port on which nothing listens. */
    async closedPort(): Promise<number> {
        const server = net.createServer();
        const port = await this.listen(server);
        await new Promise((resolve) => server.close(resolve));
        return port;
    }

    close(): void {
        for (const each of this.open) {
            if (each instanceof net.Server) each.close();
            else each.destroy();
        }
        rmSync(this.folder, { recursive: true });
    }

    private kept(serve: (socket: net.Socket) => void): (socket: net.Socket) => void {
        return (socket) => {
            this.open.push(socket);
            socket.on("error", () => undefined);
            serve(socket);
        };
    }

    private listen(server: net.Server): Promise<number> {
        this.open.push(server);
        return new Promise((resolve) => {
            server.listen(0, "127.0.0.1", () => {
                resolve((server.address() as net.AddressInfo).port);
            });
        });
    }
}
