/** Amazon EventBridge: rules and what they call. */
import type { Account, StoredResource } from "../account";
import { nameOr } from "../filled-in";
import { arnOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

const STATES = ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"];

const eventRule: ResourceType = {
    token: RULE,
    json: ["eventPattern"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", pattern: /^[0-9A-Za-z_.-]{1,64}$/, allowed: "1 to 64 letters, digits and . _ -" },
            { property: "description", length: [0, 512] },
            { property: "eventPattern", format: "JSON" },
            { property: "eventPattern", length: [1, 4096] },
            { property: "scheduleExpression", length: [0, 256] },
            { property: "roleArn", format: "ARN" },
            { property: "state", oneOf: STATES },
        ]),

    create({ account, region, inputs }) {
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        const bus = busOf(inputs["eventBusName"]);
        refuseSchedule(textOf(inputs, "scheduleExpression"), bus);
        const place = bus === "default" ? name : `${bus}/${name}`;
        return { id: place, computed: { arn: arnOf(account, "events", region, `rule/${place}`), name } };
    },

    update({ inputs }) {
        refuseSchedule(textOf(inputs, "scheduleExpression"), busOf(inputs["eventBusName"]));
        return {};
    },

    /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
    delete({ account, current }) {
        const name = requiredText(current.properties, "name");
        const bus = busOf(current.properties["eventBusName"]);
        const targets = account
            .list(TARGET)
            .filter(({ properties }) => properties["rule"] === name && busOf(properties["eventBusName"]) === bus);
        if (targets.length > 0) throw refusal("DeleteRule", "ValidationException", "Rule can't be deleted since it has targets.");
        return "removed";
    },
};

const eventTarget: ResourceType = {
    token: TARGET,
    json: ["input"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "targetId", pattern: /^[0-9A-Za-z_.-]{1,64}$/, allowed: "1 to 64 letters, digits and . _ -" },
            { property: "arn", format: "ARN" },
            { property: "roleArn", format: "ARN" },
            { property: "input", format: "JSON" },
            { property: "input", length: [1, 8192] },
            { property: "retryPolicy.maximumEventAgeInSeconds", range: [0, 86_400] },
            { property: "retryPolicy.maximumRetryAttempts", range: [0, 185] },
            { property: "ecsTarget.taskDefinitionArn", format: "ARN" },
            { property: "ecsTarget.taskCount", range: [1, Number.MAX_SAFE_INTEGER] },
            { property: "ecsTarget.launchType", oneOf: ["EC2", "FARGATE", "EXTERNAL"] },
        ]),

    create({ account, region, inputs }) {
        const rule = requiredText(inputs, "rule");
        const bus = busOf(inputs["eventBusName"]);
        if (findRule(account, region, bus, rule) === undefined) {
            throw refusal("PutTargets", "ResourceNotFoundException", `Rule ${rule} does not exist on EventBus ${bus}.`);
        }
        const targetId = nameOr(textOf(inputs, "targetId"), undefined, account, "terraform-");
        return { id: bus === "default" ? `${rule}-${targetId}` : `${bus}-${rule}-${targetId}`, computed: { targetId } };
    },
};

export const service: Service = { name: "Amazon EventBridge", resourceTypes: [eventRule, eventTarget] };

function refusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("EventBridge", operation, code, reason);
}

/** Name of an event bus, which may be given as an ARN. */
function busOf(value: unknown): string {
    return typeof value === "string" && value !== "" ? value.replace(/^arn:.*:event-bus\//, "") : "default";
}

function findRule(account: Account, region: string, bus: string, name: string): StoredResource | undefined {
    const found = account.find(RULE, bus === "default" ? name : `${bus}/${name}`);
    return found?.region === region ? found : undefined;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
function refuseSchedule(schedule: string | undefined, bus: string): void {
    if (schedule === undefined) return;
    if (bus !== "default")
        throw refusal("PutRule", "ValidationException", "ScheduleExpression is supported only on the default event bus.");
    const isRate = /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/.test(schedule);
    const isCron = /^cron\((\S+\s+){5}\S+\)$/.test(schedule);
    if (!isRate && !isCron) throw refusal("PutRule", "ValidationException", "Parameter ScheduleExpression is not valid.");
}
