import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/eventbridge";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith } from "./lambda-fixtures";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const NIGHTLY = { name: "nightly", scheduleExpression: "cron(0 3 * * ? *)" };
const CALL = { rule: "nightly", targetId: "backup", arn: "arn:aws:lambda:us-east-1:123456789012:function:backup" };

describe("EventBridge rule", () => {
    it("has ids that name bus, rule and target", () => {
        const aws = accountWith([service]);
        const rule = aws.create(RULE, "nightly", NIGHTLY);
        assert.deepEqual([rule.id, rule.outputs["arn"]], ["nightly", "arn:aws:events:us-east-1:123456789012:rule/nightly"]);
        assert.equal(aws.create(TARGET, "backup", CALL).id, "nightly-backup");
        const pattern = { name: "own", eventBusName: "orders", eventPattern: '{"source":["shop"]}' };
        assert.equal(aws.create(RULE, "own", pattern).outputs["arn"], "arn:aws:events:us-east-1:123456789012:rule/orders/own");
        assert.equal(aws.create(TARGET, "own", { ...CALL, rule: "own", eventBusName: "orders" }).id, "orders-own-backup");
    });

    it("is not deleted while it has targets", () => {
        const aws = accountWith([service]);
        const rule = aws.create(RULE, "nightly", NIGHTLY);
        const target = aws.create(TARGET, "backup", CALL);
        assert.throws(
            () => {
                aws.delete(rule);
            },
            {
                message:
                    "operation error EventBridge: DeleteRule, api error ValidationException: Rule can't be deleted since it has targets.",
            },
        );
        aws.delete(target);
        aws.delete(rule);
        assert.deepEqual(aws.stored(RULE), []);
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        ["the schedule is none", { ...NIGHTLY, scheduleExpression: "rate(1 minutes)" }, "Parameter ScheduleExpression is not valid."],
        ["the bus has no schedules", { ...NIGHTLY, eventBusName: "own" }, "ScheduleExpression is supported only on the default event bus."],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => accountWith([service]).create(RULE, "nightly", inputs), {
                message: `operation error EventBridge: PutRule, api error ValidationException: ${reason}`,
            });
        });
    }

    it("must exist before its targets", () => {
        assert.throws(() => accountWith([service]).create(TARGET, "backup", CALL), {
            message:
                "operation error EventBridge: PutTargets, api error ResourceNotFoundException: Rule nightly does not exist on EventBus default.",
        });
    });
});
