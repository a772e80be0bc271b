/** Time and chance, handed in so that tests need neither. */
export interface Clock {
    /** Milliseconds since some fixed moment. */
    now(): number;
    sleep(milliseconds: number): Promise<void>;
    /** At least 0, below 1. */
    random(): number;
}

export const systemClock: Clock = {
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
};

/** Moment at which a run has to give up, with time left to say why. */
export class Deadline {
    private readonly endsAt: number;

    constructor(
        private readonly clock: Clock,
        readonly budgetMs: number,
    ) {
        this.endsAt = clock.now() + budgetMs;
    }

    /**
     * The deadline of a run inside a function: 15 s before the function's own limit, and 210 s at most. A run that Lambda cuts off leaves
     * nothing but "Task timed out"; one that outlasts 350 s is called a second time, as the caller's idle connection has been cut.
     */
    static ofFunction(clock: Clock, remainingMs: number): Deadline {
        return new Deadline(clock, Math.max(1_000, Math.min(remainingMs - 15_000, 210_000)));
    }

    /** Milliseconds left, never negative. */
    remainingMs(): number {
        return Math.max(0, this.endsAt - this.clock.now());
    }
}
