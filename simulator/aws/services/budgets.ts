/** AWS Budgets. */
import { nameOr } from "../filled-in";
import { blockOf, blocksOf, listOf, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const BUDGET = "aws:budgets/budget:Budget";

const TYPES = ["USAGE", "COST", "RI_UTILIZATION", "RI_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE"];
const TIME = { pattern: /^\d{4}-\d\d-\d\d_\d\d:\d\d$/, allowed: "YYYY-MM-DD_hh:mm" };

/** What a cost budget counts when the program does not say: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CostTypes.html */
const COST_TYPES = {
    includeCredit: true,
    includeDiscount: true,
    includeOtherSubscription: true,
    includeRecurring: true,
    includeRefund: true,
    includeSubscription: true,
    includeSupport: true,
    includeTax: true,
    includeUpfront: true,
    useAmortized: false,
    useBlended: false,
};

const budget: ResourceType = {
    token: BUDGET,
    sets: ["notifications"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "budgetType", oneOf: TYPES },
            { property: "timeUnit", oneOf: ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"] },
            { property: "timePeriodStart", ...TIME },
            { property: "timePeriodEnd", ...TIME },
            { property: "notifications.comparisonOperator", oneOf: ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"] },
            { property: "notifications.notificationType", oneOf: ["ACTUAL", "FORECASTED"] },
            { property: "notifications.thresholdType", oneOf: ["PERCENTAGE", "ABSOLUTE_VALUE"] },
            { property: "notifications.subscriberSnsTopicArns", format: "ARN" },
            { property: "accountId", pattern: /^\d{12}$/, allowed: "an account id of 12 digits" },
        ]),

    create(call) {
        const { account, inputs } = call;
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        const accountId = textOf(inputs, "accountId") ?? account.accountId;
        const id = `${accountId}:${name}`;
        if (account.find(BUDGET, id) !== undefined) {
            throw new Refusal(
                "Budgets",
                "CreateBudget",
                "DuplicateRecordException",
                `Error creating budget: ${name} - the budget already exists.`,
            );
        }
        refuseNotifications(call, "CreateNotification");
        return {
            id,
            computed: {
                accountId,
                arn: `arn:aws:budgets::${accountId}:budget/${name}`,
                name,
                costFilters: listOf(inputs, "costFilters"),
                costTypes: { ...COST_TYPES, ...blockOf(inputs, "costTypes") },
                limitAmount: textOf(inputs, "limitAmount") ?? "",
                limitUnit: textOf(inputs, "limitUnit") ?? "",
                timePeriodStart: textOf(inputs, "timePeriodStart") ?? `${account.now().slice(0, 8)}01_00:00`,
            },
        };
    },

    update(call) {
        refuseNotifications(call, "UpdateNotification");
        return {};
    },
};

export const service: Service = { name: "AWS Budgets", resourceTypes: [budget] };

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateNotification.html */
function refuseNotifications({ inputs }: CreateCall, operation: string): void {
    for (const notification of blocksOf(inputs, "notifications")) {
        const addresses = listOf(notification, "subscriberEmailAddresses").length;
        const topics = listOf(notification, "subscriberSnsTopicArns").length;
        const refuse = (reason: string) => new Refusal("Budgets", operation, "InvalidParameterException", reason);
        if (addresses + topics === 0) throw refuse("A notification must have at least one subscriber.");
        if (addresses > 10 || topics > 1) throw refuse("A notification can have at most 10 e-mail addresses and one topic.");
    }
}
