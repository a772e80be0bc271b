/** Changes to a graph: what a repair would do to the program, done to the graph, so that the proof can judge the result. */
import { UNKNOWN } from "../known";
import { Graph, type GraphNode } from "./graph";

/** One step; a whole repair is a list of them. */
export type Edit = (nodes: Map<string, GraphNode>) => void;

export function edited(graph: Graph, edits: readonly Edit[]): Graph {
    const nodes = new Map(graph.nodes.map((node) => [node.urn, node]));
    for (const edit of edits) edit(nodes);
    return new Graph([...nodes.values()]);
}

/** A resource that does not exist yet refers to others as in a first preview: by dependencies, its own values unknown. */
export function newNode(
    type: string,
    name: string,
    properties: Readonly<Record<string, unknown>>,
    references: Readonly<Record<string, readonly string[]>>,
): GraphNode {
    const unknowns = Object.fromEntries(
        Object.entries(references).map(([property, urns]) => [property, LISTS.has(property) ? urns.map(() => UNKNOWN) : UNKNOWN]),
    );
    return {
        urn: newUrn(type, name),
        type,
        name,
        id: undefined,
        properties: { ...properties, ...unknowns },
        parent: undefined,
        dependencies: Object.values(references).flat(),
        propertyDependencies: references,
    };
}

export function newUrn(type: string, name: string): string {
    return `repair|${type}|${name}`;
}

const LISTS: ReadonlySet<string> = new Set(["subnetIds", "securityGroupIds", "routeTableIds", "securityGroups"]);

export function add(...added: readonly GraphNode[]): Edit {
    return (nodes) => {
        for (const node of added) if (!nodes.has(node.urn)) nodes.set(node.urn, node);
    };
}

export function remove(urn: string): Edit {
    return (nodes) => {
        nodes.delete(urn);
    };
}

/** Sets plain values. */
export function set(urn: string, values: Readonly<Record<string, unknown>>): Edit {
    return (nodes) => {
        const node = nodes.get(urn);
        if (node !== undefined) nodes.set(urn, { ...node, properties: { ...node.properties, ...values } });
    };
}

/** Makes a property refer to resources; a path of two names reaches into an object. */
export function refer(urn: string, path: readonly [string, string?], urns: readonly string[], isList: boolean): Edit {
    return (nodes) => {
        const node = nodes.get(urn);
        if (node === undefined) return;
        const [property, inner] = path;
        const value = isList ? urns.map(() => UNKNOWN) : UNKNOWN;
        const container = node.properties[property];
        const whole = inner === undefined ? value : { ...(typeof container === "object" ? container : {}), [inner]: value };
        const kept =
            inner === undefined
                ? []
                : (node.propertyDependencies[property] ?? []).filter((each) => nodes.get(each)?.type !== nodes.get(urns[0] ?? "")?.type);
        nodes.set(urn, {
            ...node,
            properties: { ...node.properties, [property]: whole },
            propertyDependencies: { ...node.propertyDependencies, [property]: [...kept, ...urns] },
        });
    };
}
