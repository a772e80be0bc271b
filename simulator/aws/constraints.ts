/** Which properties a resource needs, and which exclude or need each other. */
import type { CheckFailure } from "../provider/provider";
import type { Properties, Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { isList, isProperties } from "./paths";

/** What must be there. */
export function requiredFailures({ facts }: KnownType, inputs: Properties): readonly CheckFailure[] {
    return (facts.required ?? []).flatMap((path) => missing(inputs, path, ""));
}

/** What excludes or needs each other. */
export function combinationFailures({ facts }: KnownType, inputs: Properties): readonly CheckFailure[] {
    const given = (path: string) => isGiven(inputs, path);
    // What a block must choose between is asked only where the block is: no bucket needs a website.
    const concerned = (group: readonly string[]) => blockOf(group).every(given);
    return [
        ...(facts.conflicts ?? []).flatMap((group) => conflict(group.filter(given))),
        ...Object.entries(facts.requiredWith ?? {}).flatMap(([path, others]) =>
            given(path) ? alone(path, others, others.filter(given)) : [],
        ),
        ...(facts.requiredTogether ?? []).flatMap((group) => incomplete(group, group.filter(given))),
        ...(facts.exactlyOneOf ?? []).filter(concerned).flatMap((group) => notExactlyOne(group, group.filter(given))),
        ...(facts.atLeastOneOf ?? []).filter(concerned).flatMap((group) => none(group, group.filter(given))),
    ];
}

/** The block that all properties of a group are in; none for properties of the resource itself. */
function blockOf(group: readonly string[]): readonly string[] {
    const blocks = new Set(group.map((path) => path.split(".").slice(0, -1).join(".")));
    const [block = ""] = blocks;
    return blocks.size === 1 && block !== "" ? [block] : [];
}

/** A required property of a block counts only where the block is. */
function missing(value: Value | undefined, path: string, place: string): CheckFailure[] {
    if (isList(value)) return value.flatMap((member, i) => missing(member, path, `${place}[${i}]`));
    if (!isProperties(value)) return [];
    const [head = "", ...rest] = path.split(".");
    const at = place === "" ? head : `${place}.${head}`;
    const member = value[head];
    if (rest.length > 0) return missing(member, rest.join("."), at);
    return member === undefined || member === null ? [{ property: at, reason: `Missing required property '${at}'` }] : [];
}

function conflict(given: readonly string[]): CheckFailure[] {
    const [first, ...others] = given;
    if (first === undefined || others.length === 0) return [];
    return [{ property: first, reason: `Conflicting configuration arguments. "${first}": conflicts with ${others.join(", ")}` }];
}

/**
 * Properties that others in a group need, while they need nothing themselves: an address pool has a default length, a generated
 * block a default border group. The facts list a group once, whichever way the need goes.
 */
const NEEDS_NOTHING: ReadonlySet<string> = new Set([
    "assignGeneratedIpv6CidrBlock",
    "ipv4IpamPoolId",
    "ipv6IpamPoolId",
    "outpostArn",
    "setIdentifier",
]);

function incomplete(group: readonly string[], given: readonly string[]): CheckFailure[] {
    const needy = given.find((path) => !NEEDS_NOTHING.has(path));
    if (needy === undefined || given.length === group.length) return [];
    return [{ property: needy, reason: `Missing required argument. "${needy}": all of \`${group.join(",")}\` must be specified` }];
}

function alone(path: string, others: readonly string[], given: readonly string[]): CheckFailure[] {
    if (given.length === others.length) return [];
    const all = [path, ...others].join(",");
    return [{ property: path, reason: `Missing required argument. "${path}": all of \`${all}\` must be specified` }];
}

function notExactlyOne(group: readonly string[], given: readonly string[]): CheckFailure[] {
    if (given.length === 1) return [];
    const [first = ""] = given.length === 0 ? group : given;
    const found =
        given.length === 0 ? `one of \`${group.join(",")}\` must be specified` : `only one of \`${group.join(",")}\` can be specified`;
    return [{ property: first, reason: `Invalid combination of arguments. "${first}": ${found}` }];
}

function none(group: readonly string[], given: readonly string[]): CheckFailure[] {
    const [first = ""] = group;
    if (given.length > 0) return [];
    return [{ property: first, reason: `Missing required argument. "${first}": one of \`${group.join(",")}\` must be specified` }];
}

/** Unknown counts as given: the program says something there. */
function isGiven(value: Value | undefined, path: string): boolean {
    const [head = "", ...rest] = path.split(".");
    if (isList(value)) return value.some((member) => isGiven(member, path));
    if (!isProperties(value)) return false;
    const member = value[head];
    if (rest.length > 0) return isGiven(member, rest.join("."));
    return member !== undefined && member !== null && !(isList(member) && member.length === 0);
}
