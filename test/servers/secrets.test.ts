import { strict as assert } from "node:assert";

import { APPLICATION_SECRET_ARN, Secrets } from "./secrets";

describe("Secrets", () => {
    const secrets = () => new Secrets({ username: "m", password: `ma/ster "1"` }, { username: "a", password: "it's old" });

    it("finds a password as it is, in a URL, in JSON and in SQL", () => {
        for (const text of [`x ma/ster "1" y`, "://m:ma%2Fster%20%221%22@", String.raw`{"p":"ma/ster \"1\""}`, "PASSWORD 'it''s old'"]) {
            assert.throws(() => {
                secrets().demandAbsentFrom(text);
            }, /^AssertionError.*was put out/s);
        }
    });

    it("finds a password that has been replaced", () => {
        const changed = secrets();
        changed.replace(APPLICATION_SECRET_ARN, { username: "a", password: "new" });
        assert.throws(() => {
            changed.demandAbsentFrom("it's old");
        }, /was put out/);
    });

    it("lets other texts pass", () => {
        secrets().demandAbsentFrom("user m of secret, old and new");
    });
});
