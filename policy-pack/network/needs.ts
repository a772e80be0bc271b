import type { PolicyResource } from "@pulumi/policy";
import { textAt, UNKNOWN, valueAt } from "../known";
import { reference, withAncestors } from "../references";
import { TYPES } from "../types";

/** What a workload must reach, as far as the network decides it. */
export interface Needs {
    /** AWS services by the last part of their endpoint name. */
    services: ReadonlySet<string>;
    /** Hosts on the internet. */
    hosts: ReadonlySet<string>;
    /** Why there may be more needs than these; absent where these are all that a preview will ever show. */
    unclear?: string;
}

/** Tag by which any resource can state its needs, like the `needs` output of a component: `service:secretsmanager internet:api.example.com:443`. */
export const NEEDS_TAG = "reachability:needs";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ECR_REGISTRY = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** Needs of a function: those stated, and Secrets Manager where its environment names a secret. Its own logs do not pass its network. */
export function needsOfFunction(lambda: PolicyResource): Needs {
    const variables = valueAt(lambda.props, "environment", "variables");
    const names = typeof variables === "object" && variables !== null ? Object.keys(variables) : [];
    const namesSecret = names.some((name) => textAt(variables, name)?.includes(":secretsmanager:"));
    const dependsOnSecret = dependsOn(lambda, "environment", TYPES.secret, TYPES.secretVersion);
    return parsed([...stated(lambda), ...(namesSecret || dependsOnSecret ? ["service:secretsmanager"] : [])]);
}

/** Needs of a Fargate service: those stated, and what its task definition names: secrets, log driver, registries. */
export function needsOfService(service: PolicyResource, all: readonly PolicyResource[]): Needs {
    const [definition] = reference(service, ["taskDefinition"], TYPES.taskDefinition, all).resources;
    const byStatement = stated(service);
    const { needs, unclear } =
        definition === undefined ? { needs: [], unclear: "its task definition is not in the stack" } : inferred(definition);
    const found = parsed([...byStatement, ...needs]);
    return unclear === undefined || byStatement.length > 0 ? found : { ...found, unclear };
}

function inferred(definition: PolicyResource): { needs: string[]; unclear?: string } {
    const text = valueAt(definition.props, "containerDefinitions");
    const byDependency = [
        ...(dependsOn(definition, "containerDefinitions", TYPES.secret, TYPES.secretVersion) ? ["service:secretsmanager"] : []),
        ...(dependsOn(definition, "containerDefinitions", TYPES.logGroup) ? ["service:logs"] : []),
    ];
    if (text === UNKNOWN) return { needs: byDependency, unclear: "its container definitions are not known yet" };
    const containers = parseList(text);
    if (containers === undefined) return { needs: byDependency, unclear: "its container definitions are no JSON list" };
    return { needs: [...byDependency, ...containers.flatMap(needsOfContainer)] };
}

function needsOfContainer(container: unknown): string[] {
    const secrets = valueAt(container, "secrets");
    const sources = Array.isArray(secrets) ? secrets.map((secret) => textAt(secret, "valueFrom") ?? "") : [];
    const image = textAt(container, "image");
    return [
        ...(sources.some((source) => source.includes(":secretsmanager:")) ? ["service:secretsmanager"] : []),
        ...(sources.some((source) => source !== "" && !source.includes(":secretsmanager:")) ? ["service:ssm"] : []),
        ...(valueAt(container, "logConfiguration", "logDriver") === "awslogs" ? ["service:logs"] : []),
        ...(image === undefined ? [] : [`image:${registryOf(image)}`]),
    ];
}

/** @example registryOf("librechat/librechat:v0.8.8") // "docker.io" */
function registryOf(image: string): string {
    const [first = "", ...rest] = image.split("/");
    return rest.length > 0 && /[.:]/.test(first) ? first : "docker.io";
}

/** What the tag, and the innermost of our components around the resource that says so, state. */
function stated(resource: PolicyResource): string[] {
    const tag = textAt(resource.props, "tags", NEEDS_TAG)?.split(/[\s,]+/) ?? [];
    const published = withAncestors(resource)
        .filter(({ type }) => type.startsWith("librechat:"))
        .map(({ props }) => valueAt(props, "needs"))
        .find((needs) => Array.isArray(needs)) as unknown[] | undefined;
    const ofComponent = published === undefined ? [] : Array.from({ length: published.length }, (_, i) => textAt(published, i) ?? "");
    return [...tag, ...ofComponent].filter((need) => need !== "");
}

/** Sorts needs into services and hosts. Databases (`tcp:`) are inside the VPC and not a matter of paths to services. */
function parsed(needs: readonly string[]): Needs {
    const services = new Set<string>();
    const hosts = new Set<string>();
    for (const need of needs) {
        const [kind, what = ""] = need.split(":");
        if (kind === "service") services.add(what);
        if (kind === "internet") hosts.add(what);
        if (kind === "image" && ECR_REGISTRY.test(what)) ["ecr.api", "ecr.dkr"].forEach((service) => services.add(service));
        else if (kind === "image") hosts.add(what);
    }
    return { services, hosts };
}

function dependsOn(resource: PolicyResource, property: string, ...types: string[]): boolean {
    return (resource.propertyDependencies[property] ?? []).some(({ type }) => types.includes(type));
}

function parseList(text: unknown): unknown[] | undefined {
    if (typeof text !== "string") return undefined;
    try {
        const list: unknown = JSON.parse(text);
        return Array.isArray(list) ? list : undefined;
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}
