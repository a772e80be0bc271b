/**
 * How data sources choose: ids, tags and filters of EC2's Describe calls, all joined with AND.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
import { ProviderError } from "../../provider/errors";
import type { StoredResource } from "../account";
import { valuesAt } from "../paths";
import { blockOf, blocksOf, requiredText, textOf, textsOf } from "../reading";
import type { Properties, Value } from "../../provider/values";
import { tagsOf } from "./ec2-references";

/** Values that a filter looks at, by its name in the EC2 API; `tag:...` and `tag-key` are known everywhere. */
export type FilterNames = Readonly<Record<string, (resource: StoredResource) => readonly (Value | undefined)[]>>;

/** A filter that looks at one property. */
export function property(path: string): FilterNames[string] {
    return ({ properties }) => valuesAt(properties, path).flat();
}

/**
 * The resources that arguments choose.
 *
 * @param names the filters that this Describe call has
 * @param equals arguments that are compared with a property of the same name
 * @throws Error when a filter has no such name, as AWS refuses it
 */
export function chosen(
    resources: readonly StoredResource[],
    args: Properties,
    names: FilterNames,
    equals: readonly string[],
): readonly StoredResource[] {
    return resources.filter(
        (resource) =>
            equals.every((argument) => textOf(args, argument) === undefined || resource.properties[argument] === args[argument]) &&
            hasTags(resource, blockOf(args, "tags") ?? {}) &&
            blocksOf(args, "filters").every((filter) => passes(resource, requiredText(filter, "name"), textsOf(filter, "values"), names)),
    );
}

/**
 * The only one.
 *
 * @param noun as the provider says it, for example `EC2 VPC`
 * @throws Error when there is none, or more than one
 */
export function theOnly(found: readonly StoredResource[], noun: string): StoredResource {
    const [first, second] = found;
    if (first === undefined) throw new ProviderError(`reading ${noun}: no matching ${noun} found`);
    if (second === undefined) return first;
    const reason = `multiple ${noun}s matched; use additional constraints to reduce matches to a single ${noun}`;
    throw new ProviderError(`reading ${noun}: ${reason}`);
}

function hasTags(resource: StoredResource, wanted: Properties): boolean {
    const tags = tagsOf(resource.properties);
    return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

function passes(resource: StoredResource, name: string, values: readonly string[], names: FilterNames): boolean {
    const found = valuesOfFilter(resource, name, names);
    return found.some((value) => {
        const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
        return isScalar && values.some((pattern) => matches(pattern, String(value)));
    });
}

function valuesOfFilter(resource: StoredResource, name: string, names: FilterNames): readonly (Value | undefined)[] {
    const tags = tagsOf(resource.properties);
    if (name.startsWith("tag:")) return [tags[name.slice("tag:".length)]];
    if (name === "tag-key") return Object.keys(tags);
    const look = names[name];
    if (look === undefined) throw new ProviderError(`api error InvalidParameterValue: The filter '${name}' is invalid`);
    return look(resource);
}

/** `*` stands for any text and `?` for one character, as in EC2's filters. */
function matches(pattern: string, value: string): boolean {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${source}$`).test(value);
}
