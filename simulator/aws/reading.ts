/** Reads stored or checked properties by name. A value of another kind than asked for, or one that is not known yet, counts as left out. */
import type { Properties, Value } from "../provider/values";
import type { Account, StoredResource } from "./account";

/** The text, or undefined; an empty text counts as left out, as in the provider. */
export function textOf(properties: Properties, key: string): string | undefined {
    const value = properties[key];
    return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * A text that the tables demand, so that it is there by the time a resource type is asked.
 *
 * @throws Error when it is not: a fault of the simulator, or of an account file that was edited
 */
export function requiredText(properties: Properties, key: string): string {
    const value = textOf(properties, key);
    if (value === undefined) throw new Error(`${key} is missing`);
    return value;
}

export function numberOf(properties: Properties, key: string): number | undefined {
    const value = properties[key];
    return typeof value === "number" ? value : undefined;
}

/** Whether the property is set and true. */
export function isSet(properties: Properties, key: string): boolean {
    return properties[key] === true;
}

/** The texts of a list; none when it is left out. */
export function textsOf(properties: Properties, key: string): readonly string[] {
    return listOf(properties, key).filter((member): member is string => typeof member === "string");
}

/** The members of a list; none when it is left out. */
export function listOf(properties: Properties, key: string): readonly Value[] {
    const value = properties[key];
    return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** A nested block; undefined when it is left out. */
export function blockOf(properties: Properties, key: string): Properties | undefined {
    const value = properties[key];
    return isBlock(value) ? value : undefined;
}

/** The blocks of a list; none when it is left out. */
export function blocksOf(properties: Properties, key: string): readonly Properties[] {
    return listOf(properties, key).filter(isBlock);
}

/** Whether a value is a nested block (or an asset, which looks like one). */
export function isBlock(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An ARN in the partition `aws`. Left out region: what belongs to the whole account. */
export function arnOf(account: Account, service: string, region: string, resource: string): string {
    return `arn:aws:${service}:${region}:${account.accountId}:${resource}`;
}

/** The resource of a type whose property has a value; what waits for its deletion is not found, as in AWS. */
export function findBy(account: Account, type: string, property: string, value: string): StoredResource | undefined {
    return account.list(type).find((resource) => resource.deletionDate === undefined && resource.properties[property] === value);
}
