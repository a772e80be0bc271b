import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";

import { systemClock } from "../../../lambda/shared/clock";
import { Relay } from "../relay";
import { PostgresFixture, SETTLED } from "./fixture";
import { aroundStatements, beforeStatement, insteadOfAnswer } from "./postgres-runs";
import { postgresState } from "./postgres-state";

/** All of a run on an empty server, by their first two words: the boundaries at which it can be interrupted. */
const STATEMENTS = [
    "SET lock_timeout",
    "SELECT pg_advisory_lock(hashtext('librechat'),",
    "SELECT current_user",
    "CREATE ROLE",
    "ALTER ROLE",
    "ALTER ROLE",
    "CREATE DATABASE",
    "BEGIN",
    "REVOKE ALL",
    "GRANT CONNECT",
    "REVOKE ALL",
    "GRANT USAGE,",
    "COMMIT",
    "SELECT installed_version",
    "CREATE EXTENSION",
    "SELECT installed_version",
    "SELECT current_setting('server_version')",
    "SELECT 1",
];

const CREATE_DATABASE = STATEMENTS.indexOf("CREATE DATABASE");
const COMMIT = STATEMENTS.indexOf("COMMIT");

/** Fifteen seconds for the run, after which it gives up. */
const SHORT_MS = 30_000;

describe("init-postgres on a PostgreSQL that comes and goes", function () {
    this.timeout(240_000);
    const fixture = PostgresFixture.inDescribe();

    it("makes these statements on an empty server", async () => {
        const { runs } = fixture.newStack();
        const statements: string[] = [];
        const around = aroundStatements((_index, send, sql) => {
            statements.push(sql.trim().split(/\s+/).slice(0, 2).join(" "));
            return send();
        });
        await runs.run({ around });
        assert.deepEqual(statements, STATEMENTS);
    });

    it("reaches the same end after the server died before any statement, and the run with it", async () => {
        for (let boundary = 0; boundary < STATEMENTS.length; boundary++) {
            const { runs, names, summary } = fixture.newStack();
            const around = beforeStatement(boundary, () => fixture.server.crash());
            const message = await runs.failure({ around, remainingMs: SHORT_MS });
            assert.match(
                message,
                /^PostgreSQL at localhost:\d+ was not reached in some s and \d+ attempts?\. Last seen: (refused|closed) \(/,
            );
            await fixture.server.start();
            const { passwordSet, ...rest } = (await runs.run()) as { passwordSet: boolean };
            assert.deepEqual({ boundary, ...rest }, { boundary, action: "create", ...summary });
            assert.equal(typeof passwordSet, "boolean");
            assert.deepEqual({ boundary, ...(await postgresState(fixture.server, names)) }, { boundary, ...SETTLED });
        }
    });

    it("reaches the same end within one run when the server restarts after any statement, before its answer", async () => {
        for (let boundary = 0; boundary < STATEMENTS.length; boundary++) {
            const { runs, names, summary } = fixture.newStack();
            const around = insteadOfAnswer(boundary, async () => {
                await fixture.server.crash();
                await fixture.server.start();
            });
            const { passwordSet, ...rest } = (await runs.run({ around })) as { passwordSet: boolean };
            assert.deepEqual({ boundary, ...rest }, { boundary, action: "create", ...summary });
            assert.equal(typeof passwordSet, "boolean");
            assert.deepEqual({ boundary, ...(await postgresState(fixture.server, names)) }, { boundary, ...SETTLED });
        }
    });

    it("waits for a server that starts 20 s later", async () => {
        const { runs, names, summary } = fixture.newStack();
        await fixture.server.stop();
        const run = runs.run({ clock: systemClock });
        await sleep(20_000);
        await fixture.server.start();
        assert.deepEqual(await run, { action: "create", ...summary, passwordSet: true });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
        assert.ok(runs.output.some((line) => /^PostgreSQL: refused \(.*\); next attempt in \d+ ms$/.test(line)));
    });

    it("gives up in time on a server that never comes, and says what to check", async () => {
        await fixture.server.stop();
        const { runs } = fixture.newStack();
        try {
            assert.match(
                await runs.failure({ remainingMs: 60_000 }),
                new RegExp(
                    `^PostgreSQL at localhost:${fixture.server.port} was not reached in some s and \\d+ attempts\\. Last seen: refused ` +
                        String.raw`\(.*ECONNREFUSED.*\)\. The way is open, but nothing listens on port \d+: the database is stopped or starting, ` +
                        String.raw`or has another port\.$`,
                ),
            );
        } finally {
            await fixture.server.start();
        }
    });

    it("ends in time when packets are lost from any statement on", async () => {
        for (const boundary of [0, CREATE_DATABASE, COMMIT]) {
            const relay = await Relay.start(fixture.server.port);
            const { runs } = fixture.newStack({}, relay);
            const startedAt = Date.now();
            const around = beforeStatement(boundary, () => {
                relay.cut();
            });
            const message = await runs.failure({ around, remainingMs: 18_000 });
            await relay.stop();
            assert.match(message, /^PostgreSQL at localhost:\d+ was not reached in some s and \d+ attempts?\. Last seen: timeout \(/);
            assert.ok(Date.now() - startedAt < 10_000);
        }
    });

    it("lets go of the application's role when the server dies while the database is taken over", async () => {
        for (const boundary of ["GRANT", "ALTER DATABASE", "REVOKE", "COMMIT"]) {
            const { runs, names } = fixture.newStack();
            await runs.run();
            await fixture.server.asSuperuser("postgres", [`ALTER DATABASE ${names.database} OWNER TO ${names.role}`]);
            let deaths = 0;
            const around = aroundStatements(async (_index, send, sql) => {
                if (sql.startsWith(boundary) && deaths === 0) {
                    deaths += 1;
                    await fixture.server.crash();
                    await fixture.server.start();
                }
                return send();
            });
            await runs.run({ around });
            assert.deepEqual({ boundary, deaths, ...(await postgresState(fixture.server, names)) }, { boundary, deaths: 1, ...SETTLED });
        }
    });

    it("fails on a replica, and says to use the primary", async () => {
        await fixture.server.stop();
        const replica = await fixture.server.replica();
        await Promise.all([fixture.server.start(), replica.start()]);
        try {
            const { runs, names } = fixture.newStack({}, replica);
            assert.equal(
                await runs.failure({}),
                `PostgreSQL at localhost:${replica.port} was reached, but did not do the work in some s and 8 attempts. Last seen: read-only ` +
                    `(CREATE ROLE "${names.role}": cannot execute CREATE ROLE in a read-only transaction). ` +
                    "The host is a replica, which cannot be " +
                    "written to: use the endpoint of the primary.",
            );
        } finally {
            await replica.stop();
        }
    });

    it("lets no password out, neither in its own output nor in the server's log of all statements", () => {
        fixture.demandNoPasswordPutOut();
    });
});
