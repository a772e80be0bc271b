import { actionOf } from "../shared/event";
import type { Clock } from "../shared/clock";
import { jobOf } from "./needs";
import { probe, type Attempt } from "./probe";
import { table } from "./table";

export interface HandlerArgs {
    readonly clock: Clock;
    readonly log: (line: string) => void;
    readonly attempt: Attempt;
}

/** One destination that was reached. */
export interface Reached {
    readonly need: string;
    readonly host: string;
    readonly port: number;
    readonly latencyMs: number;
    readonly answer: string;
}

export type Result =
    | { readonly action: "create" | "update"; readonly reached: readonly Reached[] }
    | { readonly action: "delete"; readonly reached: readonly [] };

/** Something cannot be reached: the message is the table. */
export class ReachabilityError extends Error {
    override readonly name = "ReachabilityError";

    constructor(message: string) {
        super(message);
        // Lambda answers with the message and with the stack, which begins with the message again: the table would show twice.
        this.stack = "";
    }
}

/**
 * Opens everything that the event names, all at once, and says what is reached.
 *
 * A delete opens nothing: a stack whose network is broken can still be destroyed.
 *
 * @throws ReachabilityError when anything is not reached: it fails the deployment
 */
export async function handle(event: unknown, { clock, log, attempt }: HandlerArgs): Promise<Result> {
    const action = actionOf(event);
    if (action === "delete") return { action, reached: [] };

    const { workload, needs } = jobOf(event);
    const outcomes = await Promise.all(needs.map((need) => probe(need, { workload, attempt, clock })));
    const text = table(workload, outcomes);
    log(text);
    const reached = outcomes.flatMap((outcome) => {
        if (!outcome.isReached) return [];
        const { need, host, port, latencyMs, answer } = outcome;
        return [{ need, host, port, latencyMs, answer }];
    });
    if (reached.length < outcomes.length) throw new ReachabilityError(text);
    return { action, reached };
}
