import { strict as assert } from "node:assert";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import Redis from "ioredis";
import { MongoClient } from "mongodb";
import { Client } from "pg";
import { AccountStore } from "../../simulator/aws/account-store";
import { Authorities } from "../../simulator/databases/authorities";
import { Databases, removeAbandonedData } from "../../simulator/databases/databases";
import type { RunningDatabase } from "../../simulator/databases/running-database";

const POSTGRES = { type: "aws:rds/instance:Instance", id: "db-ABC", host: "vectors.abc.us-east-1.rds.amazonaws.com", port: 5432 };
const MONGO = { type: "aws:docdb/cluster:Cluster", id: "chats", host: "chats.abc.us-east-1.docdb.amazonaws.com", port: 27_017 };
const CACHE = { type: "aws:elasticache/replicationGroup:ReplicationGroup", id: "cache", host: "m.cache.amazonaws.com", port: 6379 };

describe("the databases of a simulated account", function () {
    this.timeout(600_000);
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-databases-"));
    // PostgreSQL does not run as root, and the account that it gets instead has to enter.
    chmodSync(folder, 0o755);
    const accountFile = path.join(folder, "account.json");
    const data = path.join(folder, "data");
    const account = new AccountStore(accountFile);
    let databases: Databases;

    async function open(): Promise<void> {
        const runFolder = path.join(folder, "run");
        rmSync(runFolder, { recursive: true, force: true });
        mkdirSync(runFolder);
        databases = await Databases.open({ account, folder: data, runFolder, authorities: await Authorities.create(runFolder) });
        await databases.settle();
    }

    function put(password: string): void {
        const region = "us-east-1";
        const users = { username: "postgres", masterUsername: "docdbadmin", password, masterPassword: password, authToken: password };
        account.transact((draft) => {
            for (const { type, id, host, port } of [POSTGRES, MONGO, CACHE]) {
                const engine = { [POSTGRES.type]: "postgres", [MONGO.type]: "docdb", [CACHE.type]: "redis" }[type] ?? "";
                const names = { address: host, endpoint: host, primaryEndpointAddress: host, identifier: id };
                const keys = { resourceId: "db-ABC", clusterResourceId: "cluster-DEF", arn: `arn:aws:elasticache:${id}` };
                draft.put({ type, id, region, properties: { engine, port, ...names, ...keys, ...users, dbName: "app" } });
            }
        });
    }

    function at({ host, port }: { host: string; port: number }): RunningDatabase {
        const running = databases.at(host, port);
        assert.ok(running, `nothing at ${host}:${port}`);
        return running;
    }

    async function query(password: string, sql: string): Promise<unknown[]> {
        const { port, certificateFile } = at(POSTGRES);
        const ssl = { ca: readFileSync(certificateFile, "utf8"), servername: POSTGRES.host };
        const client = new Client({ host: "localhost", port, user: "postgres", password, database: "app", ssl });
        try {
            await client.connect();
            return (await client.query(sql)).rows as unknown[];
        } finally {
            await client.end();
        }
    }

    async function command(password: string, document: Record<string, unknown>): Promise<Record<string, unknown>> {
        const { port, certificateFile } = at(MONGO);
        const url = `mongodb://localhost:${port}/?directConnection=true&tls=true&authMechanism=SCRAM-SHA-1&retryWrites=false&replicaSet=rs0`;
        const auth = { username: "docdbadmin", password };
        const client = new MongoClient(url, { auth, authSource: "admin", tlsCAFile: certificateFile });
        try {
            return await client.db("admin").command(document);
        } finally {
            await client.close();
        }
    }

    async function ping(password: string): Promise<string> {
        const { port, certificateFile } = at(CACHE);
        const tls = { ca: readFileSync(certificateFile, "utf8"), servername: CACHE.host };
        const client = new Redis({ host: "localhost", port, password, tls, lazyConnect: true, retryStrategy: null });
        client.on("error", () => undefined);
        try {
            return await client.ping();
        } finally {
            client.disconnect();
        }
    }

    before(async () => {
        put("first+pass/word'&\"%");
        await open();
    });
    after(async () => {
        await databases.close();
        rmSync(folder, { recursive: true });
    });

    it("are servers that know their master users and are called as in AWS", async () => {
        assert.equal(databases.all().length, 3);
        await query("first+pass/word'&\"%", "CREATE TABLE kept (n int)");
        const roles = [{ role: "readWrite", db: "LibreChat" }];
        await command("first+pass/word'&\"%", { createUser: "librechat", pwd: "x", roles });
        const hello = await command("first+pass/word'&\"%", { hello: 1 });
        assert.deepEqual([hello["setName"], hello["me"]], ["rs0", `${MONGO.host}:27017`]);
        assert.equal(await ping("first+pass/word'&\"%"), "PONG");
        assert.equal(databases.at(POSTGRES.host, 1), undefined);
    });

    it("take another password when the account has one, and no more the old one", async () => {
        put("second");
        await databases.settle();
        assert.deepEqual(await query("second", "SELECT 1 AS one"), [{ one: 1 }]);
        assert.equal((await command("second", { ping: 1 }))["ok"], 1);
        assert.equal(await ping("second"), "PONG");
        await assert.rejects(query("first+pass/word'&\"%", "SELECT 1"), { code: "28P01" });
        await assert.rejects(command("first+pass/word'&\"%", { ping: 1 }), { code: 18 });
        await assert.rejects(ping("first+pass/word'&\"%"));
    });

    it("belong to one run at a time", async () => {
        await assert.rejects(removeAbandonedData(data, accountFile, 0), {
            message: `the databases in ${data} are in use by another run; end it, or wait for it, and run again`,
        });
    });

    it("keep their data from one run to the next, and take what changed in between", async () => {
        await databases.close();
        assert.deepEqual(databases.all(), []);
        put("third");
        await open();
        assert.deepEqual(await query("third", "SELECT * FROM kept"), []);
        const { users } = await command("third", { usersInfo: "librechat" });
        assert.deepEqual((users as { roles: unknown }[])[0]?.roles, [{ role: "readWrite", db: "LibreChat" }]);
    });

    it("can be ended when one of them could not be started", async () => {
        await databases.close();
        const version = path.join(data, "db-ABC-data", "PG_VERSION");
        const written = readFileSync(version, "utf8");
        writeFileSync(version, "7\n");
        await assert.rejects(open(), /^Error: PostgreSQL did not start: .*database files are incompatible with server/s);
        assert.deepEqual(
            databases
                .all()
                .map(({ database }) => database.kind)
                .sort(),
            ["documentdb", "redis"],
        );
        await databases.close();
        writeFileSync(version, written);
        await open();
        assert.equal(databases.all().length, 3);
    });

    it("go with their data when the account has them no more", async () => {
        const kept = (): string[] =>
            readdirSync(data)
                .filter((name) => /^(db|cluster)-/.test(name))
                .sort();
        account.transact((draft) => {
            draft.remove(POSTGRES.type, POSTGRES.id);
        });
        await databases.settle();
        assert.equal(databases.at(POSTGRES.host, POSTGRES.port), undefined);
        assert.deepEqual(kept(), ["cluster-DEF", "cluster-DEF-master"]);
        await databases.close();
        account.transact((draft) => {
            draft.remove(MONGO.type, MONGO.id);
        });
        await removeAbandonedData(data, accountFile);
        assert.equal(databases.at(CACHE.host, CACHE.port), undefined);
        assert.deepEqual(kept(), []);
    });
});
