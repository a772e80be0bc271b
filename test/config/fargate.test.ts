import { strict as assert } from "node:assert";
import { CPU_UNITS, memoryFor } from "../../config/fargate";
import { problemsOf } from "./validated";

describe("memoryFor", () => {
    it("has AWS's count of sizes for each processor size from 1 GiB, smallest first", () => {
        assert.deepEqual(
            CPU_UNITS.map((cpuUnits) => {
                const { values } = memoryFor(cpuUnits);
                return [cpuUnits, values.length, values[0], values.at(-1)];
            }),
            [
                [256, 2, 1024, 2048],
                [512, 4, 1024, 4096],
                [1024, 7, 2048, 8192],
                [2048, 13, 4096, 16384],
                [4096, 23, 8192, 30720],
                [8192, 12, 16384, 61440],
                [16384, 12, 32768, 122880],
            ],
        );
    });

    it("is what a stack may set, and nothing between", () => {
        for (const cpuUnits of CPU_UNITS) {
            for (const memoryMiB of memoryFor(cpuUnits).values) assert.deepEqual(problemsOf({ cpuUnits, memoryMiB }), []);
            assert.equal(problemsOf({ cpuUnits, memoryMiB: (memoryFor(cpuUnits).values[0] ?? 0) + 1 }).length, 1);
        }
    });
});
