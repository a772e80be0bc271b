import { strict as assert } from "node:assert";
import { fork } from "node:child_process";
import * as path from "node:path";

const RUNTIME = path.resolve(__dirname, "../../../../simulator/functions/runtime/main.ts");

describe("a function's channel to the simulator", () => {
    it("ends the function when the simulator has ended", async () => {
        const child = fork(RUNTIME, { execArgv: ["--require", require.resolve("tsx/cjs")] });
        child.disconnect();
        assert.equal(await new Promise((resolve) => child.once("exit", resolve)), 1);
    });
});
