import type { PolicyResource } from "@pulumi/policy";
import { listAt, textAt, UNKNOWN, valueAt } from "./known";

/** The resources behind a property. */
export interface References {
    resources: readonly PolicyResource[];
    /** Whether these are the ones referred to, and all of them; otherwise those referred to are among them, or not in the graph. */
    certain: boolean;
}

/** Names from a top-level property down to an id or a list of ids. */
export type PropertyPath = readonly [string, ...(string | number)[]];

/**
 * Finds what a property refers to: by id where ids are known, else by the dependencies that the engine keeps for each property, which
 * hold in a first preview too, when no id exists.
 *
 * Dependencies name candidates: an output of `awsx:ec2:Vpc` depends on all subnets of the VPC. They are the references themselves only
 * when there are as many of them as entries in the property.
 *
 * @param path to a list of ids
 * @param type token of the resources to find
 */
export function references(resource: PolicyResource, path: PropertyPath, type: string, all: readonly PolicyResource[]): References {
    const ids = listAt(resource.props, ...path);
    if (ids !== UNKNOWN) return resolved(ids ?? [], resource, path, type, all);
    return { resources: candidates(resource, path, type), certain: false };
}

/** The same for a property that holds one id. */
export function reference(resource: PolicyResource, path: PropertyPath, type: string, all: readonly PolicyResource[]): References {
    const id = valueAt(resource.props, ...path);
    return resolved(id === undefined || id === "" ? [] : [id], resource, path, type, all);
}

function resolved(
    ids: readonly unknown[],
    resource: PolicyResource,
    path: PropertyPath,
    type: string,
    all: readonly PolicyResource[],
): References {
    const byId = ids.map((id) => all.find((other) => other.type === type && id !== UNKNOWN && id === idOf(other)));
    const found = byId.filter((other) => other !== undefined);
    if (found.length === ids.length) return { resources: found, certain: true };
    const possible = candidates(resource, path, type);
    return { resources: possible, certain: possible.length === ids.length };
}

/** The id, or the end of the ARN: the engine keeps the id beside the outputs, and not every provider repeats it among them. */
function idOf({ props }: PolicyResource): string | undefined {
    return textAt(props, "id") ?? textAt(props, "arn")?.split("/").at(-1);
}

function candidates(resource: PolicyResource, [property]: PropertyPath, type: string): PolicyResource[] {
    return [...new Set(resource.propertyDependencies[property] ?? [])].filter((other) => other.type === type);
}

/** The resources of a type. */
export function ofType(all: readonly PolicyResource[], ...types: readonly string[]): PolicyResource[] {
    return all.filter(({ type }) => types.includes(type));
}

/** The component and its components around a resource, innermost first; the resource itself comes before them. */
export function withAncestors(resource: PolicyResource): PolicyResource[] {
    return resource.parent === undefined ? [resource] : [resource, ...withAncestors(resource.parent)];
}
