import type { Statement } from "../iam/document";
import { holdersOf, statementCheck } from "../iam/holders";
import { resourcePolicy } from "../rule";

/**
 * Policies allow what they name, never all that they do not name.
 *
 * `NotAction` and `NotResource` with `Allow` give every right that was forgotten in the list, and every one that AWS adds later. With
 * `Deny` they do the opposite, and are accepted.
 */
export const checkNegation = statementCheck("identity", judge);

function judge({ effect, notActions, notResources }: Statement): string[] {
    if (effect !== "Allow") return [];
    return [
        ...(notActions.length > 0 ? [`allows every action but ${notActions.join(", ")} (NotAction); wanted is Action.`] : []),
        ...(notResources.length > 0 ? [`allows every resource but ${notResources.join(", ")} (NotResource); wanted is Resource.`] : []),
    ];
}

export const iamPolicyDisallowNegation = resourcePolicy(
    {
        name: "iam-policy-disallow-negation",
        displayName: "Policies allow what they name",
        description: "Policies allow what they name, never all that they do not name.",
        severity: "high",
        remediationSteps: "List under Action and Resource what is allowed, and forbid the exceptions in a statement with Deny.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    },
    holdersOf("identity"),
    checkNegation,
);
