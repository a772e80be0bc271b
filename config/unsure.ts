import { presets } from "./presets";
import type { SettingName } from "./schema";
import type { Settings } from "./settings";

/** Settings that follow from others where they are not set explicitly. */
const FOLLOWS_FROM: Partial<Record<keyof Settings, readonly SettingName[]>> = {
    natGateways: ["closedNetwork", "preset", "availabilityZones"],
    rag: ["postgres"],
};

/** Settings that are made from others in any case. */
const MADE_FROM: Partial<Record<keyof Settings, readonly SettingName[]>> = {
    openId: ["sharePoint"],
    apiKeyNames: ["apiKeys"],
    webSearchNames: ["webSearch"],
    mongoUriGiven: ["mongoUri"],
    mongoPorts: ["mongoUri"],
    sitePorts: ["openId", "webSearch", "librechatYaml"],
    openIdClientSecretGiven: ["openIdClientSecret"],
};

/**
 * The settings that nothing can be concluded from, since their own value, or one that they follow from, is wrong.
 *
 * @param faulty settings with a wrong value
 * @param explicit settings that the configuration names
 * @param withoutRegion whether the Region is missing or wrong
 */
export function unsureSettings(
    faulty: ReadonlySet<SettingName>,
    explicit: ReadonlySet<string>,
    withoutRegion: boolean,
): ReadonlySet<keyof Settings> {
    const unsure = new Set<string>(faulty);
    if (faulty.has("preset")) {
        const varied = Object.values(presets).flatMap((preset) => Object.keys(preset));
        for (const name of varied.filter((varying) => !explicit.has(varying))) unsure.add(name);
    }
    for (const [name, sources] of Object.entries(FOLLOWS_FROM)) {
        if (!explicit.has(name) && sources.some((source) => unsure.has(source))) unsure.add(name);
    }
    for (const [name, sources] of Object.entries(MADE_FROM)) {
        if (sources.some((source) => unsure.has(source))) unsure.add(name);
    }
    if (withoutRegion) ["region", "bedrockRegion"].forEach((name) => unsure.add(name));
    return unsure as ReadonlySet<keyof Settings>;
}
