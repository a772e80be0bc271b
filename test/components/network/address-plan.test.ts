import { strict as assert } from "node:assert";
import fc from "fast-check";
import { PLANNED_ZONES, planAddresses } from "../../../components/network/address-plan";

describe("planAddresses: subnets never overlap, and none moves when a zone is added", () => {
    const vpcCidrs = fc
        .record({ address: fc.nat(2 ** 24 - 1), prefixLength: fc.integer({ min: 8, max: 18 }) })
        .map(({ address, prefixLength }) => {
            const first = 10 * 2 ** 24 + address - (address % 2 ** (32 - prefixLength));
            return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefixLength}`;
        });
    const zoneCounts = fc.integer({ min: 1, max: PLANNED_ZONES });

    it("gives one block per tier and zone", () => {
        assert.deepEqual(planAddresses("10.0.0.0/16", 2), {
            private: ["10.0.0.0/20", "10.0.16.0/20"],
            isolated: ["10.0.48.0/22", "10.0.52.0/22"],
            public: ["10.0.60.0/24", "10.0.61.0/24"],
        });
    });

    it("gives disjoint blocks", () => {
        fc.assert(
            fc.property(vpcCidrs, zoneCounts, (vpcCidr, zones) => {
                const ranges = rangesOf(vpcCidr, zones).sort((a, b) => a.first - b.first);
                assert.equal(ranges.length, zones * 3);
                ranges.slice(1).forEach((next, i) => {
                    assert.ok(ranges[i]!.last < next.first);
                });
            }),
        );
    });

    it("stays inside the VPC, each block on a multiple of its own size", () => {
        fc.assert(
            fc.property(vpcCidrs, (vpcCidr) => {
                const vpc = range(vpcCidr);
                for (const { first, last } of rangesOf(vpcCidr, PLANNED_ZONES)) {
                    assert.ok(vpc.first <= first && last <= vpc.last);
                    assert.equal(first % (last - first + 1), 0);
                }
            }),
        );
    });

    it("moves nothing when a zone is added", () => {
        fc.assert(
            fc.property(vpcCidrs, fc.integer({ min: 1, max: PLANNED_ZONES - 1 }), (vpcCidr, zones) => {
                const before = planAddresses(vpcCidr, zones);
                const after = planAddresses(vpcCidr, zones + 1);
                for (const tier of ["private", "isolated", "public"] as const) {
                    assert.deepEqual(before[tier], after[tier].slice(0, zones));
                }
            }),
        );
    });

    it("fails when the block is too small, naming one that fits around it", () => {
        assert.throws(() => planAddresses("10.0.96.0/19", 2), {
            message: "vpcCidr = 10.0.96.0/19: the subnets of 3 zones need a /18 or larger block, for example 10.0.64.0/18",
        });
    });

    for (const vpcCidr of ["10.0.5.0/16", "10.0.0.0", "10.0.0.256/32", "10.0.0.0/33", "::/16", ""]) {
        it(`fails when the block is "${vpcCidr}"`, () => {
            assert.throws(() => planAddresses(vpcCidr, 2), {
                message: `vpcCidr = ${vpcCidr}: not an IPv4 block; write it like 10.0.0.0/16, with the address at the start of the block`,
            });
        });
    }

    function rangesOf(vpcCidr: string, zones: number) {
        return Object.values(planAddresses(vpcCidr, zones)).flat().map(range);
    }

    function range(cidr: string): { first: number; last: number } {
        const [address = "", prefixLength = ""] = cidr.split("/");
        const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
        return { first, last: first + 2 ** (32 - Number(prefixLength)) - 1 };
    }
});
