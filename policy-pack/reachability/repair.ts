/**
 * The smallest sets of changes that open blocked paths.
 *
 * A need is met by one of several paths: the one that packets take now, or one that could be built, such as an interface endpoint. To open
 * a path, every broken hop of it must be mended. Two ways are weighed for all that one root cause blocks: inside the VPC wherever that is
 * possible, or by the way out; each change is counted once, however many paths need it.
 */
import type { Change } from "./change";
import { changesFor } from "./changes";
import { decideAgain, legTruth, type Decision } from "./decide";
import { edited } from "./edits";
import type { Graph } from "./graph";
import type { Leg } from "./legs";
import type { Path } from "./path";
import { commonRegion } from "./region";

/** A set of changes that together open all of the paths. */
export interface Repair {
    readonly changes: readonly Change[];
    /** At the prices of us-east-1. */
    readonly usdPerMonth: number;
    /** The Region of the graph that is repaired; undefined when it is in several, or not known. */
    readonly region: string | undefined;
}

/**
 * Repairs of everything that the decisions block, cheapest first, each of which the proof has confirmed on the graph as it would be then;
 * none where no changes are known that would open it all.
 */
export function repairsOf(graph: Graph, blocked: readonly Decision[]): Repair[] {
    const repairs = PREFERENCES.flatMap((prefer) => confirmed(graph, blocked, prefer) ?? []);
    const keyOf = ({ changes }: Repair): string =>
        changes
            .map(({ key }) => key)
            .sort()
            .join();
    const distinct = [...new Map(repairs.map((repair) => [keyOf(repair), repair])).values()];
    return distinct.filter((repair) => !distinct.some((other) => isSmaller(other, repair))).sort((a, b) => a.usdPerMonth - b.usdPerMonth);
}

/** A change may lead packets another way, on which something else is broken: an endpoint that starts to capture a name, for example. */
const MAX_ROUNDS = 4;

function confirmed(graph: Graph, blocked: readonly Decision[], prefer: Preference): Repair | undefined {
    let repair = repairWith(graph, []);
    let now = graph;
    let open: readonly Decision[] = blocked;
    for (let round = 0; round < MAX_ROUNDS; round++) {
        const legs = open.flatMap(({ legs: all }) => all.filter((leg) => legTruth(leg) === false));
        const changes = legs.map((leg) => cheapest(now, prefer(leg)));
        if (changes.length === 0 || changes.includes(undefined)) return undefined;
        repair = repairWith(graph, [...repair.changes, ...changes.flatMap((each) => each ?? [])]);
        now = repaired(graph, repair);
        const after = decideAgain(now, blocked, renamedBy(repair));
        open = after.filter(({ verdict }) => verdict !== "REACHED");
        if (open.length === 0) return after.length === 0 ? undefined : repair;
    }
    return undefined;
}

type Preference = (leg: Leg) => readonly (readonly Path[])[];

/** Each gives the paths to try, in groups: the first group with a path that can be opened counts. */
const PREFERENCES: readonly Preference[] = [({ possible, others }) => [others, possible], ({ possible, others }) => [possible, others]];

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

function repairWith(graph: Graph, changes: readonly Change[]): Repair {
    const once = [...new Map(changes.map((change) => [change.key, change])).values()];
    return { changes: once, usdPerMonth: priceOf(once), region: commonRegion(graph) };
}

function priceOf(changes: readonly Change[]): number {
    return changes.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}

/** Whether all changes of one repair are among those of another, larger one. */
function isSmaller(one: Repair, other: Repair): boolean {
    const keys = new Set(other.changes.map(({ key }) => key));
    return one.changes.length < other.changes.length && one.changes.every(({ key }) => keys.has(key));
}

/** Needs that a program has after a repair in the place of others, by workload and old need. */
export function renamedBy({ changes }: Repair): ReadonlyMap<string, string> {
    return new Map(
        changes.flatMap(({ renamed }): [string, string][] =>
            renamed === undefined ? [] : [[`${renamed.workload} ${renamed.from}`, renamed.to]],
        ),
    );
}

/** The graph as it would be after a repair. */
export function repaired(graph: Graph, { changes }: Repair): Graph {
    return edited(
        graph,
        changes.flatMap(({ edits }) => edits),
    );
}
