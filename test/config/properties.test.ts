import { strict as assert } from "node:assert";
import fc from "fast-check";
import { schema, settingNames } from "../../config/schema";
import { documentation } from "../../config/setting";
import { validateSettings, type RawValue } from "../../config/validate";

describe("any configuration", () => {
    const texts = fc.oneof(
        fc.string(),
        fc.json(),
        fc.integer().map(String),
        fc.constantFrom(
            "true",
            "false",
            "",
            "documentdb",
            "external",
            "production",
            "[]",
            "{}",
            "null",
            '{"__proto__":{"a":1}}',
            '[["a"]]',
        ),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())).map((entries) => JSON.stringify(entries)),
        fc.array(fc.oneof(fc.string(), fc.ipV4())).map((entries) => JSON.stringify(entries)),
    );
    const values: fc.Arbitrary<RawValue> = fc.record({ text: texts, secret: fc.boolean() }, { requiredKeys: ["text"] });
    const names = fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom<string>(...settingNames) },
        fc.string(),
        fc.constantFrom("__proto__", "constructor"),
    );
    const configurations = fc.array(fc.tuple(names, values), { maxLength: 8 }).map((entries) => new Map(entries));
    const regions = fc.option(fc.oneof(fc.constant("us-east-1"), fc.string()), { nil: undefined });

    it("ends in settings, or in problems that each say something", () => {
        fc.assert(
            fc.property(configurations, regions, (raw, region) => {
                const result = validateSettings(raw, { region });
                if ("problems" in result) {
                    assert.ok(result.problems.length > 0);
                    assert.ok(result.problems.every((problem) => problem.length > 20));
                } else {
                    assert.equal(result.settings.region, region);
                }
            }),
            { numRuns: 2000 },
        );
    });

    it("never shows a secret, right or wrong", () => {
        const secretNames = settingNames.filter((name) => documentation.get(schema.shape[name])?.secret === true);
        const marker = "hush6172";
        const secretTexts = fc.oneof(
            fc.string().map((text) => `${text}${marker}`),
            fc.constantFrom("OPENAI_API_KEY", "SERPER_API_KEY", "x").map((name) => JSON.stringify({ [name]: `${marker} ` })),
            fc.constant(JSON.stringify([marker])),
            fc.constant(`mongodb://user:${marker}@host/db`),
        );
        fc.assert(
            fc.property(fc.constantFrom(...secretNames), secretTexts, configurations, (name, text, others) => {
                const result = validateSettings(new Map([...others, [name, { text, secret: true }]]), { region: "us-east-1" });
                assert.ok(!JSON.stringify(result).includes(marker));
            }),
            { numRuns: 1000 },
        );
    });

    it("never shows what an operator chose to encrypt", () => {
        fc.assert(
            fc.property(fc.constantFrom(...settingNames.filter((name) => name !== "librechatYaml")), (name) => {
                const result = validateSettings(new Map([[name, { text: "!hush6172", secret: true }]]), { region: "us-east-1" });
                assert.ok("problems" in result && !JSON.stringify(result).includes("hush6172"), name);
            }),
        );
    });
});
