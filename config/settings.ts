import type { SchemaValues } from "./schema";

/** Settings whose values never become part of {@link Settings}. */
type SecretName = "mongoUri" | "apiKeys" | "webSearch" | "openIdClientSecret";

/** Settings that are optional in the schema and always have a value here, since their default follows from others. */
type DerivedName = "natGateways" | "rag" | "bedrockRegion" | "openId";

/** OpenID Connect sign-in with its defaults. */
export type OpenIdSettings = NonNullable<SchemaValues["openId"]> & { scope: string; reuseTokens: boolean; generateNonce: boolean };

/**
 * What an operator decided, complete: every default, preset and derived value is in it. Frozen, and free of secrets, so that it may be
 * printed, compared and passed to any component. Names, units and meaning are those of the schema.
 */
export type Settings = Readonly<
    Omit<SchemaValues, SecretName | DerivedName> & {
        /** Region of the stack, from `aws:region`. */
        region: string;
        natGateways: number;
        rag: boolean;
        bedrockRegion: string;
        openId: Readonly<OpenIdSettings> | undefined;
        /** Names of the environment entries behind the secret `apiKeys`, sorted. */
        apiKeyNames: readonly string[];
        /** Names of the environment entries behind the secret `webSearch`, sorted. */
        webSearchNames: readonly string[];
        mongoUriGiven: boolean;
        /** Ports of the external MongoDB in the secret `mongoUri`, sorted; none without one. */
        mongoPorts: readonly number[];
        /** Ports besides 443 at which LibreChat calls sites that the settings name, sorted. */
        sitePorts: readonly number[];
        openIdClientSecretGiven: boolean;
    }
>;

/** Settings that broke no rule: what a rule demands is certain here, such as all values of a SharePoint picker. */
export type CheckedSettings = Omit<Settings, "sharePoint"> & {
    readonly sharePoint: Required<NonNullable<Settings["sharePoint"]>> | undefined;
};
