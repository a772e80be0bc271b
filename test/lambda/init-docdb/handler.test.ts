import { strict as assert } from "node:assert";

import { handle } from "../../../lambda/init-docdb/handler";
import { SecretStore } from "../../servers/secret-store";
import { APPLICATION_ARN, coded, ENVIRONMENT, FakeClock, MASTER_ARN, PASSWORDS, SECRETS } from "../shared/fakes";
import { FakeCluster } from "./fake-cluster";

const EVENT = { database: "LibreChat", user: "application", tf: { action: "create", prev_input: null } };
const exact = [{ role: "readWrite", db: "LibreChat" }];
const settled = { password: PASSWORDS.application, roles: exact };
const summary = { database: "LibreChat", user: "application", roles: ["readWrite on LibreChat"], serverVersion: "5.0.0" };

function setUp() {
    const cluster = new FakeCluster(PASSWORDS.master);
    const log: string[] = [];
    const clock = new FakeClock();
    const reads: string[] = [];
    const run = (event: object = {}, { environment = {}, secrets = SECRETS }: { environment?: object; secrets?: typeof SECRETS } = {}) =>
        handle(
            { ...EVENT, ...event },
            {
                clock,
                remainingMs: 240_000,
                log: (line) => log.push(line),
                environment: { ...ENVIRONMENT, DATABASE_PORT: "27017", ...environment },
                readSecret: (region) => (arn) => {
                    reads.push(`${region} ${arn}`);
                    return Promise.resolve(secrets[arn] ?? "");
                },
                secretVersions: () => new SecretStore(),
                connect: () => cluster.connect,
            },
        );
    return { cluster, log, clock, reads, run };
}

/** How many commands and logins a first run makes. */
async function steps(): Promise<number> {
    const { cluster, run } = setUp();
    let count = 0;
    cluster.disturb = () => {
        count++;
    };
    await run();
    return count;
}

