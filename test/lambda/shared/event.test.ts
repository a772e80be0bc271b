import { strict as assert } from "node:assert";

import { actionOf, textsOf } from "../../../lambda/shared/event";

describe("actionOf", () => {
    for (const { event, action } of [
        { event: { database: "rag", tf: { action: "create", prev_input: null } }, action: "create" },
        { event: { database: "rag", tf: { action: "update", prev_input: { database: "old" } } }, action: "update" },
        { event: { database: "rag", tf: { action: "delete", prev_input: { database: "rag" } } }, action: "delete" },
        { event: { database: "rag" }, action: "create" },
    ]) {
        it(`is ${action} for ${JSON.stringify(event)}`, () => {
            assert.equal(actionOf(event), action);
        });
    }

    it("fails for another action", () => {
        assert.throws(() => actionOf({ tf: { action: "drop" } }), {
            message: 'tf.action = "drop"; allowed: create, update, delete. Invoke the function by aws.lambda.Invocation.',
        });
    });

    for (const event of [null, "text", [1], 4]) {
        it(`fails when the event is ${JSON.stringify(event)}`, () => {
            assert.throws(() => actionOf(event), {
                message: `event = ${JSON.stringify(event)}; allowed: a JSON object. Invoke the function by aws.lambda.Invocation.`,
            });
        });
    }
});

describe("textsOf", () => {
    const rules = {
        one: { allowed: "a digit", accepts: (text: string) => /^\d$/.test(text) },
        two: { allowed: "any", accepts: () => true },
    };

    it("gives the named fields and no others", () => {
        assert.deepEqual(textsOf({ name: "event", fields: { one: "1", two: "", three: "x" } }, rules), { one: "1", two: "" });
    });

    it("fails with every problem at once", () => {
        assert.throws(() => textsOf({ name: "event", fields: { one: "11", two: 2 } }, rules), {
            name: "InputError",
            message: 'event.one = "11"; allowed: a digit. event.two = 2; allowed: any.',
        });
        assert.throws(() => textsOf({ name: "environment", fields: { two: "" } }, rules), {
            message: "environment.one = nothing; allowed: a digit.",
        });
    });
});
