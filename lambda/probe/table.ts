import type { Outcome } from "./probe";

/**
 * What people read in the terminal or in the log: one line for each need, and below what to do about those that were not reached.
 *
 * @example "librechat reaches 6 of 7 destinations"
 */
export function table(workload: string, outcomes: readonly Outcome[]): string {
    const reached = outcomes.filter(({ isReached }) => isReached).length;
    const rows = outcomes.map((outcome) => [outcome.need, `${outcome.host}:${outcome.port}`, resultOf(outcome)] as const);
    const [need, address] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column as 0 | 1].length)));
    return [
        `${workload} reaches ${reached} of ${outcomes.length} destinations`,
        ...rows.map((row) => `  ${row[0].padEnd(need ?? 0)}  ${row[1].padEnd(address ?? 0)}  ${row[2]}`),
        ...outcomes.flatMap((outcome) => (outcome.isReached ? [] : [`${outcome.need}: ${outcome.advice}`])),
    ].join("\n");
}

function resultOf(outcome: Outcome): string {
    return outcome.isReached ? `reached in ${outcome.latencyMs} ms (${outcome.answer})` : `FAILED at ${outcome.stage}: ${outcome.seen}`;
}
