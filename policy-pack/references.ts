import type { PolicyResource } from "@pulumi/policy";
import { listAt, textAt, UNKNOWN, valueAt, type Unknown } from "./known";

/** The resources behind a property. */
export interface References {
    resources: readonly PolicyResource[];
    /** Whether these are the ones referred to, and all of them; otherwise those referred to are among them, or not in the graph. */
    certain: boolean;
}

/**
 * Finds what a property refers to: by id where ids are known, else by the dependencies that the engine keeps for each property, which
 * hold in a first preview too, when no id exists.
 *
 * Dependencies name candidates: an output of `awsx:ec2:Vpc` depends on all subnets of the VPC. They are the references themselves only
 * when there are as many of them as entries in the property.
 *
 * @param path names from the top-level property down to the id or the list of ids
 * @param type token of the resources to find
 */
export function references(
    resource: PolicyResource,
    path: readonly [string, ...(string | number)[]],
    type: string,
    all: readonly PolicyResource[],
): References {
    const ids = idsAt(resource.props, path);
    if (ids === undefined) return { resources: [], certain: true };
    if (ids !== UNKNOWN) {
        const byId = ids.map((id) =>
            all.find((other) => other.type === type && typeof id === "string" && textAt(other.props, "id") === id),
        );
        const found = byId.filter((other) => other !== undefined);
        if (found.length === ids.length) return { resources: found, certain: true };
    }
    const candidates = [...new Set(resource.propertyDependencies[path[0]] ?? [])].filter((other) => other.type === type);
    return { resources: candidates, certain: ids !== UNKNOWN && candidates.length === ids.length };
}

function idsAt(props: unknown, path: readonly (string | number)[]): unknown[] | Unknown | undefined {
    const value = valueAt(props, ...path);
    if (value === undefined || value === UNKNOWN) return value;
    return listAt(props, ...path) ?? [value];
}

/** The resources of a type. */
export function ofType(all: readonly PolicyResource[], ...types: readonly string[]): PolicyResource[] {
    return all.filter(({ type }) => types.includes(type));
}

/** The component and its components around a resource, innermost first; the resource itself comes before them. */
export function withAncestors(resource: PolicyResource): PolicyResource[] {
    return resource.parent === undefined ? [resource] : [resource, ...withAncestors(resource.parent)];
}
