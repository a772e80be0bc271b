import { strict as assert } from "node:assert";

import { CertificateAuthority } from "../../../simulator/databases/certificates";
import { APPLICATION_SECRET_ARN, MASTER_SECRET_ARN } from "../secrets";
import { MASTER } from "../../../simulator/databases/documentdb/documentdb-server";
import { DocumentDbFixture, settled } from "./fixture";

/** Code AuthenticationFailed. */
const REFUSED = 18;

describe("init-docdb on a stand-in for DocumentDB", function () {
    this.timeout(120_000);
    const fixture = DocumentDbFixture.inDescribe();

    it("makes the user on an empty server", async () => {
        const stack = fixture.newStack();
        assert.deepEqual(await stack.runs.run(), { action: "create", ...stack.summary, done: ["createUser"] });
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
        assert.equal(await fixture.logIn(stack.runs.secrets.application()), "logged in");
    });

    it("finds all as it has to be the second time", async () => {
        const stack = fixture.newStack();
        await stack.runs.run();
        assert.deepEqual(await stack.runs.run({ action: "update" }), { action: "update", ...stack.summary, done: [] });
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
    });

    it("gives the user another database when its name changes, and takes the old one away", async () => {
        const stack = fixture.newStack();
        await stack.runs.run();
        const database = `${stack.names.database}_next`;
        const { done } = (await stack.runs.run({ action: "update", event: { database } })) as { done: unknown };
        assert.deepEqual(done, ["updateUser"]);
        assert.deepEqual(await fixture.users(stack.names.user), settled({ ...stack, names: { ...stack.names, database } }));
    });

    it("takes back roles that were added by hand", async () => {
        const stack = fixture.newStack();
        await stack.runs.run();
        await fixture.as(MASTER, (client) => client.db("admin").command({ updateUser: stack.names.user, roles: ["root"] }));
        assert.deepEqual(await stack.runs.run(), { action: "create", ...stack.summary, done: ["updateUser"] });
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
    });

    it("changes the password: the new one works, the old one does not", async () => {
        const stack = fixture.newStack();
        await stack.runs.run();
        const old = stack.runs.secrets.application();
        const changed = { ...old, password: "another password" };
        assert.deepEqual([await fixture.logIn(old), await fixture.logIn(changed)], ["logged in", REFUSED]);
        stack.runs.secrets.replace(APPLICATION_SECRET_ARN, changed);
        assert.deepEqual(await stack.runs.run({ action: "update" }), { action: "update", ...stack.summary, done: ["updateUser"] });
        assert.deepEqual([await fixture.logIn(old), await fixture.logIn(changed)], [REFUSED, "logged in"]);
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
    });

    it("reaches the same end when it is called several times at once", async () => {
        const stack = fixture.newStack();
        const results = await Promise.all([stack.runs.run(), stack.runs.run(), stack.runs.run()]);
        for (const result of results) assert.deepEqual({ ...result, done: [] }, { action: "create", ...stack.summary, done: [] });
        assert.equal(results.filter((result) => "done" in result && result.done.includes("createUser")).length, 1);
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
        assert.equal(await fixture.logIn(stack.runs.secrets.application()), "logged in");
    });

    it("refuses a name with quotes, which DocumentDB does not take", async () => {
        const { runs } = fixture.newStack();
        assert.equal(
            await runs.failure({ event: { user: `o'd"d`, database: 'a"b' } }),
            String.raw`event.database = "a\"b"; allowed: a name of 1 to 63 characters without / \ . " $ * < > : | ? and blanks. ` +
                String.raw`event.user = "o'd\"d"; allowed: a name of 1 to 63 letters, digits, underscores and hyphens.`,
        );
    });

    it("does nothing on a delete", async () => {
        const stack = fixture.newStack();
        await stack.runs.run();
        const unreachable = { DATABASE_PORT: "1" };
        assert.deepEqual(await stack.runs.run({ action: "delete", environment: unreachable }), { action: "delete", dropped: "nothing" });
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
    });

    it("fails when the master user's password is wrong", async () => {
        const { runs } = fixture.newStack();
        runs.secrets.replace(MASTER_SECRET_ARN, { ...MASTER, password: "not the master's" });
        assert.equal(
            await runs.failure({}),
            `DocumentDB at localhost:${fixture.server.port} was reached, but did not do the work in some s and 4 attempts. Last seen: ` +
                `authentication (Authentication failed.). The server refused the user or the password in ${MASTER_SECRET_ARN}: the secret has ` +
                "to hold those of the master user.",
        );
    });

    it("fails at the first attempt when another authority signed the server's certificate", async () => {
        const { runs } = fixture.newStack();
        const other = await CertificateAuthority.create(fixture.folder, "other-authority");
        const startedAt = Date.now();
        assert.equal(
            await runs.failure({ environment: { DATABASE_CA_FILE: other.certificateFile } }),
            `DocumentDB at localhost:${fixture.server.port} was reached, but did not do the work in some s and 1 attempt. Last seen: TLS ` +
                "(unable to verify the first certificate). The server's certificate is not one of RDS in this region: use the database's own " +
                "endpoint as the host and the certificate authority rds-ca-rsa2048-g1, or set DATABASE_CA_FILE.",
        );
        // The driver would go on for the ten seconds of an attempt.
        assert.ok(Date.now() - startedAt < 5_000);
    });

    it("lets no password out", () => {
        fixture.demandNoPasswordPutOut();
    });
});
