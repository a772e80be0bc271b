/**
 * Endpoint policies, read with caution: a packet does not say who calls which action, so only what surely allows the call counts.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
import type { StoredResource } from "../aws/account";
import { requiredText, textOf } from "../aws/reading";
import type { Loss } from "./delivery";

/** Services whose actions have another prefix than their endpoint. */
const ACTION_PREFIXES: Readonly<Record<string, string>> = { monitoring: "cloudwatch", email: "ses", "email-smtp": "ses", tagging: "tag" };

interface Statement {
    readonly Effect?: string;
    readonly Principal?: unknown;
    readonly Action?: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: unknown;
}

/**
 * @param bucket of S3, when the host name says it
 * @returns how the call may be refused; undefined when it is surely allowed
 */
export function policyRefusal(endpoint: StoredResource, bucket: string | undefined): Loss | undefined {
    const policy = textOf(endpoint.properties, "policy");
    if (policy === undefined) return undefined;
    const statements = asList((JSON.parse(policy) as { Statement?: Statement | readonly Statement[] }).Statement);
    const service = requiredText(endpoint.properties, "serviceName").split(".").slice(3).join(".");
    const covering = statements.filter((statement) => covers(statement, service, bucket));
    const what = bucket === undefined ? service : `${service} bucket ${bucket}`;
    // A denial of some actions leaves the others, and a packet does not say its action: only a denial of everything is sure.
    const denying = covering.find(
        (statement) => statement.Effect === "Deny" && asList(statement.Action).some((action) => /^\*$|:\*$/.test(action)),
    );
    if (denying !== undefined) return { lostAt: `the policy of ${endpoint.id} denies ${what}`, symptom: "explicitly denied" };
    if (covering.some(({ Effect }) => Effect === "Allow")) return undefined;
    return { lostAt: `no statement in the policy of ${endpoint.id} surely allows ${what} to everyone`, symptom: "access denied" };
}

function covers({ Principal, Action, Resource, Condition }: Statement, service: string, bucket: string | undefined): boolean {
    const hasAction = asList(Action).some((action) => action === "*" || isActionOf(action, service));
    return (
        Condition === undefined && isEveryone(Principal) && hasAction && asList(Resource).some((resource) => hasBucket(resource, bucket))
    );
}

function isEveryone(principal: unknown): boolean {
    if (typeof principal === "string") return principal === "*";
    const accounts = (principal as { AWS?: string | readonly string[] } | undefined)?.AWS;
    return asList(accounts).includes("*");
}

function isActionOf(action: string, service: string): boolean {
    const [prefix = ""] = action.split(":");
    const [label = ""] = service.split(".");
    return label === prefix || label.startsWith(`${prefix}-`) || ACTION_PREFIXES[label] === prefix;
}

/** Whether objects of the bucket fit; without a bucket, any resource may be meant. */
function hasBucket(resource: string, bucket: string | undefined): boolean {
    if (resource === "*" || bucket === undefined) return true;
    const pattern = resource
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${pattern}$`).test(`arn:aws:s3:::${bucket}/object`);
}

function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
