import * as pulumi from "@pulumi/pulumi";

/**
 * Shows what a function failed with in its own words and lines. The provider prints the answer of Lambda as JSON, in which a table is one line.
 *
 * @param name unique in the stack
 * @param shownAt the resource beside which the engine prints it
 */
export function failureShown(name: string, shownAt: pulumi.Resource): pulumi.ErrorHook {
    return new pulumi.ErrorHook(name, async ({ errors: [newest = ""] }) => {
        const message = messageIn(newest);
        if (message !== undefined) await pulumi.log.error(message, shownAt);
        const isTriedAgain = false;
        return isTriedAgain;
    });
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
