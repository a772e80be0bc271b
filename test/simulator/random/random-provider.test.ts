import { strict as assert } from "node:assert";
import fc from "fast-check";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";
import { RandomProvider } from "../../../simulator/random/random-provider";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const STRING = "random:index/randomString:RandomString";
const ID = "random:index/randomId:RandomId";
const BYTES = "random:index/randomBytes:RandomBytes";
const PET = "random:index/randomPet:RandomPet";
const INTEGER = "random:index/randomInteger:RandomInteger";
const UUID = "random:index/randomUuid:RandomUuid";

describe("RandomProvider", () => {
    const provider = new RandomProvider();
    const reference = (type: string) => ({ urn: `urn:pulumi:dev::project::${type}::name`, type, name: "name" });
    const check = (type: string, news: Properties) =>
        provider.check({ ...reference(type), olds: undefined, news, randomSeed: new Uint8Array() }).failures;
    const create = (type: string, inputs: Properties) => provider.create({ ...reference(type), inputs, preview: false });
    const result = (type: string, inputs: Properties) => create(type, inputs).outputs.result as string;
    const diff = (type: string, oldInputs: Properties, news: Properties, ignoreChanges: string[] = []) =>
        provider.diff({ ...reference(type), id: "x", oldInputs, oldOutputs: {}, news, ignoreChanges });

    describe("create", () => {
        it("gives a password with its hash, and an id that does not tell it", () => {
            const { id, outputs } = create(PASSWORD, { length: 20 });
            assert.equal(id, "none");
            assert.match(outputs.result as string, /^[A-Za-z0-9!@#$%&*()\-_=+[\]{}<>:?]{20}$/);
            assert.match(outputs.bcryptHash as string, /^\$2a\$10\$/);
            assert.equal(Object.keys(outputs).length, 12, "ten inputs with defaults or values, two results");
        });

        it("honours every rule for text", () => {
            const rules = fc.record({
                kinds: fc.subarray(["upper", "lower", "numeric", "special"] as const, { minLength: 1 }),
                minimums: fc.record({ minUpper: few(), minLower: few(), minNumeric: few(), minSpecial: few() }),
                more: fc.integer({ min: 0, max: 20 }),
            });
            fc.assert(
                fc.property(rules, ({ kinds, minimums, more }) => {
                    const length = Math.max(1, Object.values(minimums).reduce((sum, each) => sum + each) + more);
                    const allowed = Object.fromEntries(
                        ["upper", "lower", "numeric", "special"].map((kind) => [kind, kinds.includes(kind as "upper")]),
                    );
                    const text = result(STRING, { length, ...allowed, ...minimums, overrideSpecial: "_~" });
                    assert.equal(text.length, length);
                    const counts = { upper: /[A-Z]/g, lower: /[a-z]/g, numeric: /[0-9]/g, special: /[_~]/g };
                    for (const [kind, pattern] of Object.entries(counts)) {
                        const count = (text.match(pattern) ?? []).length;
                        const minimum = minimums[`min${kind[0]!.toUpperCase()}${kind.slice(1)}` as "minUpper"];
                        assert.ok(count >= minimum, `${kind} at least ${minimum}: ${text}`);
                        if (allowed[kind] !== true) assert.equal(count, minimum, `${kind} only as the minimum says: ${text}`);
                    }
                }),
            );
        });

        it("takes the string itself as its id", () => {
            const { id, outputs } = create(STRING, { length: 8, special: false });
            assert.equal(id, outputs.result);
        });

        it("takes number for numeric, its old name", () => {
            assert.match(result(STRING, { length: 200, number: false, special: false }), /^[A-Za-z]{200}$/);
            assert.equal(create(STRING, { length: 2, numeric: false }).outputs.number, false);
        });

        it("never gives the same twice", () => {
            assert.notEqual(result(PASSWORD, { length: 32 }), result(PASSWORD, { length: 32 }));
            assert.notEqual(result(UUID, {}), result(UUID, {}));
        });

        it("shows one id in four forms", () => {
            const { id, outputs } = create(ID, { byteLength: 6, prefix: "p-" });
            const bytes = Buffer.from(id, "base64url");
            assert.equal(bytes.length, 6);
            assert.deepEqual(outputs, {
                byteLength: 6,
                prefix: "p-",
                b64Url: `p-${id}`,
                b64Std: `p-${bytes.toString("base64")}`,
                hex: `p-${bytes.toString("hex")}`,
                dec: `p-${bytes.readUIntBE(0, 6)}`,
            });
        });

        it("shows bytes in two forms", () => {
            const { id, outputs } = create(BYTES, { length: 16 });
            assert.equal(id, "none");
            assert.match(outputs.hex as string, /^[0-9a-f]{32}$/);
            assert.equal(Buffer.from(outputs.base64 as string, "base64").toString("hex"), outputs.hex);
        });

        it("names pets: an adjective and an animal, more words are adverbs", () => {
            assert.match(create(PET, {}).id, /^[a-z]+-[a-z]+$/);
            assert.match(create(PET, { length: 1 }).id, /^[a-z]+$/);
            assert.match(create(PET, { length: 3, prefix: "the", separator: "_" }).id, /^the_[a-z]+ly_[a-z]+_[a-z]+$/);
            assert.deepEqual(create(PET, {}).outputs, { length: 2, separator: "-" });
        });

        it("draws integers from the range, both ends included", () => {
            const drawn = new Set(Array.from({ length: 200 }, () => create(INTEGER, { min: 3, max: 5 }).outputs.result));
            assert.deepEqual([...drawn].sort(), [3, 4, 5]);
        });

        it("draws the same integer from the same seed, inside the range", () => {
            fc.assert(
                fc.property(fc.string({ minLength: 1 }), fc.integer(), fc.nat(1000), (seed, min, width) => {
                    const first = create(INTEGER, { min, max: min + width, seed });
                    assert.deepEqual(first, create(INTEGER, { min, max: min + width, seed }));
                    assert.ok(Number(first.id) >= min && Number(first.id) <= min + width);
                }),
            );
        });

        it("gives a version 4 UUID", () => {
            assert.match(result(UUID, {}), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        });

        it("leaves results unknown in a preview", () => {
            const preview = provider.create({ ...reference(PASSWORD), inputs: { length: 8, keepers: { a: UNKNOWN } }, preview: true });
            assert.equal(preview.id, "");
            assert.equal(preview.outputs.result, UNKNOWN);
            assert.equal(preview.outputs.bcryptHash, UNKNOWN);
            assert.equal(preview.outputs.upper, true);
        });
    });

    describe("check", () => {
        const refusals: [string, string, Properties, string, string][] = [
            ["a length of zero", PASSWORD, { length: 0 }, "length", "length = 0: must be 1 or more; set length to 1 or more"],
            [
                "minimums over the length",
                STRING,
                { length: 3, minUpper: 2, minLower: 2 },
                "length",
                "length = 3: must be at least minUpper + minLower + minNumeric + minSpecial = 4; raise length or lower the minimums",
            ],
            [
                "no kind of character",
                PASSWORD,
                { length: 3, upper: false, lower: false, numeric: false, special: false },
                "upper",
                "upper, lower, numeric, special = false: at least one kind of character must be allowed; set one of them to true",
            ],
            [
                "numeric and number at odds",
                STRING,
                { length: 3, number: false, numeric: true },
                "number",
                "number = false: must equal numeric = true, its new name; remove number",
            ],
            ["an id of no bytes", ID, { byteLength: 0 }, "byteLength", "byteLength = 0: must be 1 or more; set byteLength to 1 or more"],
            ["no bytes", BYTES, { length: 0 }, "length", "length = 0: must be 1 or more; set length to 1 or more"],
            ["a pet without words", PET, { length: 0 }, "length", "length = 0: must be 1 or more; set length to 1 or more"],
            ["an empty range", INTEGER, { min: 5, max: 4 }, "min", "min = 5: must be at most max = 4; lower min or raise max"],
            ["a missing input", BYTES, {}, "length", `length is missing: ${BYTES} needs an integer; set length`],
            ["a fraction", BYTES, { length: 1.5 }, "length", "length = 1.5: must be an integer; change length"],
            ["a wrong kind", UUID, { keepers: "a" }, "keepers", 'keepers = "a": must be a map; change keepers'],
            [
                "an unknown property",
                BYTES,
                { length: 1, size: 2 },
                "size",
                `size is no property of ${BYTES}; it has keepers, length; remove or rename size`,
            ],
        ];
        for (const [what, type, news, property, reason] of refusals) {
            it(`fails when there is ${what}`, () => {
                assert.deepEqual(check(type, news), [{ property, reason }]);
            });
        }

        it("lets unknown values pass", () => {
            assert.deepEqual(check(PASSWORD, { length: UNKNOWN, keepers: { a: UNKNOWN } }), []);
        });

        it("fails when the type is unknown, naming those that it knows", () => {
            assert.throws(() => check("random:index/randomShuffle:RandomShuffle", {}), {
                message:
                    "random:index/randomShuffle:RandomShuffle: the simulated random provider does not know this type; it knows " +
                    "RandomPassword, RandomString, RandomId, RandomBytes, RandomPet, RandomInteger, RandomUuid",
            });
        });
    });

    describe("diff", () => {
        it("replaces on every change, naming the properties", () => {
            const found = diff(PASSWORD, { length: 8, keepers: { a: "1" } }, { length: 9, keepers: { a: "2" }, overrideSpecial: "_" });
            assert.deepEqual(found.replaces, ["keepers", "length", "overrideSpecial"]);
            assert.deepEqual(
                found.differences,
                new Map([
                    ["keepers", "update-replace"],
                    ["length", "update-replace"],
                    ["overrideSpecial", "add-replace"],
                ]),
            );
        });

        it("sees no change in a default that is written out, nor in what is ignored", () => {
            assert.deepEqual(diff(PASSWORD, { length: 8 }, { length: 8, special: true }).changed, []);
            assert.deepEqual(diff(PASSWORD, { length: 8 }, { length: 9 }, ["length"]).changed, []);
        });

        it("takes a value that is not known yet for a change", () => {
            assert.deepEqual(diff(UUID, { keepers: { a: "1" } }, { keepers: { a: UNKNOWN } }).replaces, ["keepers"]);
        });
    });

    it("reads what the state holds, and cannot import", () => {
        const state = { id: "none", inputs: { length: 1 }, outputs: { length: 1, hex: "00", base64: "AA==" } };
        assert.deepEqual(provider.read({ ...reference(BYTES), ...state }), state);
        assert.throws(() => provider.read({ ...reference(BYTES), id: "AA==", inputs: undefined, outputs: undefined }), {
            message: `${BYTES} AA==: the simulated random provider cannot import; let the program create the resource instead`,
        });
    });

    it("fails when a function is called", () => {
        assert.throws(() => provider.invoke("random:index/get:get"), {
            message: "random:index/get:get: @pulumi/random has no functions; use one of its resources",
        });
    });

    function few() {
        return fc.integer({ min: 0, max: 4 });
    }
});
