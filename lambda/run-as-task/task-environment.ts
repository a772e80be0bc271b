import { fieldsOf, textsOf, type TextRule } from "../shared/event";

/** What the container is told. */
export interface TaskEnvironment {
    readonly region: string;
    /** Where the function's bundle lies, `https://<bucket>.s3.<region>.amazonaws.com/<key>`. */
    readonly codeUrl: URL;
    /** SHA-256 of the bundle, in hexadecimal digits. */
    readonly codeSha256: string;
    /** What the function is called with: JSON. */
    readonly event: unknown;
    readonly timeLimitSeconds: number;
    /** Where the task's role gives its credentials. */
    readonly credentialsUrl: URL;
}

/**
 * Where a task on ECS asks, at the path that ECS sets. Elsewhere the whole address is set.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
const CREDENTIALS_ENDPOINT = "http://169.254.170.2";

const RULES = {
    AWS_REGION: { allowed: "a Region", accepts: (text) => text !== "" },
    CODE_URL: { allowed: "an https or http address", accepts: (text) => /^https?:\/\/.+/.test(text) },
    CODE_SHA256: { allowed: "64 hexadecimal digits", accepts: (text) => /^[0-9a-f]{64}$/.test(text) },
    EVENT: { allowed: "JSON", accepts: isJson },
    TIME_LIMIT_SECONDS: { allowed: "whole seconds", accepts: (text) => /^[1-9]\d*$/.test(text) },
    AWS_CONTAINER_CREDENTIALS_URI: { allowed: "the path or address that ECS sets for a task with a role", accepts: (text) => text !== "" },
} satisfies Record<string, TextRule>;

/** @throws InputError that names every variable that is missing or wrong */
export function taskEnvironmentOf(environment: Readonly<Record<string, string | undefined>>): TaskEnvironment {
    const AWS_CONTAINER_CREDENTIALS_URI =
        environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] ?? environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
    const texts = textsOf({ name: "environment", fields: fieldsOf({ ...environment, AWS_CONTAINER_CREDENTIALS_URI }) }, RULES);
    return {
        region: texts.AWS_REGION,
        codeUrl: new URL(texts.CODE_URL),
        codeSha256: texts.CODE_SHA256,
        event: JSON.parse(texts.EVENT),
        timeLimitSeconds: Number(texts.TIME_LIMIT_SECONDS),
        credentialsUrl: new URL(texts.AWS_CONTAINER_CREDENTIALS_URI, CREDENTIALS_ENDPOINT),
    };
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}
