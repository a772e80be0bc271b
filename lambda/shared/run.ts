import { Deadline, type Clock } from "./clock";
import { credentialsOf, type Credentials } from "./credentials";
import type { Surroundings } from "./environment";
import { Redaction } from "./redaction";
import { retried } from "./retry";
import type { ReadSecret } from "./secrets-manager";
import { InitialisationError, type Target } from "./target";

/** What a run gets from outside. */
export interface RunArgs {
    readonly clock: Clock;
    /** Milliseconds until Lambda stops the function. */
    readonly remainingMs: number;
    readonly log: (line: string) => void;
}

/** What a run has at hand: its time, its log and its secrets, none of which leaves the run. */
export interface Run {
    readonly clock: Clock;
    readonly deadline: Deadline;
    readonly redaction: Redaction;
    readonly log: (line: string) => void;
}

/**
 * Runs the work with a deadline, and lets no secret out: neither in the log nor in an error.
 *
 * @throws InitialisationError with the redacted message of whatever failed. The original error is dropped on purpose: Lambda prints every
 * property of an error, and drivers keep connection options in theirs.
 */
export async function guarded<T>({ clock, remainingMs, log }: RunArgs, work: (run: Run) => Promise<T>): Promise<T> {
    const redaction = new Redaction();
    const run: Run = {
        clock,
        deadline: Deadline.ofFunction(clock, remainingMs),
        redaction,
        log: (line) => {
            log(redaction.redact(line));
        },
    };
    try {
        return await work(run);
    } catch (error) {
        throw new InitialisationError(redaction.redact(error instanceof Error ? error.message : String(error)));
    }
}

export interface BothCredentials {
    readonly master: Credentials;
    readonly application: Credentials;
}

/** Reads both secrets of the surroundings, one after the other: the first failure is the one to report. */
export async function readCredentials(
    run: Run,
    target: Target,
    surroundings: Surroundings,
    readSecret: ReadSecret,
): Promise<BothCredentials> {
    const master = await readMaster(run, target, surroundings, readSecret);
    return { master, application: await read(run, target, surroundings.applicationSecretArn, readSecret) };
}

/** Reads the master user's secret alone. */
export function readMaster(run: Run, target: Target, { masterSecretArn }: Surroundings, readSecret: ReadSecret): Promise<Credentials> {
    return read(run, target, masterSecretArn, readSecret);
}

async function read(run: Run, target: Target, secretArn: string, readSecret: ReadSecret): Promise<Credentials> {
    const text = await retried((timeoutMs) => readSecret(secretArn, timeoutMs), { ...run, target });
    const credentials = credentialsOf(secretArn, text);
    run.redaction.add(credentials.password);
    return credentials;
}
