import { strict as assert } from "node:assert";

import * as fc from "fast-check";

import { backOffMs } from "../../../lambda/shared/back-off";

describe("backOffMs", () => {
    it("doubles from half a second to eight, and leaves the upper half to chance", () => {
        assert.deepEqual(
            [0, 1, 2, 3, 4, 5, 1000].map((attempt) => [backOffMs(attempt, 0), backOffMs(attempt, 0.5)]),
            [
                [250, 375],
                [500, 750],
                [1000, 1500],
                [2000, 3000],
                [4000, 6000],
                [4000, 6000],
                [4000, 6000],
            ],
        );
    });

    it("is never zero, and never more than eight seconds", () => {
        fc.assert(
            fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
                const waitMs = backOffMs(attempt, random);
                assert.ok(waitMs >= 250 && waitMs <= 8000);
            }),
        );
    });
});
