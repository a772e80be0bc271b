/** What people are told: one report per root cause, with the path as it would be walked, and what repairs cost. */
import { dollars } from "../../config/prices";
import { legTruth, troubles, type Decision, type Proof } from "./decide";
import { unique, type Graph } from "./graph";
import type { Leg } from "./leg";
import { lint } from "./lint";
import { orderFindings } from "./order";
import type { Code, Hop, Path } from "./path";
import { nameOf } from "./places";
import { PRICED_REGION } from "./price";
import { repairsOf, type Repair } from "./repair";

/** One root cause. */
export interface Report {
    readonly verdict: "BLOCKED" | "UNKNOWN";
    readonly codes: readonly Code[];
    /** The resource that the report is shown at. */
    readonly urn: string;
    readonly message: string;
    /** The decisions that it covers; none for what is wrong without any path. */
    readonly decisions: readonly Decision[];
    readonly repairs: readonly Repair[];
}

/** Reports on everything that a proof found, those on blocked paths first. */
export function explain({ graph, decisions }: Proof): Report[] {
    const blocked = groupedByCause(decisions.filter(({ verdict }) => verdict === "BLOCKED"));
    const unknown = groupedByCause(decisions.filter(({ verdict }) => verdict === "UNKNOWN"));
    const findings = [...lint(graph), ...orderFindings(graph, decisions)].map((finding): Report => {
        const repairs = finding.repairs.map(({ what, usdPerMonth }) => `${what} (${monthly(usdPerMonth)})`);
        const message = `${finding.code}: ${finding.message}. Repair: ${repairs.join(" or ")}.`;
        return { verdict: "BLOCKED", codes: [finding.code], urn: finding.urn, message, decisions: [], repairs: [] };
    });
    return [...blocked.map((group, i) => blockedReport(graph, group, i < MAX_REPAIRED)), ...findings, ...unknown.map(unknownReport)];
}

/**
 * Decisions that share a broken hop have one cause, and so have the subnets of one workload and need: repairing the hop helps all.
 */
function groupedByCause(decisions: readonly Decision[]): Decision[][] {
    const leaders = decisions.map((_, i) => i);
    const leaderOf = (i: number): number => {
        const next = leaders[i] ?? i;
        if (next === i) return i;
        const leader = leaderOf(next);
        leaders[i] = leader;
        return leader;
    };
    const first = new Map<string, number>();
    decisions.forEach((decision, i) => {
        for (const cause of causesOf(decision)) {
            const earlier = first.get(cause);
            if (earlier === undefined) first.set(cause, i);
            else leaders[leaderOf(i)] = leaderOf(earlier);
        }
    });
    const groups = new Map<number, Decision[]>();
    decisions.forEach((decision, i) => {
        const group = groups.get(leaderOf(i));
        if (group === undefined) groups.set(leaderOf(i), [decision]);
        else group.push(decision);
    });
    return [...groups.values()];
}

function causesOf(decision: Decision): string[] {
    const hops = troubles(decision)
        .filter(({ isConsequence }) => isConsequence !== true)
        .map(({ code, on, what }) => `${code ?? ""}|${on[0] ?? what}`);
    return [`${decision.workload.node.urn}|${decision.need.text}`, ...hops];
}

/** Each repair is tried on the whole graph; a program with more causes than this is best mended step by step. */
const MAX_REPAIRED = 20;

function blockedReport(graph: Graph, group: readonly Decision[], withRepairs: boolean): Report {
    const [first] = group;
    if (first === undefined) throw new Error("a group of decisions is never empty");
    const repairs = withRepairs ? repairsOf(graph, group) : [];
    const none = withRepairs ? "No changes are known that open it." : "Repairs are listed when the causes above are mended.";
    const codes = unique(group.flatMap((decision) => codesOf(decision)));
    const message = [
        `${codes.join(", ")}: ${covered(group)}.`,
        `The way of ${first.workload.node.name} from ${nameOf(graph, first.subnet ?? "")} to ${first.need.text}:`,
        ...pathLines(first),
        repairs.length === 0 ? none : "Repairs, cheapest first:",
        ...repairs.map((repair) => `  - ${repairText(repair)}`),
    ].join("\n");
    return { verdict: "BLOCKED", codes, urn: first.workload.node.urn, message, decisions: group, repairs };
}

