import { strict as assert } from "node:assert";
import fc from "fast-check";
import { findVersion, formatVersion, isAtLeast, type Version } from "../../../simulator/engine/version";

describe("versions", () => {
    const versions = fc.tuple(fc.nat(5), fc.nat(300), fc.nat(30)).map((numbers): Version => numbers);

    it("are found in what programs print", () => {
        assert.deepEqual(findVersion("v3.259.0\n"), [3, 259, 0]);
        assert.deepEqual(findVersion("go version go1.26.8 linux/amd64"), [1, 26, 8]);
        assert.deepEqual(findVersion("go version go1.25 linux/amd64"), [1, 25, 0]);
        assert.deepEqual(findVersion("3.260.0-alpha.1+dirty"), [3, 260, 0]);
        assert.equal(findVersion("development"), undefined);
    });

    it("compare number by number, not as text", () => {
        assert.equal(isAtLeast([3, 252, 0], [3, 252, 0]), true);
        assert.equal(isAtLeast([3, 1000, 0], [3, 252, 0]), true);
        assert.equal(isAtLeast([4, 0, 0], [3, 252, 0]), true);
        assert.equal(isAtLeast([3, 251, 99], [3, 252, 0]), false);
        assert.equal(isAtLeast([2, 999, 0], [3, 252, 0]), false);
    });

    it("are in one order", () => {
        fc.assert(
            fc.property(versions, versions, (one, other) => {
                assert.equal(isAtLeast(one, other) && isAtLeast(other, one), formatVersion(one) === formatVersion(other));
                assert.ok(isAtLeast(one, other) || isAtLeast(other, one));
            }),
        );
    });
});
