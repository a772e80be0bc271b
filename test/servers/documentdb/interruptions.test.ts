import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";

import { systemClock } from "../../../lambda/shared/clock";
import type { DocumentDbServer } from "../../../simulator/databases/documentdb/documentdb-server";
import { aroundCommands } from "./documentdb-runs";
import { DocumentDbFixture, settled } from "./fixture";

/** All of a run on an empty server: the boundaries at which it can be interrupted. */
const COMMANDS = ["usersInfo", "createUser", "usersInfo", "ping", "buildInfo", "ping"];

/** Eight seconds for the run, after which it gives up; the driver takes them all to find no server. */
const SHORT_MS = 23_000;

describe("init-docdb on a stand-in for DocumentDB that comes and goes", function () {
    this.timeout(240_000);
    const fixture = DocumentDbFixture.inDescribe();

    /** All at once, each with a server of its own: the driver waits out its time before it says that a server is gone. */
    async function atEveryBoundary(test: (boundary: number, server: DocumentDbServer) => Promise<void>): Promise<void> {
        const servers: DocumentDbServer[] = [];
        while (servers.length < COMMANDS.length) servers.push(await fixture.newServer());
        const outcomes = await Promise.allSettled(servers.map((server, boundary) => test(boundary, server)));
        await Promise.all(servers.map((server) => server.crash()));
        for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    }

    it("makes these commands on an empty server", async () => {
        const { runs } = fixture.newStack();
        const commands: string[] = [];
        const around = aroundCommands((_index, send, name) => {
            commands.push(name);
            return send();
        });
        await runs.run({ around });
        assert.deepEqual(commands, COMMANDS);
    });

    it("reaches the same end after the server died before any command, and the run with it", async () => {
        await atEveryBoundary(async (boundary, server) => {
            const stack = fixture.newStack(server);
            const around = aroundCommands(async (index, send) => {
                if (index === boundary) await server.crash();
                return send();
            });
            const message = await stack.runs.failure({ around, remainingMs: SHORT_MS });
            assert.match(
                message,
                /^DocumentDB at localhost:\d+ was not reached in some s and \d+ attempts?\. Last seen: (refused|closed) \(/,
            );
            await server.start();
            const result = await stack.runs.run();
            const done = boundary <= COMMANDS.indexOf("createUser") ? ["createUser"] : [];
            assert.deepEqual({ boundary, ...result }, { boundary, action: "create", ...stack.summary, done });
            assert.deepEqual(await fixture.users(stack.names.user, server), settled(stack));
        });
    });

    it("reaches the same end within one run when the server restarts after any command, before its answer", async () => {
        for (let boundary = 0; boundary < COMMANDS.length; boundary++) {
            const stack = fixture.newStack();
            const around = aroundCommands(async (index, send) => {
                const answer = await send();
                if (index !== boundary) return answer;
                await fixture.server.crash();
                await fixture.server.start();
                throw new Error("connection closed");
            });
            const result = await stack.runs.run({ around });
            assert.deepEqual({ boundary, ...result, done: [] }, { boundary, action: "create", ...stack.summary, done: [] });
            assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
        }
    });

    it("waits for a server that starts 20 s later", async () => {
        const stack = fixture.newStack();
        await fixture.server.crash();
        const run = stack.runs.run({ clock: systemClock });
        await sleep(20_000);
        await fixture.server.start();
        assert.deepEqual(await run, { action: "create", ...stack.summary, done: ["createUser"] });
        assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
    });

    it("ends in time when packets are lost from any command on, and finishes when they come through again", async () => {
        await atEveryBoundary(async (boundary, server) => {
            const stack = fixture.newStack(server);
            const around = aroundCommands((index, send) => {
                if (index === boundary) server.emulation.isSilent = true;
                return send();
            });
            const startedAt = Date.now();
            const message = await stack.runs.failure({ around, remainingMs: SHORT_MS });
            assert.match(message, /^DocumentDB at localhost:\d+ was not reached in some s and \d+ attempts?\. Last seen: timeout \(/);
            assert.ok(Date.now() - startedAt < SHORT_MS);
            server.emulation.isSilent = false;
            await stack.runs.run();
            assert.deepEqual(await fixture.users(stack.names.user, server), settled(stack));
        });
    });

    it("waits for the end of a failover, and fails when there is no primary in the end", async () => {
        const stack = fixture.newStack();
        fixture.server.emulation.isPrimary = false;
        try {
            assert.equal(
                await stack.runs.failure({ clock: systemClock, remainingMs: 19_000 }),
                `DocumentDB at localhost:${fixture.server.port} was reached, but did not do the work in some s and 1 attempt. Last seen: read-only ` +
                    `(localhost:${fixture.server.port} is a replica). The host is a replica, which cannot be written to: use the endpoint of the ` +
                    "primary.",
            );
            const run = stack.runs.run({ clock: systemClock });
            await sleep(2_000);
            fixture.server.emulation.isPrimary = true;
            assert.deepEqual(await run, { action: "create", ...stack.summary, done: ["createUser"] });
            assert.deepEqual(await fixture.users(stack.names.user), settled(stack));
        } finally {
            fixture.server.emulation.isPrimary = true;
        }
    });

    it("lets no password out", () => {
        fixture.demandNoPasswordPutOut();
    });
});
