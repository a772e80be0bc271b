import { strict as assert } from "node:assert";

import { handle, ReachabilityError } from "../../../lambda/probe/handler";
import type { ProbedNeed } from "../../../lambda/probe/needs";
import { Refusal, StageError } from "../../../lambda/probe/stage";
import { coded, FakeClock } from "../shared/fakes";

const DATABASE = { need: "tcp:mongo:27017", host: "mongo.example", port: 27_017, call: "documentdb" };
const LOGS = { need: "service:logs", host: "logs.eu-west-1.amazonaws.com", port: 443, call: "logs", logGroup: "group" };
const EVENT = { workload: "librechat", needs: [DATABASE, LOGS], revision: "1" };

describe("the probe", () => {
    let clock: FakeClock;
    let log: string[];
    let attempts: string[];
    beforeEach(() => {
        clock = new FakeClock();
        log = [];
        attempts = [];
    });

    /** @param answers what becomes of each attempt at a need, in turn; the last one stays */
    function run(event: unknown, answers: Readonly<Record<string, readonly (string | Error)[]>>) {
        const attempt = ({ need }: ProbedNeed): Promise<string> => {
            const times = attempts.filter((each) => each === need).length;
            attempts.push(need);
            clock.pass(40);
            const answer = answers[need]?.[times] ?? answers[need]?.at(-1) ?? "";
            return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
        };
        return handle(event, { clock, attempt, log: (line) => log.push(line) });
    }
    const timedOut = () => new StageError("tcp", coded("ETIMEDOUT", "connect ETIMEDOUT"));

    it("says what it reached, and how fast", async () => {
        const result = await run(EVENT, { "tcp:mongo:27017": ["DocumentDB says hello"], "service:logs": ["logs:DescribeLogStreams"] });
        assert.deepEqual(result, {
            action: "create",
            reached: [
                { need: "tcp:mongo:27017", host: "mongo.example", port: 27_017, latencyMs: 80, answer: "DocumentDB says hello" },
                { need: "service:logs", host: "logs.eu-west-1.amazonaws.com", port: 443, latencyMs: 40, answer: "logs:DescribeLogStreams" },
            ],
        });
        assert.deepEqual(log, [
            [
                "librechat reaches 2 of 2 destinations",
                "  tcp:mongo:27017  mongo.example:27017               reached in 80 ms (DocumentDB says hello)",
                "  service:logs     logs.eu-west-1.amazonaws.com:443  reached in 40 ms (logs:DescribeLogStreams)",
            ].join("\n"),
        ]);
    });

    it("fails with the table, once, when anything is not reached", async () => {
        const outcome = run(
            { ...EVENT, needs: [LOGS, DATABASE] },
            { "tcp:mongo:27017": [timedOut()], "service:logs": ["logs:DescribeLogStreams"] },
        );
        await assert.rejects(outcome, (error) => {
            assert.ok(error instanceof ReachabilityError);
            assert.equal(error.stack, "");
            assert.deepEqual(error.message.split("\n"), [
                "librechat reaches 1 of 2 destinations",
                "  service:logs     logs.eu-west-1.amazonaws.com:443  reached in 80 ms (logs:DescribeLogStreams)",
                "  tcp:mongo:27017  mongo.example:27017               FAILED at tcp: timed out",
                "tcp:mongo:27017: No packet came back. Look at: an egress rule for TCP 27017 in the security group of librechat; an ingress rule " +
                    "for TCP 27017 from that group in the one of tcp:mongo:27017; the network ACLs of both subnets.",
            ]);
            assert.deepEqual(log, [error.message]);
            return true;
        });
    });

    it("tries again for 25 seconds and no longer", async () => {
        await assert.rejects(run({ ...EVENT, needs: [DATABASE] }, { "tcp:mongo:27017": [timedOut()] }), ReachabilityError);
        assert.deepEqual(clock.waits, [375, 750, 1500, 3000, 6000, 6000, 6000]);
        assert.equal(attempts.length, 8);
    });

    it("is content with a later attempt", async () => {
        const denied = new StageError("answer", new Refusal("HTTP 403", { status: 403 }));
        const { reached } = await run({ ...EVENT, needs: [LOGS] }, { "service:logs": [denied, denied, "logs:DescribeLogStreams"] });
        assert.deepEqual(clock.waits, [375, 750]);
        assert.equal(reached[0]?.latencyMs, 40);
    });

    it("passes on what is no matter of a destination", async () => {
        await assert.rejects(run(EVENT, { "tcp:mongo:27017": [new Error("no certificates for mars-1")] }), {
            message: "no certificates for mars-1",
        });
    });

    it("opens nothing when it is deleted", async () => {
        const event = { tf: { action: "delete", prev_input: EVENT }, needs: "of another version" };
        assert.deepEqual(await run(event, {}), { action: "delete", reached: [] });
        assert.deepEqual(attempts, []);
    });

    it("says update for an update", async () => {
        const { action } = await run({ ...EVENT, tf: { action: "update", prev_input: {} } }, {});
        assert.equal(action, "update");
    });

    const refusals: readonly (readonly [string, unknown, string])[] = [
        ["no workload", { needs: [LOGS] }, "event.workload = nothing; allowed: a text that is not empty."],
        ["no needs", { workload: "x" }, "event.needs = nothing; allowed: a list of at least one need."],
        ["an empty list", { workload: "x", needs: [] }, "event.needs = []; allowed: a list of at least one need."],
        ["needs that are no list", { workload: "x", needs: "all" }, 'event.needs = "all"; allowed: a list of at least one need.'],
        [
            "an unknown call, and a port that is none",
            {
                workload: "x",
                needs: [
                    { ...LOGS, call: "gopher" },
                    { ...DATABASE, port: 70_000 },
                ],
            },
            'event.needs[0].call = "gopher"; allowed: secretsmanager, logs, s3, ecr, postgresql, documentdb, redis, https, http. ' +
                "event.needs[1].port = 70000; allowed: a port, 1 to 65535.",
        ],
        [
            "a call without what it needs",
            { workload: "x", needs: [{ ...LOGS, logGroup: undefined }] },
            "event.needs[0].logGroup = nothing; allowed: a text that is not empty.",
        ],
        [
            "a path that is none",
            { workload: "x", needs: [{ ...LOGS, call: "https", path: "v2" }] },
            'event.needs[0].path = "v2"; allowed: a path that begins with /.',
        ],
    ];
    for (const [what, event, message] of refusals) {
        it(`refuses ${what}`, async () => {
            await assert.rejects(run(event, {}), { name: "InputError", message });
        });
    }
});
