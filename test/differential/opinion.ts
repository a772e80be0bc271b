/** The proof's side of an answer, as plain data, so that it can come from another process. */
import { troubles, type Decision } from "../../policy-pack/reachability/decide";

export interface Opinion {
    /** Name of the workload. */
    readonly workload: string;
    /** Key of the subnet; empty when not one of them is known. */
    readonly subnet: string;
    /** As the tag spells it. */
    readonly need: string;
    readonly verdict: Decision["verdict"];
    /** Codes of what is broken or in doubt. */
    readonly codes: readonly string[];
    /** What the proof says of them. */
    readonly troubles: readonly string[];
}

export function opinionOf(decision: Decision): Opinion {
    const hops = troubles(decision);
    return {
        workload: decision.workload.node.name,
        subnet: decision.subnet ?? "",
        need: decision.need.text,
        verdict: decision.verdict,
        codes: [...new Set(hops.flatMap(({ code }) => code ?? []))],
        troubles: hops.map(({ at, what }) => `${at}: ${what}`),
    };
}
