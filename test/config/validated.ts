import { strict as assert } from "node:assert";
import type { Settings } from "../../config/settings";
import { validateSettings, type RawSettings } from "../../config/validate";

/** Settings as a test writes them: text, or a value that becomes the JSON that Pulumi would hold. */
export type Given = Readonly<Record<string, unknown>>;

const SECRETS = ["mongoUri", "apiKeys", "webSearch", "openIdClientSecret"];

/** The raw configuration of a stack whose secrets are stored encrypted. */
export function raw(given: Given): RawSettings {
    return new Map(
        Object.entries(given).map(([name, value]) => [
            name,
            { text: typeof value === "string" ? value : JSON.stringify(value), secret: SECRETS.includes(name) },
        ]),
    );
}

/** The problems of a configuration in us-east-1; none when it is sound. */
export function problemsOf(given: Given, region: string | null = "us-east-1"): string[] {
    const result = validateSettings(raw(given), { region: region ?? undefined });
    return "problems" in result ? result.problems : [];
}

/** The settings of a sound configuration in us-east-1. */
export function settingsOf(given: Given): Settings {
    const result = validateSettings(raw(given), { region: "us-east-1" });
    assert.ok("settings" in result, `a sound configuration is refused: ${JSON.stringify(result)}`);
    return result.settings;
}

/** A configuration of preset production that breaks no rule. */
export const PRODUCTION: Given = { preset: "production", domainName: "chat.example.com", hostedZoneId: "Z0123456789ABC" };

/** A closed network that breaks no rule. */
export const CLOSED: Given = {
    closedNetwork: true,
    librechatImage: "123456789012.dkr.ecr.us-east-1.amazonaws.com/librechat:v0.8.8",
    ragImage: "123456789012.dkr.ecr.us-east-1.amazonaws.com/rag:v0.9.0",
};

/** A sign-in at Entra ID, and what SharePoint needs besides. */
export const ENTRA: Given = {
    openId: { issuer: "https://login.microsoftonline.com/contoso/v2.0", clientId: "0f0e" },
    openIdClientSecret: "hush-hush",
};
export const SHAREPOINT: Given = {
    ...ENTRA,
    domainName: "chat.example.com",
    hostedZoneId: "Z0123456789ABC",
    sharePoint: {
        baseUrl: "https://contoso.sharepoint.com",
        pickerSharePointScope: "https://contoso.sharepoint.com/AllSites.Read",
        pickerGraphScope: "Files.Read.All",
    },
};

/** The configuration without some of its settings. */
export function without(given: Given, ...names: string[]): Given {
    return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}
