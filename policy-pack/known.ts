import { UnknownValueError } from "@pulumi/policy";

/** Stands for a value that a preview cannot tell. */
export const UNKNOWN = Symbol("not known before the update");
export type Unknown = typeof UNKNOWN;

/**
 * Reads a value that may be unknown in a preview.
 *
 * Without this guard one unknown value would end the whole rule, and turn it into an advisory note even where it is mandatory.
 *
 * @returns the value as found, nothing where the path breaks off, or {@link UNKNOWN}
 * @example known(() => service.props["networkConfiguration"].subnets)
 */
export function known(read: () => unknown): unknown {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnknownValueError) return UNKNOWN;
        // A path through something that is not there, or is no object: nothing was found.
        if (error instanceof TypeError) return undefined;
        throw error;
    }
}

/** The value at a path of property names and indices, as {@link known} gives it. */
export function valueAt(props: unknown, ...path: (string | number)[]): unknown {
    let value = props;
    for (const part of path) {
        if (value === UNKNOWN || value === undefined || value === null) return value === UNKNOWN ? UNKNOWN : undefined;
        const container = value as Record<string | number, unknown>;
        value = known(() => container[part]);
    }
    return value ?? undefined;
}

/** A list entry by entry, where its length is known; nothing where there is no list. */
export function listAt(props: unknown, ...path: (string | number)[]): unknown[] | Unknown | undefined {
    const list = valueAt(props, ...path);
    if (list === UNKNOWN) return UNKNOWN;
    if (!Array.isArray(list)) return undefined;
    return Array.from({ length: list.length }, (_, i) => known(() => list[i] as unknown));
}

/** Text, where it is known to be text. */
export function textAt(props: unknown, ...path: (string | number)[]): string | undefined {
    const value = valueAt(props, ...path);
    return typeof value === "string" ? value : undefined;
}

/** Whether a value is there; the empty text, which stored state has for it, is none. What is unknown is there. */
export function isGiven(value: unknown): boolean {
    return value !== undefined && value !== "";
}

/** A value as messages show it: lists and objects by kind only, whatever else may be in them. */
export function shown(value: unknown): string {
    if (value === undefined) return "not set";
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
    return Array.isArray(value) ? "(a list)" : "(an object)";
}
