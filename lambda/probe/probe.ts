import { backOffMs } from "../shared/back-off";
import { Deadline, type Clock } from "../shared/clock";
import { adviceFor } from "./advice";
import type { ProbedNeed } from "./needs";
import { Refusal, StageError, type Bounds, type Stage } from "./stage";

/** Longest time in milliseconds for one attempt. */
const ATTEMPT_MS = 10_000;

/**
 * Longest time in milliseconds for one need with its repetitions: a lost packet gets a second chance, and a role's new rights, which take
 * some seconds to be known everywhere in AWS, several.
 */
const NEED_MS = 25_000;

/** What became of one need. */
export type Outcome = {
    readonly need: string;
    readonly host: string;
    readonly port: number;
} & (
    | {
          readonly isReached: true;
          /** Of the attempt that succeeded. */ readonly latencyMs: number;
          /** What answered. */ readonly answer: string;
      }
    | { readonly isReached: false; readonly stage: Stage; /** What was seen there. */ readonly seen: string; readonly advice: string }
);

/** One attempt: all stages and the call. It resolves to what answered. */
export type Attempt = (need: ProbedNeed, bounds: Bounds) => Promise<string>;

export interface ProbeArgs {
    readonly workload: string;
    readonly attempt: Attempt;
    readonly clock: Clock;
}

/** Tries one need until it is reached or its time is up. Never throws for a destination that cannot be reached. */
export async function probe(need: ProbedNeed, { workload, attempt, clock }: ProbeArgs): Promise<Outcome> {
    const { need: name, host, port } = need;
    const deadline = new Deadline(clock, NEED_MS);
    for (let attempts = 1; ; attempts++) {
        const startedAt = clock.now();
        try {
            const timeoutMs = Math.max(1, Math.round(Math.min(ATTEMPT_MS, deadline.remainingMs())));
            const answer = await attempt(need, { signal: AbortSignal.timeout(timeoutMs), timeoutMs });
            return { need: name, host, port, isReached: true, latencyMs: Math.round(clock.now() - startedAt), answer };
        } catch (error) {
            if (!(error instanceof StageError)) throw error;
            const waitMs = backOffMs(attempts - 1, clock.random());
            if (waitMs < deadline.remainingMs()) {
                await clock.sleep(waitMs);
                continue;
            }
            const { stage, layer } = error;
            const reply = error.cause instanceof Refusal ? error.cause.reply : {};
            const seen = layer === "timeout" ? "timed out" : error.message;
            return { need: name, host, port, isReached: false, stage, seen, advice: adviceFor(need, { stage, layer, reply }, workload) };
        }
    }
}
