/** What the conditions of a statement narrow it to: callers, the resource on whose behalf a service acts, or resources. */
import type { Condition, Statement } from "./document";
import { isEveryResource } from "./wildcards";

/**
 * Operators that let only the listed values through. Not among them: negations, `...IfExists` and `ForAllValues:`, which all let a
 * request through that lacks the key.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const LIMITING_OPERATOR = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress|Bool)$/i;

/** The resource, account or organization on whose behalf a service calls. */
const SOURCE_KEYS: readonly string[] = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths"];

/**
 * Keys that make a policy for everybody one for somebody; those by which S3 tells public policies, and their like in other services.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const CALLER_KEYS: readonly string[] = [
    ...SOURCE_KEYS,
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:userid",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourcevpcarn",
    "aws:vpcsourceip",
    "kms:calleraccount",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
    "sns:endpoint",
    // Whoever mounts has passed the security group of a mount target, in the VPC.
    "elasticfilesystem:accessedviamounttarget",
];

/** Keys that narrow a statement on every resource to some of them. */
const RESOURCE_KEY =
    /^(\w+:resourcetag\/.+|[\w-]+:existingobjecttag\/.+|kms:viaservice|kms:encryptioncontext(keys|:.+)|kms:(requestalias|resourcealiases))$/;

/** Whether only named callers get through, though the principal is everybody. */
export function limitsCallers({ conditions }: Statement): boolean {
    return conditions.some((condition) => CALLER_KEYS.includes(condition.key) && limits(condition));
}

/** Whether a service gets through only on behalf of named resources, accounts or organizations. */
export function limitsSource({ conditions }: Statement): boolean {
    return conditions.some((condition) => SOURCE_KEYS.includes(condition.key) && limits(condition));
}

/** Whether a statement on every resource holds for some of them only. */
export function limitsResources({ conditions }: Statement): boolean {
    return conditions.some((condition) => RESOURCE_KEY.test(condition.key) && limits(condition));
}

/** Whether a condition lets only some values of its key through. */
export function limits({ operator, values }: Condition): boolean {
    return LIMITING_OPERATOR.test(operator) && values.length > 0 && !values.some(isEveryValue);
}

/** `*`, every address, or an ARN that names neither an account nor a resource. */
function isEveryValue(value: string): boolean {
    if (/^[*?]*$/.test(value) || /^[\da-f.:]+\/0$/i.test(value)) return true;
    return value.startsWith("arn:") && isEveryResource(value) && /^[*?]*$/.test(value.split(":")[4] ?? "");
}
