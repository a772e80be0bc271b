import type { PolicyResource } from "@pulumi/policy";
import { textAt, valueAt } from "../known";
import { ECR, NEEDS_TAG } from "../reachability/needs";
import { reference, withAncestors } from "../references";
import { TYPES } from "../types";

/** Services of a function: those stated, and Secrets Manager where its environment names a secret. Its own logs do not pass its network. */
export function servicesOfFunction(lambda: PolicyResource): ReadonlySet<string> {
    const variables = valueAt(lambda.props, "environment", "variables");
    const names = typeof variables === "object" && variables !== null ? Object.keys(variables) : [];
    const namesSecret = names.some((name) => textAt(variables, name)?.includes(":secretsmanager:"));
    const dependsOnSecret = dependsOn(lambda, "environment", TYPES.secret, TYPES.secretVersion);
    return servicesIn([...stated(lambda), ...(namesSecret || dependsOnSecret ? ["service:secretsmanager"] : [])]);
}

/** Services of a Fargate service: those stated, and what its task definition names: secrets, log driver, images in ECR. */
export function servicesOfService(service: PolicyResource, all: readonly PolicyResource[]): ReadonlySet<string> {
    const [definition] = reference(service, ["taskDefinition"], TYPES.taskDefinition, all).resources;
    return servicesIn([...stated(service), ...(definition === undefined ? [] : inferred(definition))]);
}

function inferred(definition: PolicyResource): string[] {
    return [
        ...(dependsOn(definition, "containerDefinitions", TYPES.secret, TYPES.secretVersion) ? ["service:secretsmanager"] : []),
        ...(dependsOn(definition, "containerDefinitions", TYPES.logGroup) ? ["service:logs"] : []),
        ...parseList(valueAt(definition.props, "containerDefinitions")).flatMap(needsOfContainer),
    ];
}

function needsOfContainer(container: unknown): string[] {
    const secrets = valueAt(container, "secrets");
    const sources = Array.isArray(secrets) ? secrets.map((secret) => textAt(secret, "valueFrom") ?? "") : [];
    const image = textAt(container, "image");
    return [
        ...(sources.some((source) => source.includes(":secretsmanager:")) ? ["service:secretsmanager"] : []),
        ...(sources.some((source) => source !== "" && !source.includes(":secretsmanager:")) ? ["service:ssm"] : []),
        ...(valueAt(container, "logConfiguration", "logDriver") === "awslogs" ? ["service:logs"] : []),
        ...(image === undefined ? [] : [`image:${image}`]),
    ];
}

/** What the tag, and the innermost of our components around the resource that says so, state. */
function stated(resource: PolicyResource): string[] {
    const tag = textAt(resource.props, "tags", NEEDS_TAG)?.split(/\s+/) ?? [];
    const published = withAncestors(resource)
        .filter(({ type }) => type.startsWith("librechat:"))
        .map(({ props }) => valueAt(props, "needs"))
        .find((needs) => Array.isArray(needs)) as unknown[] | undefined;
    const ofComponent = published === undefined ? [] : Array.from({ length: published.length }, (_, i) => textAt(published, i) ?? "");
    return [...tag, ...ofComponent].filter((need) => need !== "");
}

/** The services among needs. Databases and hosts on the internet are no matter of endpoints; a registry is one where it is in ECR. */
function servicesIn(needs: readonly string[]): ReadonlySet<string> {
    return new Set(
        needs.flatMap((need) => {
            const [kind, what = ""] = need.split(":");
            if (kind === "service") return [what];
            return kind === "image" && ECR.test(what.split("/")[0] ?? "") ? ["ecr.api", "ecr.dkr"] : [];
        }),
    );
}

function dependsOn(resource: PolicyResource, property: string, ...types: string[]): boolean {
    return (resource.propertyDependencies[property] ?? []).some(({ type }) => types.includes(type));
}

/** The entries of a JSON list. A text that is none shows nothing here, and the proof of reachability says so. */
function parseList(text: unknown): unknown[] {
    if (typeof text !== "string") return [];
    try {
        const list: unknown = JSON.parse(text);
        return Array.isArray(list) ? list : [];
    } catch (error) {
        if (error instanceof SyntaxError) return [];
        throw error;
    }
}
