/** Some differential cases, always the same: few enough for each mutant to meet them. */
import { strict as assert } from "node:assert";
import fc from "fast-check";
import { anyCase, outcomeOf } from "../differential/cases";

const SEEDS = [1, 2, 3, 4, 5, 6];
const CASES = 25;

describe("differential cases", () => {
    for (const seed of SEEDS) {
        it(`of seed ${seed}`, () => {
            for (const one of fc.sample(anyCase, { seed, numRuns: CASES })) assert.deepEqual(outcomeOf(one).contradictions, []);
        });
    }
});
