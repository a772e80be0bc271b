import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/budgets";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith } from "./lambda-fixtures";

const BUDGET = "aws:budgets/budget:Budget";
const MONTHLY = { name: "month", budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "200", limitUnit: "USD" };
const ALERT = { comparisonOperator: "GREATER_THAN", threshold: 80, thresholdType: "PERCENTAGE", notificationType: "ACTUAL" };

describe("budget", () => {
    it("is the account's", () => {
        const { id, outputs } = accountWith([service]).create(BUDGET, "month", MONTHLY);
        assert.deepEqual(
            [id, outputs["arn"], outputs["accountId"], outputs["limitAmount"]],
            ["123456789012:month", "arn:aws:budgets::123456789012:budget/month", "123456789012", "200"],
        );
    });

    it("fails when the name is taken", () => {
        const aws = accountWith([service]);
        aws.create(BUDGET, "month", MONTHLY);
        assert.throws(() => aws.create(BUDGET, "again", MONTHLY), {
            message:
                "operation error Budgets: CreateBudget, api error DuplicateRecordException: Error creating budget: month - the budget already exists.",
        });
    });

    const refusals: readonly (readonly [name: string, subscribers: Properties, reason: string])[] = [
        ["nobody hears of it", {}, "A notification must have at least one subscriber."],
        [
            "it has two topics",
            { subscriberSnsTopicArns: ["arn:aws:sns:us-east-1:123456789012:a", "arn:aws:sns:us-east-1:123456789012:b"] },
            "A notification can have at most 10 e-mail addresses and one topic.",
        ],
    ];
    for (const [name, subscribers, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const inputs = { ...MONTHLY, notifications: [{ ...ALERT, ...subscribers }] };
            assert.throws(() => accountWith([service]).create(BUDGET, "month", inputs), {
                message: `operation error Budgets: CreateNotification, api error InvalidParameterException: ${reason}`,
            });
        });
    }
});
