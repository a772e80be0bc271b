/** The only reader of the stack configuration. Everything else takes arguments. */
import * as pulumi from "@pulumi/pulumi";
import { NAMESPACE } from "./schema";
import type { CheckedSettings, Settings } from "./settings";
import { validateSettings, type RawValue } from "./validate";

/** Secrets of the configuration, encrypted in state and outputs wherever they go. */
export interface Secrets {
    readonly mongoUri: pulumi.Output<string> | undefined;
    readonly openIdClientSecret: pulumi.Output<string> | undefined;
    /** By LibreChat's environment names; those in `settings.apiKeyNames`. */
    readonly apiKeys: Readonly<Record<string, pulumi.Output<string>>>;
    /** By LibreChat's environment names; those in `settings.webSearchNames`. */
    readonly webSearch: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * Reads, checks and completes the configuration of the stack.
 *
 * @throws pulumi.RunError with every problem at once, before any resource is registered; Pulumi shows its message without a stack trace
 */
export function loadSettings(): { settings: CheckedSettings; secrets: Secrets } {
    const result = validateSettings(rawSettings(), { region: new pulumi.Config("aws").get("region") });
    if ("problems" in result) throw new pulumi.RunError(listed(result.problems));
    return { settings: result.settings, secrets: secretsOf(result.settings) };
}

/** Every entry of the namespace, known or not. */
function rawSettings(): Map<string, RawValue> {
    const prefix = `${NAMESPACE}:`;
    const encrypted = encryptedKeys();
    const entries = Object.entries(pulumi.runtime.allConfig() as Record<string, string>).filter(([key]) => key.startsWith(prefix));
    return new Map(
        entries.map(([key, text]): [string, RawValue] => [
            key.slice(prefix.length),
            encrypted === undefined ? { text } : { text, secret: encrypted.has(key) },
        ]),
    );
}

/**
 * Keys that are stored encrypted, or contain something that is. The SDK keeps its own reader of this variable to itself.
 *
 * @returns nothing where the engine did not say, as under mocks
 */
function encryptedKeys(): ReadonlySet<string> | undefined {
    const keys = process.env["PULUMI_CONFIG_SECRET_KEYS"];
    return keys === undefined ? undefined : new Set(JSON.parse(keys) as string[]);
}

/** No constraint is given to these getters: the SDK would print the secret in its complaint. What they return has been checked already. */
function secretsOf({ mongoUriGiven, openIdClientSecretGiven, apiKeyNames, webSearchNames }: Settings): Secrets {
    const config = new pulumi.Config(NAMESPACE);
    return {
        mongoUri: mongoUriGiven ? config.requireSecret("mongoUri") : undefined,
        openIdClientSecret: openIdClientSecretGiven ? config.requireSecret("openIdClientSecret") : undefined,
        apiKeys: secretsNamed(config, "apiKeys", apiKeyNames),
        webSearch: secretsNamed(config, "webSearch", webSearchNames),
    };
}

function secretsNamed(config: pulumi.Config, key: string, names: readonly string[]): Record<string, pulumi.Output<string>> {
    if (names.length === 0) return {};
    const all = config.requireSecretObject<Record<string, string>>(key);
    return Object.fromEntries(names.map((name) => [name, all.apply((secrets) => String(secrets[name]))]));
}

function listed(problems: readonly string[]): string {
    const heading = `The configuration of stack ${pulumi.getStack()} has ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}:`;
    const numbered = problems.map((problem, i) => `  ${i + 1}. ${problem.replaceAll("\n", "\n     ")}`);
    return [heading, ...numbered].join("\n");
}
