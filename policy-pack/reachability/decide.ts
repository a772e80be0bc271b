/**
 * The proof: whether each workload, in each subnet that it may be placed in, reaches each thing that it needs.
 *
 * Resolve the name, follow the route, pass the filters: the order in which a packet meets them. What a preview cannot tell splits a path
 * into the possible ones, and the verdict stands where all of them agree.
 */
import { clientIn, type Client } from "./client";
import type { Graph } from "./graph";
import type { Need } from "./needs";
import { unsure, type Hop, type Path, type Verdict } from "./path";
import { legTruth, type Leg } from "./leg";
import { pathsTo } from "./legs";
import { nameOf } from "./places";
import { all } from "./three-valued";
import { workloadsOf } from "./workloads";
import type { Workload } from "./workload";

export interface ProofOptions {
    /** Needs by the name of the workload, as the tag spells them; they add to what the program declares. */
    readonly needs?: Readonly<Record<string, string>>;
}

/** The verdict on one workload in one subnet about one need. */
export interface Decision {
    readonly workload: Workload;
    readonly need: Need;
    /** Key of the subnet; undefined when not one of them is known. */
    readonly subnet: string | undefined;
    readonly verdict: Verdict;
    /** What has to be reached for the need; more than one for an image in ECR, which needs its two APIs and S3. */
    readonly legs: readonly Leg[];
}

export interface Proof {
    readonly graph: Graph;
    readonly workloads: readonly Workload[];
    readonly decisions: readonly Decision[];
}

/** Answers questions about one graph, of which everything is read once. */
export interface Prover {
    readonly graph: Graph;
    readonly workloads: readonly Workload[];
    /** Decides about a further need of a workload, in every subnet that it may be placed in; the workload need not have it. */
    readonly decide: (workload: Workload, need: Need) => readonly Decision[];
}

/**
 * Reads a graph for questions to come: each shares what earlier ones have found out about names, routes and filters.
 *
 *     const { workloads, decide } = proverOf(graphOfState(state));
 *     workloads.flatMap((workload) => decide(workload, parseNeed("service:sqs")));
 */
export function proverOf(graph: Graph, options: ProofOptions = {}): Prover {
    const workloads = workloadsOf(graph, options.needs ?? {});
    return { graph, workloads, decide: (workload, need) => decideNeed(graph, workload, need) };
}

/**
 * Decides for every workload of a graph, in every subnet that it may be placed in, about everything that it needs.
 *
 *     const { decisions } = prove(graphOfState(state));
 *     decisions.filter(({ verdict }) => verdict === "BLOCKED");
 *
 * Pure, and never throws for what is in the graph: what cannot be read becomes UNKNOWN with the reason in a hop. REACHED comes with a
 * path whose hops all pass, BLOCKED with every broken hop of the path that packets would take.
 */
export function prove(graph: Graph, options: ProofOptions = {}): Proof {
    const { workloads, decide } = proverOf(graph, options);
    return { graph, workloads, decisions: workloads.flatMap((workload) => decisionsOn(workload, decide)) };
}

function decisionsOn(workload: Workload, decide: Prover["decide"]): Decision[] {
    const doubts = workload.unclear === undefined ? [] : [doubt(workload, workload.unclear)];
    return [...workload.needs.flatMap((need) => decide(workload, need)), ...doubts];
}

/** A need that nobody can name. */
function doubt(workload: Workload, why: string): Decision {
    const need: Need = { kind: "unreadable", text: "needs" };
    return undecided(workload, need, undefined, `what ${workload.node.name} needs may be more than it shows: ${why}`);
}

function undecided(workload: Workload, need: Need, subnet: string | undefined, why: string): Decision {
    const path: Path = { via: "unknown", hops: [unsure(workload.node.name, why, [workload.node.urn])] };
    return { workload, need, subnet, verdict: "UNKNOWN", legs: [{ what: need.text, possible: [path], others: [] }] };
}

function decideNeed(graph: Graph, workload: Workload, need: Need): Decision[] {
    const { keys, certain } = workload.subnets;
    if (keys.length === 0) return [undecided(workload, need, undefined, `which subnets ${workload.node.name} is in is not known`)];
    const decisions = keys.map((subnet) => decideIn(clientIn(graph, workload, subnet), need));
    if (certain || decisions.every(({ verdict }) => verdict === decisions[0]?.verdict)) return decisions;
    const names = keys.map((key) => nameOf(graph, key)).join(", ");
    return [undecided(workload, need, undefined, `which of the subnets ${names} it is in is not known yet, and they differ`)];
}

/**
 * Decides the same questions about another state of the same network; a question whose workload is gone has no answer.
 *
 * @param renamed needs that the program now has in the place of others, by `<urn of the workload> <old need>`
 */
export function decideAgain(graph: Graph, decisions: readonly Decision[], renamed: ReadonlyMap<string, string> = new Map()): Decision[] {
    const workloads = new Map(workloadsOf(graph, {}).map((workload) => [`${workload.node.urn} ${workload.kind}`, workload]));
    const questions = new Map(
        decisions.map(({ workload, need }) => [`${workload.node.urn} ${workload.kind} ${need.text}`, { workload, need }]),
    );
    return [...questions.values()].flatMap(({ workload, need }) => {
        const now = workloads.get(`${workload.node.urn} ${workload.kind}`);
        if (now === undefined) return [];
        const other = renamed.get(`${workload.node.urn} ${need.text}`);
        const shown = now.needs.find(({ text }) => text === other);
        const isReplaced = shown !== undefined && !now.needs.some(({ text }) => text === need.text);
        return decideNeed(graph, now, isReplaced ? shown : need);
    });
}

function decideIn(client: Client, need: Need): Decision {
    const legs = pathsTo(client, need);
    const verdict = all(legs.map(legTruth));
    return { workload: client.workload, need, subnet: client.subnet.key, verdict: VERDICTS[String(verdict)] ?? "UNKNOWN", legs };
}

const VERDICTS: Readonly<Record<string, Verdict>> = { true: "REACHED", false: "BLOCKED", unknown: "UNKNOWN" };

export { legTruth } from "./leg";
export { pathTruth } from "./path";

/** Every hop that is broken, or in doubt, on the paths that packets would take. */
export function troubles({ legs }: Decision): Hop[] {
    return legs
        .filter((leg) => legTruth(leg) !== true)
        .flatMap(({ possible }) => possible.flatMap(({ hops }) => hops.filter(({ passes }) => passes !== true)));
}
