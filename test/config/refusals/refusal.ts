import type { Given } from "../validated";

/** A configuration that breaks a rule, and all that is said about it. */
export interface Refusal {
    rule: string;
    given: Given;
    problems: readonly string[];
}

/** A message of several lines. */
export function lines(...parts: string[]): string {
    return parts.join("\n");
}
