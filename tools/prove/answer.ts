import type { Proof } from "../../policy-pack/reachability/decide";
import { explain } from "../../policy-pack/reachability/explain";
import { UsageError, type ProveCommand } from "./arguments";
import { rowsOf, table, type Row } from "./rows";

export interface Answer {
    /** What goes to standard output. */
    readonly text: string;
    readonly isBlocked: boolean;
}

/**
 * What the command says about a proof: the table with what is wrong, rows of JSON, or the paths of one workload and need.
 *
 * @throws UsageError when `--why` names what is not there; it lists what is
 */
export function answer(proof: Proof, { json, why }: Pick<ProveCommand, "json" | "why">): Answer {
    const rows = rowsOf(proof);
    const asked = why === undefined ? rows : rows.filter(({ workload, need }) => workload === why.workload && need === why.need);
    if (why !== undefined && asked.length === 0)
        throw new UsageError(`--why ${why.workload} ${why.need}: ${knownInstead(rows, why.workload)}`);
    const isBlocked = asked.some(({ verdict }) => verdict === "BLOCKED");
    if (json) return { text: JSON.stringify(asked, undefined, 2), isBlocked };
    if (why !== undefined) return { text: asked.map(paths).join("\n\n"), isBlocked };
    if (rows.length === 0) return { text: NOTHING, isBlocked };
    return { text: [table(rows), ...explain(proof).map(({ message }) => `\n${message}`)].join("\n"), isBlocked };
}

const NOTHING = "No workload in a VPC shows or states what it needs, so there is nothing to decide. The tag reachability:needs states it.";

/** What could have been asked about. */
function knownInstead(rows: readonly Row[], workload: string): string {
    if (rows.length === 0) return NOTHING;
    const needs = rows.filter((row) => row.workload === workload).map(({ need }) => need);
    const listed = (names: readonly string[]) => [...new Set(names)].join(", ");
    return needs.length > 0
        ? `${workload} does not need it; it needs ${listed(needs)}`
        : `no workload has that name; there are ${listed(rows.map((row) => row.workload))}`;
}

function paths({ workload, need, subnet, verdict, path, repairs }: Row): string {
    const title = `${workload} in ${subnet} to ${need}: ${verdict}`;
    return [title, ...path, ...(repairs.length > 0 ? ["Repairs, cheapest first:", ...repairs.map((repair) => `  - ${repair}`)] : [])].join(
        "\n",
    );
}
