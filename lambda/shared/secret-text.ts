import { randomInt } from "node:crypto";

import { InputError } from "./event";

/** What changes in an application's secret; all else stays as it was written at first. */
export interface SecretChanges {
    readonly username: string;
    readonly password: string;
    readonly host: string;
    readonly port: number;
}

/** Scheme, credentials, host with port, and the rest. */
const CONNECTION_STRING = /^([a-z][a-z+]*:\/\/)[^@/]*@[^/]*(\/.*)?$/;

/**
 * The secret with other credentials or another address: in its fields, and in the connection string under `uri` when there is one. Names,
 * order and types of the keys stay, since containers read them by name.
 *
 * @throws InputError that quotes nothing of the secret
 */
export function changedSecret(secretArn: string, text: string, changes: SecretChanges): string {
    const fields = fieldsIn(secretArn, text);
    const { username, password, host, port } = changes;
    const address = { ...("host" in fields && { host }), ...("port" in fields && { port: String(port) }) };
    const uri = "uri" in fields ? { uri: changedUri(secretArn, fields["uri"], changes) } : {};
    return JSON.stringify({ ...fields, username, password, ...address, ...uri });
}

function changedUri(secretArn: string, uri: unknown, { username, password, host, port }: SecretChanges): string {
    const [, scheme, rest = ""] = (typeof uri === "string" ? CONNECTION_STRING.exec(uri) : null) ?? [];
    if (scheme === undefined) {
        throw new InputError(`secret ${secretArn} has a uri that is no connection string with user and host. Put the first value back.`);
    }
    return `${scheme}${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host}:${port}${rest}`;
}

function fieldsIn(secretArn: string, text: string): Record<string, unknown> {
    try {
        const fields: unknown = JSON.parse(text);
        if (typeof fields === "object" && fields !== null && !Array.isArray(fields)) return fields as Record<string, unknown>;
    } catch {
        // The parser's own message quotes the text.
    }
    throw new InputError(`secret ${secretArn} is no JSON object. Put the first value back.`);
}

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** 40 letters and digits, about 238 bits: as the program makes passwords, so that neither URLs nor SQL need escaping. */
export function newPassword(): string {
    return Array.from({ length: 40 }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length))).join("");
}
