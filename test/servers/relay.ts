import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/**
 * A way to a server on which packets can be lost: as where a security group or a network ACL stops letting them through. Connections stay
 * open, and nothing comes through them any more.
 */
export class Relay {
    private readonly sockets = new Set<Socket>();
    private isCut = false;

    private constructor(private readonly server: Server) {}

    /** @param target the server's port on 127.0.0.1 */
    static start(target: number): Promise<Relay> {
        const server = createServer();
        const relay = new Relay(server);
        server.on("connection", (client) => {
            relay.join(client, connect(target, "127.0.0.1"));
        });
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(0, "127.0.0.1", () => {
                resolve(relay);
            });
        });
    }

    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }

    /** From now on everything is lost, in old connections and in new ones. */
    cut(): void {
        this.isCut = true;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        for (const socket of this.sockets) socket.destroy();
        await closed;
    }

    private join(client: Socket, server: Socket): void {
        for (const [one, other] of [
            [client, server],
            [server, client],
        ] as const) {
            this.sockets.add(one);
            one.on("data", (chunk) => {
                if (!this.isCut) other.write(chunk);
            });
            one.on("error", () => one.destroy());
            one.once("close", () => {
                this.sockets.delete(one);
                if (!this.isCut) other.destroy();
            });
        }
    }
}
