/** What of Bedrock LibreChat calls, by the stack's settings and by LibreChat's own: as statements of its role, and as what it must reach. */
import { allow, type Statement } from "../policy-document";

export interface BedrockAccess {
    /** AWS Regions whose models are called; each once, the first is the default. */
    readonly regions: readonly string[];
    /** Ids of models or inference profiles, or ARNs; none: every one, since LibreChat then offers its own list. */
    readonly models: readonly string[];
    /** Whether models are called through application inference profiles, which the account makes for itself. Default: only where any model is. */
    readonly ownProfiles?: boolean;
    /** Id or ARN of the guardrail that each call passes; undefined: none does. */
    readonly guardrail?: string | undefined;
}

/** `endpoints.bedrock` of librechat.yaml: https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/aws_bedrock */
interface BedrockEndpoint {
    readonly availableRegions?: readonly string[];
    readonly models?: readonly string[];
    readonly inferenceProfiles?: Readonly<Record<string, string>>;
    readonly guardrailConfig?: { readonly guardrailIdentifier?: string };
}

/**
 * @param yaml the content of librechat.yaml as LibreChat gets it
 * @param settings of the stack: the default Region and the models on offer
 */
export function bedrockAccess(
    yaml: Readonly<Record<string, unknown>>,
    { bedrockRegion, bedrockModels }: { bedrockRegion: string; bedrockModels: readonly string[] },
): BedrockAccess {
    // YAML without a value is null.
    const bedrock = ((yaml["endpoints"] ?? {}) as { bedrock?: BedrockEndpoint | null }).bedrock ?? {};
    const profiles = Object.keys(bedrock.inferenceProfiles ?? {});
    return {
        regions: [...new Set([bedrockRegion, ...(bedrock.availableRegions ?? [])])],
        models: bedrockModels.length === 0 ? [] : [...new Set([...bedrockModels, ...(bedrock.models ?? []), ...profiles])],
        ownProfiles: profiles.length > 0,
        guardrail: bedrock.guardrailConfig?.guardrailIdentifier,
    };
}

/**
 * Calls to Bedrock models, plain ones and inference profiles. A profile (`eu.`, `global.`) may run the model in any of its Regions, so
 * the model is allowed in all of them; the profile itself only in the Regions that are called.
 * Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
export function modelStatements({ regions, models, ownProfiles, guardrail }: BedrockAccess): Statement[] {
    const called = regions.flatMap((region) => [
        ...(models.length === 0 ? profileResources(region, "*", "*") : models.flatMap((model) => modelResources(region, model))),
        ...(ownProfiles || models.length === 0 ? [`arn:aws:bedrock:${region}:*:application-inference-profile/*`] : []),
    ]);
    return [
        allow("CallModels", ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"], [...new Set(called)].sort()),
        ...(guardrail === undefined ? [] : [allow("ApplyGuardrail", ["bedrock:ApplyGuardrail"], guardrailResources(regions, guardrail))]),
    ];
}

/**
 * What must be reached to call the models, as the reachability tag spells it. In a Region other than the stack's no endpoint of the VPC
 * can serve it.
 */
export function modelNeeds(region: string, { regions }: Pick<BedrockAccess, "regions">): string[] {
    return regions.map((each) => (each === region ? "service:bedrock-runtime" : `internet:bedrock-runtime.${each}.amazonaws.com:443`));
}

function modelResources(region: string, model: string): string[] {
    // The models behind a profile of the account's own are not in its name.
    if (model.includes(":application-inference-profile/")) return [model, "arn:aws:bedrock:*::foundation-model/*"];
    const { arn, id = model } = /^(?<arn>arn:[^/]+)\/(?<id>.+)$/.exec(model)?.groups ?? {};
    const profile = /^(?:global|us|us-gov|eu|apac|jp|au|ca)\.(?<model>.+)$/.exec(id)?.groups?.["model"];
    if (profile !== undefined) return profileResources(region, id, profile);
    return arn === undefined ? [`arn:aws:bedrock:${region}::foundation-model/${id}`] : [model];
}

function profileResources(region: string, profile: string, model: string): string[] {
    return [`arn:aws:bedrock:${region}:*:inference-profile/${profile}`, `arn:aws:bedrock:*::foundation-model/${model}`];
}

/** A name that only the task resolves (`${...}`) stands for any guardrail. */
function guardrailResources(regions: readonly string[], guardrail: string): string[] {
    if (guardrail.startsWith("arn:")) return [guardrail];
    const id = /^[a-z0-9]+$/.test(guardrail) ? guardrail : "*";
    return regions.map((region) => `arn:aws:bedrock:${region}:*:guardrail/${id}`).sort();
}
