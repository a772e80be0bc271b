import { strict as assert } from "node:assert";

import { STEPS } from "../../../lambda/shared/rotation-event";
import { twinOf } from "../../../lambda/shared/twin";
import { failureOf } from "../database-runs";
import { APPLICATION_SECRET_ARN } from "../secrets";
import { PostgresFixture, SETTLED, type Stack } from "./fixture";
import { aroundStatements } from "./postgres-runs";
import { postgresState } from "./postgres-state";

/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = "28P01";

describe("rotation of the RAG API's password on PostgreSQL 18", function () {
    this.timeout(120_000);
    const fixture = PostgresFixture.inDescribe();

    /** As after an initialisation, but that the twin may act as the role. */
    const settledWithTwin = ({ role }: Stack["names"]) => ({ ...SETTLED, actors: [twinOf(role)] });

    async function prepared(): Promise<Stack> {
        const stack = fixture.newStack();
        await stack.runs.run();
        return stack;
    }

    it("gives the secret to the twin and back, and leaves the user of running tasks alone", async () => {
        const { runs, names } = await prepared();
        const logIn = (credentials: { username: string; password: string }) => fixture.asApplication(names.database, credentials, []);
        const first = runs.secrets.application();
        await runs.rotate();
        const second = runs.secrets.application();
        assert.equal(second.username, twinOf(names.role));
        assert.match(second.password, /^[A-Za-z0-9]{40}$/);
        assert.deepEqual([await logIn(first), await logIn(second)], [[], []]);
        await runs.rotate();
        const third = runs.secrets.application();
        assert.equal(third.username, names.role);
        assert.deepEqual([await logIn(first), await logIn(second), await logIn(third)], [[WRONG_PASSWORD], [], []]);
        assert.deepEqual(await postgresState(fixture.server, names), settledWithTwin(names));
    });

    it("lets both users change and drop what either has made, and do no more than that", async () => {
        const { runs, names } = await prepared();
        const first = runs.secrets.application();
        await runs.rotate();
        const second = runs.secrets.application();
        const as = (credentials: typeof first, statements: string[]) => fixture.asApplication(names.database, credentials, statements);
        assert.deepEqual(await as(first, ["CREATE TABLE one (embedding vector(3))"]), ["done"]);
        assert.deepEqual(await as(second, ["ALTER TABLE one ADD id integer", "INSERT INTO one (id) VALUES (1)"]), ["done", "done"]);
        assert.deepEqual(await as(second, ["CREATE TABLE two (id integer)", "DROP TABLE one"]), ["done", "done"]);
        assert.deepEqual(await as(first, ["CREATE INDEX ON two (id)", "DROP TABLE two"]), ["done", "done"]);
        const denied = "42501";
        assert.deepEqual(await as(second, ["CREATE ROLE friend", "CREATE DATABASE mine", "DROP EXTENSION vector"]), [
            denied,
            denied,
            denied,
        ]);
        assert.deepEqual(await postgresState(fixture.server, { ...names, role: second.username }), {
            ...SETTLED,
            memberships: 1,
            databaseRights: ["postgres=CTc/postgres", `${names.role}=c/postgres`],
            schemaRights: ["pg_database_owner=UC/pg_database_owner", `${names.role}=UC/pg_database_owner`].sort(),
        });
    });

    it("does each step again without harm, before and after the others", async () => {
        const { runs } = await prepared();
        const versionId = runs.secrets.begin(APPLICATION_SECRET_ARN);
        const outcomes: string[] = [];
        for (const step of STEPS) {
            for (let time = 0; time < 2; time++) outcomes.push((await runs.step(step, versionId)).outcome);
        }
        // A test always does something; what comes after the last step finds the version in use.
        assert.deepEqual(outcomes, ["done", "nothing to do", "done", "nothing to do", "done", "done", "done", "nothing to do"]);
        const { username, password } = runs.secrets.application();
        for (const step of STEPS) assert.equal((await runs.step(step, versionId)).outcome, "nothing to do");
        assert.deepEqual(runs.secrets.application(), { username, password });
    });

    it("reaches the same end when the server restarts before any statement of a step", async () => {
        const statements: string[] = [];
        const counted = await prepared();
        await counted.runs.rotate({
            around: aroundStatements((_index, send, sql) => {
                statements.push(sql);
                return send();
            }),
        });
        assert.equal(statements.length, 24);
        for (let boundary = 0; boundary < statements.length; boundary++) {
            const { runs, names } = await prepared();
            const before = runs.secrets.application();
            let deaths = 0;
            const around = aroundStatements(async (index, send) => {
                if (index === boundary) {
                    deaths += 1;
                    await fixture.server.crash();
                    await fixture.server.start();
                }
                return send();
            });
            await runs.rotate({ around });
            const after = runs.secrets.application();
            assert.deepEqual({ boundary, deaths, username: after.username }, { boundary, deaths: 1, username: twinOf(before.username) });
            for (const credentials of [before, after]) assert.deepEqual(await fixture.asApplication(names.database, credentials, []), []);
        }
    });

    it("is found as it has to be by the next deployment, whichever user is in the secret", async () => {
        const { runs, names, summary } = await prepared();
        await runs.rotate();
        const { username } = runs.secrets.application();
        assert.deepEqual(await runs.run({ action: "update" }), { action: "update", ...summary, role: username, passwordSet: false });
        assert.deepEqual(await postgresState(fixture.server, names), settledWithTwin(names));
    });

    it("makes both users anew on a server that was replaced by an empty one, and names the new server in the secret", async () => {
        const { runs, names } = await prepared();
        await runs.rotate();
        const withAddress = { ...runs.secrets.application(), host: "old.example", port: "5432", database: names.database };
        runs.secrets.set(APPLICATION_SECRET_ARN, JSON.stringify(withAddress));
        const superuser = (...statements: string[]) => fixture.server.asSuperuser("postgres", statements);
        await superuser(`DROP DATABASE ${names.database}`, `DROP ROLE ${twinOf(names.role)}`, `DROP ROLE ${names.role}`);
        await runs.run({ environment: { ROTATED_JOB: JSON.stringify(runs.event) } });
        assert.deepEqual(JSON.parse(runs.secrets.textOf(APPLICATION_SECRET_ARN)), {
            ...withAddress,
            host: "localhost",
            port: String(fixture.server.port),
        });
        assert.deepEqual(await fixture.asApplication(names.database, withAddress, ["CREATE TABLE one (id integer)"]), ["done"]);
        await runs.rotate();
        const { username } = runs.secrets.application();
        assert.equal(username, names.role);
        assert.deepEqual(await fixture.asApplication(names.database, runs.secrets.application(), ["DROP TABLE one"]), ["done"]);
    });

    it("fails the test when the twin would own what it makes", async () => {
        const { runs, names } = await prepared();
        const versionId = runs.secrets.begin(APPLICATION_SECRET_ARN);
        for (const step of ["createSecret", "setSecret"] as const) await runs.step(step, versionId);
        await fixture.server.asSuperuser("postgres", [`ALTER ROLE ${twinOf(names.role)} RESET role`]);
        assert.equal(
            await failureOf(runs.step("testSecret", versionId)),
            `role ${twinOf(names.role)} acts as ${twinOf(names.role)}; allowed: ${names.role}, which owns the tables. Run pulumi up.`,
        );
        assert.equal(runs.secrets.application().username, names.role);
    });

    it("fails the test, and changes nothing for tasks, when the password is not the server's", async () => {
        const { runs, names } = await prepared();
        const versionId = runs.secrets.begin(APPLICATION_SECRET_ARN);
        await runs.step("createSecret", versionId);
        assert.match(
            await failureOf(runs.step("testSecret", versionId)),
            /and 4 attempts\. Last seen: authentication \(password authentication failed for user "rag_api_\d+_clone"\)/,
        );
        assert.equal(runs.secrets.application().username, names.role);
    });

    it("lets no password out, neither in its own output nor in the server's log of all statements", () => {
        fixture.demandNoPasswordPutOut();
    });
});
