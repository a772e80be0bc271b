import { strict as assert } from "node:assert";

import { Deadline, systemClock } from "../../../lambda/shared/clock";
import { FakeClock } from "./fakes";

describe("Deadline", () => {
    it("counts down, and not below zero", () => {
        const clock = new FakeClock(1_000);
        const deadline = new Deadline(clock, 300);
        assert.equal(deadline.remainingMs(), 300);
        clock.pass(100);
        assert.equal(deadline.remainingMs(), 200);
        clock.pass(500);
        assert.equal(deadline.remainingMs(), 0);
    });

    for (const { remainingMs, budgetMs } of [
        { remainingMs: 240_000, budgetMs: 210_000 },
        { remainingMs: 900_000, budgetMs: 210_000 },
        { remainingMs: 60_000, budgetMs: 45_000 },
        { remainingMs: 3_000, budgetMs: 1_000 },
    ]) {
        it(`takes ${budgetMs} ms of a function that has ${remainingMs} ms left`, () => {
            assert.equal(Deadline.ofFunction(new FakeClock(), remainingMs).budgetMs, budgetMs);
        });
    }
});

describe("systemClock", () => {
    it("waits at least as long as asked, and draws chances below 1", async () => {
        const startedAt = systemClock.now();
        await systemClock.sleep(20);
        assert.ok(systemClock.now() - startedAt >= 19);
        const chance = systemClock.random();
        assert.ok(chance >= 0 && chance < 1);
    });
});
