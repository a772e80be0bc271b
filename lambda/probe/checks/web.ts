import { once } from "node:events";
import * as http from "node:http";
import type { Socket } from "node:net";

import { connected, encrypted, type Authorities, type Endpoint } from "../connection";
import { at, Refusal } from "../stage";

/** Asks a web server over TLS for the head of a page. */
export function checkHttps(endpoint: Endpoint, path: string, authorities: Authorities, signal: AbortSignal): Promise<string> {
    return connected(endpoint, signal, async (socket) => {
        const secure = await encrypted(socket, endpoint.host, authorities, signal);
        return at("answer", signal, statusOf(secure, "HEAD", endpoint, path));
    });
}

/** Asks a web server inside the VPC, without encryption, for a page. */
export function checkHttp(endpoint: Endpoint, path: string, signal: AbortSignal): Promise<string> {
    return connected(endpoint, signal, (socket) => at("answer", signal, statusOf(socket, "GET", endpoint, path)));
}

/**
 * Whoever says "not you" or "no such page" was reached, and nobody here has a password to show. A 5xx may come from a proxy that did not
 * reach the host either.
 */
async function statusOf(socket: Socket, method: string, { host, port }: Endpoint, path: string): Promise<string> {
    const headers = { "user-agent": "self-check" };
    // The usual port for this socket, whatever it is: a Host header with 443 in it is unknown to some servers.
    const request = http.request({ createConnection: () => socket, host, port, defaultPort: port, method, path, headers });
    request.end();
    const [{ statusCode = 0 }] = (await once(request, "response")) as [http.IncomingMessage];
    if (statusCode >= 500) throw new Refusal(`HTTP ${statusCode}`, { status: statusCode });
    return `HTTP ${statusCode}`;
}
