/** One thing that has to be reached for a need, and how it stands. */
import { pathTruth, unsure, type Path } from "./path";
import type { Truth } from "./three-valued";

/** One thing to reach, and the ways there. */
export interface Leg {
    /** For people: `secretsmanager`, `ghcr.io`. */
    readonly what: string;
    /** The path that packets take; several where it is not known which. */
    readonly possible: readonly Path[];
    /** Paths that there could be instead, broken by what is missing. */
    readonly others: readonly Path[];
}

/** Where several paths are possible, what all of them say. */
export function legTruth({ possible }: Leg): Truth {
    const truths = possible.map(pathTruth);
    return truths.every((truth) => truth === truths[0]) ? (truths[0] ?? "unknown") : "unknown";
}

/** Something of which not even the paths are known. */
export function lost(what: string, why: string): Leg {
    return { what, possible: [{ via: "unknown", hops: [unsure(what, why)] }], others: [] };
}
