/** What the AWS resources of a stack cost a month, and what of that nobody can tell beforehand. */
import type { Graph, GraphNode } from "../reachability/graph";
import { gap, type Cost, type Pricer } from "./cost";
import { BY_USE, isFree } from "./kinds";
import { COMPUTE_PRICERS } from "./of-compute";
import { DATABASE_PRICERS } from "./of-databases";
import { NETWORK_PRICERS } from "./of-networks";
import { OTHER_PRICERS } from "./of-others";

const PRICERS: Readonly<Record<string, Pricer>> = { ...NETWORK_PRICERS, ...COMPUTE_PRICERS, ...DATABASE_PRICERS, ...OTHER_PRICERS };

/** One thing that is paid for. */
export interface Item extends Cost {
    readonly node: GraphNode;
}

/** One thing that has no price here. */
export interface Unpriced {
    readonly node: GraphNode;
    readonly why: string;
}

export interface Estimate {
    readonly usdPerMonth: number;
    /** The dearest first. */
    readonly items: readonly Item[];
    readonly unpriced: readonly Unpriced[];
}

/** Prices every AWS resource of a graph; what is neither priced nor known to be free is listed. */
export function estimate(graph: Graph): Estimate {
    const items: Item[] = [];
    const unpriced: Unpriced[] = [];
    for (const node of graph.nodes) {
        const { costs, gaps } = pricerOf(node.type)(node, graph);
        items.push(...costs.map((each) => ({ ...each, node })));
        unpriced.push(...gaps.map((why) => ({ node, why })));
    }
    items.sort((one, other) => other.usdPerMonth - one.usdPerMonth);
    return { usdPerMonth: items.reduce((sum, each) => sum + each.usdPerMonth, 0), items, unpriced };
}

function pricerOf(type: string): Pricer {
    const pricer = PRICERS[type];
    if (pricer !== undefined) return pricer;
    if (!type.startsWith("aws:") || isFree(type)) return () => gap();
    const kind = BY_USE[type];
    return () => gap(kind === undefined ? "is not in the price table" : `${kind}, paid by use`);
}

/** What is not priced, one entry for each reason. @example "not in the price table: broker (aws:mq/broker:Broker)" */
export function unpricedText(unpriced: readonly Unpriced[]): string[] {
    const byReason = new Map<string, GraphNode[]>();
    for (const { node, why } of unpriced) byReason.set(why, [...(byReason.get(why) ?? []), node]);
    return [...byReason].map(([why, nodes]) => `${namesOf(nodes)}: ${why}`);
}

/** @example "api (aws:ecs/service:Service)" */
function namesOf(nodes: readonly GraphNode[]): string {
    const types = new Set(nodes.map(({ type }) => type));
    const names = nodes.map(({ name }) => name).join(", ");
    return `${names} (${[...types].join(", ")})`;
}
