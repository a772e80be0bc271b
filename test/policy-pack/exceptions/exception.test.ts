import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { isAbout, isExpired, readExceptions, type Exception } from "../../../policy-pack/exceptions/exception";

const KEYS = ["resource", "reason", "expires"];

function exception(change: Partial<Exception> = {}): Exception {
    return { resource: "files", reason: "public by design", expires: undefined, need: undefined, ...change };
}

const urnOf = (name: string) => `urn:pulumi:dev::shop::shop:web:Site$aws:s3/bucket:Bucket::${name}`;

describe("reading exceptions", () => {
    it("takes none where nothing is configured", () => {
        assert.deepEqual(readExceptions("rule", undefined, KEYS), { exceptions: [], problems: [] });
    });

    it("takes name and reason, with and without an end", () => {
        const written = [
            { resource: "files", reason: "public by design" },
            { resource: "logs", reason: "moves away", expires: "2028-02-29" },
        ];
        assert.deepEqual(readExceptions("rule", written, KEYS), {
            exceptions: [exception(), exception({ resource: "logs", reason: "moves away", expires: "2028-02-29" })],
            problems: [],
        });
    });

    it("takes a need where the rule is about needs", () => {
        const written = [{ resource: "worker", reason: "has a proxy", need: "service:sqs" }];
        assert.deepEqual(readExceptions("rule", written, [...KEYS, "need"]).exceptions, [
            exception({ resource: "worker", reason: "has a proxy", need: "service:sqs" }),
        ]);
    });

    const sound = { resource: "files", reason: "public by design" };
    const refused: [what: string, written: unknown, problems: string[]][] = [
        [
            "what is no list",
            sound,
            [
                'rule.exceptions = {"resource":"files","reason":"public by design"}; allowed is a list of objects with resource, reason, expires. ' +
                    "Put the exception into [ and ].",
            ],
        ],
        [
            "an entry that is no object",
            ["files"],
            [
                'rule.exceptions[0] = "files"; allowed is an object with resource, reason, expires. Write it as {"resource": "…", "reason": "…"}.',
            ],
        ],
        [
            "an exception without a reason, beside one with an empty reason",
            [{ resource: "files" }, { ...sound, reason: "  " }],
            [
                "rule.exceptions[0].reason = not set; allowed is a text. Say why the exception is right, or remove it.",
                'rule.exceptions[1].reason = "  "; allowed is a text. Say why the exception is right, or remove it.',
            ],
        ],
        [
            "an exception without a resource",
            [{ reason: "public by design" }],
            [
                "rule.exceptions[0].resource = not set; allowed is the name or the URN of a resource, with * for any part. Name the resource.",
            ],
        ],
        [
            "an exception for everything",
            [{ ...sound, resource: "**" }],
            [
                'rule.exceptions[0].resource = "**"; allowed is the name or the URN of a resource, with * for a part. Name the resources, or switch the ' +
                    'rule off openly with "enforcementLevel": "disabled".',
            ],
        ],
        [
            "dates that no calendar has",
            [
                { ...sound, expires: "2027-02-29" },
                { ...sound, expires: "31.12.2027" },
                { ...sound, expires: 2027 },
            ],
            ['"2027-02-29"', '"31.12.2027"', "2027"].map(
                (value, i) =>
                    `rule.exceptions[${i}].expires = ${value}; allowed is a date as 2027-03-31. Correct it, or leave it out for an exception without end.`,
            ),
        ],
        [
            "a key that does not exist",
            [{ ...sound, expire: "2027-03-31" }],
            ["rule.exceptions[0].expire is not a setting; the nearest one is expires. Rename it, or remove it."],
        ],
        [
            "a need where the rule is about none",
            [{ ...sound, need: "service:sqs" }],
            ["rule.exceptions[0].need is not a setting; the nearest one is reason. Rename it, or remove it."],
        ],
    ];
    for (const [what, written, problems] of refused) {
        it(`refuses ${what}, and excepts nothing`, () => {
            assert.deepEqual(readExceptions("rule", written, KEYS), { exceptions: [], problems });
        });
    }

    it("refuses a need that is no text", () => {
        assert.deepEqual(readExceptions("rule", [{ ...sound, need: 443 }], [...KEYS, "need"]).problems, [
            "rule.exceptions[0].need = 443; allowed is a need as service:secretsmanager. Correct it, or leave it out for all needs.",
        ]);
    });

    it("keeps the sound ones beside one that is malformed", () => {
        assert.deepEqual(readExceptions("rule", [sound, {}], KEYS).exceptions, [exception()]);
    });

    it("never throws", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (written) => {
                const { exceptions, problems } = readExceptions("rule", written, KEYS);
                assert.ok(Array.isArray(exceptions) && Array.isArray(problems));
            }),
        );
    });
});

describe("what an exception is about", () => {
    const cases: [pattern: string, name: string, about: boolean][] = [
        ["files", "files", true],
        ["files", "files-2", false],
        ["files", "my-files", false],
        ["files*", "files-2", true],
        ["*-2", "files-2", true],
        ["f*s-*", "files-2", true],
        ["f*es*es-2", "files-2", false],
        ["a*a", "a", false],
        [urnOf("files"), "files", true],
        ["*shop:web:Site$*::files", "files", true],
        ["urn:pulumi:prod::*", "files", false],
    ];
    for (const [pattern, name, about] of cases) {
        it(`${pattern} is ${about ? "" : "not "}about ${name}`, () => {
            assert.equal(isAbout(exception({ resource: pattern }), { urn: urnOf(name) }), about);
        });
    }

    it("agrees with a regular expression", () => {
        const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 6 });
        fc.assert(
            fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }), (pattern, name) => {
                const expected = new RegExp(`^${pattern.replace(/\*/g, ".*")}$`).test(name);
                assert.equal(isAbout(exception({ resource: pattern }), { urn: name }), expected);
            }),
        );
    });

    it("is one need, or all of them", () => {
        const urn = urnOf("worker");
        const one = exception({ resource: "worker", need: "service:sqs" });
        assert.equal(isAbout(one, { urn, need: "service:sqs" }), true);
        assert.equal(isAbout(one, { urn, need: "service:logs" }), false);
        assert.equal(isAbout(one, { urn }), false);
        assert.equal(isAbout(exception({ resource: "worker" }), { urn, need: "service:logs" }), true);
    });
});

describe("the end of an exception", () => {
    it("is the end of its day", () => {
        const until = exception({ expires: "2027-03-31" });
        assert.equal(isExpired(until, "2027-03-31"), false);
        assert.equal(isExpired(until, "2027-04-01"), true);
    });

    it("never comes without a date", () => {
        assert.equal(isExpired(exception(), "9999-12-31"), false);
    });
});
