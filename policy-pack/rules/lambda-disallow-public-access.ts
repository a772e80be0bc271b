import { isGiven, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** What narrows a permission to somebody's events. */
const SOURCES = ["sourceArn", "sourceAccount", "principalOrgId"] as const;

/**
 * Functions are called by named accounts only, and by services only on behalf of a named source.
 *
 * A service calls on behalf of any account of AWS that asks it to: without a source, a stranger's topic or rule calls the function.
 */
export const checkLambdaAccess: ResourceCheck = ({ type, name, props }) =>
    type === TYPES.functionUrl ? judgeUrl(name, props) : judgePermission(name, props);

function judgeUrl(name: string, props: unknown): ReturnType<ResourceCheck> {
    const authorization = valueAt(props, "authorizationType");
    if (authorization === UNKNOWN) return "unknown";
    return authorization === "NONE" ? [`authorizationType of function URL ${name} = NONE, which is for everybody; wanted is AWS_IAM.`] : [];
}

function judgePermission(name: string, props: unknown): ReturnType<ResourceCheck> {
    const principal = valueAt(props, "principal");
    if (principal === UNKNOWN) return "unknown";
    const isService = typeof principal === "string" && /\.amazonaws\.com(\.cn)?$/.test(principal);
    if (principal !== "*" && !isService) return [];
    // A source that is not known yet is one: a program that passes none leaves it out.
    if (SOURCES.some((property) => isGiven(valueAt(props, property)))) return [];
    if (principal === "*" && valueAt(props, "functionUrlAuthType") === "AWS_IAM") return [];
    return principal === "*"
        ? [`principal of permission ${name} = *, which is everybody; wanted is an account, or principalOrgId.`]
        : [`sourceArn and sourceAccount of permission ${name} for ${principal} = not set; wanted is one of them.`];
}

export const lambdaDisallowPublicAccess = resourcePolicy(
    {
        name: "lambda-disallow-public-access",
        displayName: "Functions are called by named callers",
        description: "Functions are called by named accounts only, and by services only on behalf of a named source.",
        severity: "critical",
        remediationSteps:
            "Set sourceArn or sourceAccount on the permission, name an account as its principal, or authorizationType: AWS_IAM on the URL.",
        url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    },
    [TYPES.functionPermission, TYPES.functionUrl],
    checkLambdaAccess,
);
