/** What the price of a resource is made of. */
import { shown, UNKNOWN, valueAt } from "../known";
import type { Graph, GraphNode } from "../reachability/graph";
import { HOURS_PER_MONTH } from "./rates";

/** Something that is paid for. */
export interface Cost {
    /** @example "DocumentDB instance db.t4g.medium" */
    readonly what: string;
    readonly usdPerMonth: number;
}

/** What a resource costs, and why that is not all of it. */
export interface Priced {
    readonly costs: readonly Cost[];
    /** @example "desiredCount is not known yet" */
    readonly gaps: readonly string[];
}

/** Prices a resource of one type. */
export type Pricer = (node: GraphNode, graph: Graph) => Priced;

export const FREE: Priced = { costs: [], gaps: [] };

export function cost(what: string, usdPerMonth: number): Priced {
    return { costs: [{ what, usdPerMonth }], gaps: [] };
}

export function hourly(what: string, usdPerHour: number): Priced {
    return cost(what, usdPerHour * HOURS_PER_MONTH);
}

export function gap(...gaps: string[]): Priced {
    return { costs: [], gaps };
}

export function together(...parts: readonly Priced[]): Priced {
    return { costs: parts.flatMap(({ costs }) => costs), gaps: parts.flatMap(({ gaps }) => gaps) };
}

type Path = readonly (string | number)[];

/**
 * Reads a number that a price depends on, and prices by it.
 *
 * @param standard what AWS takes where the property is not set; none where it cannot be told
 */
export function byNumber(node: GraphNode, path: Path, standard: number | undefined, price: (value: number) => Priced): Priced {
    const found = valueAt(node.properties, ...path);
    const value = found === undefined ? standard : typeof found === "string" && found.trim() !== "" ? Number(found) : found;
    return typeof value === "number" && Number.isFinite(value) ? price(value) : gap(missing(path, found));
}

/** The same for text. */
export function byText(node: GraphNode, path: Path, standard: string | undefined, price: (value: string) => Priced): Priced {
    const found = valueAt(node.properties, ...path);
    const value = found === undefined ? standard : found;
    return typeof value === "string" ? price(value) : gap(missing(path, found));
}

/** The same for what is on or off. */
export function bySwitch(node: GraphNode, path: Path, price: (value: boolean) => Priced): Priced {
    const found = valueAt(node.properties, ...path);
    return found === UNKNOWN ? gap(missing(path, found)) : price(found === true || found === "true");
}

function missing(path: Path, found: unknown): string {
    return `${path.join(".")} ${found === UNKNOWN ? "is not known yet" : `= ${shown(found)}`}`;
}
