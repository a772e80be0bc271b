/** What RULES.md says about the rules, made from their metadata. `npx tsx test/policy-pack/rules-page.ts` writes it anew. */
import type { Policies, PolicyConfigSchema } from "@pulumi/policy";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { rules } from "../../policy-pack/rules";

const PACK = path.resolve(__dirname, "..", "..", "policy-pack");
const PAGE = path.join(PACK, "RULES.md");

/** Ends the part that is made. */
export const CODES_HEADING = "\n## Codes of the proof\n";

/** A configuration that shows every kind of setting; a test loads it into the real pack. */
export const EXAMPLE = path.join(PACK, "policy-config.example.json");

/** Everything before the codes of the proof. */
export function rulesPage(): string {
    return `${[...introduction(), ...rules.flatMap(section)].join("\n")}\n`;
}

function introduction(): string[] {
    return [
        "# Rules of the policy pack",
        "",
        "Made from the metadata of the rules; a test holds this page to it. Names are public: raising a level or renaming a rule is a breaking change.",
        "",
        "## Configuration",
        "",
        "Rules are configured in the standard way of Pulumi: by a file, or by the policy group of Pulumi Cloud.",
        "",
        "```sh",
        "pulumi preview --policy-pack policy-pack --policy-pack-config policy-config.json",
        "pulumi policy enable <organization>/librechat-aws latest --config policy-config.json",
        "```",
        "",
        "The file names rules, each with a level or with its settings. `policy-config.example.json` is a whole one:",
        "",
        "```json",
        readFileSync(EXAMPLE, "utf8").trimEnd(),
        "```",
        "",
        "Every rule has these settings; what it has beside them is listed with the rule.",
        "",
        "- `enforcementLevel`, one of `mandatory`, `advisory` and `disabled`: whether a violation stops the deployment, is said, or is not looked for. A rule can have it in the place of its settings, and `all` sets it for every rule that does not.",
        "- `exceptions`, a list, by default []: resources that the rule does not stop. Only pack-config and exceptions-in-force have none.",
        "",
        "An exception has these keys; exceptions-in-force shows each one that is in use, expired or of no use, and pack-config refuses one that is malformed.",
        "",
        ...Object.entries(exceptionKeys()).map(
            ([key, meaning]) => `- \`${key}\`${key === "need" ? ", only for the rules about reachability" : ""}: ${meaning}`,
        ),
        "",
        'Names that do not exist are refused with the nearest one that does. A rule that does not exist, with settings and no level, is refused by Pulumi itself before the pack is asked, with `invalid enforcement level ""`.',
    ];
}

function section({ name, description, enforcementLevel, severity, remediationSteps, url, configSchema }: Policies[number]): string[] {
    return [
        "",
        `## ${name}`,
        "",
        description,
        "",
        `- Level: ${enforcementLevel ?? ""}, severity ${severity ?? ""}`,
        `- Repair: ${remediationSteps ?? ""}`,
        `- Source: <${url ?? ""}>`,
        ...ownSettings(configSchema).map(
            ([setting, { type, description: meaning, default: value }]) =>
                `- Setting \`${setting}\`, ${typeName(type)}, by default ${value === undefined ? "none" : JSON.stringify(value)}: ${meaning ?? ""}`,
        ),
    ];
}

function ownSettings(schema: PolicyConfigSchema | undefined) {
    return Object.entries(schema?.properties ?? {}).filter(([setting]) => setting !== "exceptions");
}

function typeName(type: unknown): string {
    return { array: "a list", object: "an object", boolean: "true or false", number: "a number", string: "a text" }[String(type)] ?? "";
}

/** Keys of an exception and what they mean, as the schemas of the rules have them. */
function exceptionKeys(): Record<string, string> {
    const items = rules.map(({ configSchema }) => configSchema?.properties["exceptions"]?.items);
    const keys = items.flatMap((each) => (typeof each === "object" && "properties" in each ? Object.entries(each.properties ?? {}) : []));
    return Object.fromEntries(keys.map(([key, value]) => [key, typeof value === "object" ? (value.description ?? "") : ""]));
}

if (require.main === module) {
    const [, codes = ""] = readFileSync(PAGE, "utf8").split(CODES_HEADING);
    writeFileSync(PAGE, `${rulesPage()}${CODES_HEADING}${codes}`);
}
