import { strict as assert } from "node:assert";
import fc from "fast-check";
import { isPrivateHost, parseIpv4Block } from "../../config/addresses";

describe("parseIpv4Block", () => {
    it("reads any block that begins at its own start", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, prefixLength) => {
                const size = 2 ** (32 - prefixLength);
                const first = Math.floor(address / size) * size;
                assert.deepEqual(parseIpv4Block(`${written(first)}/${prefixLength}`), { first, prefixLength });
                if (address !== first) assert.equal(parseIpv4Block(`${written(address)}/${prefixLength}`), undefined);
            }),
        );
    });

    for (const text of ["10.0.0.0", "10.0.0/8", "10.0.0.0/33", "256.0.0.0/8", "010.0.0.0/8", "10.0.0.0/8 ", "::/0", ""]) {
        it(`gives nothing for ${JSON.stringify(text)}`, () => {
            assert.equal(parseIpv4Block(text), undefined);
        });
    }

    function written(address: number): string {
        return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
    }
});

describe("isPrivateHost", () => {
    for (const [host, expected] of [
        ["10.255.255.255", true],
        ["172.15.255.255", false],
        ["172.16.0.0", true],
        ["172.31.255.255", true],
        ["172.32.0.0", false],
        ["192.168.0.1", true],
        ["192.169.0.1", false],
        ["127.0.0.1", true],
        ["8.8.8.8", false],
        ["id.corp.internal", true],
        ["internal.example.com", false],
        ["notinternal", false],
        ["login.microsoftonline.com", false],
    ] as const) {
        it(`${host} is ${expected ? "private" : "public"}`, () => {
            assert.equal(isPrivateHost(host), expected);
        });
    }
});
