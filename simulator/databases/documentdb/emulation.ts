import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Document } from "mongodb";

/** What becomes of a command: answered at once, or passed on, perhaps changed, and perhaps with a changed reply. */
export type Treatment = { readonly answer: Document } | { readonly command: Document; readonly amend?: (reply: Document) => Document };

interface Role {
    readonly role: string;
    readonly db: string;
}

/** The file of an emulation: the entries of its maps. */
interface Kept {
    readonly roles: readonly [string, readonly Role[]][];
    readonly lifetimes: readonly [string, unknown][];
}

const USER_NOT_FOUND = 11;
const NOT_WRITABLE_PRIMARY = 10_107;
const RETRYABLE_WRITES_REFUSED = 301;
const UNSUPPORTED_MECHANISM = 301;

const WRITES = new Set(["createUser", "updateUser", "dropUser", "createIndexes", "insert", "update", "delete", "findAndModify"]);

/**
 * What DocumentDB does and FerretDB does not: it is the replica set `rs0`, logs in by SCRAM-SHA-1 only, refuses retryable writes, and keeps
 * the roles of users and the lifetimes of indexes. The last two are kept here and shown again, but have no effect.
 *
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/functional-differences.html
 */
export class DocumentDbEmulation {
    /** Whether the server that clients reach can be written to; false in the middle of a failover. */
    isPrimary = true;
    /** Whether commands are lost on the way, in old connections and in new ones, as where a network ACL stops letting packets through. */
    isSilent = false;
    /** Roles by `database.user`. */
    private readonly roles: Map<string, readonly Role[]>;
    /** Seconds by `database.collection.index`. */
    private readonly lifetimes: Map<string, unknown>;

    /**
     * @param address host and port under which clients reach the server
     * @param file where roles and lifetimes outlive this process, beside the data that they belong to; left out: in memory
     */
    constructor(
        private readonly address: string,
        private readonly file?: string,
    ) {
        const kept = file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : undefined;
        this.roles = new Map(kept?.roles);
        this.lifetimes = new Map(kept?.lifetimes);
    }

    private keep(): void {
        if (this.file === undefined) return;
        writeFileSync(this.file, JSON.stringify({ roles: [...this.roles], lifetimes: [...this.lifetimes] }));
    }

    treat(command: Document): Treatment {
        const [name = ""] = Object.keys(command);
        if ("txnNumber" in command && !("autocommit" in command)) {
            return { answer: failure(RETRYABLE_WRITES_REFUSED, "Retryable writes are not supported") };
        }
        if (!this.isPrimary && WRITES.has(name)) return { answer: failure(NOT_WRITABLE_PRIMARY, "not primary") };
        return this.treatments[name]?.(command) ?? { command };
    }

    private readonly treatments: Readonly<Record<string, (command: Document) => Treatment>> = {
        hello: (command) => this.hello(command),
        isMaster: (command) => this.hello(command),
        ismaster: (command) => this.hello(command),
        saslStart: (command) => (isSha256(command) ? { answer: unsupportedMechanism() } : { command }),
        createUser: (command) => this.keepRoles(command, { ...command, roles: [] }),
        updateUser: (command) => this.updateUser(command),
        dropUser: (command) => ({
            command,
            amend: (reply) => {
                if (succeeded(reply)) this.roles.delete(`${text(command["$db"])}.${text(command["dropUser"])}`);
                this.keep();
                return reply;
            },
        }),
        usersInfo: (command) => ({ command, amend: (reply) => this.withRoles(reply) }),
        createIndexes: (command) => this.createIndexes(command),
        listIndexes: (command) => ({ command, amend: (reply) => this.withLifetimes(command, reply) }),
    };

    /** Without `saslSupportedMechs` and the answer to an early login a driver has to know the mechanism itself. */
    private hello(command: Document): Treatment {
        const early = command["speculativeAuthenticate"] as Document | undefined;
        const unanswered = early !== undefined && isSha256(early) ? ["speculativeAuthenticate"] : [];
        const set = { setName: "rs0", setVersion: 1, hosts: [this.address], me: this.address };
        const role = this.isPrimary
            ? { ismaster: true, isWritablePrimary: true, secondary: false, primary: this.address }
            : { ismaster: false, isWritablePrimary: false, secondary: true };
        return {
            command: without(command, "saslSupportedMechs", ...unanswered),
            amend: (reply) => ({ ...reply, ...set, ...role }),
        };
    }

