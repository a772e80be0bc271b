import { limitsResources } from "../iam/conditions";
import type { Statement } from "../iam/document";
import { holdersOf, statementCheck } from "../iam/holders";
import { isEveryResource } from "../iam/wildcards";
import { resourcePolicy } from "../rule";

const EVERY_ACTION = /^(\*|\*:\*)$/;
const EVERY_ACTION_OF_A_SERVICE = /^[\w-]+:\*+$/;

/**
 * Policies allow neither every action, nor every action of a service on every resource.
 *
 * Such a statement grows with AWS: what a service learns next year is allowed already. A whole service on named resources is accepted.
 */
export const checkWildcardActions = statementCheck("identity", judge);

function judge(statement: Statement): string[] {
    const { effect, actions, resources } = statement;
    if (effect !== "Allow") return [];
    const everything = actions.filter((action) => EVERY_ACTION.test(action));
    if (everything.length > 0) return ["allows every action (*); wanted are the actions that are needed."];
    const services = actions.filter((action) => EVERY_ACTION_OF_A_SERVICE.test(action));
    const everywhere = resources.find(isEveryResource);
    if (services.length === 0 || everywhere === undefined || limitsResources(statement)) return [];
    return [`allows ${services.join(", ")} on ${everywhere}; wanted are the actions that are needed, or the resources by ARN.`];
}

export const iamPolicyDisallowWildcardActions = resourcePolicy(
    {
        name: "iam-policy-disallow-wildcard-actions",
        displayName: "Policies name the actions they allow",
        description: "Policies allow neither every action, nor every action of a service on every resource.",
        severity: "high",
        remediationSteps: "List the actions that the code calls; IAM Access Analyzer can make the list from what was called.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    },
    holdersOf("identity"),
    checkWildcardActions,
);
