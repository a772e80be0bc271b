import type { Version } from "./version";

/** A Pulumi engine that can run programs and policy packs. */
export interface Engine {
    /** Absolute path of the `pulumi` program. */
    readonly file: string;
    /** Where it came from, in words for a log line. */
    readonly origin: string;
}

/** One way to get an engine, and why it gave none. */
export interface Attempt {
    /** What was tried, for example "the npm package pulumi". */
    readonly what: string;
    readonly problem: string;
    /** There was simply nothing there, as on any new machine: no news for the person who waits. */
    readonly isExpected?: true;
}

/** The engine, or the reason there is none this way. */
export type Outcome = Engine | Attempt;

/** Where lines about a long step go. */
export type Report = (line: string) => void;

/** Older engines panic when they show a violation of a stack policy (3.252) or lack `policy analyze --file` (3.249). */
export const MINIMUM_ENGINE: Version = [3, 252, 0];

/** The release that is built when none can be had. */
export const BUILT_ENGINE = "v3.259.0";

/** Name of the language host that the engine looks for beside itself. */
export const LANGUAGE_HOST = "pulumi-language-nodejs";

export function isEngine(outcome: Outcome): outcome is Engine {
    return "file" in outcome;
}
