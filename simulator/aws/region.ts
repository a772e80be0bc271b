/** Which Region a resource is in. */
import type { Properties } from "../provider/values";
import type { KnownType } from "./catalogue";
import type { AwsConfig } from "./provider-config";
import { GLOBAL } from "./seed";

/** Whether the type exists once in each Region; otherwise it belongs to the account as a whole (IAM, Route 53, CloudFront). */
export function isRegional(known: KnownType): boolean {
    return known.shape.inputs.properties["region"] !== undefined;
}

/** The Region that a call about the resource goes to: its own, else that of the provider. */
export function regionOf(properties: Properties, config: AwsConfig): string {
    const own = properties["region"];
    return typeof own === "string" ? own : config.region;
}

/** The Region that is stored with the resource. */
export function storedRegionOf(known: KnownType, region: string): string {
    return isRegional(known) ? region : GLOBAL;
}

/** The pre-check of the real provider: a regional resource always says its Region. */
export function withRegion(known: KnownType, inputs: Properties, config: AwsConfig): Properties {
    if (!isRegional(known) || (inputs["region"] ?? null) !== null) return inputs;
    return { ...inputs, region: config.region };
}
