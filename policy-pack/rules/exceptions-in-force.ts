import type { StackValidationPolicy } from "@pulumi/policy";
import { THIS_RUN, type Run } from "../exceptions/run";
import { TYPES } from "../types";

/**
 * Every exception is shown: what it excepts, why and until when; and those that expired, or are of no use.
 *
 * A rule of its own, because a mandatory rule can report only what stops a deployment. It is the last of the pack, so that all others have
 * spoken.
 *
 * @param run what the rules ran in; default: this process
 */
export function exceptionsInForce(run: Run = THIS_RUN): StackValidationPolicy {
    return {
        name: "exceptions-in-force",
        displayName: "Exceptions are shown",
        description: "Each exception from a rule is shown with its reason, and reported when it expired or excepts nothing.",
        enforcementLevel: "advisory",
        severity: "low",
        remediationSteps:
            "Nothing to do while the reason holds; otherwise mend the resource, and remove the exception from the configuration.",
        url: "https://www.pulumi.com/docs/insights/policy/policy-packs/configuration/",
        validateStack: ({ resources }, reportViolation) => {
            const stack = resources.find(({ type }) => type === TYPES.stack)?.urn;
            for (const { urn, message } of run.takeExceptions()) reportViolation(message, urn ?? stack);
        },
    };
}
