/**
 * The words around a setting: what the messages and the settings table say about it.
 *
 * They are kept apart from the checks, in registries of zod, because a message in zod's words ("Too small: expected number to be >=20")
 * names neither the setting nor the command that mends it.
 */
import { z } from "zod";

/** Where a setting stands in the documentation. */
export type Group = "general" | "network" | "compute" | "data" | "features" | "edge" | "operations";

/** What a reader of the settings table learns about one setting. */
export interface Documentation {
    group: Group;
    /** What it decides, in one sentence. */
    description: string;
    /** The default in words, where it follows from other settings; absent where the schema or the presets hold a plain value. */
    defaultInWords?: string;
    /** What a change does to a running deployment and its data. Absent where a change is made in place and loses nothing. */
    change?: string;
    /** What it costs, from a few dollars a month upwards. */
    price?: string;
    /** Where it stands encrypted: the value is never printed, and plain text is refused. */
    secret?: true;
}

/** The measure that a value is held to, for messages. */
export interface Words {
    /** Completes "allowed is ...". */
    allowed: string;
    /** A value that passes, as it is typed after `pulumi config set`. */
    example: string;
}

export const documentation = z.registry<Documentation>();
export const words = z.registry<Words>();

/** Attaches what the settings table says. */
export function setting<S extends z.ZodType>(schema: S, text: Documentation): S {
    documentation.add(schema, text);
    return schema;
}

/** Attaches the words of a measure. */
export function measured<S extends z.ZodType>(schema: S, allowed: string, example: string): S {
    words.add(schema, { allowed, example });
    return schema;
}

/** On or off. */
export function flag(example: boolean) {
    return measured(z.boolean(), "true or false", String(example));
}

/**
 * A whole number within bounds.
 *
 * @param unit what is counted, for the message: "days"
 */
export function wholeNumber(minimum: number, maximum: number, unit: string, example: number) {
    return measured(z.int().min(minimum).max(maximum), `a whole number of ${unit} from ${minimum} to ${maximum}`, String(example));
}

/** One of a few words. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
    return measured(z.enum(values), alternatives(values), values[0]);
}

/** Text of a certain form. */
export function text(pattern: RegExp, allowed: string, example: string) {
    return measured(z.string().regex(pattern), allowed, example);
}

/** Joins values as a sentence does: "1, 2 or 3". */
export function alternatives(values: readonly (string | number)[]): string {
    const [last, ...others] = values.toReversed();
    return others.length === 0 ? String(last) : `${others.toReversed().join(", ")} or ${String(last)}`;
}
