import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

const WAIT_MS = 15_000;
const MOST_WAITS = 20;

/**
 * Shows what a function failed with in its own words and lines. The provider prints the answer of Lambda as JSON, in which a table is one line.
 *
 * A function that was not asked for two weeks has lost its network interfaces: Lambda refuses the first call and makes them anew, which takes
 * some minutes. It is called again until then.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 *
 * @param name unique in the stack
 * @param shownAt the resource beside which the engine prints it
 */
export function failureShown(name: string, shownAt: pulumi.Resource): pulumi.ErrorHook {
    return new pulumi.ErrorHook(name, async ({ errors }) => {
        const [newest = ""] = errors;
        const isTriedAgain = isWaking(newest) && errors.length <= MOST_WAITS;
        if (isTriedAgain) await sleep(WAIT_MS);
        const message = messageIn(newest);
        if (message !== undefined) await pulumi.log.error(message, shownAt);
        return isTriedAgain;
    });
}

/** Whether Lambda refused the call since it is still making the function ready, so that nothing has run. */
export function isWaking(error: string): boolean {
    return /ResourceNotReadyException|ENINotReadyException|CodeArtifactUserPendingException|following state: Pending/.test(error);
}

/**
 * The message of a function's error, as it left the function.
 *
 * @param error of the provider, for example `Lambda Function (probe) returned error: ({"errorType":"Error","errorMessage":"no\nway"})`
 * @returns undefined when there is none in it
 */
export function messageIn(error: string): string | undefined {
    const start = error.indexOf('({"');
    const end = error.lastIndexOf("})");
    if (start < 0 || end < start) return undefined;
    const answer = parsed(error.slice(start + 1, end + 1));
    return typeof answer?.errorMessage === "string" ? answer.errorMessage : undefined;
}

/** An error that only looks like an answer of Lambda is left to the engine, which prints it in any case. */
function parsed(text: string): { errorMessage?: unknown } | undefined {
    try {
        return JSON.parse(text) as { errorMessage?: unknown };
    } catch {
        return undefined;
    }
}
