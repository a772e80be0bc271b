import { strict as assert } from "node:assert";

import { handle } from "../../../lambda/init-postgres/handler";
import { SecretStore } from "../../servers/secret-store";
import { APPLICATION_ARN, coded, ENVIRONMENT, FakeClock, MASTER_ARN, PASSWORDS, SECRETS } from "../shared/fakes";
import { FakeServer } from "./fake-server";

const EVENT = { database: "rag", role: "application", extension: "vector", extensionMinimumVersion: "0.5.0", tf: { action: "create" } };

function setUp() {
    const server = new FakeServer({ postgres: PASSWORDS.master, application: PASSWORDS.application });
    const log: string[] = [];
    const clock = new FakeClock();
    const reads: string[] = [];
    const run = (event: object = {}, environment: Record<string, string> = {}, secrets = SECRETS) =>
        handle(
            { ...EVENT, ...event },
            {
                clock,
                remainingMs: 240_000,
                log: (line) => log.push(line),
                environment: { ...ENVIRONMENT, MAINTENANCE_DATABASE: "postgres", ...environment },
                readSecret: (region) => (arn) => {
                    reads.push(`${region} ${arn}`);
                    return Promise.resolve(secrets[arn] ?? "");
                },
                secretVersions: () => new SecretStore(),
                connect: () => server.connect,
            },
        );
    return { server, log, clock, reads, run };
}

const summary = { database: "rag", role: "application", serverVersion: "16.8", extensionVersion: "0.8.0" };
const settled = {
    roles: [["application", true]],
    databases: [
        ["postgres", { owner: "rdsadmin", extension: undefined, grants: [] }],
        [
            "rag",
            {
                owner: "postgres",
                extension: "0.8.0",
                grants: ['GRANT CONNECT ON DATABASE "rag" TO "application"', 'GRANT USAGE, CREATE ON SCHEMA public TO "application"'],
            },
        ],
    ],
};

