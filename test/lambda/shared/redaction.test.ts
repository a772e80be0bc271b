import { strict as assert } from "node:assert";

import { Redaction } from "../../../lambda/shared/redaction";

describe("Redaction", () => {
    const redaction = new Redaction();
    redaction.add('p"a/ss', "p", "");

    for (const { form, text, redacted } of [
        { form: "as it is", text: 'login with p"a/ss failed', redacted: "login with [secret] failed" },
        { form: "in a URL", text: "mongodb://u:p%22a%2Fss@h", redacted: "mongodb://u:[secret]@h" },
        { form: "in JSON", text: '{"w":"p\\"a/ss"}', redacted: '{"w":"[secret]"}' },
        { form: "twice", text: 'p"a/ss p"a/ss', redacted: "[secret] [secret]" },
    ]) {
        it(`hides a secret ${form}`, () => {
            assert.equal(redaction.redact(text), redacted);
        });
    }

    it("leaves other texts alone", () => {
        assert.equal(new Redaction().redact("nothing to hide"), "nothing to hide");
    });
});
