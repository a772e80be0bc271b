import { strict as assert } from "node:assert";
import type { Document } from "mongodb";

import { MASTER } from "../../../simulator/databases/documentdb/documentdb-server";
import { DocumentDbFixture } from "./fixture";

describe("the stand-in for DocumentDB", function () {
    this.timeout(60_000);
    const fixture = DocumentDbFixture.inDescribe();

    const admin = (...commands: readonly Document[]) =>
        fixture.as(MASTER, async (client) => {
            let answer: Document = {};
            for (const command of commands) answer = await client.db("admin").command(command);
            return answer;
        });

    it("keeps a user's roles, named with and without their database, until the user is dropped", async () => {
        const roles = ["readAnyDatabase", { role: "readWrite", db: "LibreChat" }];
        await admin({ createUser: "keeper", pwd: "a password", roles });
        const kept = [
            { role: "readAnyDatabase", db: "admin" },
            { role: "readWrite", db: "LibreChat" },
        ];
        assert.deepEqual(await fixture.users("keeper"), [{ user: "keeper", db: "admin", roles: kept }]);
        await admin({ dropUser: "keeper" }, { createUser: "keeper", pwd: "a password", roles: [] });
        assert.deepEqual(await fixture.users("keeper"), [{ user: "keeper", db: "admin", roles: [] }]);
    });

    it("changes roles alone, password alone, and both", async () => {
        await admin({ createUser: "changer", pwd: "one", roles: [] }, { updateUser: "changer", roles: ["read"] });
        assert.deepEqual((await fixture.users("changer"))[0]?.roles, [{ role: "read", db: "admin" }]);
        await admin({ updateUser: "changer", pwd: "two" });
        assert.deepEqual((await fixture.users("changer"))[0]?.roles, [{ role: "read", db: "admin" }]);
        await admin({ updateUser: "changer", pwd: "three", roles: ["readWrite"] });
        assert.deepEqual((await fixture.users("changer"))[0]?.roles, [{ role: "readWrite", db: "admin" }]);
        const logIns = ["one", "two", "three"].map((password) => fixture.logIn({ username: "changer", password }));
        assert.deepEqual(await Promise.all(logIns), [18, 18, "logged in"]);
    });

    it("keeps no roles of a command that the server refuses", async () => {
        await admin({ createUser: "first", pwd: "a password", roles: ["read"] });
        await assert.rejects(admin({ createUser: "first", pwd: "a password", roles: ["root"] }), { code: 51_003 });
        assert.deepEqual((await fixture.users("first"))[0]?.roles, [{ role: "read", db: "admin" }]);
    });

    it("knows no user that nobody made", async () => {
        await assert.rejects(admin({ updateUser: "nobody", roles: ["read"] }), { code: 11, message: "User nobody not found" });
        await assert.rejects(admin({ updateUser: "nobody", pwd: "a password" }), { code: 11 });
        assert.deepEqual(await fixture.users("nobody"), []);
    });

    it("shows the lifetime of an index only where it was set", async () => {
        const indexes = await fixture.as(MASTER, async (client) => {
            const collection = client.db("lifetimes").collection("tokens");
            await collection.createIndexes([{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }, { key: { user: 1 } }]);
            return collection.indexes();
        });
        assert.deepEqual(
            indexes.map(({ name, expireAfterSeconds }) => [name, expireAfterSeconds]),
            [
                ["_id_", undefined],
                ["expiresAt_1", 0],
                ["user_1", undefined],
            ],
        );
    });

    it("passes values of every type through unchanged", async () => {
        const { users } = await admin({ usersInfo: MASTER.username });
        assert.equal((users as Document[]).length, 1);
        await fixture.as(MASTER, async (client) => {
            const collection = client.db("values").collection<{ _id: number } & Document>("all");
            const document = {
                _id: 1,
                text: "ä",
                number: 1.5,
                date: new Date(0),
                bytes: Buffer.from([0, 255]),
                nothing: null,
                list: [{ a: true }],
            };
            await collection.insertOne(document);
            const { bytes, ...found } = (await collection.findOne({})) as Document;
            assert.deepEqual({ ...found, bytes: Buffer.from((bytes as { buffer: Uint8Array }).buffer) }, document);
        });
    });

    it("refuses writes while it is a secondary, and takes them again as the primary", async () => {
        await fixture.as(MASTER, async (client) => {
            const collection = client.db("failover").collection("all");
            await collection.insertOne({});
            fixture.server.emulation.isPrimary = false;
            try {
                await assert.rejects(collection.insertOne({}), { code: 10_107, message: "not primary" });
            } finally {
                fixture.server.emulation.isPrimary = true;
            }
            await collection.insertOne({});
            assert.equal(await collection.countDocuments(), 2);
        });
    });
});
