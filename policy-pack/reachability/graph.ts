/**
 * The resources of a stack as a graph, the same from a policy pack and from a stored state.
 *
 * References are followed by id where ids are known, and by the dependencies that Pulumi keeps for each property where they are not: in
 * a first preview nothing has an id. Below this module nothing knows of Pulumi.
 */
import { listAt, UNKNOWN, valueAt } from "../known";
import type { GraphNode } from "./graph-node";
import { companionsOf, ID, idsOf, PREFIXES } from "./ids";

export type { GraphNode };

/** What a property refers to. */
export interface References {
    /** URNs of nodes, and ids of what is outside the graph. */
    readonly keys: readonly string[];
    /**
     * Whether these are the ones, and all of them. Otherwise they are candidates: every output of `awsx:ec2:Vpc` depends on all subnets of
     * the VPC, so that a preview cannot tell its private from its public ones.
     */
    readonly certain: boolean;
}

/** Names from a top-level property down to an id or a list of ids. */
export type PropertyPath = readonly [string, ...(string | number)[]];

const NONE: References = { keys: [], certain: true };

/** Nodes with their indexes; each index is built once, when it is first asked for. */
export class Graph {
    readonly #byUrn = new Map<string, GraphNode>();
    readonly #byType = new Map<string, GraphNode[]>();
    readonly #byId = new Map<string, GraphNode>();
    /** Ids of nodes of every type. */
    readonly #ids = new Set<string>();
    /** Keys of what comes with a VPC, by id. */
    readonly #companions = new Map<string, string>();
    readonly #byName = new Map<string, GraphNode[]>();
    readonly #referring = new Map<string, Map<string, GraphNode[]>>();
    readonly #references = new Map<GraphNode, Map<string, References>>();

