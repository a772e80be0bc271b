import { observe, type Layer } from "../shared/observation";

/** How far the way to a destination goes, in order: its name, the connection, encryption, and the answer to one call. */
export type Stage = "dns" | "tcp" | "tls" | "answer";

/** How long one attempt may take: the same time, as a signal and in milliseconds. */
export interface Bounds {
    readonly signal: AbortSignal;
    readonly timeoutMs: number;
}

/** The destination answered the call, and said no. */
export class Refusal extends Error {
    override readonly name = "Refusal";

    /** @param reply HTTP status and AWS's code for the error, where the protocol has them */
    constructor(
        message: string,
        readonly reply: { readonly status?: number; readonly code?: string } = {},
    ) {
        super(message);
    }
}

/** An attempt ended at a stage. */
export class StageError extends Error {
    override readonly name = "StageError";
    /** What was seen there: a time-out, a refusal, a wrong certificate. */
    readonly layer: Layer;

    constructor(
        readonly stage: Stage,
        cause: unknown,
    ) {
        const { layer, detail } = observe(cause);
        super(detail, { cause });
        // A refusal quotes the other end, whose words say nothing about the way to it.
        this.layer = cause instanceof Refusal ? "other" : layer;
    }
}

/**
 * Does the work of one stage until the signal ends the attempt.
 *
 * @throws StageError whatever fails, a time-out included: which stage was under way is all that a time-out tells
 */
export async function at<T>(stage: Stage, signal: AbortSignal, work: Promise<T>): Promise<T> {
    let stop = (): void => undefined;
    const ended = new Promise<never>((_, reject) => {
        stop = () => {
            reject(signal.reason as Error);
        };
        signal.addEventListener("abort", stop);
    });
    try {
        if (signal.aborted) stop();
        return await Promise.race([work, ended]);
    } catch (error) {
        throw error instanceof StageError ? error : new StageError(stage, error);
    } finally {
        signal.removeEventListener("abort", stop);
    }
}
