import type { PolicyResource } from "@pulumi/policy";
import { legTruth, prove } from "../reachability/decide";
import { graphOfResources } from "../reachability/from-pulumi";
import { lint } from "../reachability/lint";
import type { Code } from "../reachability/path";
import type { StackCheck } from "../rule";

/**
 * A check that leaves to `workload-require-reachability` and `workload-inform-reachability` what they say already: one fault is one
 * violation. The check speaks where no workload is affected, or where it knows more.
 *
 * @param codes of the proof that stand for the same fault
 */
export function unlessProven(codes: readonly Code[], check: StackCheck): StackCheck {
    return (resources) => {
        const { violations, undecided } = check(resources);
        if (violations.length + undecided.length === 0) return { violations, undecided };
        const { blocked, unknown } = saidByProof(resources, codes);
        return {
            violations: violations.filter(({ urn }) => !blocked.has(urn)),
            undecided: undecided.filter(({ urn }) => !blocked.has(urn) && !unknown.has(urn)),
        };
    };
}

/** The resources on paths that the proof blocks for one of the codes, or cannot decide. */
function saidByProof(resources: readonly PolicyResource[], codes: readonly Code[]): Record<"blocked" | "unknown", ReadonlySet<string>> {
    const graph = graphOfResources(resources);
    const isMeant = (code: Code | undefined): boolean => code !== undefined && codes.includes(code);
    const said = { blocked: new Set<string>(), unknown: new Set<string>() };
    for (const { code, urn } of lint(graph)) if (isMeant(code)) said.blocked.add(urn);
    for (const { verdict, legs } of prove(graph).decisions) {
        if (verdict === "REACHED") continue;
        const paths = legs.filter((leg) => legTruth(leg) !== true).flatMap(({ possible, others }) => [...possible, ...others]);
        for (const { hops } of paths) {
            const troubles = hops.filter(({ passes }) => passes !== true);
            const isSaid = verdict === "BLOCKED" ? troubles.some(({ code }) => isMeant(code)) : troubles.length > 0;
            const into = verdict === "BLOCKED" ? said.blocked : said.unknown;
            if (isSaid) for (const { on } of hops) on.forEach((key) => into.add(key));
        }
    }
    return said;
}
