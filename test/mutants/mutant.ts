/** One wrong reading of a rule of AWS, or of logic, in the code of the proof. */
export interface Mutant {
    /** In `policy-pack/reachability`. */
    readonly file: string;
    /** Occurs exactly once in the file. */
    readonly before: string;
    readonly after: string;
    /** What is true, and the mutant denies. */
    readonly rule: string;
}

/** A list of mutants of one file. */
export function mutantsOf(file: string, ...list: readonly (readonly [rule: string, before: string, after: string])[]): Mutant[] {
    return list.map(([rule, before, after]) => ({ file, before, after, rule }));
}
