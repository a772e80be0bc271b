/** `npm run docs`: writes docs/settings.md from the schema, the presets and the rules, so that the page cannot say anything else than they do. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { presets } from "../config/presets";
import { rules } from "../config/rules";
import { NAMESPACE, schema, settingNames, type SettingName } from "../config/schema";
import { documentation, words, type Documentation } from "../config/setting";

/** Groups in the order of the page, with the sentence under each heading. */
const GROUPS: Record<Documentation["group"], string> = {
    general: "The preset first: it decides the defaults of most other settings.",
    network: "What the deployment reaches, and who reaches it.",
    compute: "Tasks of LibreChat on ECS Fargate.",
    data: "Databases, cache and files, and how long data lives.",
    features: "What people can do in LibreChat.",
    edge: "The address under which people reach it.",
    operations: "Running it.",
};

/** The page as Markdown. */
export function settingsPage(): string {
    const groups = Object.entries(GROUPS).map(([group, sentence]) => {
        const names = settingNames.filter((name) => documentation.get(schema.shape[name])?.group === group);
        return [`## ${group[0]?.toUpperCase() ?? ""}${group.slice(1)}`, sentence, ...names.map(section)].join("\n\n");
    });
    return [INTRODUCTION, ...groups, rulesSection()].join("\n\n") + "\n";
}

const INTRODUCTION = `# Settings

Every setting is set with \`pulumi config set ${NAMESPACE}:<name> <value>\`, secrets with \`--secret\`, objects as JSON. An explicit value wins over the
preset's. All that is wrong is reported at once, before anything is registered. This page is made from the schema by \`npm run docs\`.`;

function section(name: SettingName): string {
    const { description, change, price, secret } = documentationOf(name);
    const measure = words.get(unwrapped(schema.shape[name]));
    const facts = [
        ...(measure ? [`- allowed: ${measure.allowed}; for example \`${measure.example}\``] : []),
        `- default: ${defaults(name)}`,
        ...(secret ? ["- a secret: stored encrypted, never printed"] : []),
        ...(change === undefined ? [] : [`- a change: ${change}`]),
        ...(price === undefined ? [] : [`- price: ${price}`]),
    ];
    return `### ${name}\n\n${description}\n\n${facts.join("\n")}`;
}

function defaults(name: SettingName): string {
    const { defaultInWords } = documentationOf(name);
    const initial = defaultOf(schema.shape[name]);
    const base = defaultInWords ?? (initial === undefined ? "none" : shown(initial));
    const others = Object.entries(presets).flatMap(([preset, values]) => {
        const value = values[name];
        return value === undefined ? [] : [`${shown(value)} in ${preset}`];
    });
    return [base, ...others].join(", ");
}

function documentationOf(name: SettingName): Documentation {
    const text = documentation.get(schema.shape[name]);
    if (text === undefined) throw new Error(`config: ${name} has no documentation; wrap it in setting()`);
    return text;
}

function defaultOf(type: z.core.$ZodType): unknown {
    return type instanceof z.ZodDefault ? type.def.defaultValue : undefined;
}

/** The type behind a default or an "optional", which carries the words. */
function unwrapped(type: z.core.$ZodType): z.core.$ZodType {
    return type instanceof z.ZodDefault || (type instanceof z.ZodOptional && !words.has(type)) ? unwrapped(type.def.innerType) : type;
}

function shown(value: unknown): string {
    return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function rulesSection(): string {
    const rows = rules.map(({ id, statement }) => `| ${id} | ${statement} |`);
    return [
        "## Rules between settings",
        "A configuration that breaks one is refused, with what to change and what that costs.",
        ["| rule | says |", "|---|---|", ...rows].join("\n"),
    ].join("\n\n");
}

if (require.main === module) writeFileSync(path.join(__dirname, "..", "docs", "settings.md"), settingsPage());
