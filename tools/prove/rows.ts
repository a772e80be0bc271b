/** The verdicts as rows, for people and for machines. */
import { legTruth, pathTruth, type Decision, type Proof } from "../../policy-pack/reachability/decide";
import { codesOf, explain, hopLine, repairText, type Report } from "../../policy-pack/reachability/explain";
import { lint, type Finding } from "../../policy-pack/reachability/lint";
import { orderFindings } from "../../policy-pack/reachability/order";
import type { Leg } from "../../policy-pack/reachability/legs";
import type { Code, Path, Verdict } from "../../policy-pack/reachability/path";

/** One row: a workload, in one subnet, and one thing that it needs. */
export interface Row {
    readonly workload: string;
    /** As the tag spells it; `lint:create` for what AWS would refuse to create, `lint:order` for what may be created too early. */
    readonly need: string;
    /** Name of the subnet; empty where it is not known, or does not matter. */
    readonly subnet: string;
    readonly verdict: Verdict;
    readonly codes: readonly Code[];
    /** The path that packets take, hop by hop; of a blocked one, up to and with every broken hop. */
    readonly path: readonly string[];
    /** What would open it, cheapest first, with its price. */
    readonly repairs: readonly string[];
}

/** All rows of a proof: workload by workload, then what is wrong without any path. */
export function rowsOf(proof: Proof): Row[] {
    const { graph, decisions } = proof;
    const repairs = repairsByDecision(explain(proof));
    const rows = decisions.map((decision): Row => ({
        workload: decision.workload.node.name,
        need: decision.need.text,
        subnet: graph.node(decision.subnet ?? "")?.name ?? decision.subnet ?? "",
        verdict: decision.verdict,
        codes: decision.verdict === "REACHED" ? [] : codesOf(decision),
        path: witness(decision),
        repairs: repairs.get(decision) ?? [],
    }));
    const byPlace = [...rows].sort((one, other) => compare(keyOf(one), keyOf(other)));
    return [...byPlace, ...findingsOf(proof).map(findingRow)];
}

function keyOf({ workload, need, subnet }: Row): string {
    return [workload, need, subnet].join("\n");
}

/** The order of texts, the same on every machine. */
export function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}

function repairsByDecision(reports: readonly Report[]): Map<Decision, string[]> {
    return new Map(
        reports.flatMap(({ decisions, repairs }) => decisions.map((decision): [Decision, string[]] => [decision, repairs.map(repairText)])),
    );
}

/** The path that stands for a leg: one with the leg's own verdict. */
export function witnessPath(leg: Leg): Path | undefined {
    const truth = legTruth(leg);
    return leg.possible.find((each) => pathTruth(each) === truth) ?? leg.possible[0];
}

/** The hops of each thing that has to be reached, in order. */
function witness({ legs }: Decision): string[] {
    return legs.flatMap((leg) => {
        const path = witnessPath(leg);
        return [`${leg.what} by ${path?.via ?? "no path"}:`, ...(path?.hops ?? []).map(hopLine)];
    });
}

/** What is wrong without any path. */
export function findingsOf({ graph, decisions }: Proof): Finding[] {
    return [...lint(graph), ...orderFindings(graph, decisions)];
}

function findingRow({ need, code, subject, message, repairs }: Finding): Row {
    return {
        workload: subject,
        need,
        subnet: "",
        verdict: "BLOCKED",
        codes: [code],
        path: [message],
        repairs: repairs.map(({ what }) => what),
    };
}

/** The rows as a table of text, with a line that sums up. */
export function table(rows: readonly Row[]): string {
    const head = ["workload", "need", "subnet", "verdict", "codes"];
    const lines = [head, ...rows.map(({ workload, need, subnet, verdict, codes }) => [workload, need, subnet, verdict, codes.join(" ")])];
    const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
    const text = lines.map((line) =>
        line
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd(),
    );
    return [...text, "", counts(rows)].join("\n");
}

/** @example "28 reached, 0 blocked, 0 unknown" */
export function counts(rows: readonly Row[]): string {
    const count = (wanted: Verdict): number => rows.filter(({ verdict }) => verdict === wanted).length;
    return `${count("REACHED")} reached, ${count("BLOCKED")} blocked, ${count("UNKNOWN")} unknown`;
}
