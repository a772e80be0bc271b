import { strict as assert } from "node:assert";
import { check } from "../../../policy-pack/reachability/checker";
import { prove, type Decision, type Proof } from "../../../policy-pack/reachability/decide";
import { codesOf, explain, type Report } from "../../../policy-pack/reachability/explain";
import type { Graph } from "../../../policy-pack/reachability/graph";
import { renamedBy, repaired, type Repair } from "../../../policy-pack/reachability/repair";

/** Verdicts as `need from subnet: VERDICT codes`, each checked a second time from the resources alone. */
export function verdicts(graph: Graph): string[] {
    const { decisions } = checked(graph);
    return decisions.map((decision) => {
        const subnet = graph.node(decision.subnet ?? "")?.name ?? "?";
        return [`${decision.need.text} from ${subnet}: ${decision.verdict}`, ...codesOf(decision)].join(" ");
    });
}

export function checked(graph: Graph): Proof {
    const proof = prove(graph);
    for (const decision of proof.decisions)
        assert.deepEqual(check(graph.nodes, decision), [], `${decision.need.text}: the checker disagrees`);
    return proof;
}

/** Reports on a graph, each of whose repairs opens everything that the report covers. */
export function reports(graph: Graph): Report[] {
    const found = explain(checked(graph));
    for (const { decisions, repairs } of found) for (const repair of repairs) assertOpen(repaired(graph, repair), decisions, repair);
    return found;
}

function assertOpen(graph: Graph, decisions: readonly Decision[], { changes, ...rest }: Repair): void {
    const repair = changes.map(({ what }) => what).join("; ");
    const renamed = renamedBy({ changes, ...rest });
    const wanted = new Set(
        decisions.map(({ workload, need }) => {
            const key = `${workload.node.urn} ${need.text}`;
            const other = renamed.get(key);
            return other === undefined ? key : `${workload.node.urn} ${other}`;
        }),
    );
    const after = prove(graph).decisions.filter((decision) => wanted.has(keyOf(decision)));
    assert.equal(new Set(after.map(keyOf)).size, wanted.size, `${repair}: the needs are gone instead of met`);
    for (const decision of after)
        assert.equal(
            decision.verdict,
            "REACHED",
            `${repair}: ${decision.need.text} from ${decision.subnet ?? ""} is ${decision.verdict}: ${codesOf(decision).join()}`,
        );
}

function keyOf({ workload, need }: Decision): string {
    return `${workload.node.urn} ${need.text}`;
}

/** The one report on a graph. */
export function onlyReport(graph: Graph): Report {
    const found = reports(graph);
    assert.equal(found.length, 1, found.map(({ message }) => message).join("\n\n"));
    return found[0]!;
}
