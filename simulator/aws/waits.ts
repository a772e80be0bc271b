/** Work that a call needs and that takes longer than the account may be held: running a function. */

/** The result of such work. Not there yet: the call ends here, nothing of it is kept, and it is made again when the work is done. */
export type Wait = <T>(work: () => Promise<T>) => T;

/** Ends a call whose work is not done. */
class Unfinished extends Error {
    constructor(readonly work: () => Promise<unknown>) {
        super("a call has to wait for work outside of the account, where nobody waits");
    }
}

/** For calls that nobody repeats. */
export const neverWaits: Wait = (work) => {
    throw new Unfinished(work);
};

/**
 * Makes a call as often as it finds work that has to be done first. Each attempt is a transaction of its own: the account is free for other
 * calls in between, as AWS is while a function runs.
 *
 * @param call asks for the same work in the same order each time
 */
export async function waiting<T>(call: (wait: Wait) => T): Promise<T> {
    const results: unknown[] = [];
    for (;;) {
        let asked = 0;
        const wait: Wait = <R>(work: () => Promise<R>): R => {
            if (asked >= results.length) throw new Unfinished(work);
            return results[asked++] as R;
        };
        try {
            return call(wait);
        } catch (error) {
            if (!(error instanceof Unfinished)) throw error;
            results.push(await error.work());
        }
    }
}
