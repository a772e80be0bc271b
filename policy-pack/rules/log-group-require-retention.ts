import { shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Log groups say for how long they keep events.
 *
 * AWS keeps them for ever otherwise, at $0.03 for each GB in each month, with whatever personal data is in them. Groups of the class
 * DELIVERY have a fixed time.
 */
export const checkRetention: ResourceCheck = ({ name, props }) => {
    const [days, kind] = [valueAt(props, "retentionInDays"), valueAt(props, "logGroupClass")];
    if (kind === "DELIVERY") return [];
    if (days === UNKNOWN || kind === UNKNOWN) return "unknown";
    return Number(days ?? 0) > 0
        ? []
        : [`retentionInDays of log group ${name} = ${shown(days)}, which is for ever; wanted are days such as 30 or 365.`];
};

export const logGroupRequireRetention = resourcePolicy(
    {
        name: "log-group-require-retention",
        displayName: "Log groups have an end",
        description: "Log groups say for how long they keep events.",
        severity: "medium",
        remediationSteps: "Set retentionInDays to one of CloudWatch's steps, such as 30 or 365.",
        url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    },
    [TYPES.logGroup],
    checkRetention,
);