    /** FerretDB refuses roles; so they are taken out, and kept when it has accepted the rest. */
    private keepRoles(command: Document, passedOn: Document): Treatment {
        const { roles } = command;
        return {
            command: passedOn,
            amend: (reply) => {
                if (Array.isArray(roles) && succeeded(reply)) this.roles.set(userKey(command), rolesOf(command, roles));
                this.keep();
                return reply;
            },
        };
    }

    /** With nothing left but the name, whether there is such a user has to be asked in another way. */
    private updateUser(command: Document): Treatment {
        const { roles, ...rest } = command;
        if (roles === undefined || "pwd" in rest) return this.keepRoles(command, rest);
        const { updateUser: user, ...circumstances } = rest;
        return {
            command: { usersInfo: user as unknown, ...circumstances },
            amend: (reply) => {
                if (!succeeded(reply)) return reply;
                if ((reply["users"] as unknown[]).length === 0) return failure(USER_NOT_FOUND, `User ${text(user)} not found`);
                this.roles.set(userKey(command), rolesOf(command, roles as unknown[]));
                this.keep();
                return { ok: 1 };
            },
        };
    }

    private withRoles(reply: Document): Document {
        const users = reply["users"] as Document[] | undefined;
        if (users === undefined) return reply;
        return { ...reply, users: users.map((user) => ({ ...user, roles: this.roles.get(text(user["_id"])) ?? [] })) };
    }

    private createIndexes(command: Document): Treatment {
        const indexes = command["indexes"] as Document[];
        const place = `${text(command["$db"])}.${text(command["createIndexes"])}`;
        const passedOn = indexes.map((index) => without(index, "expireAfterSeconds"));
        return {
            command: { ...command, indexes: passedOn },
            amend: (reply) => {
                for (const { name, expireAfterSeconds } of succeeded(reply) ? indexes : []) {
                    if (expireAfterSeconds !== undefined) this.lifetimes.set(`${place}.${text(name)}`, expireAfterSeconds);
                }
                this.keep();
                return reply;
            },
        };
    }

    private withLifetimes(command: Document, reply: Document): Document {
        const cursor = reply["cursor"] as { firstBatch: Document[] } | undefined;
        if (cursor === undefined) return reply;
        const place = `${text(command["$db"])}.${text(command["listIndexes"])}`;
        const firstBatch = cursor.firstBatch.map((index) => {
            const lifetime = this.lifetimes.get(`${place}.${text(index["name"])}`);
            return lifetime === undefined ? index : { ...index, expireAfterSeconds: lifetime };
        });
        return { ...reply, cursor: { ...cursor, firstBatch } };
    }
}

function without(document: Document, ...keys: readonly string[]): Document {
    return Object.fromEntries(Object.entries(document).filter(([key]) => !keys.includes(key)));
}

function failure(code: number, errmsg: string): Document {
    return { ok: 0, code, errmsg };
}

function unsupportedMechanism(): Document {
    return failure(UNSUPPORTED_MECHANISM, "Unsupported mechanism [ -301 ]");
}

function isSha256(command: Document): boolean {
    return text(command["mechanism"]) === "SCRAM-SHA-256";
}

function succeeded(reply: Document): boolean {
    return Number(reply["ok"]) === 1;
}

function userKey(command: Document): string {
    return `${text(command["$db"])}.${text(command["createUser"] ?? command["updateUser"])}`;
}

function rolesOf(command: Document, roles: readonly unknown[]): Role[] {
    return roles.map((role) => {
        const { role: name, db } = (typeof role === "object" ? role : { role, db: command["$db"] as unknown }) as Document;
        return { role: text(name), db: text(db) };
    });
}

/** Values keep the types in which they were sent, some of which are objects. */
function text(value: unknown): string {
    return String(value);
}
