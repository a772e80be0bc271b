import { parse, stringify } from "yaml";

export interface LibreChatYamlArgs {
    /** Whether people may sign in with OpenID. */
    readonly openId: boolean;
    readonly bedrockRegion: string;
    /** The operator's own settings, as an object or as YAML text; they win, except for where files are stored. */
    readonly overrides: Readonly<Record<string, unknown>> | string | undefined;
}

/**
 * LibreChat's configuration file. LibreChat stops at start-up when it is invalid.
 *
 * Files always go to S3: a task's own disk is gone with the task, and with two tasks half of the files would be missing at any time.
 * Source: https://www.librechat.ai/docs/configuration/librechat_yaml
 */
export function librechatYaml({ openId, bedrockRegion, overrides }: LibreChatYamlArgs): string {
    const generated = {
        version: "1.3.17",
        cache: true,
        ...(openId && { registration: { socialLogins: ["openid"] } }),
        endpoints: { bedrock: { availableRegions: [bedrockRegion] } },
    };
    return stringify(
        {
            ...merge(generated, typeof overrides === "string" ? (parse(overrides) as Record<string, unknown>) : (overrides ?? {})),
            fileStrategy: "s3",
        },
        { sortMapEntries: true, lineWidth: 0 },
    );
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
