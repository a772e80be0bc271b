import { strict as assert } from "node:assert";

import { Deadline } from "../../../lambda/shared/clock";
import { InputError } from "../../../lambda/shared/event";
import { retried } from "../../../lambda/shared/retry";
import { databaseTarget, InitialisationError, secretsManagerTarget, type Target } from "../../../lambda/shared/target";
import { coded, FakeClock } from "./fakes";

const database = databaseTarget("PostgreSQL", "db.example", 5432, "arn:master");

/** Runs against the failures, one per attempt; the last one repeats. After them, or with none, it succeeds. */
async function run(failures: readonly Error[], { target = database, budgetMs = 210_000, forever = false, attemptMs = 0 } = {}) {
    const clock = new FakeClock();
    const log: string[] = [];
    const limits: number[] = [];
    const attempt = (timeoutMs: number) => {
        limits.push(timeoutMs);
        clock.pass(Math.min(attemptMs, timeoutMs));
        const failure = failures[limits.length - 1] ?? (forever ? failures.at(-1) : undefined);
        return failure === undefined ? Promise.resolve("done") : Promise.reject(failure);
    };
    const outcome = retried(attempt, { target, clock, deadline: new Deadline(clock, budgetMs), log: (line) => log.push(line) });
    const settled = await outcome.then(
        (value) => ({ value, error: undefined }),
        (error: unknown) => ({ value: undefined, error }),
    );
    return { ...settled, log, limits, waits: clock.waits, elapsedMs: clock.now() };
}

const refused = coded("ECONNREFUSED", "connect ECONNREFUSED 10.0.0.5:5432");
const timeout = coded("ETIMEDOUT", "connect ETIMEDOUT 10.0.0.5:5432");

describe("retried", () => {
    it("gives what the first attempt gives", async () => {
        const { value, log, limits, waits } = await run([]);
        assert.deepEqual({ value, log, limits, waits }, { value: "done", log: [], limits: [10_000], waits: [] });
    });

    it("waits longer after each failure that time may heal, and says so", async () => {
        const { value, log, waits } = await run([refused, coded("57P03", "the database system is starting up")]);
        assert.deepEqual(
            { value, log, waits },
            {
                value: "done",
                waits: [375, 750],
                log: [
                    "PostgreSQL: refused (connect ECONNREFUSED 10.0.0.5:5432); next attempt in 375 ms",
                    "PostgreSQL: unavailable (the database system is starting up); next attempt in 750 ms",
                ],
            },
        );
    });

    it("gives up when its time is up, and not later", async () => {
        const { error, elapsedMs, limits } = await run([timeout], { forever: true, attemptMs: 10_000 });
        assert.equal(
            (error as Error).message,
            "PostgreSQL at db.example:5432 was not reached in 210 s and 15 attempts. Last seen: timeout (connect ETIMEDOUT 10.0.0.5:5432). No " +
                "answer came in time: packets are lost on the way, or the server is too busy to answer. The network has to let the function reach it: an egress rule for TCP 5432 in the function's security group, " +
                "an ingress rule for TCP 5432 from that group in the database's, subnets of the same VPC, and network ACLs that admit both ways.",
        );
        assert.equal(elapsedMs, 210_000);
        assert.equal(limits.length, 15);
    });

    it("gives each attempt no more time than is left", async () => {
        const { limits } = await run([timeout], { forever: true, budgetMs: 12_000, attemptMs: 10_000 });
        assert.deepEqual(limits, [10_000, 1_625]);
    });

    for (const { name, error, attempts } of [
        { name: "a wrong certificate", error: coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate"), attempts: 1 },
        { name: "a missing right", error: coded("42501", "permission denied"), attempts: 4 },
        { name: "an error of unknown kind", error: coded("42601", "syntax error"), attempts: 1 },
        { name: "a wrong password", error: coded("28P01", "password authentication failed"), attempts: 4 },
        { name: "a replica", error: coded("25006", "cannot execute in a read-only transaction"), attempts: 8 },
    ]) {
        it(`tries ${attempts} time(s) on ${name}`, async () => {
            const { limits, error: thrown } = await run([error], { forever: true });
            assert.equal(limits.length, attempts);
            assert.ok(thrown instanceof InitialisationError);
        });
    }

    for (const error of [new InitialisationError("no such extension"), new InputError("no such field")]) {
        it(`passes an ${error.name} on as it is`, async () => {
            const { error: thrown, limits } = await run([error]);
            assert.equal(thrown, error);
            assert.equal(limits.length, 1);
        });
    }
});

describe("the final message", () => {
    const last = async (target: Target, error: Error) =>
        ((await run([error], { target, budgetMs: 1, forever: true })).error as Error).message;

    for (const { error, message } of [
        {
            error: coded("ENOTFOUND", "getaddrinfo ENOTFOUND db.example"),
            message:
                "was not reached in 0 s and 1 attempt. Last seen: DNS (getaddrinfo ENOTFOUND db.example). The name is not resolved: the VPC needs " +
                "enableDnsSupport and enableDnsHostnames, and the database has to exist.",
        },
        {
            error: refused,
            message:
                "was not reached in 0 s and 1 attempt. Last seen: refused (connect ECONNREFUSED 10.0.0.5:5432). The way is open, but nothing " +
                "listens on port 5432: the database is stopped or starting, or has another port.",
        },
        {
            error: coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"),
            message:
                "was reached, but did not do the work in 0 s and 1 attempt. Last seen: TLS (self-signed certificate in certificate chain). The " +
                "server's certificate is not one of RDS in this region: use the database's own endpoint as the host and the certificate " +
                "authority rds-ca-rsa2048-g1, or set DATABASE_CA_FILE.",
        },
        {
            error: coded("28P01", "password authentication failed"),
            message:
                "was reached, but did not do the work in 0 s and 1 attempt. Last seen: authentication (password authentication failed). The " +
                "server refused the user or the password in arn:master: the secret has to hold those of the master user.",
        },
    ]) {
        it(`points to what to check after: ${error.message}`, async () => {
            assert.equal(await last(database, error), `PostgreSQL at db.example:5432 ${message}`);
        });
    }

    it("names the endpoint when Secrets Manager does not answer", async () => {
        const target = secretsManagerTarget("eu-west-1", "secretsmanager.eu-west-1.amazonaws.com", 443);
        assert.equal(
            await last(target, Object.assign(new Error("socket did not connect within 10000 ms"), { name: "TimeoutError" })),
            "Secrets Manager at secretsmanager.eu-west-1.amazonaws.com:443 was not reached in 0 s and 1 attempt. Last seen: timeout (socket did " +
                "not connect within 10000 ms). No packet came back. The function's subnets need a way to Secrets Manager: an interface endpoint " +
                "com.amazonaws.eu-west-1.secretsmanager in the VPC with private DNS and a security group that admits TCP 443 from the function's, " +
                "or a route to a NAT gateway; and an egress rule for TCP 443 in the function's security group.",
        );
    });

    it("names the right when Secrets Manager refuses", async () => {
        const target = secretsManagerTarget("eu-west-1", "secretsmanager.eu-west-1.amazonaws.com", 443);
        assert.match(
            await last(target, Object.assign(new Error("no"), { name: "AccessDeniedException" })),
            /did not do the work .* does not allow secretsmanager:GetSecretValue on this secret\.$/,
        );
    });
});
