/** The box at the end of a blocked way. */
import { compare } from "../rows";
import type { Home } from "./picture";
import { wrapped } from "./words";

/** One thing that is broken, for all ways that end there. */
export interface Fault {
    readonly id: string;
    readonly kind: "fault" | "doubt";
    readonly code: string;
    /** What is broken, where the picture does not show it: a security group. */
    readonly at: string | undefined;
    readonly homes: readonly Home[];
    /** The box beside which it stands: a route table, or what it guards. */
    readonly below: string | undefined;
    /** What is wrong, once for each way. */
    readonly texts: Set<string>;
    /** What is not reached. */
    readonly ends: Set<string>;
    /** Codes of what else is broken on these ways, and of what is missing instead of them. */
    readonly further: Set<string>;
}

const WIDTH = 34;
const MAX_ENDS = 5;

/** @example ["✗ NO_ROUTE", "not reached: ghcr.io, ssmmessages"] */
export function faultLabel({ kind, code, at, texts, ends, further }: Fault): string[] {
    const [only = "", ...more] = [...texts];
    const sorted = [...ends].sort(compare);
    const shown = sorted.length > MAX_ENDS ? [...sorted.slice(0, MAX_ENDS), `${String(sorted.length - MAX_ENDS)} more`] : sorted;
    // Texts about several ways differ in what their red lines show: who comes from where.
    const text = more.length === 0 ? only : "";
    return [
        `${kind === "fault" ? "✗" : "?"} ${code}`,
        ...(at === undefined ? [] : wrapped(at, WIDTH)),
        ...(text === "" ? [] : wrapped(text, WIDTH)),
        ...(sorted.every((end) => text.includes(end))
            ? []
            : wrapped(`${kind === "fault" ? "not reached" : "in doubt"}: ${shown.join(", ")}`, WIDTH)),
        ...(further.size === 0 ? [] : wrapped(`also: ${[...further].sort(compare).join(", ")}`, WIDTH)),
    ];
}
