/**
 * Each wrong reading of a rule of AWS, put into the proof's own code, is noticed by a test; so none of the rules is there untested.
 *
 * One mutant alone: `npx mocha test/mutants/mutants.test.ts --grep "the longest prefix wins"`.
 */
import { strict as assert } from "node:assert";
import { Bundler } from "./bundle";
import { MUTANTS_OF_FILTERS } from "./mutants-of-filters";
import { MUTANTS_OF_LOGIC } from "./mutants-of-logic";
import { MUTANTS_OF_NAMES } from "./mutants-of-names";
import { MUTANTS_OF_ROUTES } from "./mutants-of-routes";
import { firstFailure } from "./suite";

const MUTANTS = [...MUTANTS_OF_NAMES, ...MUTANTS_OF_ROUTES, ...MUTANTS_OF_FILTERS, ...MUTANTS_OF_LOGIC];

describe(`${MUTANTS.length} mutants of the proof`, function () {
    this.timeout(60_000);
    const bundler = new Bundler();
    after(() => bundler.end());

    it("live in a proof that passes its tests", async () => {
        assert.equal(await firstFailure(await bundler.bundle()), undefined);
    });

    for (const mutant of MUTANTS) {
        const { file, rule, before, after: instead } = mutant;
        it(`${file}: ${rule}`, async function () {
            const failure = await firstFailure(await bundler.bundle(mutant));
            assert.ok(failure, `no test notices, in ${file}:\n- ${before}\n+ ${instead}`);
            this.test!.title += ` (noticed by "${failure.title}")`;
        });
    }
});
