import { connected, encrypted, exchanged, type Authorities, type Endpoint } from "../connection";
import { at, Refusal } from "../stage";

/**
 * SSLRequest: the length, and a number where a version would stand.
 * https://www.postgresql.org/docs/16/protocol-message-formats.html
 */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Asks PostgreSQL for encryption, and encrypts. No user is named, so the server's log shows no failed login. */
export function checkPostgresql(endpoint: Endpoint, authorities: Authorities, signal: AbortSignal): Promise<string> {
    return connected(endpoint, signal, async (socket) => {
        const answer = await at(
            "answer",
            signal,
            exchanged(socket, SSL_REQUEST, ({ length }) => length > 0).then((bytes) => {
                if (bytes[0] !== 0x53)
                    throw new Refusal(`the server answered ${JSON.stringify(bytes.toString("latin1", 0, 1))} to SSLRequest`);
                return "PostgreSQL with TLS";
            }),
        );
        await encrypted(socket, endpoint.host, authorities, signal);
        return answer;
    });
}
