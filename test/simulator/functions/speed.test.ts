import { strict as assert } from "node:assert";
import { readSpeed, speedAtADeadEnd } from "../../../simulator/functions/speed";

describe("the speed of a function's clock", () => {
    it("is what is written, or left to the simulator", () => {
        assert.equal(readSpeed(undefined), undefined);
        assert.equal(readSpeed(""), undefined);
        assert.equal(readSpeed("1"), 1);
        assert.equal(readSpeed("100"), 100);
    });

    it("has any time limit over in twelve seconds before a dead end, and none sooner than it is", () => {
        assert.deepEqual([1, 3, 12, 60, 240, 900].map(speedAtADeadEnd), [1, 1, 1, 5, 20, 75]);
    });

    for (const written of ["0", "0.5", "101", "fast"]) {
        it(`is refused: ${written}`, () => {
            assert.throws(() => readSpeed(written), {
                message: `LIBRECHAT_SIMULATED_FUNCTION_SPEED = ${written}: a number from 1 (the pace of this machine) to 100 is allowed`,
            });
        });
    }
});
