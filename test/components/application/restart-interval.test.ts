import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { LONGEST_RESTART_DAYS, restartIntervalDays, ROTATION_TOLERANCE_DAYS } from "../../../components/application/restart-interval";

const rotationDays = fc.integer({ min: 7, max: 1000 });

describe("restartIntervalDays", () => {
    it("is a little less than half of the rotation's", () => {
        const examples = [4, 5, 6, 7, 8, 30, 365, 1000];
        assert.deepEqual(examples.map(restartIntervalDays), [1, 1, 2, 2, 3, 14, 181, 499]);
    });

    it("puts two whole restarts between any two rotations, whenever the restarts began", () => {
        const part = fc.double({ min: 0, max: 1, noNaN: true });
        fc.assert(
            fc.property(rotationDays, part, part, part, (days, phase, shorter, took) => {
                const interval = restartIntervalDays(days);
                const gap = days - shorter * ROTATION_TOLERANCE_DAYS;
                // The rotation is at 0; restarts begin at the phase and an interval later, whatever came before.
                const begins = [phase * interval, (phase + 1) * interval];
                assert.ok(begins.every((begin) => begin >= 0 && begin + took * LONGEST_RESTART_DAYS <= gap));
            }),
        );
    });

    it("is the longest that does", () => {
        fc.assert(
            fc.property(rotationDays, (days) => {
                const longer = restartIntervalDays(days) + 1;
                assert.ok(2 * longer + LONGEST_RESTART_DAYS > days - ROTATION_TOLERANCE_DAYS);
            }),
        );
    });

    it("fails when the rotations are too close", () => {
        const error = { name: "RangeError", message: "3 days from one rotation to the next are too few for two restarts; wanted are 4." };
        assert.throws(() => restartIntervalDays(3), error);
    });
});
