import { lookup } from "node:dns/promises";
import { once } from "node:events";
import * as net from "node:net";
import * as tls from "node:tls";

import { at } from "./stage";

export interface Endpoint {
    readonly host: string;
    readonly port: number;
}

/** PEM texts of who may sign a server's certificate; undefined: the public authorities. */
export type Authorities = readonly string[] | undefined;

/**
 * Opens a TCP connection, and lends it for the work.
 *
 * IPv4 only, as the VPC is: for a host with both kinds of address the resolver may give the one that no route leads to.
 *
 * @throws StageError at dns or tcp, or as the work throws it
 */
export async function connected<T>({ host, port }: Endpoint, signal: AbortSignal, work: (socket: net.Socket) => Promise<T>): Promise<T> {
    const { address } = await at("dns", signal, lookup(host, { family: 4 }));
    const socket = net.connect({ host: address, port });
    try {
        await at("tcp", signal, once(socket, "connect"));
        return await work(held(socket));
    } finally {
        socket.destroy();
    }
}

/**
 * Encrypts a connection and checks that the other end is the host.
 *
 * @throws StageError at tls
 */
export async function encrypted(socket: net.Socket, host: string, authorities: Authorities, signal: AbortSignal): Promise<tls.TLSSocket> {
    const secure = tls.connect({ socket, servername: host, ...(authorities && { ca: [...authorities] }) });
    await at("tls", signal, once(secure, "secureConnect"));
    return held(secure);
}

/**
 * Sends bytes and collects what comes back until it is enough.
 *
 * @throws Error when the other end closes the connection before
 */
export function exchanged(socket: net.Socket, bytes: Buffer, isEnough: (received: Buffer) => boolean): Promise<Buffer> {
    return new Promise((resolve, reject) => {
        let received = Buffer.alloc(0);
        const closed = (): void => {
            reject(new Error(`the connection was closed after ${received.length} bytes of the answer`));
        };
        const collect = (chunk: Buffer): void => {
            received = Buffer.concat([received, chunk]);
            if (!isEnough(received)) return;
            socket.off("data", collect).off("close", closed);
            resolve(received);
        };
        socket.on("data", collect).once("close", closed).write(bytes);
    });
}

/** An error between two reads shows as a connection that is closed at the next; without a listener it would end the whole process. */
function held<S extends net.Socket>(socket: S): S {
    return socket.on("error", () => undefined);
}
