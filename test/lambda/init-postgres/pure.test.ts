import { strict as assert } from "node:assert";

import * as fc from "fast-check";

import { jobOf } from "../../../lambda/init-postgres/job";
import { compareVersions, planExtension, planGrants, planServer, type ServerState } from "../../../lambda/init-postgres/plan";
import { quoteIdentifier, quoteLiteral } from "../../../lambda/init-postgres/quoting";
import { scramVerifier } from "../../../lambda/init-postgres/scram-verifier";

const job = { database: 'my "rag"', role: "rag_api", extension: "vector", extensionMinimumVersion: "0.5.0" };
const sqlOf = (statements: readonly { sql: string }[]) => statements.map(({ sql }) => sql);

describe("jobOf", () => {
    it("reads what the server has to hold, and leaves the rest of the event alone", () => {
        assert.deepEqual(jobOf({ ...job, masterSecretVersion: "v1", tf: { action: "create" } }), job);
    });

    it("accepts a name of 63 bytes, not of 64", () => {
        assert.equal(jobOf({ ...job, role: `${"ä".repeat(31)}a` }).role.length, 32);
        assert.throws(() => jobOf({ ...job, role: "ä".repeat(32) }), {
            message: `event.role = "${"ä".repeat(32)}"; allowed: a name of 1 to 63 bytes without NUL.`,
        });
    });

    it("fails with everything that is missing or wrong", () => {
        assert.throws(() => jobOf({ database: "", role: "a\0b", extensionMinimumVersion: "new" }), {
            message:
                'event.database = ""; allowed: a name of 1 to 63 bytes without NUL. event.role = "a\\u0000b"; allowed: a name of 1 to 63 bytes ' +
                "without NUL. event.extension = nothing; allowed: a name of 1 to 63 bytes without NUL. event.extensionMinimumVersion = " +
                '"new"; allowed: numbers with dots, such as 0.5.0.',
        });
    });
});

describe("planServer", () => {
    const create = `CREATE ROLE "rag_api"`;
    const attributes = `ALTER ROLE "rag_api" LOGIN NOCREATEDB NOCREATEROLE`;
    const password = `ALTER ROLE "rag_api" PASSWORD 'verifier'`;
    const database = `CREATE DATABASE "my ""rag"""`;
    const settled: ServerState = {
        currentUser: "postgres",
        roleExists: true,
        loginExists: true,
        passwordWorks: true,
        databaseOwner: "postgres",
    };

    for (const { name, state, expected } of [
        {
            name: "an empty server",
            state: { ...settled, roleExists: false, passwordWorks: false, databaseOwner: undefined },
            expected: [create, attributes, password, database],
        },
        {
            name: "a run that ended after CREATE ROLE",
            state: { ...settled, passwordWorks: false, databaseOwner: undefined },
            expected: [attributes, password, database],
        },
        {
            name: "a run that ended before CREATE DATABASE",
            state: { ...settled, databaseOwner: undefined },
            expected: [attributes, database],
        },
        { name: "a changed password", state: { ...settled, passwordWorks: false }, expected: [attributes, password] },
        { name: "a server as it has to be", state: settled, expected: [attributes] },
        {
            name: "a database of the application's role",
            state: { ...settled, databaseOwner: "rag_api" },
            expected: [
                attributes,
                "BEGIN",
                `GRANT "rag_api" TO CURRENT_USER`,
                `ALTER DATABASE "my ""rag""" OWNER TO CURRENT_USER`,
                `REVOKE "rag_api" FROM CURRENT_USER`,
                "COMMIT",
            ],
        },
    ]) {
        it(`plans for ${name}`, () => {
            assert.deepEqual(sqlOf(planServer(job, state, { login: "rag_api", verifier: "verifier" })), expected);
        });
    }

    it("tolerates that another run was faster, and nothing else", () => {
        const plan = planServer(
            job,
            { ...settled, roleExists: false, databaseOwner: undefined },
            { login: "rag_api", verifier: "verifier" },
        );
        assert.deepEqual(
            plan.map(({ tolerated }) => tolerated),
            [["42710", "23505"], [], ["42P04", "23505"]],
        );
    });
});

