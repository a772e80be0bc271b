import { strict as assert } from "node:assert";
import { waiting } from "../../../simulator/aws/waits";

describe("a call that waits for work", () => {
    it("is made again with the result, in the order in which it asks", async () => {
        const log: string[] = [];
        const work = (name: string) => () => {
            log.push(name);
            return Promise.resolve(name.toUpperCase());
        };
        const result = await waiting((wait) => {
            log.push("attempt");
            return wait(work("first")) + wait(work("second"));
        });
        assert.equal(result, "FIRSTSECOND");
        assert.deepEqual(log, ["attempt", "first", "attempt", "second", "attempt"]);
    });

    it("fails when the work fails, or the call itself", async () => {
        await assert.rejects(
            waiting((wait) => wait(() => Promise.reject(new Error("no server")))),
            { message: "no server" },
        );
        await assert.rejects(
            waiting(() => {
                throw new Error("no such function");
            }),
            { message: "no such function" },
        );
    });
});
