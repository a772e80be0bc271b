import { strict as assert } from "node:assert";

import { jobOf } from "../../../lambda/init-docdb/job";
import { planUser, rolesIn } from "../../../lambda/init-docdb/plan";

const job = { database: "LibreChat", user: "librechat" };
const exact = [{ role: "readWrite", db: "LibreChat" }];

describe("jobOf", () => {
    it("reads what the cluster has to hold, and leaves the rest of the event alone", () => {
        assert.deepEqual(jobOf({ ...job, masterSecretVersion: "v1", tf: {} }), job);
    });

    it("fails with everything that is missing or wrong", () => {
        assert.throws(() => jobOf({ database: "a b", user: "a@b" }), {
            message:
                'event.database = "a b"; allowed: a name of 1 to 63 characters without / \\ . " $ * < > : | ? and blanks. ' +
                'event.user = "a@b"; allowed: a name of 1 to 63 letters, digits, underscores and hyphens.',
        });
        assert.throws(() => jobOf({ database: "LibreChat" }), {
            message: "event.user = nothing; allowed: a name of 1 to 63 letters, digits, underscores and hyphens.",
        });
        assert.throws(() => jobOf({ ...job, database: "d".repeat(64) }), /event\.database/);
    });
});

describe("planUser", () => {
    for (const { name, state, command } of [
        {
            name: "no user",
            state: { roles: undefined, passwordWorks: false },
            command: { createUser: "librechat", pwd: "secret", roles: exact },
        },
        {
            name: "a user as it has to be",
            state: { roles: [{ db: "LibreChat", role: "readWrite" }], passwordWorks: true },
            command: undefined,
        },
        { name: "a changed password", state: { roles: exact, passwordWorks: false }, command: { updateUser: "librechat", pwd: "secret" } },
        {
            name: "one right too many",
            state: { roles: [...exact, { role: "readWrite", db: "other" }], passwordWorks: true },
            command: { updateUser: "librechat", roles: exact },
        },
        { name: "no rights", state: { roles: [], passwordWorks: true }, command: { updateUser: "librechat", roles: exact } },
        {
            name: "another right and another password",
            state: { roles: [{ role: "root", db: "admin" }], passwordWorks: false },
            command: { updateUser: "librechat", pwd: "secret", roles: exact },
        },
    ]) {
        it(`plans ${command === undefined ? "nothing" : Object.keys(command).join(", ")} for ${name}`, () => {
            assert.deepEqual(planUser(job, state, "secret"), command);
        });
    }
});

describe("rolesIn", () => {
    for (const { answer, roles } of [
        { answer: { users: [], ok: 1 }, roles: undefined },
        { answer: { ok: 1 }, roles: undefined },
        { answer: { users: [{ user: "librechat", db: "admin", roles: exact }] }, roles: exact },
        { answer: { users: [{ user: "librechat", db: "admin" }] }, roles: [] },
    ]) {
        it(`is ${JSON.stringify(roles)} for ${JSON.stringify(answer)}`, () => {
            assert.deepEqual(rolesIn(answer), roles);
        });
    }
});
