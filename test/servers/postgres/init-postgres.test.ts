import { strict as assert } from "node:assert";

import type { Credentials } from "../../../lambda/shared/credentials";
import { CertificateAuthority } from "../../../simulator/databases/certificates";
import { APPLICATION_SECRET_ARN, MASTER_SECRET_ARN } from "../secrets";
import { PostgresFixture, SETTLED } from "./fixture";
import { MASTER } from "../../../simulator/databases/postgres/postgres-server";
import { postgresState } from "./postgres-state";

/** SQLSTATE insufficient_privilege. */
const NO_RIGHT = "42501";

describe("init-postgres on PostgreSQL 18", function () {
    this.timeout(120_000);
    const fixture = PostgresFixture.inDescribe();

    it("prepares an empty server", async () => {
        const { runs, names, summary } = fixture.newStack();
        assert.deepEqual(await runs.run(), { action: "create", ...summary, passwordSet: true });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
    });

    it("finds all as it has to be the second time", async () => {
        const { runs, names, summary } = fixture.newStack();
        await runs.run();
        runs.output.length = 0;
        assert.deepEqual(await runs.run({ action: "update" }), { action: "update", ...summary, passwordSet: false });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
        assert.deepEqual(
            runs.output.filter((line) => /^CREATE|PASSWORD/.test(line)),
            [],
        );
    });

    it("makes another database when the name changes, and leaves the old one", async () => {
        const { runs, names } = fixture.newStack();
        await runs.run();
        await fixture.server.asSuperuser(names.database, ["CREATE TABLE kept (id integer)"]);
        const event = { database: `${names.database}_next` };
        await runs.run({ action: "update", event });
        assert.deepEqual(await postgresState(fixture.server, { ...names, ...event }), SETTLED);
        assert.deepEqual(await fixture.server.asSuperuser(names.database, ["SELECT count(*) FROM kept"]), [{ count: "0" }]);
    });

    it("takes back rights that were added by hand", async () => {
        const { runs, names } = fixture.newStack();
        await runs.run();
        const role = `"${names.role}"`;
        await fixture.server.asSuperuser(names.database, [
            `ALTER ROLE ${role} NOLOGIN CREATEDB CREATEROLE`,
            `GRANT ALL ON DATABASE "${names.database}" TO PUBLIC`,
            "GRANT ALL ON SCHEMA public TO PUBLIC",
        ]);
        await runs.run({ action: "update" });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
    });

    it("takes a database over that belongs to the application, and lets go of its role again", async () => {
        const { runs, names } = fixture.newStack();
        await runs.run();
        await fixture.server.asSuperuser("postgres", [`ALTER DATABASE ${names.database} OWNER TO ${names.role}`]);
        await runs.run({ action: "update" });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
    });

    it("changes the password: the new one works, the old one does not", async () => {
        const { runs, names } = fixture.newStack();
        const logIn = (credentials: Credentials) => fixture.asApplication(names.database, credentials, ["SELECT 1"]);
        await runs.run();
        const old = runs.secrets.application();
        const changed = { ...old, password: "another password" };
        assert.deepEqual(await logIn(old), ["done"]);
        runs.secrets.replace(APPLICATION_SECRET_ARN, changed);
        const result = await runs.run({ action: "update" });
        assert.equal(result.action === "update" && result.passwordSet, true);
        assert.deepEqual([await logIn(old), await logIn(changed)], [["28P01"], ["done"]]);
    });

    it("lets the application make tables with vectors, and do nothing else", async () => {
        const stack = fixture.newStack();
        const other = fixture.newStack();
        await stack.runs.run();
        await other.runs.run();
        const credentials = stack.runs.secrets.application();
        const expected = {
            "CREATE TABLE chunks (embedding vector(3))": "done",
            "CREATE INDEX ON chunks USING hnsw (embedding vector_cosine_ops)": "done",
            "CREATE ROLE friend": NO_RIGHT,
            "CREATE DATABASE mine": NO_RIGHT,
            "CREATE SCHEMA mine": NO_RIGHT,
            "DROP EXTENSION vector": NO_RIGHT,
            [`DROP DATABASE ${other.names.database}`]: NO_RIGHT,
        };
        assert.deepEqual(await fixture.asApplication(stack.names.database, credentials, Object.keys(expected)), Object.values(expected));
        assert.deepEqual(await fixture.asApplication(other.names.database, credentials, []), [NO_RIGHT]);
    });

    it("takes names with quotes, blanks and statements in them", async () => {
        const { runs, names, summary } = fixture.newStack({ database: `d"b'; DROP TABLE x; --`, role: String.raw`r"o'l\e $1` });
        assert.deepEqual(await runs.run(), { action: "create", ...summary, passwordSet: true });
        assert.deepEqual(await runs.run(), { action: "create", ...summary, passwordSet: false });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
    });

    it("does the work once when it is called several times at once", async () => {
        const { runs, names, summary } = fixture.newStack();
        const results = await Promise.all([runs.run(), runs.run(), runs.run()]);
        assert.deepEqual(
            results.map((result) => ({ ...result, passwordSet: undefined })),
            results.map(() => ({ action: "create", ...summary, passwordSet: undefined })),
        );
        assert.equal(runs.output.filter((line) => line.startsWith("CREATE DATABASE")).length, 1);
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
    });

    it("does nothing on a delete", async () => {
        const { runs, names } = fixture.newStack();
        await runs.run();
        assert.deepEqual(await runs.run({ action: "delete", environment: { DATABASE_PORT: "1" } }), {
            action: "delete",
            dropped: "nothing",
        });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
    });

    it("fails when the master user's password is wrong", async () => {
        const { runs } = fixture.newStack();
        runs.secrets.replace(MASTER_SECRET_ARN, { ...MASTER, password: "not the master's" });
        assert.equal(
            await runs.failure({}),
            `PostgreSQL at localhost:${fixture.server.port} was reached, but did not do the work in some s and 4 attempts. Last seen: authentication ` +
                `(password authentication failed for user "postgres"). The server refused the user or the password in ${MASTER_SECRET_ARN}: ` +
                "the secret has to hold those of the master user.",
        );
    });

    it("fails at once when another authority signed the server's certificate", async () => {
        const { runs } = fixture.newStack();
        const other = await CertificateAuthority.create(fixture.folder, "other-authority");
        assert.equal(
            await runs.failure({ environment: { DATABASE_CA_FILE: other.certificateFile } }),
            `PostgreSQL at localhost:${fixture.server.port} was reached, but did not do the work in some s and 1 attempt. Last seen: TLS ` +
                "(unable to verify the first certificate). The server's certificate is not one of RDS in this region: use the database's own " +
                "endpoint as the host and the certificate authority rds-ca-rsa2048-g1, or set DATABASE_CA_FILE.",
        );
    });

    it("fails at once when the certificate is for another host", async () => {
        const { runs } = fixture.newStack();
        assert.equal(
            await runs.failure({ environment: { DATABASE_HOST: "127.0.0.1" } }),
            `PostgreSQL at 127.0.0.1:${fixture.server.port} was reached, but did not do the work in some s and 1 attempt. Last seen: TLS ` +
                "(Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: ). The server's certificate is not " +
                "one of RDS in this region: use the database's own endpoint as the host and the certificate authority rds-ca-rsa2048-g1, or set " +
                "DATABASE_CA_FILE.",
        );
    });

    it("fails when the server does not have the extension", async () => {
        const { runs } = fixture.newStack();
        await fixture.server.stop();
        await fixture.server.start({ withVector: false });
        try {
            assert.equal(
                await runs.failure({}),
                "extension vector: the server offers none, at least 0.5.0 is needed. Upgrade PostgreSQL to a version whose list of extensions " +
                    "has it: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html",
            );
        } finally {
            await fixture.server.stop();
            await fixture.server.start();
        }
    });

    it("fails when the server's version of the extension is too old", async () => {
        const { runs } = fixture.newStack();
        assert.equal(
            await runs.failure({ event: { extensionMinimumVersion: "0.10.0" } }),
            "extension vector: the server offers 0.8.5, at least 0.10.0 is needed. Upgrade PostgreSQL to a version whose list of extensions " +
                "has it: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html",
        );
    });

    it("lets no password out, neither in its own output nor in the server's log of all statements", () => {
        fixture.demandNoPasswordPutOut();
    });
});
