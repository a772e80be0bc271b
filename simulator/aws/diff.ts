/** What a deployment would change in a resource, and whether that takes a new one. */
import type { DiffRequest, DifferenceKind, DiffResult } from "../provider/provider";
import type { Properties, Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { compare, type Difference } from "./compare";
import { isList, isProperties, withoutPositions } from "./paths";
import { filledIn, withoutMarks } from "./state";

/** The program's old inputs against its new ones; what AWS computed plays no part. */
export function diffInputs(known: KnownType, request: Pick<DiffRequest, "oldInputs" | "news" | "ignoreChanges">): DiffResult {
    const olds = withoutMarks(request.oldInputs);
    const news = withoutMarks(request.news);
    const kept = known.behaviour.keepsWhen?.(olds, news) ?? [];
    const found = compare(known, olds, news).filter(
        ({ path }) => !isIgnored(path, request.ignoreChanges) && !kept.includes(topLevel(path)),
    );
    const conditional = new Set(found.length === 0 ? [] : (known.behaviour.replaceWhen?.(olds, news) ?? []));
    const needsNew = (difference: Difference) => {
        const property = topLevel(difference.path);
        // Nothing in AWS moves from one Region to another.
        return property === "region" || conditional.has(property) || forcesReplacement(known, difference);
    };
    const replaces = unique(found.filter(needsNew).map(({ path }) => topLevel(path)));
    return {
        differences: new Map(found.map((difference) => [difference.path, kindOf(difference, needsNew(difference))])),
        changed: unique(found.map(({ path }) => topLevel(path))),
        replaces,
        deleteBeforeReplace: replaces.length > 0 && oldMustGoFirst(known, request.news),
    };
}

function kindOf({ kind }: Difference, replaces: boolean): DifferenceKind {
    return replaces ? `${kind}-replace` : kind;
}

/** A block that comes or goes as a whole replaces when anything in it does. */
function forcesReplacement(known: KnownType, { path, old, new: next }: Difference): boolean {
    const forcing = known.facts.forcesReplacement ?? [];
    const plain = withoutPositions(path);
    if (forcing.some((force) => plain === force || plain.startsWith(`${force}.`))) return true;
    const below = [...leavesOf(plain, old), ...leavesOf(plain, next)];
    return below.some((leaf) => forcing.some((force) => leaf === force || leaf.startsWith(`${force}.`)));
}

function leavesOf(path: string, value: Value | undefined): readonly string[] {
    if (isList(value)) return value.flatMap((member) => leavesOf(path, member));
    if (isProperties(value)) return Object.entries(value).flatMap(([key, member]) => leavesOf(`${path}.${key}`, member));
    return value === undefined || value === null ? [] : [path];
}

/**
 * Two resources of one physical name cannot be there at once. Like the bridge, this looks only at whether the program itself names
 * the resource, not at whether the name changes. Some types must always go first because they are settings of another resource.
 *
 * @see https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go nameRequiresDeleteBeforeReplace
 */
function oldMustGoFirst({ autonaming }: KnownType, news: Properties): boolean {
    if (autonaming?.deleteBeforeReplace === true) return true;
    if (autonaming?.autonamed !== true || autonaming.property === null) return false;
    return news[autonaming.property] !== undefined && !filledIn(news).includes(autonaming.property);
}

function isIgnored(path: string, ignoreChanges: readonly string[]): boolean {
    return ignoreChanges.some((ignored) => {
        const pattern = steps(ignored);
        const actual = steps(path);
        return pattern.every((step, i) => step === "*" || step === actual[i]);
    });
}

/** `a[0]["b.c"].d` as `a`, `0`, `b.c`, `d`. */
function steps(path: string): readonly string[] {
    return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
    );
}

function topLevel(path: string): string {
    return steps(path)[0] ?? path;
}

function unique(values: readonly string[]): readonly string[] {
    return [...new Set(values)];
}
