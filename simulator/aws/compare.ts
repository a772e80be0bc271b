/** Where two versions of a resource's inputs differ, as the real provider's schema sees it. */
import { isAsset, UNKNOWN, type Properties, type Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { isList, isProperties, withoutPositions } from "./paths";
import { isKeptByAws } from "./state";

export interface Difference {
    /** With list positions: `ingress[0].fromPort`. */
    readonly path: string;
    readonly kind: "add" | "delete" | "update";
    readonly old: Value | undefined;
    readonly new: Value | undefined;
}

/** All differences, each at the deepest place that both versions have. */
export function compare(known: KnownType, olds: Properties, news: Properties): readonly Difference[] {
    return compareMembers(known, "", olds, news);
}

function compareMembers(known: KnownType, path: string, olds: Properties, news: Properties): Difference[] {
    const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
    return [...keys].flatMap((key) => compareValues(known, join(path, key), olds[key], news[key]));
}

function compareValues(known: KnownType, path: string, old: Value | undefined, next: Value | undefined): Difference[] {
    const plain = withoutPositions(path);
    // AWS keeps a value for a property that the program leaves out, but not a member that it takes out of a list.
    const isKept = !path.endsWith("]") && isKeptByAws(known, plain);
    if (isAbsent(next)) return isAbsent(old) || isKept ? [] : [{ path, kind: "delete", old, new: next }];
    if (isAbsent(old)) return [{ path, kind: "add", old, new: next }];
    if (isAsset(old) || isAsset(next)) return sameAsset(old, next) ? [] : [{ path, kind: "update", old, new: next }];
    if (isList(old) && isList(next)) return compareLists(known, path, old, next);
    if (isProperties(old) && isProperties(next)) return compareMembers(known, path, old, next);
    return next !== UNKNOWN && sameScalar(known, plain, old, next) ? [] : [{ path, kind: "update", old, new: next }];
}

function sameScalar({ behaviour }: KnownType, plain: string, old: Value | undefined, next: Value | undefined): boolean {
    if (old === next) return true;
    if (typeof old !== "string" || typeof next !== "string") return false;
    return behaviour.equal?.[plain]?.(old, next) ?? (behaviour.json?.includes(plain) === true && sameJson(old, next));
}

function compareLists(known: KnownType, path: string, olds: readonly Value[], news: readonly Value[]): Difference[] {
    if (known.behaviour.sets?.includes(withoutPositions(path)) === true) return compareSets(known, path, olds, news);
    const length = Math.max(olds.length, news.length);
    return Array.from({ length }, (_, i) => i).flatMap((i) => compareValues(known, `${path}[${i}]`, olds[i], news[i]));
}

/** Members that both have are set aside, whatever their place; what is left is compared in order. */
function compareSets(known: KnownType, path: string, olds: readonly Value[], news: readonly Value[]): Difference[] {
    const unmatched = [...news.keys()];
    const leftOver: number[] = [];
    olds.forEach((old, i) => {
        const match = unmatched.findIndex((n) => compareValues(known, `${path}[${i}]`, old, news[n]).length === 0);
        if (match === -1) leftOver.push(i);
        else unmatched.splice(match, 1);
    });
    const length = Math.max(leftOver.length, unmatched.length);
    return Array.from({ length }, (_, i) => i).flatMap((i) => {
        const [o, n] = [leftOver[i], unmatched[i]];
        return compareValues(known, `${path}[${n ?? o ?? i}]`, at(olds, o), at(news, n));
    });
}

function at(values: readonly Value[], index: number | undefined): Value | undefined {
    return index === undefined ? undefined : values[index];
}

/** Terraform's schema does not tell an empty block from a missing one. */
function isAbsent(value: Value | undefined): boolean {
    if (value === undefined || value === null) return true;
    if (isList(value)) return value.length === 0;
    return isProperties(value) && Object.keys(value).length === 0;
}

function sameAsset(old: Value | undefined, next: Value | undefined): boolean {
    return isAsset(old) && isAsset(next) && old.hash === next.hash;
}

function sameJson(old: string, next: string): boolean {
    const parsedOld = parsed(old);
    const parsedNext = parsed(next);
    return parsedOld !== undefined && parsedNext !== undefined && canonical(parsedOld) === canonical(parsedNext);
}

function parsed(text: string): Value | undefined {
    try {
        return JSON.parse(text) as Value;
    } catch {
        return undefined;
    }
}

/** JSON text with sorted keys: equal for equal values. */
export function canonical(value: Value): string {
    return JSON.stringify(value, (_, member: Value) =>
        isProperties(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
    );
}

function join(path: string, key: string): string {
    if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
    return path === "" ? key : `${path}.${key}`;
}
