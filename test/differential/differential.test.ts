import { strict as assert } from "node:assert";
import { randomInt } from "node:crypto";
import fc from "fast-check";
import { anyCase, outcomeOf, type Outcome } from "./cases";

/** To repeat a run: `DIFFERENTIAL_SEED=123 DIFFERENTIAL_CASES=200 npx mocha 'test/differential/**\/*.test.ts'`. */
const GIVEN_SEED = process.env["DIFFERENTIAL_SEED"];
const FIXED = { seed: 20_261_123, numRuns: 2_000 };
const RANDOM = {
    seed: GIVEN_SEED === undefined ? randomInt(2 ** 31) : Number(GIVEN_SEED),
    numRuns: Number(process.env["DIFFERENTIAL_CASES"] ?? 200),
};

/** What can be wrong on a path; a generator that never provokes one of them compares nothing about it. */
const CODES =
    "NO_ROUTE BLACKHOLE NAT_NOT_PUBLIC NO_PUBLIC_IP ENDPOINT_MISSING VPC_DNS_OFF ENDPOINT_SG ENDPOINT_DEFAULT_SG ENDPOINT_POLICY SG_EGRESS " +
    "SG_INGRESS NACL_OUT NACL_IN NACL_RETURN S3_PREFIX_EGRESS EFS_NO_MT_IN_AZ EXTERNAL_IMAGE_NO_EGRESS";

describe("the proof and the virtual network", function () {
    this.timeout(240_000);

    function compare(parameters: { seed: number; numRuns: number }): Outcome[] {
        const outcomes: Outcome[] = [];
        const agree = fc.property(anyCase, (one) => {
            const outcome = outcomeOf(one);
            outcomes.push(outcome);
            assert.equal(outcome.contradictions.join("\n"), "");
        });
        fc.assert(agree, parameters);
        return outcomes;
    }

    describe(`on ${FIXED.numRuns} fixed cases`, () => {
        let outcomes: Outcome[] = [];

        it("agree on every question", () => {
            outcomes = compare(FIXED);
            assert.equal(outcomes.length, FIXED.numRuns);
        });

        it("were asked about everything that can be wrong, and about what works", () => {
            const answers = outcomes.flatMap((outcome) => outcome.answers);
            const found = new Set(answers.flatMap(({ codes }) => codes));
            assert.deepEqual(
                CODES.split(" ").filter((code) => !found.has(code)),
                [],
            );
            const reached = answers.filter(({ verdict }) => verdict === "REACHED").length;
            const blocked = answers.filter(({ verdict }) => verdict === "BLOCKED").length;
            assert.ok(reached > 1_000 && blocked > 1_000, `${reached} reached, ${blocked} blocked`);
        });

        it("leave little open in a first preview", () => {
            const answers = outcomes.flatMap((outcome) => outcome.answers);
            const open = answers.filter(({ verdict }) => verdict === "UNKNOWN").length;
            assert.ok(open < answers.length / 20, `${open} of ${answers.length} answers are UNKNOWN`);
        });
    });

    it(`agree on ${RANDOM.numRuns} new cases (DIFFERENTIAL_SEED=${RANDOM.seed})`, () => {
        assert.equal(compare(RANDOM).length, RANDOM.numRuns);
    });
});
