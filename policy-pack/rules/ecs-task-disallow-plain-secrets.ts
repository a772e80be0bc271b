import { textAt, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** Keys of AWS, under AWS's names and under LibreChat's. A task has a role instead, whose keys change by themselves. */
const AWS_KEYS = /^(BEDROCK_)?AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|BEARER_TOKEN(_BEDROCK)?)$/;

/** Names whose values are secrets by all that is usual. */
const SECRET_NAME = /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|_KEY)$/i;

/** Names that look like secrets and are made to be public. */
const PUBLIC_NAME = /(PUBLIC|SITE|PUBLISHABLE)_KEY$/i;

/** An address with a password in it. */
const ADDRESS_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/** Values that say where the secret comes from: LibreChat asks each user for it. */
const NO_SECRETS: ReadonlySet<string> = new Set(["", "user_provided"]);

/**
 * Containers get their secrets from Secrets Manager or Parameter Store, never as plain text.
 *
 * Plain values stand in the task definition, readable by everyone who may describe it, for as long as its revisions are kept.
 */
export const checkPlainSecrets: ResourceCheck = ({ name, props }) => {
    const text = valueAt(props, "containerDefinitions");
    if (text === UNKNOWN) return "unknown";
    const containers = parsedContainers(text);
    if (containers === undefined) return [`containerDefinitions of ${name} cannot be read; wanted is a JSON list of containers.`];
    return containers.flatMap((container) => {
        const environment = valueAt(container, "environment");
        const entries = Array.isArray(environment) ? (environment as unknown[]) : [];
        return entries.flatMap((entry) =>
            judge(name, textAt(container, "name") ?? "without a name", textAt(entry, "name") ?? "", valueAt(entry, "value")),
        );
    });
};

function judge(definition: string, container: string, variable: string, value: unknown): string[] {
    if (value === undefined || (typeof value === "string" && NO_SECRETS.has(value))) return [];
    const subject = `environment of container ${container} in ${definition}: ${variable} = [hidden]`;
    if (AWS_KEYS.test(variable)) return [`${subject}; wanted is the task's role in the place of AWS keys.`];
    const looksSecret = SECRET_NAME.test(variable) && !PUBLIC_NAME.test(variable);
    const hasPassword = typeof value === "string" && ADDRESS_WITH_PASSWORD.test(value);
    return looksSecret || hasPassword ? [`${subject}; wanted is an entry of secrets, which names where the value is kept.`] : [];
}

function parsedContainers(text: unknown): unknown[] | undefined {
    if (typeof text !== "string") return undefined;
    try {
        const list: unknown = JSON.parse(text);
        return Array.isArray(list) ? list : undefined;
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}

export const ecsTaskDisallowPlainSecrets = resourcePolicy(
    {
        name: "ecs-task-disallow-plain-secrets",
        displayName: "Containers have no plain secrets",
        description: "Containers get their secrets from Secrets Manager or Parameter Store, never as plain text.",
        severity: "critical",
        remediationSteps:
            "Move the value into Secrets Manager and name it under secrets; give the task role the permissions that AWS keys had.",
        url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
    },
    [TYPES.taskDefinition],
    checkPlainSecrets,
);
