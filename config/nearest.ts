import { closest } from "fastest-levenshtein";

/** The name that a mistyped one most likely stands for: least edits, letter case aside. */
export function nearestName(name: string, names: readonly string[]): string {
    const bySmallLetters = new Map(names.map((candidate) => [candidate.toLowerCase(), candidate]));
    const found = closest(name.toLowerCase(), [...bySmallLetters.keys()]);
    return bySmallLetters.get(found) ?? found;
}