/** Codes of the broken hops, and of what is missing on the paths that there could be instead. */
export function codesOf(decision: Decision): Code[] {
    const missing = decision.legs.filter((leg) => legTruth(leg) === false).flatMap((leg) => instead(leg).flatMap(({ hops }) => hops));
    return unique([...troubles(decision), ...missing].filter(({ passes }) => passes !== true).map(({ code }) => code));
}

/** The paths that there could be in the network as it is meant. */
function instead({ others }: Leg): readonly Path[] {
    return others.filter(({ isForRepairOnly }) => isForRepairOnly !== true);
}

/** @example "initialise (Lambda function) cannot reach service:secretsmanager from private-1, private-2" */
function covered(group: readonly Decision[]): string {
    const byWorkload = new Map<string, Decision[]>();
    for (const decision of group) {
        const name = `${decision.workload.node.name} (${decision.workload.kind})`;
        byWorkload.set(name, [...(byWorkload.get(name) ?? []), decision]);
    }
    const parts = [...byWorkload].map(
        ([name, decisions]) => `${name} cannot reach ${unique(decisions.map(({ need }) => need.text)).join(", ")}`,
    );
    const shown = parts.length > 5 ? [...parts.slice(0, 4), `${parts.length - 4} more workloads are concerned too`] : parts;
    return shown.join("; ");
}

/** Hop by hop up to the broken one, then every other broken one, and what could have been in the place. */
export function pathLines({ legs }: Decision): string[] {
    return legs
        .filter((leg) => legTruth(leg) !== true)
        .flatMap((leg) => {
            const { what, possible } = leg;
            const hops = possible[0]?.hops ?? [];
            const end = hops.findIndex(({ passes, isConsequence }) => passes !== true && isConsequence !== true);
            const walked = hops.slice(0, end + 1);
            const beyond = hops.slice(end + 1).filter(({ passes }) => passes !== true);
            const missing = instead(leg).flatMap(({ hops: each }) => each.filter(({ passes }) => passes !== true).slice(0, 1));
            return [...[...walked, ...beyond, ...missing].map(hopLine), ...(hops.length === 0 ? [`  x ${what}: no path`] : [])];
        });
}

export function hopLine({ at, what, passes, code }: Hop): string {
    return passes === true ? `  > ${at}: ${what}` : `  x ${at}: ${what} [${code ?? "UNKNOWN"}]`;
}

/** The changes and what they cost; with the Region of the price, unless the network is known to be in it. */
export function repairText({ changes, usdPerMonth, region }: Repair): string {
    const where = usdPerMonth === 0 || region === PRICED_REGION ? "" : ` in ${PRICED_REGION}`;
    return `${changes.map(({ what }) => what).join("; ")}: ${monthly(usdPerMonth)}${where}`;
}

function monthly(usd: number): string {
    return usd === 0 ? "free of charge" : `${dollars(usd)} a month`;
}

/** One note per cause, not one per path. */
function unknownReport(group: readonly Decision[]): Report {
    const [first] = group;
    if (first === undefined) throw new Error("a group of decisions is never empty");
    const reasons = unique(
        troubles(first)
            .filter(({ passes }) => passes === "unknown")
            .map(({ at, what }) => `${at}: ${what}`),
    );
    const needs = unique(group.map(({ workload, need }) => `${workload.node.name} to ${need.text}`));
    const shown = needs.length > 4 ? `${needs.slice(0, 3).join(", ")} and ${needs.length - 3} more` : needs.join(", ");
    const message = `UNKNOWN: whether ${shown} is open cannot be decided: ${reasons.join("; ")}`;
    return { verdict: "UNKNOWN", codes: ["UNKNOWN"], urn: first.workload.node.urn, message, decisions: group, repairs: [] };
}
