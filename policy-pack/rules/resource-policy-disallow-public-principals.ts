import { limitsCallers } from "../iam/conditions";
import type { Statement } from "../iam/document";
import { holdersOf, statementCheck } from "../iam/holders";
import { resourcePolicy } from "../rule";

/**
 * Policies of buckets, queues, topics, keys, secrets, repositories and file systems allow named principals only.
 *
 * Everybody is everybody in every account of AWS, and without signature outside of it. A condition that names accounts, an organization,
 * networks or a source makes it somebody, as S3 defines public policies.
 */
export const checkPublicPrincipals = statementCheck("resource", judge);

function judge(statement: Statement): string[] {
    const { effect, principals, notPrincipals, actions } = statement;
    if (effect !== "Allow" || limitsCallers(statement)) return [];
    const allowed = actions.length > 0 ? actions.join(", ") : "what NotAction leaves";
    return [
        ...(principals.some(({ id }) => id === "*")
            ? [`allows everybody ${allowed}; wanted are principals by ARN, or a condition such as aws:PrincipalOrgID or aws:SourceArn.`]
            : []),
        ...(notPrincipals.length > 0 ? [`allows everybody but some (NotPrincipal) ${allowed}; wanted is Principal.`] : []),
    ];
}

export const resourcePolicyDisallowPublicPrincipals = resourcePolicy(
    {
        name: "resource-policy-disallow-public-principals",
        displayName: "Policies of resources name who may use them",
        description: "Policies of buckets, queues, topics, keys, secrets, repositories and file systems allow named principals only.",
        severity: "critical",
        remediationSteps:
            "Name the principals by ARN, or add a condition on aws:PrincipalOrgID, aws:SourceAccount, aws:SourceArn or aws:SourceVpce.",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
    },
    holdersOf("resource"),
    checkPublicPrincipals,
);
