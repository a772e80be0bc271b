import { checkValue, shellQuoted, type RawValue } from "./check-value";
import { complete } from "./derive";
import { nearestName } from "./nearest";
import { presets } from "./presets";
import { describeProblems, keyOf, removeCommand, setSecretCommand, type Problem } from "./problem";
import { rules } from "./rules";
import { schema, settingNames, type SchemaValues, type SettingName } from "./schema";
import { documentation } from "./setting";
import type { CheckedSettings } from "./settings";
import { unsureSettings } from "./unsure";

export type { RawValue } from "./check-value";

/** Configuration by name without the namespace: `natGateways`. */
export type RawSettings = ReadonlyMap<string, RawValue>;

/** Complete settings, or every problem, each a text for people. */
export type ValidatedSettings = { settings: CheckedSettings } | { problems: string[] };

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * Checks a configuration and completes it.
 *
 * Pure, so that the program and the policy pack hold a stack to the same rules. Every problem is found in one pass; a rule that reads a
 * wrong value stays silent, since its verdict would change with the value.
 *
 * @param context.region value of `aws:region`, where it is set
 */
export function validateSettings(raw: RawSettings, context: { region?: string | undefined }): ValidatedSettings {
    if (raw.size === 0 && context.region === undefined) return { problems: describeProblems([NOTHING_CONFIGURED]) };
    const { values, faulty, problems } = readValues(raw);
    problems.unshift(...regionProblems(context.region));
    const settings = complete(values, context.region ?? "");
    const unsure = unsureSettings(faulty, new Set(raw.keys()), !isRegion(context.region));
    for (const { id, reads, check } of rules) {
        const broken = reads.some((name) => unsure.has(name)) ? undefined : check(settings);
        if (broken !== undefined) problems.push({ id, ...broken });
    }
    return problems.length > 0 ? { problems: describeProblems(problems) } : { settings: settings as CheckedSettings };
}

const NOTHING_CONFIGURED: Problem = {
    id: "nothing-configured",
    finding: [
        "Nothing is configured yet. Give first:",
        "  pulumi config set aws:region us-east-1",
        "  pulumi config set librechat:preset standard-dev  # or production, with librechat:domainName and librechat:hostedZoneId",
    ].join("\n"),
    repairs: [],
};

function isRegion(region: string | undefined): boolean {
    return region !== undefined && REGION.test(region);
}

function regionProblems(region: string | undefined): Problem[] {
    if (isRegion(region)) return [];
    const found =
        region === undefined ? "aws:region is not set; a stack needs its Region." : `aws:region = ${region}; allowed is an AWS Region.`;
    return [{ id: "region", finding: found, repairs: [{ command: "pulumi config set aws:region us-east-1" }] }];
}

/** Each setting by itself. A faulty one gets its default, so that the others can still be judged. */
function readValues(raw: RawSettings): { values: SchemaValues; faulty: ReadonlySet<SettingName>; problems: Problem[] } {
    const problems = [...raw.keys()].filter((name) => !isSetting(name)).map(unknownSetting);
    const explicit: Partial<Record<SettingName, unknown>> = {};
    const faulty = new Set<SettingName>();
    for (const name of settingNames) {
        const value = raw.get(name);
        if (value === undefined) continue;
        if (documentation.get(schema.shape[name])?.secret === true && value.secret === false) problems.push(plainSecret(name));
        const checked = checkValue(name, value);
        if ("value" in checked) {
            explicit[name] = checked.value;
        } else {
            faulty.add(name);
            problems.push(...checked.problems);
        }
    }
    const preset = schema.shape.preset.parse(explicit.preset);
    return { values: schema.parse({ ...presets[preset], ...explicit }), faulty, problems };
}

function isSetting(name: string): name is SettingName {
    return Object.hasOwn(schema.shape, name);
}

function unknownSetting(name: string): Problem {
    return {
        id: "unknown-setting",
        finding: `${keyOf(name)} is not a setting; the nearest one is ${keyOf(nearestName(name, settingNames))}.`,
        repairs: [{ command: /^[\w-]+$/.test(name) ? removeCommand(name) : `pulumi config rm ${shellQuoted(keyOf(name))}` }],
    };
}

function plainSecret(name: SettingName): Problem {
    const isObject = name === "apiKeys" || name === "webSearch";
    const set = isObject ? `pulumi config set --path --secret '${keyOf(name)}.NAME'` : setSecretCommand(name);
    return {
        id: "plain-secret",
        finding: `${keyOf(name)} is stored in plain text; it must be set with --secret, and replaced where it was issued if others could read it.`,
        repairs: [{ command: `${removeCommand(name)} && ${set}` }],
    };
}
