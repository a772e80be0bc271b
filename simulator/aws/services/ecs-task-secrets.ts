/** How ECS gets the secrets of a container before it starts: from Secrets Manager or Parameter Store, with the execution role. */
import type { Account, StoredResource } from "../account";
import { accessDenied, isAllowed, type ApiCall } from "../authorization";
import { arnOf, findBy, requiredText } from "../reading";
import { findSecret, secretValue } from "../secrets";

/** The session name that stands for the task's id in IAM's sentences. */
export const SESSION = "task";

const OPENING = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";

/** Which service a reference means, so which host the task must reach. */
export function secretHost(valueFrom: string, region: string): string {
    return `${isSecret(valueFrom) ? "secretsmanager" : "ssm"}.${region}.amazonaws.com`;
}

/** The call that ECS makes for a reference. */
export function secretCall(account: Account, region: string, valueFrom: string): ApiCall {
    if (isSecret(valueFrom)) return { action: "secretsmanager:GetSecretValue", resource: secretArn(valueFrom) };
    return { action: "ssm:GetParameters", resource: parameterArn(account, region, valueFrom) };
}

/** How the message begins when a service was reached but did not give the value. */
export function secretOpening(valueFrom: string): string {
    const retried = "service call has been retried 1 time(s):";
    if (!isSecret(valueFrom)) return `${OPENING} unable to retrieve secrets from ssm: ${retried}`;
    return `${OPENING} unable to retrieve secret from asm: ${retried} failed to fetch secret ${secretArn(valueFrom)} from secrets manager:`;
}

/**
 * Why ECS cannot get a secret, in the words of the stopped task; undefined when it can. Never the value.
 *
 * @param valueFrom ARN of a secret, perhaps with `:key:stage:version`; or name or ARN of a parameter
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 */
export function secretFailure(account: Account, region: string, role: StoredResource, valueFrom: string): string | undefined {
    return isSecret(valueFrom) ? failureOfSecret(account, role, valueFrom) : failureOfParameter(account, region, role, valueFrom);
}

function isSecret(valueFrom: string): boolean {
    return valueFrom.startsWith("arn:aws:secretsmanager:");
}

/** The ARN of the secret in a reference that may go on with `:key:stage:version`. */
function secretArn(valueFrom: string): string {
    return valueFrom.split(":").slice(0, 7).join(":");
}

function parameterName(valueFrom: string): string {
    return valueFrom.replace(/^arn:[^/]*:parameter(?=\/)/, "");
}

function parameterArn(account: Account, region: string, valueFrom: string): string {
    return valueFrom.startsWith("arn:") ? valueFrom : arnOf(account, "ssm", region, `parameter/${valueFrom.replace(/^\//, "")}`);
}

function failureOfSecret(account: Account, role: StoredResource, valueFrom: string): string | undefined {
    const arn = secretArn(valueFrom);
    const key = valueFrom.split(":")[7] ?? "";
    const opening = `${OPENING} unable to retrieve secret from asm: service call has been retried 1 time(s):`;
    const failed = secretOpening(valueFrom);
    if (!isAllowed(account, role, "secretsmanager:GetSecretValue", arn)) {
        return `${failed} ${accessDenied(account, role, SESSION, "secretsmanager:GetSecretValue", arn)}`;
    }
    const secret = findSecret(account, arn);
    if (secret === undefined) return `${failed} ResourceNotFoundException: Secrets Manager can't find the specified secret.`;
    const value = secretValue(account, secret);
    if (value === undefined) {
        return `${failed} ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT`;
    }
    if (key === "") return undefined;
    const members = jsonObject(value);
    if (members === undefined)
        return `${opening} invalid character in the value of ${arn}: it must be a JSON object, since a key is asked for`;
    return key in members ? undefined : `${opening} retrieved secret from Secrets Manager did not contain json key ${key}`;
}

function failureOfParameter(account: Account, region: string, role: StoredResource, valueFrom: string): string | undefined {
    const name = parameterName(valueFrom);
    const arn = parameterArn(account, region, valueFrom);
    const opening = secretOpening(valueFrom);
    if (!isAllowed(account, role, "ssm:GetParameters", arn))
        return `${opening} ${accessDenied(account, role, SESSION, "ssm:GetParameters", arn)}`;
    const found = account
        .list("aws:ssm/parameter:Parameter")
        .some((parameter) => requiredText(parameter.properties, "name").replace(/^\//, "") === name.replace(/^\//, ""));
    return found || findBy(account, "aws:ssm/parameter:Parameter", "arn", arn) !== undefined
        ? undefined
        : `${opening} invalid ssm parameters: ${name}`;
}

function jsonObject(text: string): object | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null ? value : undefined;
    } catch {
        return undefined;
    }
}
