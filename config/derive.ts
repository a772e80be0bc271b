import { mongoPorts } from "./mongo-uri";
import type { SchemaValues } from "./schema";
import { PRESETS_WITH_NAT_PER_ZONE } from "./presets";
import type { OpenIdSettings, Settings } from "./settings";
import { sitePorts } from "./site-ports";

/**
 * Completes the settings: what was not set and follows from others gets its value here.
 *
 * @param values settings with schema defaults and the preset's
 * @param region Region of the stack
 * @returns the settings, frozen, with the names of secrets in the place of their values
 */
export function complete(values: SchemaValues, region: string): Settings {
    const { mongoUri, apiKeys, webSearch, openIdClientSecret, ...plain } = values;
    return deepFreeze({
        ...plain,
        region,
        natGateways: plain.natGateways ?? usualNatGateways(plain),
        rag: plain.rag ?? plain.postgres !== "none",
        bedrockRegion: plain.bedrockRegion ?? region,
        openId: plain.openId === undefined ? undefined : completeOpenId(plain.openId, plain.sharePoint !== undefined),
        apiKeyNames: Object.keys(apiKeys ?? {}).sort(),
        webSearchNames: Object.keys(webSearch ?? {}).sort(),
        mongoUriGiven: mongoUri !== undefined,
        sitePorts: sitePorts(values),
        mongoPorts: mongoUri === undefined ? [] : mongoPorts(mongoUri),
        openIdClientSecretGiven: openIdClientSecret !== undefined,
    });
}

function usualNatGateways({
    closedNetwork,
    preset,
    availabilityZones,
}: Pick<SchemaValues, "closedNetwork" | "preset" | "availabilityZones">): number {
    if (closedNetwork) return 0;
    return PRESETS_WITH_NAT_PER_ZONE.includes(preset) ? availabilityZones : 1;
}

/** SharePoint's picker acts for the signed-in user, which takes more than a sign-in does. */
function completeOpenId(openId: NonNullable<SchemaValues["openId"]>, withSharePoint: boolean): OpenIdSettings {
    const usualScope = withSharePoint
        ? `openid profile email offline_access api://${openId.clientId}/access_as_user`
        : "openid profile email";
    return {
        ...openId,
        scope: openId.scope ?? usualScope,
        reuseTokens: openId.reuseTokens ?? withSharePoint,
        generateNonce: openId.generateNonce ?? false,
    };
}

function deepFreeze<T extends object>(value: T): T {
    for (const part of Object.values(value)) {
        if (typeof part === "object" && part !== null) deepFreeze(part as object);
    }
    return Object.freeze(value);
}
