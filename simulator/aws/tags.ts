/** Tags: what the provider's `defaultTags` and the resource's own `tags` make together. */
import { holdsUnknown, UNKNOWN, type Properties, type Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { isProperties } from "./paths";
import type { AwsConfig } from "./provider-config";

/** The pre-check of the real provider: `tagsAll` holds the default tags and the resource's, and the resource's win. */
export function withAllTags(known: KnownType, inputs: Properties, config: AwsConfig): Properties {
    if (!known.shape.outputs.includes("tagsAll")) return inputs;
    return { ...inputs, tagsAll: merge(config.defaultTags, inputs["tags"]) };
}

function merge(defaultTags: Properties, tags: Value | undefined): Value {
    if (holdsUnknown(defaultTags) || holdsUnknown(tags)) return UNKNOWN;
    return { ...defaultTags, ...(isProperties(tags) ? tags : {}) };
}
