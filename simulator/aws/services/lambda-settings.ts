/** What a function has when its settings do not say it. */
import type { StoredResource } from "../account";
import { blockOf, numberOf, textOf } from "../reading";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULT_MEMORY_MIB = 128;
const DEFAULT_TIME_LIMIT_SECONDS = 3;

export function memoryMiBOf({ properties }: StoredResource): number {
    return numberOf(properties, "memorySize") ?? DEFAULT_MEMORY_MIB;
}

export function timeLimitSecondsOf({ properties }: StoredResource): number {
    return numberOf(properties, "timeout") ?? DEFAULT_TIME_LIMIT_SECONDS;
}

/** Name of the log group that the function writes to. */
export function logGroupOf({ id, properties }: StoredResource): string {
    return textOf(blockOf(properties, "loggingConfig") ?? {}, "logGroup") ?? `/aws/lambda/${id}`;
}
