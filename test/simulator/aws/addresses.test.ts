import { strict as assert } from "node:assert";
import fc from "fast-check";
import { addressAt, addressBlock, cidrProblem, contains, overlaps } from "../../../simulator/aws/addresses";

describe("addresses", () => {
    const blocks = fc
        .record({ address: fc.nat(0xffffffff), prefixLength: fc.integer({ min: 1, max: 32 }) })
        .map(({ address, prefixLength }) => {
            const size = 2 ** (32 - prefixLength);
            const first = Math.floor(address / size) * size;
            return { first, last: first + size - 1, prefixLength };
        });

    it("reads back what it writes", () => {
        fc.assert(
            fc.property(blocks, (block) => {
                const cidr = `${addressAt(block, 0)}/${block.prefixLength}`;
                assert.deepEqual(addressBlock(cidr), block);
                assert.equal(cidrProblem(cidr, "IPv4"), undefined);
            }),
        );
    });

    it("finds two blocks disjoint, or one inside the other", () => {
        fc.assert(
            fc.property(blocks, blocks, (one, other) => {
                const nested = contains(one, other) || contains(other, one);
                assert.equal(overlaps(one, other), nested);
                assert.equal(overlaps(one, other), one.first <= other.last && one.last >= other.first);
            }),
        );
    });

    it("ignores bits behind the prefix", () => {
        assert.deepEqual(addressBlock("10.0.0.7/30"), { first: 0x0a000004, last: 0x0a000007, prefixLength: 30 });
    });

    it("fails when the text is no block", () => {
        assert.throws(() => addressBlock("10.0.0/16"), { message: "10.0.0/16 is not an IPv4 block like 10.0.0.0/16" });
    });

    const PROBLEMS = [
        ["10.0.5.0/16", "IPv4", '"10.0.5.0/16" is not a valid IPv4 CIDR block; did you mean "10.0.0.0/16"?'],
        ["10.0.0.0", "IPv4", '"10.0.0.0" is not a valid IPv4 CIDR block'],
        ["2600:1f18::1/64", "IPv6", '"2600:1f18::1/64" is not a valid IPv6 CIDR block; did you mean "2600:1f18::/64"?'],
        ["10.0.0.0/16", "IPv6", '"10.0.0.0/16" is not a valid IPv6 CIDR block'],
        ["::/0", "IPv6", undefined],
        ["0:0:0:0:0:0:0:0/0", "IPv6", undefined],
    ] as const;
    for (const [cidr, family, problem] of PROBLEMS) {
        it(`judges ${cidr} as ${family}`, () => {
            assert.equal(cidrProblem(cidr, family), problem);
        });
    }
});
