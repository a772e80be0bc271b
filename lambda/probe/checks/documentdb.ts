import { connected, encrypted, exchanged, type Authorities, type Endpoint } from "../connection";
import { at, Refusal } from "../stage";

/** https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/#op_msg */
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const OPERATION_OFFSET = 12;

/** The field `ok` with 1, as BSON writes it: MongoDB answers with a double, and a whole number means the same. https://bsonspec.org/spec.html */
const OK = [Buffer.concat([Buffer.from("\x01ok\0", "latin1"), double(1)]), Buffer.concat([Buffer.from("\x10ok\0", "latin1"), int32(1)])];

/** `{ hello: 1, $db: "admin" }` as a message: the one command that a server answers before anybody logs in. */
const HELLO = message(
    document(
        Buffer.concat([Buffer.from("\x10hello\0", "latin1"), int32(1)]),
        Buffer.concat([Buffer.from("\x02$db\0", "latin1"), int32("admin".length + 1), Buffer.from("admin\0", "latin1")]),
    ),
);

/** Says hello to DocumentDB over TLS. */
export function checkDocumentDb(endpoint: Endpoint, authorities: Authorities, signal: AbortSignal): Promise<string> {
    return connected(endpoint, signal, async (socket) => {
        const secure = await encrypted(socket, endpoint.host, authorities, signal);
        return at(
            "answer",
            signal,
            exchanged(secure, HELLO, isWhole).then((bytes) => {
                if (bytes.readInt32LE(OPERATION_OFFSET) !== OP_MSG) throw new Refusal("the server does not speak the protocol of MongoDB");
                if (!OK.some((field) => bytes.includes(field))) throw new Refusal("the server refused hello");
                return "DocumentDB says hello";
            }),
        );
    });
}

function isWhole(received: Buffer): boolean {
    if (received.length < HEADER_BYTES) return false;
    return received.readInt32LE(OPERATION_OFFSET) !== OP_MSG || received.length >= received.readInt32LE(0);
}

function message(body: Buffer): Buffer {
    const [requestId, responseTo, flags, kind] = [int32(1), int32(0), int32(0), Buffer.from([0])];
    const length = int32(HEADER_BYTES + flags.length + kind.length + body.length);
    return Buffer.concat([length, requestId, responseTo, int32(OP_MSG), flags, kind, body]);
}

function document(...fields: Buffer[]): Buffer {
    const content = Buffer.concat([...fields, Buffer.from([0])]);
    return Buffer.concat([int32(content.length + 4), content]);
}

function int32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
}

function double(value: number): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return bytes;
}
