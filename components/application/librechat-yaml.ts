import { parse, stringify } from "yaml";

export interface LibreChatYamlArgs {
    /** Whether people may sign in with OpenID. */
    readonly openId: boolean;
    readonly bedrockRegion: string;
    /** The operator's own settings, as an object or as YAML text; they win, except for where files are stored. */
    readonly overrides: Readonly<Record<string, unknown>> | string | undefined;
}

/**
 * What LibreChat's configuration file holds. LibreChat stops at start-up when it is invalid.
 *
 * Files always go to S3: a task's own disk is gone with the task, and with two tasks half of the files would be missing at any time.
 * Source: https://www.librechat.ai/docs/configuration/librechat_yaml
 */
export function librechatSettings({ openId, bedrockRegion, overrides }: LibreChatYamlArgs): Record<string, unknown> {
    const generated = {
        version: "1.3.17",
        cache: true,
        ...(openId && { registration: { socialLogins: ["openid"] } }),
        endpoints: { bedrock: { availableRegions: [bedrockRegion] } },
    };
    const merged = merge(generated, typeof overrides === "string" ? (parse(overrides) as Record<string, unknown>) : (overrides ?? {}));
    // Where files of one kind go would win over where all of them go.
    const settings = Object.entries(merged).filter(([key]) => key !== "fileStrategies");
    return { ...Object.fromEntries(settings), fileStrategy: "s3" };
}

/** LibreChat's configuration file; the same text for the same settings, in whatever order they are written. */
export function librechatYaml(settings: Readonly<Record<string, unknown>>): string {
    return stringify(settings, { sortMapEntries: true, lineWidth: 0 });
}

/** Objects are merged key by key, anything else is replaced. */
function merge(base: Readonly<Record<string, unknown>>, over: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const merged: Record<string, unknown> = { ...base };
    for (const [key, value] of Object.entries(over)) {
        const below = merged[key];
        merged[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
    }
    return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
