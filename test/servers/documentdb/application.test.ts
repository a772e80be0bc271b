import { strict as assert } from "node:assert";
import { MongoClient } from "mongodb";

import { documentDbUri } from "../../../components/data/documentdb-uri";
import { DocumentDbFixture } from "./fixture";

describe("DocumentDB as LibreChat sees it", function () {
    this.timeout(60_000);
    const fixture = DocumentDbFixture.inDescribe();
    let uri: string;

    before("prepare the stack", async () => {
        const stack = fixture.newStack();
        await stack.runs.run();
        const cluster = { host: "docdb.cluster-abc.eu-west-1.docdb.amazonaws.com", port: 27_017 };
        const tlsCaFile = fixture.authority.certificateFile;
        const made = documentDbUri({ ...stack.runs.secrets.application(), ...cluster, database: stack.names.database, tlsCaFile });
        uri = made.replace(`@${cluster.host}:${cluster.port}/`, `@localhost:${fixture.server.port}/`);
    });

    async function using<T>(connectionString: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
        const client = new MongoClient(connectionString, { serverSelectionTimeoutMS: 2_000 });
        try {
            return await use(client);
        } finally {
            await client.close();
        }
    }

    const write = (client: MongoClient) => client.db().collection("conversations").insertOne({ title: "probe" });

    it("takes the connection string of the secret, and writes, changes and finds", async () => {
        await using(uri, async (client) => {
            const users = client.db().collection("users");
            await users.createIndexes([
                { key: { email: 1 }, unique: true },
                { key: { expiresAt: 1 }, expireAfterSeconds: 604_800 },
            ]);
            await users.insertOne({ email: "ada@example.com", balance: 1 });
            await assert.rejects(users.insertOne({ email: "ada@example.com" }), { code: 11_000 });
            const changed = await users.findOneAndUpdate(
                { email: "ada@example.com" },
                { $inc: { balance: 2 } },
                { returnDocument: "after" },
            );
            assert.equal(changed?.["balance"], 3);
            const lifetimes = (await users.indexes()).map(({ name, expireAfterSeconds }) => [name, expireAfterSeconds]);
            assert.deepEqual(lifetimes, [
                ["_id_", undefined],
                ["email_1", undefined],
                ["expiresAt_1", 604_800],
            ]);
        });
    });

    it("finds the primary of the replica set", async () => {
        await using(uri, async (client) => {
            const { setName, isWritablePrimary } = await client.db().command({ hello: 1 });
            assert.deepEqual(
                { setName: setName as unknown, isWritablePrimary: isWritablePrimary as unknown },
                { setName: "rs0", isWritablePrimary: true },
            );
        });
    });

    for (const { without, becomes, error } of [
        { without: "&retryWrites=false", becomes: "", error: { code: 301, message: "Retryable writes are not supported" } },
        { without: "&authMechanism=SCRAM-SHA-1", becomes: "", error: { message: "Unsupported mechanism [ -301 ]" } },
        { without: "&authSource=admin", becomes: "", error: { code: 18, message: "Authentication failed." } },
        { without: "replicaSet=rs0", becomes: "replicaSet=rs1", error: { name: "MongoServerSelectionError" } },
        { without: "tls=true&tlsCAFile=", becomes: "tls=true&appName=", error: { message: /^unable to verify the first certificate/ } },
    ]) {
        it(`needs ${without} in the connection string`, async () => {
            assert.ok(uri.includes(without));
            await assert.rejects(using(uri.replace(without, becomes), write), error);
        });
    }
});
