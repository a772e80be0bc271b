/** How an invocation fails. */

/** The function ended with an error: what Lambda answers, and what the simulator knows of the cause. */
export class FunctionError extends Error {
    /**
     * @param payload JSON with errorType and errorMessage, as Lambda gives it
     * @param explanation where a packet was lost, or what is not allowed
     */
    constructor(
        readonly payload: string,
        readonly explanation: string,
    ) {
        super(payload);
    }
}

/** The JSON that Lambda answers with. */
export function errorPayload(errorType: string, errorMessage: string): string {
    return JSON.stringify({ errorType, errorMessage });
}

/** The same for a function that has used up its time. */
export function timedOutPayload(timeLimitSeconds: number): string {
    return errorPayload("Sandbox.Timedout", `Task timed out after ${timeLimitSeconds.toFixed(2)} seconds`);
}
