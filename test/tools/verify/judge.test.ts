import { strict as assert } from "node:assert";
import * as judge from "../../../tools/verify/judge";
import { isVerified, table, type Row } from "../../../tools/verify/row";

const NOW = new Date("2026-11-23T12:00:00Z");
const until = (date: string) => ({ status: "ISSUED", notAfter: new Date(`${date}T12:00:00Z`) });
const steady = { status: "ACTIVE", desired: 2, running: 2, rollouts: ["COMPLETED"] };
const probe = (payload: object, isFailed = false) => judge.judgeProbe("x", { isFailed, payload: JSON.stringify(payload) });
const EVENTS = "; the service's events in the console of ECS say why";

/** What was found, its verdict, and the words. */
const CASES: readonly (readonly [string, Row, Row["verdict"], string])[] = [
    [
        "a probe that reached all",
        probe({
            reached: [
                { need: "service:s3", latencyMs: 20 },
                { need: "tcp:mongo:27017", latencyMs: 31 },
            ],
        }),
        "OK",
        "2 reached, the slowest tcp:mongo:27017 in 31 ms",
    ],
    ["a probe that is simulated", probe({ simulated: true, reached: ["db:5432"] }), "OK", "1 reached"],
    ["a probe that failed", probe({ errorType: "ReachabilityError", errorMessage: "table\nof rows" }, true), "WRONG", "table\nof rows"],
    ["a probe that failed without words", probe({ oops: 1 }, true), "WRONG", '{"oops":1}'],
    [
        "a probe that reached nothing",
        probe({ reached: [] }),
        "WRONG",
        'the function answered {"reached":[]}, which names nothing that it reached',
    ],
    [
        "a function that is no probe",
        judge.judgeProbe("x", { isFailed: false, payload: "hello" }),
        "WRONG",
        "the function answered hello, which names nothing that it reached",
    ],
    ["a steady service", judge.judgeService("x", steady), "OK", "2 of 2 tasks run, active, rollout completed"],
    [
        "a service with too few tasks",
        judge.judgeService("x", { ...steady, running: 1 }),
        "WRONG",
        `1 of 2 tasks run, active, rollout completed${EVENTS}`,
    ],
    [
        "a service without tasks",
        judge.judgeService("x", { ...steady, desired: 0, running: 0 }),
        "WRONG",
        `0 of 0 tasks run, active, rollout completed${EVENTS}`,
    ],
    [
        "a service that rolls out",
        judge.judgeService("x", { ...steady, rollouts: ["IN_PROGRESS", "COMPLETED"] }),
        "WRONG",
        `2 of 2 tasks run, active, rollout in_progress and completed${EVENTS}`,
    ],
    [
        "a rollout that failed",
        judge.judgeService("x", { ...steady, rollouts: ["FAILED"] }),
        "WRONG",
        `2 of 2 tasks run, active, rollout failed${EVENTS}`,
    ],
    [
        "a service that is deleted",
        judge.judgeService("x", { ...steady, status: "INACTIVE" }),
        "WRONG",
        `2 of 2 tasks run, inactive, rollout completed${EVENTS}`,
    ],
    ["no service", judge.judgeService("x", undefined), "WRONG", "ECS knows no such service; run: pulumi refresh, then pulumi up"],
    [
        "healthy targets, and one that leaves",
        judge.judgeTargets("x", [
            { id: "10.0.0.4", state: "healthy", reason: undefined },
            { id: "10.0.0.5", state: "draining", reason: "leaves" },
        ]),
        "OK",
        "1 of 1 healthy",
    ],
    [
        "a target that is ill",
        judge.judgeTargets("x", [
            { id: "10.0.0.4", state: "healthy", reason: undefined },
            { id: "10.0.0.5", state: "unhealthy", reason: "Health checks failed with these codes: [503]" },
            { id: "10.0.0.6", state: "initial", reason: undefined },
        ]),
        "WRONG",
        "1 of 3 healthy; 10.0.0.5 is unhealthy (Health checks failed with these codes: [503]); 10.0.0.6 is initial",
    ],
    ["no target", judge.judgeTargets("x", []), "WRONG", "no task is registered with the load balancer"],
    ["a front door that is open", judge.judgeFrontDoor("https://x", 200), "OK", "HTTP 200"],
    ["a front door that is not ready", judge.judgeFrontDoor("https://x", 503), "WRONG", "HTTP 503"],
    ["a front door without an answer", judge.judgeFrontDoor("https://x", "fetch failed"), "WRONG", "fetch failed"],
    ["a fresh certificate", judge.judgeCertificate("x", until("2026-12-23"), NOW), "OK", "valid until 2026-12-23, 30 days"],
    [
        "a certificate that was not renewed",
        judge.judgeCertificate("x", until("2026-12-22"), NOW),
        "WRONG",
        "valid until 2026-12-22, 29 days; ACM should have renewed it: its validation record in DNS has to be there",
    ],
    [
        "a certificate that waits",
        judge.judgeCertificate("x", { status: "PENDING_VALIDATION", notAfter: undefined }, NOW),
        "WRONG",
        "ACM says PENDING_VALIDATION; allowed is ISSUED",
    ],
    [
        "a certificate that expired",
        judge.judgeCertificate("x", { ...until("2027-12-22"), status: "EXPIRED" }, NOW),
        "WRONG",
        "ACM says EXPIRED; allowed is ISSUED",
    ],
    ["a quiet alarm", judge.judgeAlarm("x", { state: "OK", reason: "below" }), "OK", "OK"],
    ["an alarm without data", judge.judgeAlarm("x", { state: "INSUFFICIENT_DATA", reason: "new" }), "OK", "INSUFFICIENT_DATA"],
    ["an alarm", judge.judgeAlarm("x", { state: "ALARM", reason: "2 points above 80" }), "WRONG", "ALARM: 2 points above 80"],
    ["an alarm without a reason", judge.judgeAlarm("x", { state: "ALARM", reason: undefined }), "WRONG", "ALARM"],
    ["no alarm", judge.judgeAlarm("x", undefined), "WRONG", "CloudWatch knows no such alarm; run: pulumi refresh, then pulumi up"],
    [
        "a database",
        judge.judgeDatabase("x", { engine: "postgres", version: "16.9", status: "available" }),
        "OK",
        "postgres 16.9, available",
    ],
    [
        "a database that makes its backup",
        judge.judgeDatabase("x", { engine: "docdb", version: "5.0.0", status: "backing-up" }),
        "OK",
        "docdb 5.0.0, backing-up",
    ],
    [
        "a full database",
        judge.judgeDatabase("x", { engine: "postgres", version: "16.9", status: "storage-full" }),
        "WRONG",
        "postgres 16.9, storage-full",
    ],
    [
        "an initialisation",
        judge.judgeInitialisation("x", '{"action":"update","serverVersion":"16.9"}'),
        "OK",
        "last run: update, on server version 16.9",
    ],
    ["an initialisation that is simulated", judge.judgeInitialisation("x", '{"simulated":true}'), "OK", "last run: done"],
    ["no initialisation", judge.judgeInitialisation("x", undefined), "WRONG", "never succeeded; run: pulumi up"],
];

