import { limitsResources } from "../iam/conditions";
import type { Statement } from "../iam/document";
import { holdersOf, statementCheck } from "../iam/holders";
import { coversAction, isEveryResource } from "../iam/wildcards";
import { resourcePolicy } from "../rule";

/** Actions that give data away, or rights: AWS knows resources for each of them, so that no policy needs to name all. */
const GUARDED_ACTIONS = [
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "dynamodb:GetItem",
    "kms:Decrypt",
    "iam:PassRole",
    "sts:AssumeRole",
] as const;

/** A whole service, which `iam-policy-disallow-wildcard-actions` reports. */
const WHOLE_SERVICE = /^(\*|[\w*-]+:\*+)$/;

/**
 * Policies allow reading secrets, files and keys, and passing on roles, on named resources only.
 *
 * On every resource, the secret of one application is open to all others, and a role that may be passed on is one that may be taken.
 * Accepted are conditions that name the resources otherwise: by tag, or for keys by the service or context that uses them.
 */
export const checkDataOnEveryResource = statementCheck("identity", judge);

function judge(statement: Statement): string[] {
    const { effect, actions, resources } = statement;
    const everywhere = resources.find(isEveryResource);
    if (effect !== "Allow" || everywhere === undefined || limitsResources(statement)) return [];
    const covered = actions
        .filter((pattern) => !WHOLE_SERVICE.test(pattern))
        .filter((pattern) => GUARDED_ACTIONS.some((action) => coversAction(pattern, action)));
    return covered.length === 0 ? [] : [`allows ${covered.join(", ")} on ${everywhere}; wanted are the resources by ARN.`];
}

export const iamPolicyDisallowDataOnEveryResource = resourcePolicy(
    {
        name: "iam-policy-disallow-data-on-every-resource",
        displayName: "Policies open data on named resources only",
        description: "Policies allow reading secrets, files and keys, and passing on roles, on named resources only.",
        severity: "high",
        remediationSteps:
            "Name the secrets, buckets, keys or roles by ARN under Resource, or narrow the statement by a condition on their tags.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    },
    holdersOf("identity"),
    checkDataOnEveryResource,
);
