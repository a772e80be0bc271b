import { connected, encrypted, exchanged, type Authorities, type Endpoint } from "../connection";
import { at, Refusal } from "../stage";

/** Pings Redis over TLS. Without the token it answers NOAUTH, and that it does is all that is to be known: the token stays where it is. */
export function checkRedis(endpoint: Endpoint, authorities: Authorities, signal: AbortSignal): Promise<string> {
    return connected(endpoint, signal, async (socket) => {
        const secure = await encrypted(socket, endpoint.host, authorities, signal);
        return at(
            "answer",
            signal,
            exchanged(secure, Buffer.from("PING\r\n"), (received) => received.includes("\r\n")).then((bytes) => {
                const line = bytes.toString("latin1").split("\r\n")[0] ?? "";
                if (line === "+PONG" || line.startsWith("-NOAUTH")) return `Redis answers ${line.slice(1).split(" ")[0] ?? ""}`;
                throw new Refusal(`the server answered ${JSON.stringify(line.slice(0, 80))} to PING`);
            }),
        );
    });
}
