import { strict as assert } from "node:assert";

import { credentialsOf } from "../../../lambda/shared/credentials";

describe("credentialsOf", () => {
    it("reads user and password, and leaves other keys alone", () => {
        assert.deepEqual(credentialsOf("arn", '{"username":"u","password":"p","host":"h"}'), { username: "u", password: "p" });
    });

    for (const { text, missing } of [
        { text: "hunter2, no JSON", missing: "no username and no password" },
        { text: '"hunter2"', missing: "no username and no password" },
        { text: "null", missing: "no username and no password" },
        { text: '{"password":"hunter2"}', missing: "no username" },
        { text: '{"username":"hunter2","password":""}', missing: "no password" },
        { text: '{"username":"hunter2","password":7}', missing: "no password" },
    ]) {
        it(`fails without quoting ${text}`, () => {
            assert.throws(() => credentialsOf("arn:x", text), {
                message: `secret arn:x has ${missing}; allowed: a JSON object with username and password. Put such a value into the secret.`,
            });
        });
    }
});
