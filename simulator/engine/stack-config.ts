import { isMap, isScalar, Scalar, visit, YAMLMap, type Document } from "yaml";
import { parseYaml } from "./project";

/** What a secret's value is replaced with: it cannot be decrypted without the passphrase or key of the real stack. */
export const SECRET_STAND_IN = "simulated-secret";

const DEFAULT_REGION = "us-east-1";

/** One `--config key=value` or `--secret key=value`. */
export interface Setting {
    /** With namespace, for example `librechat:natGateways`. Of a secret also a path, for example `librechat:apiKeys.OPENAI_API_KEY`. */
    readonly key: string;
    readonly value: string;
    readonly secret: boolean;
}

export interface SimulatedStackConfig {
    /** The configuration file for the engine, but for its secrets. */
    readonly text: string;
    /** What the engine has to encrypt before the file is complete. */
    readonly secrets: readonly Setting[];
    /** Keys of the secrets whose values are {@link SECRET_STAND_IN}. */
    readonly standIns: readonly string[];
}

export interface StackConfigArgs {
    /** Name of the stack's file, for messages. */
    readonly file: string;
    /** The file's text. */
    readonly text: string;
    /** Applied in order, so the last of several for one key holds. */
    readonly settings: readonly Setting[];
    /** Salt of the simulated stack's passphrase; none before the stack exists. */
    readonly encryptionSalt: string | undefined;
    /** Keys that Pulumi.yaml sets. */
    readonly projectKeys: readonly string[];
}

/**
 * The configuration with which a stack is simulated: its own, with the settings of one call, without what ties it to the real stack's
 * secrets provider. Everything else stays as it is written.
 *
 * @throws Error when the text is not a stack's configuration
 */
export function simulatedStackConfig(args: StackConfigArgs): SimulatedStackConfig {
    const document = parseYaml(args.file, args.text);
    document.contents ??= new YAMLMap();
    const config = configOf(document, args.file);
    const written = secretsIn(config);
    const isSecret = ({ key, secret }: Setting) => secret || written.includes(key);
    for (const setting of args.settings) if (!isSecret(setting)) config.set(setting.key, quoted(setting.value));
    const given = new Map(args.settings.filter(isSecret).map((setting) => [setting.key, { ...setting, secret: true }]));
    const standIns = secretsIn(config, quoted(SECRET_STAND_IN)).filter((key) => !given.has(key));
    // A real deployment takes the Region from here or from the environment, which is not handed on to the simulator.
    if (!config.has("aws:region") && !args.projectKeys.includes("aws:region")) config.set("aws:region", quoted(DEFAULT_REGION));
    for (const key of ["secretsprovider", "encryptedkey", "encryptionsalt"]) document.delete(key);
    if (args.encryptionSalt !== undefined) document.set("encryptionsalt", quoted(args.encryptionSalt));
    const secrets = [...given.values(), ...standIns.map((key) => ({ key, value: SECRET_STAND_IN, secret: true }))];
    return { text: document.toString(), secrets, standIns };
}

/** `--config key=value` or `--secret key=value`: a key without a namespace belongs to the project, as with `pulumi config set`. */
export function parseSetting(option: "--config" | "--secret", text: string, projectName: string): Setting {
    const [key = "", value] = splitOnce(text, "=");
    const parts = key.split(":");
    if (value === undefined || parts.length > 2 || parts.some((part) => part.trim() === "")) {
        throw new Error(
            `${option} ${value === undefined ? text : `${key}=...`}: key=value is expected, as in ${option} ${projectName}:natGateways=0`,
        );
    }
    return { key: parts.length === 1 ? `${projectName}:${key}` : key, value, secret: option === "--secret" };
}

function splitOnce(text: string, separator: string): string[] {
    const at = text.indexOf(separator);
    return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function configOf(document: Document, file: string): YAMLMap {
    const config = document.get("config");
    if (isMap(config)) return config;
    if (config !== undefined && config !== null && config !== "") throw new Error(`${file}: config is not a list of keys and values`);
    const empty = new YAMLMap();
    document.set("config", empty);
    return empty;
}

/** The paths of all secrets, each of which is replaced when there is something to replace it with. */
function secretsIn(config: YAMLMap, replacement?: Scalar): string[] {
    const found: string[] = [];
    visit(config, {
        Map(_, node, ancestors) {
            if (node.items.length !== 1 || !isScalar(node.get("secure", true))) return undefined;
            found.push(pathOf(ancestors, node));
            return replacement;
        },
    });
    return found;
}

/** Keys from the top to a node, as `pulumi config --path` writes them. */
function pathOf(ancestors: readonly unknown[], node: YAMLMap): string {
    const chain = [...ancestors, node];
    return ancestors
        .flatMap((ancestor) => {
            if (
                typeof ancestor === "object" &&
                ancestor !== null &&
                "items" in ancestor &&
                Array.isArray(ancestor.items) &&
                !isMap(ancestor)
            ) {
                return [`[${ancestor.items.findIndex((item) => chain.includes(item))}]`];
            }
            return typeof ancestor === "object" && ancestor !== null && "key" in ancestor ? [`.${String(ancestor.key)}`] : [];
        })
        .join("")
        .slice(1);
}

/** Quoted, so that "0" and "true" stay strings, which is what `pulumi config set` makes of them. */
function quoted(value: string): Scalar<string> {
    const scalar = new Scalar(value);
    scalar.type = "QUOTE_DOUBLE";
    return scalar;
}
