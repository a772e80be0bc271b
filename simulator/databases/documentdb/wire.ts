/**
 * Messages of the MongoDB protocol, as far as commands need them.
 *
 * @see https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
import { BSON, type Document } from "mongodb";

/** Length, request id, response-to, operation: four little-endian 32-bit numbers. */
const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
/** Bytes of an OP_REPLY before its document. */
const REPLY_PREFIX_BYTES = 36;
const CHECKSUM_PRESENT = 1;

/** Keeps the types of all values, so that a document that passes through comes out as it went in. */
const AS_SENT = { promoteValues: false, promoteLongs: false, bsonRegExp: true };

/** A request or a reply whose command or result has been read. */
export interface Message {
    readonly requestId: number;
    /** Of a reply: the request that it answers. */
    readonly responseTo: number;
    readonly document: Document;
    /** The same message with another document, as bytes. */
    readonly withDocument: (document: Document) => Buffer;
}

/** Collects the bytes of a connection and hands on whole messages. */
export function inMessages(take: (bytes: Buffer) => void): (chunk: Buffer) => void {
    let pending: Buffer = Buffer.alloc(0);
    return (chunk) => {
        pending = Buffer.concat([pending, chunk]);
        while (pending.length >= HEADER_BYTES && pending.length >= pending.readInt32LE(0)) {
            const length = pending.readInt32LE(0);
            const bytes = pending.subarray(0, length);
            pending = pending.subarray(length);
            take(bytes);
        }
    };
}

/** @returns undefined for a message of another kind than drivers send today */
export function parseMessage(bytes: Buffer): Message | undefined {
    const operation = bytes.readInt32LE(12);
    if (operation === OP_MSG) return parseOpMsg(bytes);
    if (operation === OP_QUERY) return withPrefix(bytes, bytes.indexOf(0, HEADER_BYTES + 4) + 1 + 8);
    if (operation === OP_REPLY) return withPrefix(bytes, REPLY_PREFIX_BYTES);
    return undefined;
}

/** An answer that the server itself would have given. */
export function answerTo({ requestId }: Message, document: Document): Buffer {
    const body = BSON.serialize(document);
    const head = Buffer.alloc(HEADER_BYTES + 5);
    head.writeInt32LE(head.length + body.length, 0);
    head.writeInt32LE(requestId, 8);
    head.writeInt32LE(OP_MSG, 12);
    return Buffer.concat([head, body]);
}

/** The body comes first here, as drivers send it; the sequences of documents after it are left alone. */
function parseOpMsg(bytes: Buffer): Message | undefined {
    const kindAt = HEADER_BYTES + 4;
    if (bytes[kindAt] !== 0 || (bytes.readUInt32LE(HEADER_BYTES) & CHECKSUM_PRESENT) !== 0) return undefined;
    return withPrefix(bytes, kindAt + 1);
}

function withPrefix(bytes: Buffer, documentAt: number): Message {
    const documentEnd = documentAt + bytes.readInt32LE(documentAt);
    return {
        requestId: bytes.readInt32LE(4),
        responseTo: bytes.readInt32LE(8),
        document: BSON.deserialize(bytes.subarray(documentAt, documentEnd), AS_SENT),
        withDocument: (document) => {
            const changed = Buffer.concat([bytes.subarray(0, documentAt), BSON.serialize(document), bytes.subarray(documentEnd)]);
            changed.writeInt32LE(changed.length, 0);
            return changed;
        },
    };
}
