/**
 * Endpoint policies, read with caution: a network path does not say which action is called, so only a policy that surely lets the call
 * through, or surely does not, decides.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
import { textAt, UNKNOWN, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import type { Truth } from "./three-valued";

/** Services whose actions have another prefix than their endpoint. */
const ACTION_PREFIXES: Readonly<Record<string, string>> = {
    monitoring: "cloudwatch",
    email: "ses",
    "bedrock-runtime": "bedrock",
    "bedrock-agent": "bedrock",
    "bedrock-agent-runtime": "bedrock",
    "ecs-agent": "ecs",
    "ecs-telemetry": "ecs",
};

/**
 * @param bucket S3 only: the bucket whose objects are read; undefined when any may be
 */
export function policyAllows(graph: Graph, endpoint: GraphNode, service: string, bucket: string | undefined): Truth {
    const [separate] = graph.referring(endpoint.urn, ["vpcEndpointId"], AWS.endpointPolicy, AWS.vpcEndpoint);
    const holder = separate ?? endpoint;
    const text = valueAt(holder.properties, "policy");
    // AWS writes a policy that allows everything where none is given.
    if (text === UNKNOWN) return (holder.propertyDependencies["policy"] ?? []).length === 0 ? true : "unknown";
    if (text === undefined || text === "") return true;
    const statements = typeof text === "string" ? statementsOf(text) : undefined;
    if (statements === undefined) return "unknown";
    const named = bucket?.replace("*", regionOf(endpoint));
    const covering = statements.map((statement) => ({ statement, covers: covers(statement, service, named) }));
    const denied = covering.filter(({ statement }) => textAt(statement, "Effect") === "Deny");
    if (denied.some(({ statement, covers: truth }) => truth === true && everyAction(statement))) return false;
    if (denied.some(({ covers: truth }) => truth !== false)) return "unknown";
    const allowed = covering.filter(({ statement }) => textAt(statement, "Effect") === "Allow").map(({ covers: truth }) => truth);
    if (allowed.includes(true)) return true;
    return allowed.includes("unknown") ? "unknown" : false;
}

/** Gateway endpoints lead to their own Region, and the name of the service says which that is, also in a first preview. */
function regionOf({ properties }: GraphNode): string {
    return textAt(properties, "serviceName")?.split(".")[2] ?? "*";
}

function statementsOf(text: string): unknown[] | undefined {
    try {
        const statements = valueAt(JSON.parse(text), "Statement");
        return Array.isArray(statements) ? (statements as unknown[]) : statements === undefined ? [] : [statements];
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}

function covers(statement: unknown, service: string, bucket: string | undefined): Truth {
    const actions = listOf(valueAt(statement, "Action"));
    const prefix = ACTION_PREFIXES[service] ?? service.split(".")[0] ?? service;
    const isForService = actions.some((action) => action === "*" || action.split(":")[0]?.toLowerCase() === prefix);
    if (!isForService && valueAt(statement, "NotAction") === undefined) return false;
    const resources = listOf(valueAt(statement, "Resource"));
    const reachesBucket = bucket === undefined || resources.some((resource) => hasBucket(resource, bucket));
    if (!reachesBucket && valueAt(statement, "NotResource") === undefined) return false;
    const isPlain = ["Condition", "NotAction", "NotResource", "NotPrincipal"].every((name) => valueAt(statement, name) === undefined);
    return isPlain && isEveryone(valueAt(statement, "Principal")) ? true : "unknown";
}

function everyAction(statement: unknown): boolean {
    return listOf(valueAt(statement, "Action")).some((action) => /^\*$|:\*$/.test(action));
}

function isEveryone(principal: unknown): boolean {
    return principal === "*" || listOf(valueAt(principal, "AWS")).includes("*");
}

/** `*` and `?` as IAM reads them; in steps, since a hostile pattern would keep a regular expression busy for years. */
function hasBucket(pattern: string, bucket: string): boolean {
    const text = `arn:aws:s3:::${bucket}/object`;
    let reachable = new Set([0]);
    for (const letter of pattern) {
        const next = new Set<number>();
        for (const position of reachable) {
            if (letter === "*") for (let end = position; end <= text.length; end++) next.add(end);
            else if (position < text.length && (letter === "?" || letter === text[position])) next.add(position + 1);
        }
        reachable = next;
    }
    return reachable.has(text.length);
}

function listOf(value: unknown): string[] {
    if (typeof value === "string") return [value];
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
