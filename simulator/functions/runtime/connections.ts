/** Connections as the virtual network decides them: each is asked for, and made to the server that stands for its other end. */
import net from "node:net";
import type { Channel } from "./channel";
import { notFound, type Names } from "./names";

/** After so long Linux gives up to send the first packet of a connection again: six times, tcp(7) `tcp_syn_retries`. */
const GIVE_UP_MS = 127_000;

const OWN_ADDRESS = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

type Normalized = [options: net.NetConnectOpts & { lookup?: unknown }, callback: (() => void) | null];

/** Node.js's own reading of the arguments of `connect`, which it exports under this name. */
const { _normalizeArgs: normalize } = net as unknown as { _normalizeArgs: (args: unknown[]) => Normalized };

/** Takes the place of `net.Socket.prototype.connect`, through which TLS, HTTP and every driver connect. */
export function installConnections(channel: Channel, names: Names): void {
    const connect = Reflect.get(net.Socket.prototype, "connect") as (this: net.Socket, options: object) => net.Socket;

    function connectOverVirtualNetwork(this: net.Socket, ...args: unknown[]): net.Socket {
        const [first] = args;
        const [options, callback] = Array.isArray(first) ? (first as unknown as Normalized) : normalize(args);
        if (callback !== null) this.once("connect", callback);
        if (!("port" in options) || OWN_ADDRESS.test(options.host ?? "localhost")) return connect.call(this, options);
        const host = names.hostOf(options.host ?? "localhost");
        const { port } = options;
        // What is written from now on waits for the connection, and a driver that looks sees it being made.
        Object.assign(this, { connecting: true });
        void channel.ask({ host, port }).then((way) => {
            if (this.destroyed) return;
            if ("port" in way) {
                connect.call(this, {
                    ...options,
                    host: "127.0.0.1",
                    port: way.port,
                    lookup: undefined,
                    family: 4,
                    autoSelectFamily: false,
                });
            } else if (way.lost === "name") {
                const error = notFound(host);
                this.emit("lookup", error, undefined, undefined, host);
                this.destroy(error);
            } else if (way.lost === "refused") {
                this.destroy(failure("ECONNREFUSED", host, port));
            } else {
                const timer = setTimeout(() => this.destroy(failure("ETIMEDOUT", host, port)), GIVE_UP_MS);
                this.once("close", () => {
                    clearTimeout(timer);
                });
            }
        });
        return this;
    }
    Object.assign(net.Socket.prototype, { connect: connectOverVirtualNetwork });
}

function failure(code: string, address: string, port: number): Error {
    return Object.assign(new Error(`connect ${code} ${address}:${port}`), { code, syscall: "connect", address, port });
}
