/** Holds inputs to the shape of their type: names, kinds and what must be there. Converts scalars as Pulumi's bridge does. */
import { closest } from "fastest-levenshtein";
import type { CheckFailure } from "../provider/provider";
import { isAsset, UNKNOWN, type Properties, type Value } from "../provider/values";
import { isList, isProperties } from "./paths";
import { blockShape, type BlockShape, type TypeName } from "./shapes";

/** A value as its type wants it, and what is wrong with it. */
interface Conformed<T> {
    readonly value: T;
    readonly failures: readonly CheckFailure[];
}

/**
 * @param owner what the properties belong to, for messages: a type token
 * @returns the inputs with numbers, booleans and texts converted into each other where the type wants it
 */
export function conform(owner: string, shape: BlockShape, inputs: Properties): Conformed<Properties> {
    return conformBlock(owner, shape, inputs, "");
}

/** The required properties that are missing, at any depth. To be asked after defaults are filled in. */
export function missingProperties(shape: BlockShape, inputs: Properties, path = ""): readonly CheckFailure[] {
    const missing = shape.required
        .filter((name) => (inputs[name] ?? null) === null)
        .map((name) => ({ property: join(path, name), reason: `Missing required property '${join(path, name)}'` }));
    const below = Object.entries(shape.properties).flatMap(([name, type]) => missingBelow(type, inputs[name], join(path, name)));
    return [...missing, ...below];
}

function missingBelow(type: TypeName, value: Value | undefined, path: string): readonly CheckFailure[] {
    if (isList(value) && type.startsWith("[]")) return value.flatMap((member, i) => missingBelow(type.slice(2), member, `${path}[${i}]`));
    return type.startsWith("#") && isProperties(value) ? missingProperties(blockShape(type.slice(1)), value, path) : [];
}

function conformBlock(owner: string, shape: BlockShape, block: Properties, path: string): Conformed<Properties> {
    const members = Object.entries(block).map(([name, value]): [string, Conformed<Value | undefined>] => {
        const type = shape.properties[name];
        if (type === undefined) return [name, { value, failures: [unknownName(owner, shape, name, path)] }];
        return [name, value === undefined ? { value, failures: [] } : conformValue(owner, type, value, join(path, name))];
    });
    return {
        value: Object.fromEntries(members.map(([name, { value }]) => [name, value])),
        failures: members.flatMap(([, { failures }]) => failures),
    };
}

function conformValue(owner: string, type: TypeName, value: Value, path: string): Conformed<Value> {
    if (value === UNKNOWN || value === null || type === "any") return { value, failures: [] };
    if (type.startsWith("[]")) return isList(value) ? conformList(owner, type.slice(2), value, path) : wrongKind(path, "list", value);
    if (type.startsWith("{}")) return isMap(value) ? conformMap(owner, type.slice(2), value, path) : wrongKind(path, "map", value);
    if (type.startsWith("#")) {
        return isMap(value) ? conformBlock(owner, blockShape(type.slice(1)), value, path) : wrongKind(path, "object", value);
    }
    const converted = SCALARS[type]?.(value);
    return converted === undefined ? wrongKind(path, type, value) : { value: converted, failures: [] };
}

function conformList(owner: string, type: TypeName, list: readonly Value[], path: string): Conformed<Value> {
    const members = list.map((member, i) => conformValue(owner, type, member, `${path}[${i}]`));
    return { value: members.map(({ value }) => value), failures: members.flatMap(({ failures }) => failures) };
}

function conformMap(owner: string, type: TypeName, map: Properties, path: string): Conformed<Value> {
    const members = Object.entries(map).map(
        ([key, value]) => [key, conformValue(owner, type, value ?? null, `${path}["${key}"]`)] as const,
    );
    return {
        value: Object.fromEntries(members.map(([key, { value }]) => [key, value])),
        failures: members.flatMap(([, { failures }]) => failures),
    };
}

/** How each kind of scalar takes a value, or undefined when it cannot. */
const SCALARS: Readonly<Record<string, (value: Value) => Value | undefined>> = {
    string: (value) =>
        typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined,
    number: (value) => {
        if (typeof value === "number") return value;
        return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : undefined;
    },
    boolean: (value) => {
        if (typeof value === "boolean") return value;
        return value === "true" ? true : value === "false" ? false : undefined;
    },
    asset: (value) => (isAsset(value) ? value : undefined),
    json: (value) => (typeof value === "string" ? value : isMap(value) ? JSON.stringify(value) : undefined),
};

function isMap(value: Value): value is Properties {
    return isProperties(value) && !isAsset(value);
}

function wrongKind(path: string, expected: string, value: Value): Conformed<Value> {
    return {
        value,
        failures: [{ property: path, reason: `Unexpected type at field "${path}": expected ${expected}, got ${kindOf(value)}` }],
    };
}

function kindOf(value: Value): string {
    if (isList(value)) return "list";
    return isAsset(value) ? "asset" : typeof value;
}

function unknownName(owner: string, { properties }: BlockShape, name: string, path: string): CheckFailure {
    const place = path === "" ? owner : `${path} of ${owner}`;
    const names = Object.keys(properties);
    const hint = names.length === 0 ? "" : `, the nearest is "${closest(name, names)}"`;
    return {
        property: join(path, name),
        reason: `"${name}" is not a property of ${place}${hint}; the simulated AWS refuses what it does not know`,
    };
}

function join(path: string, name: string): string {
    return path === "" ? name : `${path}.${name}`;
}
