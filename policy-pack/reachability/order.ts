/**
 * The order of creation: a workload must not open its first connection before its way is open.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
import { UNKNOWN } from "../known";
import { AWS } from "./aws-types";
import type { Decision } from "./decide";
import { unique, type Graph, type GraphNode } from "./graph";
import type { Finding } from "./lint";
import type { Workload } from "./workload";

/**
 * Resources of the paths that a workload uses and that may be created after it: nothing between them says what comes first.
 *
 * Only what is still to be created counts, on both sides; in a stored state everything exists.
 */
export function orderFindings(graph: Graph, decisions: readonly Decision[]): Finding[] {
    const byWorkload = new Map<Workload, Set<string>>();
    for (const { workload, legs, verdict } of decisions) {
        if (verdict !== "REACHED") continue;
        const used = byWorkload.get(workload) ?? new Set<string>();
        byWorkload.set(workload, used);
        for (const { possible } of legs) for (const { hops } of possible) for (const { on } of hops) on.forEach((key) => used.add(key));
    }
    return [...byWorkload].flatMap(([workload, used]) => lateFor(graph, workload, used));
}

function lateFor(graph: Graph, workload: Workload, used: ReadonlySet<string>): Finding[] {
    const elements = [...used].flatMap((key) => graph.node(key) ?? []).filter((node) => MUTABLE.has(node.type) && isNew(node));
    return workload.starts.filter(isNew).flatMap((start): Finding[] => {
        const before = madeBefore(graph, start);
        const late = elements.filter(({ urn }) => !before.has(urn));
        if (late.length === 0) return [];
        const names = late.map(({ name }) => name).sort();
        const shown = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
        return [
            {
                need: "lint:order",
                code: "ORDERING",
                urn: start.urn,
                subject: workload.node.name,
                message: `${start.name} may be created before ${shown}, which ${workload.node.name} needs on its way`,
                repairs: [{ what: `make ${start.name} depend on ${shown}`, usdPerMonth: 0 }],
                on: late.map(({ urn }) => urn),
            },
        ];
    });
}

/** What opens a way when it is created. */
const MUTABLE: ReadonlySet<string> = new Set([
    AWS.vpcEndpoint,
    AWS.endpointTable,
    AWS.route,
    AWS.association,
    AWS.natGateway,
    AWS.ingressRule,
    AWS.egressRule,
    AWS.groupRule,
    AWS.mountTarget,
    AWS.internetGateway,
]);

/** A resource that a preview will create: AWS has not told its values yet. */
function isNew({ id, properties }: GraphNode): boolean {
    return id === undefined && Object.values(properties).includes(UNKNOWN);
}

/**
 * Everything that exists before a resource is created.
 *
 * A component of another process, such as `awsx:ec2:Vpc`, hands out its outputs when all that is in it exists, though the dependencies
 * do not say so.
 */
function madeBefore(graph: Graph, start: GraphNode): ReadonlySet<string> {
    const children = childrenOf(graph);
    const before = new Set<string>();
    const waiting = sources(start);
    for (let urn = waiting.pop(); urn !== undefined; urn = waiting.pop()) {
        const node = before.has(urn) ? undefined : graph.node(urn);
        if (node === undefined) continue;
        before.add(urn);
        waiting.push(...sources(node));
        if (node.type.startsWith("awsx:")) waiting.push(...inside(urn, children));
    }
    return before;
}

function sources({ dependencies, propertyDependencies, parent }: GraphNode): string[] {
    return unique([
        ...dependencies,
        ...Object.values(propertyDependencies).flat(),
        parent?.includes("::aws:") === true ? parent : undefined,
    ]);
}

function inside(component: string, children: ReadonlyMap<string, readonly string[]>): string[] {
    const found: string[] = [];
    const seen = new Set<string>();
    const waiting = [...(children.get(component) ?? [])];
    for (let urn = waiting.pop(); urn !== undefined; urn = waiting.pop()) {
        if (seen.has(urn)) continue;
        seen.add(urn);
        found.push(urn);
        waiting.push(...(children.get(urn) ?? []));
    }
    return found;
}

const childrenByGraph = new WeakMap<Graph, ReadonlyMap<string, readonly string[]>>();

function childrenOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
    const known = childrenByGraph.get(graph);
    if (known !== undefined) return known;
    const children = new Map<string, string[]>();
    for (const { urn, parent } of graph.nodes) {
        if (parent === undefined) continue;
        const siblings = children.get(parent);
        if (siblings === undefined) children.set(parent, [urn]);
        else siblings.push(urn);
    }
    childrenByGraph.set(graph, children);
    return children;
}
