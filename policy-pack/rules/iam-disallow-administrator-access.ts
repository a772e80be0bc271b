import { listAt, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** Policies of AWS that give every right, or every right over rights. The partition differs in China and GovCloud. */
const ADMINISTRATION = /^arn:aws[\w-]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/;

/** Where each type names policies. */
const NAMED_IN: Readonly<Record<string, "policyArn" | "managedPolicyArns">> = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    [TYPES.role]: "managedPolicyArns",
};

/**
 * Roles, users and groups have no administrator's rights.
 *
 * Not judged are permission sets of IAM Identity Center, which are for people, for a time, and logged as such.
 */
export const checkAdministratorAccess: ResourceCheck = ({ type, name, props }) => {
    const property = NAMED_IN[type] ?? "policyArn";
    const listed = property === "policyArn" ? [valueAt(props, property)] : listAt(props, property);
    if (listed === UNKNOWN) return "unknown";
    const arns = listed ?? [];
    const found = arns.filter((arn) => typeof arn === "string" && ADMINISTRATION.test(arn));
    if (found.length === 0 && arns.includes(UNKNOWN)) return "unknown";
    return found.map((arn) => `${property} of ${name} = ${String(arn)}; wanted is a policy with the actions that are needed.`);
};

export const iamDisallowAdministratorAccess = resourcePolicy(
    {
        name: "iam-disallow-administrator-access",
        displayName: "Nobody is an administrator",
        description: "Roles, users and groups have no administrator's rights.",
        severity: "critical",
        remediationSteps: "Attach a policy that names the actions and resources that are needed.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    },
    Object.keys(NAMED_IN),
    checkAdministratorAccess,
);
