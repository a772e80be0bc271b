/** Where graphs come from: what a policy pack sees, and what the engine stores. */
import type { PolicyResource } from "@pulumi/policy";
import { known, textAt, UNKNOWN } from "../known";
import { Graph, type GraphNode } from "./graph";

/** Deep enough for any resource; deeper values are hostile or cyclic, and not read. */
const MAX_DEPTH = 24;

/** The text that the engine puts in the place of an unknown value. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A graph of what a stack policy is given; in a preview with unknown values. */
export function graphOfResources(resources: readonly PolicyResource[]): Graph {
    return new Graph(
        resources.map((resource): GraphNode => {
            const properties = copied(resource.props, 0) as Record<string, unknown>;
            return {
                urn: resource.urn,
                type: resource.type,
                name: resource.name,
                id: textAt(properties, "id"),
                properties,
                parent: resource.parent?.urn,
                dependencies: resource.dependencies.map(({ urn }) => urn),
                propertyDependencies: Object.fromEntries(
                    Object.entries(resource.propertyDependencies).map(([property, sources]) => [property, sources.map(({ urn }) => urn)]),
                ),
            };
        }),
    );
}

/**
 * A graph of an exported state: what `pulumi stack export` prints.
 *
 * @throws Error when it is no such export
 */
export function graphOfState(state: unknown): Graph {
    const deployment = field(state, "deployment") ?? field(field(state, "checkpoint"), "latest") ?? state;
    const resources = field(deployment, "resources");
    if (!Array.isArray(resources)) throw new Error("state = no list of resources; wanted is the output of: pulumi stack export");
    return new Graph((resources as unknown[]).flatMap(nodeOfState));
}

function nodeOfState(stored: unknown): GraphNode[] {
    const [urn, type] = [field(stored, "urn"), field(stored, "type")];
    // A resource that is being replaced is there twice; the one to be deleted is on its way out.
    if (typeof urn !== "string" || typeof type !== "string" || field(stored, "delete") === true) return [];
    const properties = copied({ ...record(field(stored, "inputs")), ...record(field(stored, "outputs")) }, 0) as Record<string, unknown>;
    const id = field(stored, "id");
    const byProperty = Object.entries(record(field(stored, "propertyDependencies"))).map(
        ([property, sources]) => [property, texts(sources)] as const,
    );
    // What is encrypted cannot be read, and was said all the same: with the resource itself for a source it does not count as left out.
    const encrypted = Object.entries({ ...record(field(stored, "inputs")), ...record(field(stored, "outputs")) }).flatMap(
        ([property, value]) => (holdsSecret(value, 0) ? [property] : []),
    );
    return [
        {
            urn,
            type,
            name: urn.split("::").at(-1) ?? urn,
            id: typeof id === "string" && id !== "" ? id : textAt(properties, "id"),
            properties,
            parent: text(field(stored, "parent")),
            dependencies: texts(field(stored, "dependencies")),
            propertyDependencies: {
                ...Object.fromEntries(encrypted.map((property) => [property, [urn]])),
                ...Object.fromEntries(byProperty.filter(([, sources]) => sources.length > 0)),
            },
        },
    ];
}

function holdsSecret(value: unknown, depth: number): boolean {
    if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return false;
    return SIGNATURE in value || Object.values(value).some((inner) => holdsSecret(inner, depth + 1));
}

/** A plain copy: unknown values as {@link UNKNOWN}, and no access that could throw. */
function copied(value: unknown, depth: number): unknown {
    if (value === UNKNOWN_TEXT || depth > MAX_DEPTH) return UNKNOWN;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value))
        return Array.from({ length: value.length }, (_, i) =>
            copied(
                known(() => value[i] as unknown),
                depth + 1,
            ),
        );
    // Pulumi marks secrets and the like with a signature; what is inside is either encrypted or nobody's business here.
    if (SIGNATURE in value) return UNKNOWN;
    return Object.fromEntries(
        Object.keys(value).map((key) => [
            key,
            copied(
                known(() => (value as Record<string, unknown>)[key]),
                depth + 1,
            ),
        ]),
    );
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";

function field(value: unknown, name: string): unknown {
    return record(value)[name];
}

function record(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

function texts(value: unknown): string[] {
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