describe("init-postgres", () => {
    it("prepares an empty server, each statement in its database, the first of all under a lock", async () => {
        const { server, reads, run } = setUp();
        assert.deepEqual(await run(), { action: "create", ...summary, passwordSet: true });
        assert.deepEqual(server.state(), settled);
        assert.deepEqual(
            server.executed.map((statement) => statement.replace(/'SCRAM[^']+'/, "<verifier>").slice(0, 75)),
            [
                "postgres: SET lock_timeout = 10000",
                "postgres: SELECT pg_advisory_lock(hashtext('librechat'), hashtext($1))",
                'postgres: SELECT current_user AS "user", EXISTS (SELECT FROM pg_catalog.pg_',
                'postgres: CREATE ROLE "application"',
                'postgres: ALTER ROLE "application" LOGIN NOCREATEDB NOCREATEROLE',
                'postgres: ALTER ROLE "application" PASSWORD <verifier>',
                'postgres: CREATE DATABASE "rag"',
                "rag: BEGIN",
                'rag: REVOKE ALL ON DATABASE "rag" FROM PUBLIC, "application"',
                'rag: GRANT CONNECT ON DATABASE "rag" TO "application"',
                'rag: REVOKE ALL ON SCHEMA public FROM PUBLIC, "application"',
                'rag: GRANT USAGE, CREATE ON SCHEMA public TO "application"',
                "rag: COMMIT",
                'rag: SELECT installed_version AS "installed", default_version AS "available',
                'rag: CREATE EXTENSION IF NOT EXISTS "vector"',
                'rag: SELECT installed_version AS "installed", default_version AS "available',
                "postgres: SELECT current_setting('server_version') AS \"version\"",
                "rag: SELECT 1",
            ],
        );
        assert.deepEqual(reads, [`eu-west-1 ${MASTER_ARN}`, `eu-west-1 ${APPLICATION_ARN}`]);
        assert.equal(server.open, 0);
    });

    it("changes nothing the second time, and sets only the password when that has changed", async () => {
        const { server, run } = setUp();
        await run();
        assert.deepEqual(await run({ tf: { action: "update", prev_input: EVENT } }), { action: "update", ...summary, passwordSet: false });
        assert.deepEqual(server.state(), settled);

        const changed = { ...SECRETS, [APPLICATION_ARN]: JSON.stringify({ username: "application", password: "another" }) };
        server.executed.length = 0;
        server.disturb = (what) => {
            // From now on the server knows the new password, as it would.
            if (what.includes("PASSWORD")) server.passwords["application"] = "another";
        };
        assert.equal(((await run({}, {}, changed)) as { passwordSet: boolean }).passwordSet, true);
        assert.equal(server.executed.filter((statement) => statement.includes("PASSWORD")).length, 1);
    });

    it("drops nothing on delete, and needs neither network nor environment for that", async () => {
        const { server, reads, run } = setUp();
        await run();
        const before = [server.executed.length, reads.length];
        assert.deepEqual(await run({ database: undefined, tf: { action: "delete" } }, { AWS_REGION: "" }), {
            action: "delete",
            dropped: "nothing",
        });
        assert.deepEqual([server.executed.length, reads.length], before);
        assert.deepEqual(server.state(), settled);
    });

    it("reaches the same end after a crash at any statement or login", async () => {
        const { server: probe, run: probing } = setUp();
        let steps = 0;
        probe.disturb = () => {
            steps++;
        };
        await probing();
        for (let fatal = 0; fatal < steps; fatal++) {
            const { server, run } = setUp();
            let step = 0;
            server.disturb = () => {
                if (step++ === fatal) throw coded("XX000", "killed");
            };
            await assert.rejects(run(), /killed/);
            assert.equal(server.open, 0);
            await run();
            assert.deepEqual(server.state(), settled, `after a crash at step ${fatal} of ${steps}`);
        }
    });

    it("goes on by itself when the server is absent at first, or cuts the connection", async () => {
        for (const error of [
            coded("ECONNREFUSED", "connect ECONNREFUSED"),
            coded("57P01", "terminating connection"),
            coded("ECONNRESET", "read ECONNRESET"),
        ]) {
            for (const fatal of [0, 3, 9]) {
                const { server, run, clock } = setUp();
                let step = 0;
                server.disturb = () => {
                    if (step++ === fatal) throw error;
                };
                await run();
                assert.deepEqual(server.state(), settled);
                assert.equal(clock.waits.length, 1);
            }
        }
    });

    it("goes on when another run made the role or the database meanwhile", async () => {
        for (const [start, code] of [
            ["CREATE ROLE", "42710"],
            ["CREATE DATABASE", "42P04"],
            ["CREATE EXTENSION", "23505"],
        ] as const) {
            const { server, run } = setUp();
            server.disturb = (what) => {
                if (!what.startsWith(start)) return;
                server.disturb = () => undefined;
                // The other run's statement, then this one's refusal.
                void server
                    .connect({
                        database: start.endsWith("EXTENSION") ? "rag" : "postgres",
                        username: "postgres",
                        password: PASSWORDS.master,
                        timeoutMs: 1,
                        remainingMs: () => 1,
                    })
                    .then((session) => session.query(what).then(() => session.end()));
                throw coded(code, "already exists");
            };
            await run();
            assert.deepEqual(server.state(), settled);
        }
    });

    it("fails with the version when the server lacks the extension", async () => {
        const { server, run, clock } = setUp();
        server.available = undefined;
        await assert.rejects(run(), {
            name: "InitialisationError",
            message: /^extension vector: the server offers none, at least 0\.5\.0 is needed\./,
        });
        assert.deepEqual(clock.waits, []);
    });

    it("fails when the new password does not work in the end", async () => {
        const { server, run } = setUp();
        server.passwords["application"] = "something else";
        await assert.rejects(run(), {
            message:
                "role application cannot log in with the password of its secret, although that was just set (password authentication failed for user " +
                '"application"). Run pulumi up again. Where the host is an RDS Proxy, register the role\'s secret with it.',
        });
    });

    it("names the statement that the server refused", async () => {
        const { server, run } = setUp();
        server.disturb = (what) => {
            if (what.startsWith("CREATE EXTENSION")) throw coded("42501", 'permission denied to create extension "vector"');
        };
        await assert.rejects(run(), {
            message:
                "PostgreSQL at db.example:5432 was reached, but did not do the work in 3 s and 4 attempts. Last seen: permission (CREATE EXTENSION IF " +
                `NOT EXISTS "vector": permission denied to create extension "vector"). The user in ${MASTER_ARN} lacks a right: it has to be the master user.`,
        });
    });

    it("fails when the secret is that of another role than the event names", async () => {
        const { server, run } = setUp();
        await assert.rejects(run({ role: "other" }), {
            message:
                `secret ${APPLICATION_ARN} has username = "application"; allowed: "other", whom the event names, and "other_clone". ` +
                "Give the function the secret of that user.",
        });
        assert.deepEqual(server.executed, []);
    });

    it("fails with what is missing in event or environment", async () => {
        const { run } = setUp();
        await assert.rejects(run({ role: "" }), { message: 'event.role = ""; allowed: a name of 1 to 63 bytes without NUL.' });
        await assert.rejects(run({}, { MAINTENANCE_DATABASE: "" }), {
            message: 'environment.MAINTENANCE_DATABASE = ""; allowed: a text that is not empty.',
        });
    });

    it("lets no secret out, whatever fails and however it is quoted", async () => {
        const { server: probe, run: probing } = setUp();
        let steps = 0;
        probe.disturb = () => {
            steps++;
        };
        await probing();
        const forms = Object.values(PASSWORDS).flatMap((password) => [password, encodeURIComponent(password)]);
        for (let fatal = 0; fatal < steps; fatal++) {
            const { server, log, run } = setUp();
            let step = 0;
            server.disturb = (what) => {
                if (step++ === fatal) throw coded("XX000", `failed at ${what} with ${forms.join(" and ")}`, { password: forms[0] });
            };
            const error: unknown = await run().then(
                () => assert.fail("it succeeded"),
                (reason: unknown) => reason,
            );
            const { stack = "", message } = error as Error;
            const output = [stack, message, JSON.stringify(error), ...log].join("\n");
            for (const secret of [...forms, "SCRAM-SHA-256$"]) assert.equal(output.includes(secret), false, `${secret} at step ${fatal}`);
            assert.equal((error as Error).cause, undefined);
        }
    });
});
