import { strict as assert } from "node:assert";
import { packConfig } from "../../../policy-pack/rules/pack-config";
import { rules } from "../../../policy-pack/rules";
import { TYPES } from "../../../policy-pack/types";
import { judged } from "../graph";

const others = rules.filter(({ name }) => name !== "pack-config");

const judge = (configuration: Record<string, Record<string, unknown>>, type: string = TYPES.stack) =>
    judged(
        packConfig(others, () => configuration),
        type,
        "librechat-dev",
        {},
    );

describe("pack-config", () => {
    it("accepts no configuration, and one that is sound", async () => {
        assert.deepEqual(await judge({}), []);
        const exceptions = [{ resource: "files", reason: "public by design" }];
        const needing = [{ resource: "worker", reason: "has a proxy", need: "service:sqs" }];
        assert.deepEqual(
            await judge({
                all: {},
                "pack-config": {},
                "exceptions-in-force": {},
                "s3-bucket-require-public-access-block": { exceptions },
                "workload-require-reachability": { strict: true, needs: {}, exceptions: needing },
            }),
            [],
        );
    });

    it("refuses a rule that does not exist, naming the nearest", async () => {
        assert.deepEqual(await judge({ "s3-bucket-require-public-acces-block": {} }), [
            "s3-bucket-require-public-acces-block is not a rule of the pack; the nearest one is s3-bucket-require-public-access-block. Rename it, or " +
                "remove it.",
        ]);
    });

    it("refuses a setting that does not exist, naming the nearest", async () => {
        assert.deepEqual(await judge({ "stack-config": { exeptions: [] }, "exceptions-in-force": { exceptions: [] } }), [
            "stack-config.exeptions is not a setting; the nearest one is stack-config.exceptions. Rename it, or remove it.",
            "exceptions-in-force.exceptions is not a setting; the nearest one is exceptions-in-force.enforcementLevel. Rename it, or remove it.",
        ]);
    });

    it("refuses settings for all rules, where Pulumi takes a level alone", async () => {
        assert.deepEqual(await judge({ all: { exceptions: [] } }), [
            "all.exceptions is not a setting; all takes a level alone. Move it to a rule.",
        ]);
    });

    it("refuses malformed exceptions of every rule that takes them", async () => {
        const taking = others.filter(({ configSchema }) => configSchema?.properties["exceptions"] !== undefined).map(({ name }) => name);
        assert.equal(taking.length, others.length - 1);
        assert.deepEqual(
            await judge(Object.fromEntries(taking.map((name) => [name, { exceptions: [{ resource: "files" }] }]))),
            taking.map(
                (name) => `${name}.exceptions[0].reason = not set; allowed is a text. Say why the exception is right, or remove it.`,
            ),
        );
    });

    it("leaves other resources alone", async () => {
        assert.deepEqual(await judge({ nothing: {} }, TYPES.bucket), { notApplicable: "The rule is about the stack" });
    });
});
