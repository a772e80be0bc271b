import { z } from "zod";

/** The schema behind `optional` and `default`. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrap(schema.unwrap());
    return schema;
}

/** The schema of one entry of an object, a list or a record; none where the schema has no such entry. */
export function schemaOfEntry(schema: z.core.$ZodType, name: PropertyKey): z.core.$ZodType | undefined {
    const container = unwrap(schema);
    if (container instanceof z.ZodArray) return container.element;
    if (container instanceof z.ZodRecord) return container.valueType;
    if (!(container instanceof z.ZodObject)) return undefined;
    const shape = container.shape as Readonly<Record<PropertyKey, z.core.$ZodType>>;
    return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

/**
 * Turns a configuration value into what its schema expects, as far as it can be read that way.
 *
 * Pulumi hands every value over as text (objects and lists as JSON), and guesses types inside objects: `pulumi config set --path
 * librechat:tags.costCenter 42` stores a number. What cannot be read is returned unchanged, for the schema to refuse.
 */
export function decode(schema: z.core.$ZodType, value: unknown): unknown {
    const expected = unwrap(schema);
    if (expected instanceof z.ZodString || expected instanceof z.ZodEnum) return decodeText(value);
    if (expected instanceof z.ZodBoolean) return value === "true" ? true : value === "false" ? false : value;
    if (expected instanceof z.ZodNumber || expected instanceof z.ZodLiteral) return decodeNumber(value);
    if (expected instanceof z.ZodUnion) return parsedObject(value) ?? value;
    if (expected instanceof z.ZodArray) return decodeList(expected, value);
    return decodeEntries(expected, value);
}

function decodeText(value: unknown): unknown {
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function decodeNumber(value: unknown): unknown {
    return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function decodeList(schema: z.ZodArray, value: unknown): unknown {
    const list = parsed(value);
    return Array.isArray(list) ? list.map((entry) => decode(schema.element, entry)) : value;
}

function decodeEntries(schema: z.core.$ZodType, value: unknown): unknown {
    const object = parsedObject(value);
    if (object === undefined) return value;
    return Object.fromEntries(
        Object.entries(object).map(([name, entry]) => {
            const entrySchema = schemaOfEntry(schema, name);
            return [name, entrySchema === undefined ? entry : decode(entrySchema, entry)];
        }),
    );
}

function parsedObject(value: unknown): object | undefined {
    const object = parsed(value);
    return typeof object === "object" && object !== null && !Array.isArray(object) ? object : undefined;
}

/** The value behind JSON text; text that is no JSON stays text, and is refused or accepted as such. */
export function parsed(value: unknown): unknown {
    if (typeof value !== "string") return value;
    try {
        return JSON.parse(value) as unknown;
    } catch {
        return value;
    }
}
