/** Amazon CloudWatch: alarms and dashboards. */
import type { Properties } from "../../provider/values";
import type { Account } from "../account";
import { arnOf, blocksOf, listOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf, type Problem, type Rule } from "../validation";

const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

const SHORT_PERIODS = [10, 20, 30];

const COMPARISONS = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
];

const METRIC_RULES: readonly Rule[] = [
    { property: "name", length: [1, 255] },
    { property: "alarmDescription", length: [0, 1024] },
    { property: "comparisonOperator", oneOf: COMPARISONS },
    { property: "evaluationPeriods", range: [1, Number.MAX_SAFE_INTEGER] },
    { property: "datapointsToAlarm", range: [1, Number.MAX_SAFE_INTEGER] },
    { property: "statistic", oneOf: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] },
    {
        property: "treatMissingData",
        pattern: /^(missing|ignore|breaching|notBreaching)$/i,
        allowed: "missing, ignore, breaching or notBreaching",
    },
    { property: "metricQueries.id", length: [1, 255] },
    { property: "metricQueries.expression", length: [1, 1024] },
    { property: "alarmActions", format: "ARN" },
    { property: "okActions", format: "ARN" },
    { property: "insufficientDataActions", format: "ARN" },
];

const metricAlarm: ResourceType = {
    token: METRIC_ALARM,
    sets: ["alarmActions", "okActions", "insufficientDataActions", "metricQueries"],

    check: (inputs) => [...problemsOf(inputs, METRIC_RULES), ...badPeriods(inputs), ...badStatistic(inputs)],

    /** Overwrites an alarm of the same name, as PutMetricAlarm does. */
    create(call) {
        refuseActions(call.inputs, "PutMetricAlarm");
        const name = requiredText(call.inputs, "name");
        const arn = alarmArn(call, name);
        return { id: name, computed: { arn, evaluateLowSampleCountPercentiles: call.inputs["evaluateLowSampleCountPercentiles"] ?? "" } };
    },

    update({ inputs }) {
        refuseActions(inputs, "PutMetricAlarm");
        return {};
    },

    delete({ account, current }) {
        refuseUseInRule(account, current.id);
        return "removed";
    },
};

const compositeAlarm: ResourceType = {
    token: COMPOSITE_ALARM,
    sets: ["alarmActions", "okActions", "insufficientDataActions"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "alarmName", length: [1, 255] },
            { property: "alarmDescription", length: [0, 1024] },
            { property: "alarmRule", length: [1, 10_240] },
            { property: "alarmActions", format: "ARN" },
            { property: "okActions", format: "ARN" },
            { property: "insufficientDataActions", format: "ARN" },
        ]),

    create(call) {
        refuseComposite(call);
        const name = requiredText(call.inputs, "alarmName");
        return { id: name, computed: { arn: alarmArn(call, name) } };
    },

    update(call) {
        refuseComposite(call);
        return {};
    },

    delete({ account, current }) {
        refuseUseInRule(account, current.id);
        return "removed";
    },
};

const dashboard: ResourceType = {
    token: "aws:cloudwatch/dashboard:Dashboard",
    json: ["dashboardBody"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "dashboardBody", format: "JSON" },
            { property: "dashboardName", pattern: /^[0-9A-Za-z_-]{1,255}$/, allowed: "1 to 255 letters, digits, - and _" },
        ]),

    create({ account, inputs }) {
        refuseBody(requiredText(inputs, "dashboardBody"));
        const name = requiredText(inputs, "dashboardName");
        return { id: name, computed: { dashboardArn: arnOf(account, "cloudwatch", "", `dashboard/${name}`) } };
    },

    update({ inputs }) {
        refuseBody(requiredText(inputs, "dashboardBody"));
        return {};
    },
};

export const service: Service = { name: "Amazon CloudWatch", resourceTypes: [metricAlarm, compositeAlarm, dashboard] };

function alarmArn({ account, region }: CreateCall, name: string): string {
    return arnOf(account, "cloudwatch", region, `alarm:${name}`);
}

function badPeriods(inputs: Properties): readonly Problem[] {
    const { period } = inputs;
    if (typeof period !== "number" || SHORT_PERIODS.includes(period) || period % 60 === 0) return [];
    return [{ property: "period", reason: `expected period to be 10, 20, 30 or a multiple of 60, got ${period}` }];
}

/** The provider's check across properties. */
function badStatistic(inputs: Properties): readonly Problem[] {
    if (inputs["metricName"] === undefined) return [];
    const given = ["statistic", "extendedStatistic"].filter((property) => inputs[property] !== undefined);
    if (given.length === 1) return [];
    return [{ property: "statistic", reason: "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm" }];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function refuseActions(inputs: Properties, operation: string): void {
    for (const property of ["alarmActions", "okActions", "insufficientDataActions"]) {
        const count = listOf(inputs, property).length;
        if (count <= 5) continue;
        const reason = `1 validation error detected: Value at '${property}' failed to satisfy constraint: Member must have length less than or equal to 5`;
        throw new Refusal("CloudWatch", operation, "ValidationError", `${reason}, it has ${count}`);
    }
}

/** Names that a rule refers to, for example `ALARM("high CPU") OR OK(errors)`; ARNs as the names in them. */
function alarmsIn(rule: string): readonly string[] {
    return [...rule.matchAll(/(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*["']?([^"')]+?)["']?\s*\)/g)].map(([, name = ""]) =>
        name.replace(/^arn:.*:alarm:/, ""),
    );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function refuseComposite({ account, inputs }: CreateCall): void {
    refuseActions(inputs, "PutCompositeAlarm");
    const missing = alarmsIn(requiredText(inputs, "alarmRule")).find(
        (name) => account.find(METRIC_ALARM, name) === undefined && account.find(COMPOSITE_ALARM, name) === undefined,
    );
    if (missing === undefined) return;
    throw new Refusal("CloudWatch", "PutCompositeAlarm", "ValidationError", `AlarmRule refers to an alarm that does not exist: ${missing}`);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html */
function refuseUseInRule(account: Account, name: string): void {
    const users = account.list(COMPOSITE_ALARM).filter(({ properties }) => alarmsIn(textOf(properties, "alarmRule") ?? "").includes(name));
    if (users.length === 0) return;
    const reason = `Cannot delete ${name} as there are composite alarm(s) depending on it.`;
    throw new Refusal("CloudWatch", "DeleteAlarms", "ValidationError", reason);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function refuseBody(json: string): void {
    const body = JSON.parse(json) as Properties;
    const problem = !Array.isArray(body["widgets"])
        ? { dataPath: "", message: "Should have required property 'widgets'" }
        : blocksOf(body, "widgets").flatMap((widget, i) =>
              ["type", "properties"]
                  .filter((property) => widget[property] === undefined)
                  .map((property) => ({
                      dataPath: `/widgets/${i}`,
                      message: `Should have required property '${property}'`,
                  })),
          )[0];
    if (problem === undefined) return;
    const reason = `The dashboard body is invalid, there are 1 validation errors: [ ${JSON.stringify(problem)} ]`;
    throw new Refusal("CloudWatch", "PutDashboard", "InvalidParameterInput", reason);
}
