import { backOffMs } from "./back-off";
import type { Clock, Deadline } from "./clock";
import { InputError } from "./event";
import { observe, type Layer } from "./observation";
import { givenUp, InitialisationError, type Target } from "./target";

export interface RetryArgs {
    readonly target: Target;
    readonly clock: Clock;
    readonly deadline: Deadline;
    /** Told of each failed attempt that will be repeated. */
    readonly log: (line: string) => void;
}

/** Longest time in milliseconds for one attempt; a lost packet must not eat the time of all the others. */
const ATTEMPT_MS = 10_000;

/** Attempts that a layer is worth. Routes, names and starting servers heal within minutes; a wrong certificate does not. */
const PATIENCE: Readonly<Record<Layer, number>> = {
    DNS: Infinity,
    timeout: Infinity,
    refused: Infinity,
    closed: Infinity,
    unavailable: Infinity,
    // A replica becomes the primary within half a minute of a failover, and its name follows.
    "read-only": 8,
    // A new password takes some seconds to reach the server, and a new role's rights some to be known everywhere in AWS.
    authentication: 4,
    permission: 4,
    TLS: 1,
    other: 1,
};

/**
 * Repeats an attempt, with jittered waits, until it succeeds, its failure is one that time does not heal, or the time is up.
 *
 * @param attempt gets the milliseconds that it may take
 * @throws InitialisationError that names the target, what was seen last, and what to check; one from inside the attempt passes as it is
 */
export async function retried<T>(attempt: (timeoutMs: number) => Promise<T>, { target, clock, deadline, log }: RetryArgs): Promise<T> {
    const startedAt = clock.now();
    const seen: Partial<Record<Layer, number>> = {};
    for (let attempts = 1; ; attempts++) {
        try {
            return await attempt(Math.max(1, Math.min(ATTEMPT_MS, deadline.remainingMs())));
        } catch (error) {
            if (error instanceof InitialisationError || error instanceof InputError) throw error;
            const observation = observe(error);
            const times = (seen[observation.layer] ?? 0) + 1;
            seen[observation.layer] = times;
            const waitMs = backOffMs(attempts - 1, clock.random());
            if (times >= PATIENCE[observation.layer] || waitMs >= deadline.remainingMs()) {
                throw givenUp(target, observation, attempts, Math.round((clock.now() - startedAt) / 1000));
            }
            log(`${target.name}: ${observation.layer} (${observation.detail}); next attempt in ${waitMs} ms`);
            await clock.sleep(waitMs);
        }
    }
}