describe("npm run verify: what it makes of facts", () => {
    for (const [what, { verdict, detail }, expectedVerdict, expectedDetail] of CASES) {
        it(what, () => {
            assert.deepEqual({ verdict, detail }, { verdict: expectedVerdict, detail: expectedDetail });
        });
    }

    it("names what was checked", () => {
        const { check, subject } = judge.judgeFrontDoor("https://chat.example.com", 200);
        assert.deepEqual({ check, subject }, { check: "front door", subject: "https://chat.example.com/readyz" });
    });
});

describe("npm run verify: its table", () => {
    const rows: Row[] = [
        { check: "service", subject: "librechat-service", verdict: "OK", detail: "2 of 2 tasks run" },
        {
            check: "self-check",
            subject: "self-check-librechat-run",
            verdict: "WRONG",
            detail: "librechat reaches 1 of 2\n  tcp:mongo:27017",
        },
        { check: "alarm", subject: "cpu", verdict: "UNKNOWN", detail: "not authorized" },
    ];

    it("has a line for each row, the long details below, and the sums", () => {
        assert.deepEqual(table(rows).split("\n"), [
            "check       subject                   verdict  detail",
            "service     librechat-service         OK       2 of 2 tasks run",
            "self-check  self-check-librechat-run  WRONG    librechat reaches 1 of 2",
            "alarm       cpu                       UNKNOWN  not authorized",
            "",
            "self-check-librechat-run: librechat reaches 1 of 2",
            "  tcp:mongo:27017",
            "",
            "1 right, 1 wrong, 1 unknown",
        ]);
    });

    it("counts as verified only what is right", () => {
        assert.deepEqual(
            rows.map((row) => isVerified([row])),
            [true, false, false],
        );
    });
});