describe("planGrants", () => {
    it("gives the role exactly what it needs, in one transaction", () => {
        assert.deepEqual(sqlOf(planGrants(job)), [
            "BEGIN",
            'REVOKE ALL ON DATABASE "my ""rag""" FROM PUBLIC, "rag_api"',
            'GRANT CONNECT ON DATABASE "my ""rag""" TO "rag_api"',
            'REVOKE ALL ON SCHEMA public FROM PUBLIC, "rag_api"',
            'GRANT USAGE, CREATE ON SCHEMA public TO "rag_api"',
            "COMMIT",
        ]);
    });
});

describe("planExtension", () => {
    for (const { installed, available, expected } of [
        { installed: undefined, available: "0.8.0", expected: ['CREATE EXTENSION IF NOT EXISTS "vector"'] },
        { installed: undefined, available: "0.5.0", expected: ['CREATE EXTENSION IF NOT EXISTS "vector"'] },
        { installed: "0.4.4", available: "0.8.0", expected: ['ALTER EXTENSION "vector" UPDATE'] },
        { installed: "0.5.0", available: "0.8.0", expected: [] },
        { installed: "0.10.0", available: undefined, expected: [] },
    ]) {
        it(`plans ${expected.length === 0 ? "nothing" : expected.join()} when ${installed ?? "none"} is installed and ${available ?? "none"} offered`, () => {
            assert.deepEqual(sqlOf(planExtension(job, { installed, available })), expected);
        });
    }

    for (const { installed, available, offered } of [
        { installed: undefined, available: undefined, offered: "none" },
        { installed: undefined, available: "0.4.4", offered: "0.4.4" },
        { installed: "0.4.1", available: "0.4.4", offered: "0.4.4" },
    ]) {
        it(`fails when ${installed ?? "none"} is installed and ${offered} offered`, () => {
            assert.throws(() => planExtension(job, { installed, available }), {
                name: "InitialisationError",
                message:
                    `extension vector: the server offers ${offered}, at least 0.5.0 is needed. Upgrade PostgreSQL to a version whose list of ` +
                    "extensions has it: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html",
            });
        });
    }
});

describe("compareVersions", () => {
    it("compares number by number", () => {
        const numbers = fc.tuple(fc.nat(200), fc.nat(200), fc.nat(200));
        fc.assert(
            fc.property(numbers, numbers, (one, other) => {
                const difference = one.map((part, i) => part - (other[i] ?? 0)).find((part) => part !== 0) ?? 0;
                assert.equal(Math.sign(compareVersions(one.join("."), other.join("."))), Math.sign(difference));
            }),
        );
    });
});

describe("quoting", () => {
    it("quotes identifiers and texts", () => {
        assert.equal(quoteIdentifier('odd"name'), '"odd""name"');
        assert.equal(quoteLiteral("it's"), "'it''s'");
        assert.equal(quoteLiteral("back\\slash'"), " E'back\\\\slash'''");
    });

    it("never lets a name end its quotes early", () => {
        fc.assert(
            fc.property(fc.string(), (name) => {
                const inside = quoteIdentifier(name).slice(1, -1);
                assert.equal(inside.replaceAll('""', "").includes('"'), false);
                assert.equal(inside.replaceAll('""', '"'), name);
            }),
        );
    });
});

describe("scramVerifier", () => {
    /** The exchange of RFC 7677, section 3: its password, salt and iterations, and the keys that prove its signatures. */
    it("gives the keys of RFC 7677's example", () => {
        assert.equal(
            scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64")),
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
        );
    });

    it("salts each verifier", () => {
        assert.notEqual(scramVerifier("pencil"), scramVerifier("pencil"));
    });

    it("fails for other characters than printable ASCII, without quoting them", () => {
        for (const password of ["pencïl", "tab\t", ""]) {
            assert.throws(() => scramVerifier(password), {
                message: "the application's password has other characters than printable ASCII; put another one into its secret.",
            });
        }
    });
});
