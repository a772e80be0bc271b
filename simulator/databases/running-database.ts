import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { MongoClient } from "mongodb";
import type { AccountDatabase } from "./account-databases";
import type { Authorities } from "./authorities";
import { DocumentDbServer } from "./documentdb/documentdb-server";
import { PostgresServer } from "./postgres/postgres-server";
import { RedisServer } from "./redis/redis-server";

/** A server that stands for a database of the account. */
export interface RunningDatabase {
    readonly database: AccountDatabase;
    /** Where it listens, on 127.0.0.1. */
    readonly port: number;
    /** What signed its certificate, as a PEM file. */
    readonly certificateFile: string;
    /** As a modification of the database does it. */
    setPassword(password: string): Promise<void>;
    /** Ends the server; its data stays. */
    stop(): Promise<void>;
}

export interface Surroundings {
    /** For data; each server uses names of its own in it. */
    readonly folder: string;
    /** For what ends with the run. */
    readonly runFolder: string;
    readonly authorities: Authorities;
}

/** Starts the server of a database, with the data that an earlier run left. */
export function startDatabase(database: AccountDatabase, surroundings: Surroundings): Promise<RunningDatabase> {
    return STARTS[database.kind](database, surroundings);
}

/** Whether a file or folder beside the servers belongs to a database, by its name. */
export function isDataOf(name: string, { key }: AccountDatabase): boolean {
    return name === key || name.startsWith(`${key}-`);
}

const STARTS = { postgres: startPostgres, documentdb: startDocumentDb, redis: startRedis };

async function startPostgres(database: AccountDatabase, { folder, authorities }: Surroundings): Promise<RunningDatabase> {
    const { key, hosts, username, password, firstDatabase } = database;
    const authority = await authorities.rdsOf(database.region);
    const server = await PostgresServer.create(folder, authority, { name: key, hosts, master: { username, password } });
    await started(server, async () => {
        await server.setPassword({ username, password });
        if (firstDatabase !== undefined) await server.ensureDatabase(firstDatabase, username);
    });
    return {
        database,
        port: server.port,
        certificateFile: authority.certificateFile,
        setPassword: (changed) => server.setPassword({ username, password: changed }),
        stop: () => server.stop(),
    };
}

async function startDocumentDb(database: AccountDatabase, { folder, authorities }: Surroundings): Promise<RunningDatabase> {
    const { key, hosts, port, username, password } = database;
    const [host = "localhost"] = hosts;
    const authority = await authorities.rdsOf(database.region);
    // FerretDB sets its first user up only once, so the password that the data has now is kept beside it.
    const passwordFile = path.join(folder, `${key}-master`);
    if (!existsSync(passwordFile)) writeFileSync(passwordFile, password, { mode: 0o600 });
    const current = () => readFileSync(passwordFile, "utf8");
    const options = { name: key, address: `${host}:${port}`, master: { username, password: current() } };
    const server = await DocumentDbServer.create(folder, await authority.issue(key, hosts), options);
    const setPassword = async (changed: string): Promise<void> => {
        if (changed === current()) return;
        const url = `mongodb://localhost:${server.port}/?directConnection=true&authMechanism=SCRAM-SHA-1&retryWrites=false`;
        const login = { auth: { username, password: current() }, authSource: "admin", tls: true, tlsCAFile: authority.certificateFile };
        const client = new MongoClient(url, login);
        try {
            await client.db("admin").command({ updateUser: username, pwd: changed });
        } finally {
            await client.close();
        }
        writeFileSync(passwordFile, changed, { mode: 0o600 });
    };
    await started(server, () => setPassword(password));
    return { database, port: server.port, certificateFile: authority.certificateFile, setPassword, stop: () => server.stop() };
}

/** A cache: nothing of it outlives a run, or a change of its token. */
async function startRedis(database: AccountDatabase, { runFolder, authorities }: Surroundings): Promise<RunningDatabase> {
    const { trustServices: authority } = authorities;
    const certificate = await authority.issue(shortName(database.key), database.hosts);
    const start = async (token: string): Promise<RedisServer> => {
        const started = await RedisServer.create({ parent: runFolder, certificate, token });
        await started.start();
        return started;
    };
    let server = await start(database.password);
    return {
        database,
        get port() {
            return server.port;
        },
        certificateFile: authority.certificateFile,
        setPassword: async (token) => {
            await server.stop();
            server = await start(token);
        },
        stop: () => server.stop(),
    };
}

/** Starts a server and makes it ready for use. One that cannot be made ready is ended: nobody would know of it. */
async function started(server: { start(): Promise<void>; stop(): Promise<void> }, prepare: () => Promise<void>): Promise<void> {
    await server.start();
    try {
        await prepare();
    } catch (error) {
        await server.stop();
        throw error;
    }
}

/** A certificate's common name has 64 characters at most. */
function shortName(key: string): string {
    return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
