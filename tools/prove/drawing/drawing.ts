/** Makes a picture of a proof: the network, the ways through it, and where they are broken. */
import type { Decision, Proof } from "../../../policy-pack/reachability/decide";
import type { Graph } from "../../../policy-pack/reachability/graph";
import { nameOf, subnetOf } from "../../../policy-pack/reachability/places";
import type { Workload } from "../../../policy-pack/reachability/workload";
import { compare, counts, findingsOf, rowsOf } from "../rows";
import { Lines } from "./lines";
import { landmarks, otherSubnets, resourcePlace, subnetHomes, subnetsOfForwarders, tablePlace, TIERS, tierOf } from "./network";
import { framed, type Picture, type Place, type Placed } from "./picture";
import { walksOf } from "./walk";
import { workloadId } from "./workload-id";

/** More boxes than this nobody can read, and Graphviz takes minutes to place them. */
const MAX_PLACEMENTS = 60;

/** A workload and a need whose paths alone are emphasised. */
export interface Question {
    readonly workload: string;
    readonly need: string;
}

/** A workload in one of its subnets. */
interface Placement {
    readonly workload: Workload;
    readonly subnet: string | undefined;
    readonly decisions: readonly Decision[];
}

/**
 * The network as a picture: VPC, tiers, one frame for each subnet with its zone, route tables in words, and every way that was decided.
 *
 * Equal proofs give equal pictures, whatever the order of the resources. Of more than 60 workloads in subnets those with something blocked
 * are drawn first, and the title says how many are left out.
 */
export function pictureOf(proof: Proof, why?: Question): Picture {
    const { graph } = proof;
    const placements = placementsOf(proof);
    const drawn = [...placements]
        .sort((one, other) => rank(one, why) - rank(other, why))
        .slice(0, MAX_PLACEMENTS)
        .sort((one, other) => compare(keyOf(graph, other), keyOf(graph, one)));
    const lines = new Lines(graph);
    for (const { decisions } of drawn) {
        for (const decision of decisions) {
            const isAsked = why === undefined || isAbout(decision, why);
            for (const walk of walksOf(graph, decision)) lines.add(walk, isAsked, why !== undefined);
        }
    }
    const findings = findingsOf(proof);
    const marksOf = (urn: string): string[] => findings.filter((finding) => finding.urn === urn).map(({ code }) => code);
    const resources = new Map(
        [...landmarks(graph).map(({ urn }) => urn), ...lines.resources].map((key): [string, Placed] => [
            key,
            marked(resourcePlace(graph, key), marksOf(key)),
        ]),
    );
    const workloads = drawn.map((placement) => marked(workloadPlace(graph, placement), marksOf(placement.workload.node.urn)));
    const framedSubnets = new Set([
        ...drawn.flatMap(({ subnet }) => subnet ?? []),
        ...lines.tables,
        ...subnetsOfForwarders(graph, lines.resources),
    ]);
    const byName = [...framedSubnets].sort((one, other) => compare(nameOf(graph, one), nameOf(graph, other)));
    const all = [
        ...workloads,
        ...byName.map((subnet) => tablePlace(graph, subnet)),
        ...lines.faults(),
        ...resources.values(),
        ...otherSubnets(graph, framedSubnets),
        ...lines.outside(),
    ];
    const shown = new Set([...resources.keys(), ...drawn.map(({ workload }) => workload.node.urn)]);
    const others = findings.filter(({ urn }) => !shown.has(urn)).map(({ code, subject }) => `${code}: ${subject}`);
    return {
        title: [
            `${stackOf(graph)}: ${counts(rowsOf(proof))}`,
            ...(why === undefined ? [] : [`${why.workload} to ${why.need}`]),
            ...(others.length === 0 ? [] : [`not in the picture: ${others.join(", ")}`]),
            ...(placements.length > drawn.length
                ? [`${String(placements.length - drawn.length)} more workloads in subnets are not drawn`]
                : []),
        ],
        areas: framed(all),
        lines: lines.all(all.map(({ place }) => place)),
    };
}

function placementsOf({ workloads, decisions }: Proof): Placement[] {
    return workloads.flatMap((workload) => {
        const own = decisions.filter((decision) => decision.workload === workload);
        const subnets = [...new Set([...workload.subnets.keys, ...own.map(({ subnet }) => subnet)])];
        return (subnets.length === 0 ? [undefined] : subnets).map((subnet): Placement => ({
            workload,
            subnet,
            decisions: own.filter((decision) => decision.subnet === subnet),
        }));
    });
}

function isAbout({ workload, need }: Decision, why: Question): boolean {
    return workload.node.name === why.workload && need.text === why.need;
}

/** What was asked first, then the worst. */
function rank({ decisions }: Placement, why: Question | undefined): number {
    if (why !== undefined && decisions.some((decision) => isAbout(decision, why))) return 0;
    if (decisions.some(({ verdict }) => verdict === "BLOCKED")) return 1;
    return decisions.some(({ verdict }) => verdict === "UNKNOWN") ? 2 : 3;
}

/** The order of frames and boxes. */
function keyOf(graph: Graph, { workload, subnet }: Placement): string {
    if (subnet === undefined) return workload.node.name;
    const { vpc, name } = subnetOf(graph, subnet);
    const tier = TIERS.indexOf(tierOf(graph, subnet));
    return [nameOf(graph, vpc ?? ""), String(tier < 0 ? TIERS.length : tier), name, workload.node.name, workload.kind].join("\n");
}

function workloadPlace(graph: Graph, { workload, subnet, decisions }: Placement): Placed {
    return {
        place: {
            id: workloadId(graph, workload, subnet),
            kind: "workload",
            label: [workload.node.name, workload.kind, summary(decisions)],
            marks: [],
        },
        homes: subnetHomes(graph, subnet),
    };
}

/** @example "2 of 6 needs blocked" */
function summary(decisions: readonly Decision[]): string {
    const of = (wanted: string) => decisions.filter(({ verdict }) => verdict === wanted).length;
    const needs = `${String(decisions.length)} ${decisions.length === 1 ? "need" : "needs"}`;
    if (decisions.length === 0) return "no needs are stated";
    if (of("BLOCKED") > 0) return `${String(of("BLOCKED"))} of ${needs} blocked`;
    if (of("UNKNOWN") > 0) return `${String(of("UNKNOWN"))} of ${needs} not known`;
    return `${needs} reached`;
}

function marked({ place, homes }: Placed, marks: Place["marks"]): Placed {
    return { place: { ...place, marks }, homes };
}

/** @example "librechat, stack dev" */
function stackOf({ nodes: [first] }: Graph): string {
    const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(first?.urn ?? "") ?? [];
    return stack === undefined || project === undefined ? "network" : `${project}, stack ${stack}`;
}