    constructor(readonly nodes: readonly GraphNode[]) {
        for (const node of nodes) {
            this.#byUrn.set(node.urn, node);
            append(this.#byType, node.type, node);
            append(this.#byName, node.name, node);
        }
        for (const node of nodes) for (const id of idsOf(node)) this.#learn(id, node);
        for (const node of this.ofType("aws:ec2/vpc:Vpc")) for (const [id, key] of companionsOf(node)) this.#companions.set(id, key);
        this.#learnIds();
    }

    node(key: string): GraphNode | undefined {
        return this.#byUrn.get(key);
    }

    ofType(...types: readonly string[]): readonly GraphNode[] {
        return types.flatMap((type) => this.#byType.get(type) ?? []);
    }

    named(name: string): readonly GraphNode[] {
        return this.#byName.get(name) ?? [];
    }

    /** What a property of a node refers to, among resources of the given types. */
    references(node: GraphNode, path: PropertyPath, ...types: readonly string[]): References {
        const key = `${path.join("/")}|${types.join()}`;
        const known = this.#references.get(node) ?? new Map<string, References>();
        this.#references.set(node, known);
        const found = known.get(key) ?? this.#find(node, path, types);
        known.set(key, found);
        return found;
    }

    /** The one thing that a property refers to; undefined when there is none, or no telling which. */
    reference(node: GraphNode, path: PropertyPath, ...types: readonly string[]): string | undefined {
        const { keys, certain } = this.references(node, path, ...types);
        return certain ? keys[0] : undefined;
    }

    /** Nodes of a type whose property refers, or may refer, to a key. */
    referring(key: string, path: PropertyPath, type: string, ...targets: readonly string[]): readonly GraphNode[] {
        const index = `${type}|${path.join("/")}|${targets.join()}`;
        const known = this.#referring.get(index) ?? this.#invert(path, type, targets);
        this.#referring.set(index, known);
        return known.get(key) ?? [];
    }

    /** The components around a node, innermost first. */
    ancestors(node: GraphNode): readonly GraphNode[] {
        const found: GraphNode[] = [];
        const seen = new Set([node.urn]);
        let parent = node.parent === undefined ? undefined : this.node(node.parent);
        while (parent !== undefined && !seen.has(parent.urn)) {
            seen.add(parent.urn);
            found.push(parent);
            parent = parent.parent === undefined ? undefined : this.node(parent.parent);
        }
        return found;
    }

    #invert(path: PropertyPath, type: string, targets: readonly string[]): Map<string, GraphNode[]> {
        const inverted = new Map<string, GraphNode[]>();
        for (const node of this.ofType(type)) {
            for (const key of this.references(node, path, ...targets).keys) append(inverted, key, node);
        }
        return inverted;
    }

    #find(node: GraphNode, path: PropertyPath, types: readonly string[]): References {
        const value = valueAt(node.properties, ...path);
        const values =
            value === UNKNOWN ? UNKNOWN : (listAt(node.properties, ...path) ?? (value === undefined || value === "" ? [] : [value]));
        const candidates = this.#candidates(node, path[0], types);
        if (values === UNKNOWN)
            return { keys: candidates, certain: candidates.length === 1 && this.#areAllHere(node, path, candidates, 1) };
        const keys = values.map((id) => (typeof id === "string" ? this.#keyOf(id, types) : undefined));
        const known = keys.filter((key) => key !== undefined);
        if (values.length === 0) return NONE;
        if (known.length === values.length && known.every((key) => this.#byUrn.has(key))) return { keys: unique(known), certain: true };
        // An id that is known but belongs to no node: one of the dependencies, or something that the stack did not make.
        const others = candidates.filter((urn) => !known.includes(urn));
        if (others.length === 0 && known.length === values.length) return { keys: unique(known), certain: true };
        const named = known.filter((key) => this.#byUrn.has(key));
        const missing = values.length - named.length;
        const certain = others.length === missing && this.#areAllHere(node, path, candidates, missing);
        return { keys: unique([...named, ...(others.length > 0 ? others : known)]), certain };
    }

    /**
     * Whether the candidates of a property belong to this entry of it. All entries of a list share the dependencies of the property, so that
     * another entry may be the one that names the candidate, and this one something that the program looked up.
     */
    #areAllHere(node: GraphNode, [property, index, ...rest]: PropertyPath, candidates: readonly string[], missing: number): boolean {
        if (typeof index !== "number") return true;
        const entries = listAt(node.properties, property);
        const values = (Array.isArray(entries) ? entries : []).flatMap((entry) => {
            const value = valueAt(entry, ...rest);
            return Array.isArray(value) ? (value as unknown[]) : value === undefined || value === "" ? [] : [value];
        });
        const open = values.filter((value) => typeof value !== "string" || !this.#isIdOfNode(value));
        const sources = unique(node.propertyDependencies[property] ?? []);
        return open.length === missing || (sources.length === candidates.length && candidates.length === 1 && !open.some(isText));
    }

    #isIdOfNode(id: string): boolean {
        return this.#ids.has(id) || this.#companions.has(id);
    }

    #keyOf(id: string, types: readonly string[]): string {
        const direct = this.#byUrn.get(id);
        if (direct !== undefined) return direct.urn;
        for (const type of types) {
            const node = this.#byId.get(`${type}|${id}`);
            if (node !== undefined) return node.urn;
        }
        return this.#companions.get(id) ?? id;
    }

    #candidates(node: GraphNode, property: string, types: readonly string[]): string[] {
        const urns = node.propertyDependencies[property] ?? [];
        return unique(urns.filter((urn) => types.includes(this.#byUrn.get(urn)?.type ?? "")));
    }

    #learn(id: string, node: GraphNode): void {
        this.#byId.set(`${node.type}|${id}`, node);
        this.#ids.add(id);
    }

    /** Where a known id came from a single resource of the kind, the id is that resource's: states do not always repeat it. */
    #learnIds(): void {
        for (const node of this.nodes) {
            for (const [property, urns] of Object.entries(node.propertyDependencies)) {
                const value = node.properties[property];
                const id = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
                if (typeof id !== "string" || !ID.test(id)) continue;
                const sources = unique(urns).flatMap((urn) => this.#byUrn.get(urn) ?? []);
                const fitting = sources.filter(({ type, id: own }) => own === undefined && PREFIXES[type]?.test(id) === true);
                const [only] = fitting;
                const index = only && `${only.type}|${id}`;
                if (fitting.length === 1 && only && index !== undefined && !this.#byId.has(index)) this.#learn(id, only);
            }
        }
    }
}

function isText(value: unknown): boolean {
    return typeof value === "string";
}

export function unique<T>(values: readonly (T | undefined)[]): T[] {
    return [...new Set(values)].filter((value) => value !== undefined);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
}
