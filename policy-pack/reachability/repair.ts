/**
 * The smallest sets of changes that open blocked paths.
 *
 * A need is met by one of several paths: the one that packets take now, or one that could be built, such as an interface endpoint. To open
 * a path, every broken hop of it must be mended. Two ways are weighed for all that one root cause blocks: inside the VPC wherever that is
 * possible, or by the way out; each change is counted once, however many paths need it.
 */
import type { Change } from "./change";
import { changesFor } from "./changes";
import { legTruth, type Decision } from "./decide";
import { edited } from "./edits";
import type { Graph } from "./graph";
import type { Leg } from "./legs";
import type { Path } from "./path";

/** A set of changes that together open all of the paths. */
export interface Repair {
    readonly changes: readonly Change[];
    readonly usdPerMonth: number;
}

/** Repairs of everything that the decisions block, cheapest first; none where no change is known that would open all of them. */
export function repairsOf(graph: Graph, blocked: readonly Decision[]): Repair[] {
    const legs = blocked.flatMap(({ legs: all }) => all.filter((leg) => legTruth(leg) === false));
    const repairs = PREFERENCES.flatMap((prefer) => {
        const changes = legs.map((leg) => cheapest(graph, prefer(leg)));
        if (changes.length === 0 || changes.includes(undefined)) return [];
        return [repairWith(changes.flatMap((each) => each ?? []))];
    });
    const distinct = new Map(
        repairs.map((repair) => [
            repair.changes
                .map(({ key }) => key)
                .sort()
                .join(),
            repair,
        ]),
    );
    return [...distinct.values()]
        .filter((repair, _, all) => !all.some((other) => isSmaller(other, repair)))
        .sort((a, b) => a.usdPerMonth - b.usdPerMonth);
}

/** Each gives the paths to try, in groups: the first group with a path that can be opened counts. */
const PREFERENCES: readonly ((leg: Leg) => readonly (readonly Path[])[])[] = [
    ({ possible, others }) => [others, possible],
    ({ possible, others }) => [possible, others],
];

function cheapest(graph: Graph, groups: readonly (readonly Path[])[]): readonly Change[] | undefined {
    for (const paths of groups) {
        const open = paths.map((path) => opening(graph, path)).filter((changes) => changes !== undefined);
        const [best] = open.sort((a, b) => priceOf(a) - priceOf(b));
        if (best !== undefined) return best;
    }
    return undefined;
}

/** The changes that open one path; undefined when a hop of it cannot be mended, or is not known. */
function opening(graph: Graph, { hops }: Path): Change[] | undefined {
    const troubles = hops.filter(({ passes, isConsequence }) => passes !== true && isConsequence !== true);
    const changes = troubles.map((hop) => changesFor(graph, hop));
    return changes.includes(undefined) ? undefined : changes.flatMap((each) => each ?? []);
}

function repairWith(changes: readonly Change[]): Repair {
    const once = [...new Map(changes.map((change) => [change.key, change])).values()];
    return { changes: once, usdPerMonth: priceOf(once) };
}

function priceOf(changes: readonly Change[]): number {
    return changes.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}

/** Whether all changes of one repair are among those of another, larger one. */
function isSmaller(one: Repair, other: Repair): boolean {
    const keys = new Set(other.changes.map(({ key }) => key));
    return one.changes.length < other.changes.length && one.changes.every(({ key }) => keys.has(key));
}

/** The graph as it would be after a repair. */
export function repaired(graph: Graph, { changes }: Repair): Graph {
    return edited(
        graph,
        changes.flatMap(({ edits }) => edits),
    );
}
