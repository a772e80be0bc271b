import { strict as assert } from "node:assert";
import { figure, median, medianSeconds } from "./measure";

describe("bench", () => {
    it("takes the middle of an odd number of values, and the mean of two", () => {
        assert.equal(median([3, 1, 2]), 2);
        assert.equal(median([4, 1, 3, 2]), 2.5);
        assert.throws(() => median([]), { message: "there is no median of nothing" });
    });

    it("reports a ratio to the baseline", () => {
        assert.deepEqual(figure("preview", 5.004, 15.01), { metric: "preview", value: 5, unit: "s", baseline: 15.01, ratio: 0.333 });
    });

    it("stops the clock at the first line when told so, and stops the process", async () => {
        const server = "console.log('port'); setInterval(() => undefined, 1000)";
        const command = [process.execPath, "-e", server] as const;
        const seconds = await medianSeconds([{ name: "server", command, cwd: ".", env: {}, until: "first line" }], 1);
        assert.ok(seconds.get("server")! > 0);
    });

    it("fails when a command fails: it would be the fastest", async () => {
        const failing = {
            name: "failing",
            command: [process.execPath, "-e", "console.log('why'); process.exit(3)"] as const,
            cwd: ".",
            env: {},
        };
        await assert.rejects(medianSeconds([failing], 1), { message: "failing ended with 3:\nwhy\n" });
    });
});
