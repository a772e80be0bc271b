import { limits, limitsCallers, limitsSource } from "../iam/conditions";
import type { Principal, Statement } from "../iam/document";
import { holdersOf, statementCheck } from "../iam/holders";
import { resourcePolicy } from "../rule";

/**
 * Services that act for whoever asks them, and whose own pages therefore ask for a condition on the source in the trust policy. Services
 * that start a workload with the role (ECS, Lambda, EC2) are not among them: IAM lets nobody pass them a role of another account.
 * Sources: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html,
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html
 */
const DEPUTIES: ReadonlySet<string> = new Set([
    "bedrock.amazonaws.com",
    "pipes.amazonaws.com",
    "scheduler.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
]);

/** Providers of identities for which the audience tells one application from another; for all others the subject does. */
const TOLD_BY_AUDIENCE = /(^|\/)(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/;

/**
 * Roles are taken on by named principals, and by services only on behalf of named accounts where AWS asks for it.
 *
 * Anybody who finds the ARN of another role may use it. An OIDC provider without a condition on the subject is the common case: each
 * workflow of each GitHub user presents the same audience.
 */
export const checkNarrowTrust = statementCheck("trust", judge);

function judge(statement: Statement): string[] {
    if (statement.effect !== "Allow") return [];
    const negated = statement.notPrincipals.length > 0 ? ["trusts everybody but some (NotPrincipal); wanted is Principal."] : [];
    return [...negated, ...statement.principals.flatMap((principal) => judgePrincipal(principal, statement))];
}

function judgePrincipal({ kind, id }: Principal, statement: Statement): string[] {
    if (id === "*" && !limitsCallers(statement)) return ["trusts everybody (*); wanted are principals by ARN."];
    if (kind === "Service" && DEPUTIES.has(id) && !limitsSource(statement)) {
        return [`trusts ${id} on behalf of everybody; wanted is a condition on aws:SourceAccount or aws:SourceArn.`];
    }
    if (kind === "Federated" && isWebIdentity(statement)) {
        const key = TOLD_BY_AUDIENCE.test(id) ? "aud" : "sub";
        const names = statement.conditions.some((condition) => condition.key.endsWith(`:${key}`) && limits(condition));
        if (!names) return [`trusts everybody whom ${id} knows; wanted is a condition on its ${key}, with StringEquals or StringLike.`];
    }
    return [];
}

function isWebIdentity({ actions }: Statement): boolean {
    return actions.some((action) => action.toLowerCase() === "sts:assumerolewithwebidentity");
}

export const iamRoleRequireNarrowTrust = resourcePolicy(
    {
        name: "iam-role-require-narrow-trust",
        displayName: "Roles trust named principals",
        description: "Roles are taken on by named principals, and by services only on behalf of named accounts where AWS asks for it.",
        severity: "critical",
        remediationSteps:
            "Name the principals by ARN; for a service add a condition on aws:SourceAccount, for an OIDC provider one on its sub.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    },
    holdersOf("trust"),
    checkNarrowTrust,
);
