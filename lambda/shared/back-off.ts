const FIRST_MS = 500;
const LONGEST_MS = 8_000;

/**
 * Milliseconds to wait after an attempt that failed: doubling from half a second to eight, of which the upper half is left to chance, so
 * that two runs that start together do not knock together.
 *
 * @param attempt 0 for the first
 * @param random at least 0, below 1
 * @example backOffMs(2, 0) // 1000, of at most 2000
 */
export function backOffMs(attempt: number, random: number): number {
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
    return Math.round(longest / 2 + (longest / 2) * random);
}