describe("init-docdb", () => {
    it("makes the user with exactly its right, and logs in as it", async () => {
        const { cluster, log, reads, run } = setUp();
        assert.deepEqual(await run(), { action: "create", ...summary, done: ["createUser"] });
        assert.deepEqual(cluster.users.get("application"), settled);
        assert.deepEqual(cluster.executed, [
            "postgres admin: usersInfo",
            "postgres admin: createUser",
            "postgres admin: usersInfo",
            "application LibreChat: ping",
            "postgres admin: buildInfo",
            "application LibreChat: ping",
        ]);
        assert.deepEqual(log, ["createUser application: pwd, roles"]);
        assert.deepEqual(reads, [`eu-west-1 ${MASTER_ARN}`, `eu-west-1 ${APPLICATION_ARN}`]);
        assert.equal(cluster.open, 0);
    });

    it("does nothing the second time", async () => {
        const { run } = setUp();
        await run();
        assert.deepEqual(await run({ tf: { action: "update" } }), { action: "update", ...summary, done: [] });
    });

    it("changes only the password when that has changed, and only the rights when those have", async () => {
        const { cluster, log, run } = setUp();
        await run();
        log.length = 0;
        const secrets = { ...SECRETS, [APPLICATION_ARN]: JSON.stringify({ username: "application", password: "another" }) };
        assert.deepEqual(await run({}, { secrets }), { action: "create", ...summary, done: ["updateUser"] });
        assert.deepEqual(cluster.users.get("application"), { ...settled, password: "another" });

        cluster.users.set("application", { password: "another", roles: [...exact, { role: "root", db: "admin" }] });
        await run({}, { secrets });
        assert.deepEqual(cluster.users.get("application"), { ...settled, password: "another" });
        assert.deepEqual(log, ["updateUser application: pwd", "updateUser application: roles"]);
    });

    it("drops nothing on delete, and needs neither network nor environment for that", async () => {
        const { cluster, reads, run } = setUp();
        await run();
        const before = [cluster.executed.length, reads.length];
        assert.deepEqual(await run({ user: undefined, tf: { action: "delete" } }, { environment: { AWS_REGION: "" } }), {
            action: "delete",
            dropped: "nothing",
        });
        assert.deepEqual([cluster.executed.length, reads.length], before);
        assert.deepEqual(cluster.users.get("application"), settled);
    });

    it("reaches the same end after a crash at any command or login", async () => {
        const count = await steps();
        for (let fatal = 0; fatal < count; fatal++) {
            const { cluster, run } = setUp();
            let step = 0;
            cluster.disturb = () => {
                if (step++ === fatal) throw coded(1, "killed");
            };
            await assert.rejects(run(), /killed/);
            assert.equal(cluster.open, 0);
            await run();
            assert.deepEqual(cluster.users.get("application"), settled, `after a crash at step ${fatal} of ${count}`);
        }
    });

    it("goes on by itself when the cluster is absent at first, fails over, or cuts the connection", async () => {
        for (const error of [
            coded("ECONNREFUSED", "connect ECONNREFUSED"),
            coded(10107, "not primary"),
            coded("ECONNRESET", "read ECONNRESET"),
        ]) {
            for (const fatal of [0, 2, 5]) {
                const { cluster, run, clock } = setUp();
                let step = 0;
                cluster.disturb = () => {
                    if (step++ === fatal) throw error;
                };
                await run();
                assert.deepEqual(cluster.users.get("application"), settled);
                assert.equal(clock.waits.length, 1);
            }
        }
    });

    it("goes on when another run made the user meanwhile, whatever code tells it", async () => {
        for (const code of [51_003, 11_000]) {
            const { cluster, run } = setUp();
            cluster.disturb = (what) => {
                if (what !== "createUser") return;
                cluster.disturb = () => undefined;
                cluster.users.set("application", { password: "of the other run", roles: [] });
                throw coded(code, "User already exists");
            };
            assert.deepEqual(await run(), { action: "create", ...summary, done: ["updateUser"] });
            assert.deepEqual(cluster.users.get("application"), settled);
        }
    });

    it("goes on when the user was dropped meanwhile", async () => {
        const { cluster, run } = setUp();
        cluster.users.set("application", { password: "old", roles: exact });
        cluster.disturb = (what) => {
            if (what === "updateUser") cluster.users.delete("application");
        };
        assert.deepEqual(await run(), { action: "create", ...summary, done: ["createUser"] });
        assert.deepEqual(cluster.users.get("application"), settled);
    });

    it("gives up when the user never stays as it was set", async () => {
        const { cluster, run } = setUp();
        cluster.disturb = (what) => {
            if (what === "usersInfo") cluster.users.delete("application");
        };
        await assert.rejects(run(), {
            message: "user application was changed by someone else 5 times while it was set up. Run pulumi up again.",
        });
    });

    it("fails when the secret is that of another user than the event names", async () => {
        const { cluster, run } = setUp();
        await assert.rejects(run({ user: "other" }), {
            message:
                `secret ${APPLICATION_ARN} has username = "application"; allowed: "other", whom the event names, and "other_clone". ` +
                "Give the function the secret of that user.",
        });
        assert.deepEqual(cluster.executed, []);
    });

    it("fails at once on a wrong certificate, naming what to check", async () => {
        const { cluster, clock, run } = setUp();
        cluster.disturb = () => {
            throw coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain");
        };
        await assert.rejects(
            run(),
            /^InitialisationError: DocumentDB at db\.example:27017 was reached, but did not do the work in 0 s and 1 attempt\./,
        );
        assert.deepEqual(clock.waits, []);
    });

    it("fails on a wrong master password after four attempts, naming the secret", async () => {
        const { cluster, clock, run } = setUp();
        cluster.users.set("postgres", { password: "changed by hand", roles: [] });
        await assert.rejects(run(), {
            message:
                "DocumentDB at db.example:27017 was reached, but did not do the work in 3 s and 4 attempts. Last seen: authentication " +
                `(Authentication failed.). The server refused the user or the password in ${MASTER_ARN}: the secret has to hold those of the ` +
                "master user.",
        });
        assert.equal(clock.waits.length, 3);
    });

    it("lets no secret out, whatever fails and however it is quoted", async () => {
        const forms = Object.values(PASSWORDS).flatMap((password) => [password, encodeURIComponent(password)]);
        const count = await steps();
        for (let fatal = 0; fatal < count; fatal++) {
            const { cluster, log, run } = setUp();
            let step = 0;
            cluster.disturb = (what) => {
                if (step++ === fatal) throw coded(1, `failed at ${what} with ${forms.join(" and ")}`, { command: { pwd: forms[0] } });
            };
            const error: unknown = await run().then(
                () => assert.fail("it succeeded"),
                (reason: unknown) => reason,
            );
            const { stack = "", message, cause } = error as Error;
            const output = [stack, message, JSON.stringify(error), ...log].join("\n");
            for (const secret of forms) assert.equal(output.includes(secret), false, `${secret} at step ${fatal}`);
            assert.equal(cause, undefined);
        }
    });
});
