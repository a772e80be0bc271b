/**
 * Checks that the real provider makes before it calls AWS, as data: their messages are those of its validators.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors#validatefunc
 */
import type { Properties, Value } from "../provider/values";
import { isBlock } from "./reading";

/** What a property may be. The path has dots and no indices: lists on the way are checked member by member. */
export type Rule = { readonly property: string } & (
    | { readonly range: readonly [number, number] }
    | { readonly oneOf: readonly (string | number)[] }
    | { readonly length: readonly [number, number] }
    /** `allowed` completes the message, for example "only letters, digits, - and _". */
    | { readonly pattern: RegExp; readonly allowed: string }
    | { readonly format: "JSON" | "ARN" }
);

export interface Problem {
    readonly property: string;
    readonly reason: string;
}

/**
 * Holds inputs to rules.
 *
 * @param inputs may hold values that are not known yet; those are not judged
 * @returns one problem for each value that breaks a rule, in the order of the rules
 */
export function problemsOf(inputs: Properties, rules: readonly Rule[]): readonly Problem[] {
    return rules.flatMap((rule) =>
        valuesAt(inputs, rule.property.split("."), "").flatMap(({ path, value }) => {
            const reason = reasonAgainst(value, rule, path);
            return reason === undefined ? [] : [{ property: path, reason }];
        }),
    );
}

function valuesAt(value: Value | undefined, steps: readonly string[], path: string): { path: string; value: Value }[] {
    if (value === undefined || value === null || value === "") return [];
    if (Array.isArray(value)) {
        return (value as readonly Value[]).flatMap((member, index) => valuesAt(member, steps, `${path}[${index}]`));
    }
    const [step, ...rest] = steps;
    if (step === undefined) return [{ path, value }];
    return isBlock(value) ? valuesAt(value[step], rest, path === "" ? step : `${path}.${step}`) : [];
}

function reasonAgainst(value: Value, rule: Rule, path: string): string | undefined {
    if ("range" in rule) {
        const [least, most] = rule.range;
        const isWrong = typeof value === "number" && (value < least || value > most);
        return isWrong ? `expected ${path} to be in the range (${least} - ${most}), got ${value}` : undefined;
    }
    if ("oneOf" in rule) {
        const isWrong = (typeof value === "string" || typeof value === "number") && !rule.oneOf.includes(value);
        return isWrong
            ? `expected ${path} to be one of [${rule.oneOf.map((one) => JSON.stringify(one)).join(" ")}], got ${value}`
            : undefined;
    }
    if (typeof value !== "string") return undefined;
    if ("length" in rule) {
        const [least, most] = rule.length;
        const isWrong = value.length < least || value.length > most;
        return isWrong ? `expected length of ${path} to be in the range (${least} - ${most}), got ${value.length}` : undefined;
    }
    if ("pattern" in rule) return rule.pattern.test(value) ? undefined : `invalid value for ${path} (${rule.allowed})`;
    if (rule.format === "ARN")
        return /^arn:[\w-]+:[\w-]+:[\w-]*:\d*(aws)?:.+$/.test(value) ? undefined : `"${path}" (${value}) is an invalid ARN`;
    return isJson(value) ? undefined : `"${path}" contains an invalid JSON`;
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}
