import { strict as assert } from "node:assert";
import { service as roles } from "../../../../simulator/aws/services/iam-roles";
import { service } from "../../../../simulator/aws/services/scheduler";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployment } from "../harness";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const ROLE = "aws:iam/role:Role";
const RETRIES = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

describe(SCHEDULE, () => {
    let aws: Deployment;
    beforeEach(() => {
        aws = deployment([roles, service]);
        aws.create(ROLE, "restarts", { name: "restarts", assumeRolePolicy: trust("scheduler.amazonaws.com", "123456789012") });
        aws.create(ROLE, "other", { name: "other", assumeRolePolicy: trust("scheduler.amazonaws.com", "210987654321") });
        aws.create(ROLE, "task", { name: "task", assumeRolePolicy: trust("ecs-tasks.amazonaws.com", "123456789012") });
    });

    function trust(principal: string, account: string): string {
        const Condition = { StringEquals: { "aws:SourceAccount": account } };
        return JSON.stringify({
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: principal }, Condition },
        });
    }

    const target = (more: Properties = {}): Properties => ({
        arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService",
        roleArn: "arn:aws:iam::123456789012:role/restarts",
        input: '{"Cluster":"main","Service":"web","ForceNewDeployment":true}',
        ...more,
    });
    const inputs = (more: Properties = {}): Properties => ({
        name: "restart",
        scheduleExpression: "rate(14 days)",
        flexibleTimeWindow: { mode: "OFF" },
        target: target(),
        ...more,
    });

    it("is in the group default, in UTC, and calls again for a day", () => {
        const { id, outputs } = aws.create(SCHEDULE, "restart", inputs());
        assert.equal(id, "default/restart");
        const { arn, groupName, scheduleExpressionTimezone, state, actionAfterCompletion } = outputs;
        assert.deepEqual(
            [arn, groupName, scheduleExpressionTimezone, state, actionAfterCompletion],
            ["arn:aws:scheduler:us-east-1:123456789012:schedule/default/restart", "default", "UTC", "ENABLED", "NONE"],
        );
        assert.deepEqual((outputs["target"] as Properties)["retryPolicy"], RETRIES);
    });

    it("takes rates, calendars and single moments, in any time zone", () => {
        const taken = ["rate(1 day)", "rate(15 minutes)", "rate(12 hours)", "cron(0 3 ? * MON *)", "at(2030-01-31T03:00:00)"];
        taken.forEach((scheduleExpression, index) => {
            const given = inputs({ name: `restart-${index}`, scheduleExpression, scheduleExpressionTimezone: "Europe/Berlin" });
            assert.equal(aws.create(SCHEDULE, "restart", given).outputs["scheduleExpression"], scheduleExpression);
        });
        assert.equal(aws.stored(SCHEDULE).length, taken.length);
    });

    it("changes in place, and keeps its retry policy in what AWS gives back", () => {
        const made = aws.create(SCHEDULE, "restart", inputs());
        const changed = aws.update(made, inputs({ scheduleExpression: "rate(3 days)", state: "DISABLED" }));
        assert.deepEqual([changed.id, changed.outputs["scheduleExpression"]], ["default/restart", "rate(3 days)"]);
        assert.deepEqual((changed.outputs["target"] as Properties)["retryPolicy"], RETRIES);
        const read = aws.read(changed);
        assert.ok(read !== undefined);
        assert.deepEqual([...aws.diff(read, inputs({ scheduleExpression: "rate(3 days)", state: "DISABLED" })).differences], []);
    });

    it("calls services that have a template, without an input", () => {
        const queue = { arn: "arn:aws:sqs:us-east-1:123456789012:jobs", roleArn: "arn:aws:iam::123456789012:role/restarts" };
        assert.equal(aws.create(SCHEDULE, "restart", inputs({ target: queue })).id, "default/restart");
    });

    it("leaves nothing behind", () => {
        aws.delete(aws.create(SCHEDULE, "restart", inputs()));
        assert.deepEqual(aws.stored(SCHEDULE), []);
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        ["the unit is none", inputs({ scheduleExpression: "rate(2 weeks)" }), "Invalid Schedule Expression rate(2 weeks)."],
        ["the rate is nothing", inputs({ scheduleExpression: "rate(0 days)" }), "Invalid Schedule Expression rate(0 days)."],
        ["the calendar has five fields", inputs({ scheduleExpression: "cron(0 3 * * ?)" }), "Invalid Schedule Expression cron(0 3 * * ?)."],
        [
            "there is no such time zone",
            inputs({ scheduleExpressionTimezone: "Mars/Olympus" }),
            "Invalid Schedule Expression Timezone Mars/Olympus.",
        ],
        [
            "the action only reads",
            inputs({ target: target({ arn: "arn:aws:scheduler:::aws-sdk:ecs:describeServices" }) }),
            "describeServices API is not supported",
        ],
        [
            "the ARN of an action names a Region",
            inputs({ target: target({ arn: "arn:aws:scheduler:us-east-1:123456789012:aws-sdk:ecs:updateService" }) }),
            "scheduler is not a supported service for a target.",
        ],
        [
            "an action has no input",
            inputs({ target: target({ input: undefined }) }),
            "You must provide an input to set this target for your schedule",
        ],
        [
            "the input is no JSON",
            inputs({ target: target({ input: "web" }) }),
            "Invalid RequestJson provided. Reason Request payload is no JSON.",
        ],
        [
            "the input begins its names with small letters",
            inputs({ target: target({ input: '{"cluster":"main","service":"web"}' }) }),
            "Invalid RequestJson provided. Reason Request payload is missing the following field(s): Service.",
        ],
        ...["other", "task", "missing"].map((role): readonly [string, Properties, string] => [
            `the scheduler may not take the role ${role}`,
            inputs({ target: target({ roleArn: `arn:aws:iam::123456789012:role/${role}` }) }),
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
        ]),
    ];
    for (const [name, given, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const message = (operation: string) => `operation error Scheduler: ${operation}, api error ValidationException: ${reason}`;
            assert.throws(() => aws.create(SCHEDULE, "restart", given), { message: message("CreateSchedule") });
            const made = aws.create(SCHEDULE, "restart", inputs());
            assert.throws(() => aws.update(made, given), { message: message("UpdateSchedule") });
        });
    }

    it("fails when the group has one of that name", () => {
        aws.create(SCHEDULE, "restart", inputs());
        assert.throws(() => aws.create(SCHEDULE, "again", inputs()), {
            message: "operation error Scheduler: CreateSchedule, api error ConflictException: Schedule restart already exists.",
        });
    });

    it("fails when there is no such group", () => {
        assert.throws(() => aws.create(SCHEDULE, "restart", inputs({ groupName: "nightly" })), {
            message:
                "operation error Scheduler: CreateSchedule, api error ResourceNotFoundException: Schedule group nightly does not exist.",
        });
    });

    it("fails when a date is none", () => {
        assert.throws(() => aws.create(SCHEDULE, "restart", inputs({ startDate: "tomorrow", endDate: "2030-01-31" })), {
            message: ["startDate", "endDate"]
                .map((date) => `invalid value for ${date} (a time as in RFC 3339). Examine values at 'restart.${date}'.`)
                .join("\n"),
        });
    });
});
