/** The settings that a rule has in the configuration of the pack, beside `enforcementLevel`, which the engine adds to each. */
import type { PolicyConfigSchema } from "@pulumi/policy";

/** Settings by name, as JSON Schema. */
export type SettingsSchema = PolicyConfigSchema["properties"];

const EXCEPTION_KEYS = {
    resource: { description: "Name of a resource in the program, or its URN; * stands for any part." },
    reason: { description: "Why the exception is right." },
    expires: { description: "Last day on which it holds, as 2027-03-31, in UTC; left out: without end." },
} as const;

const NEED_KEY = {
    need: { description: "The one need of the workload that is excepted, as service:secretsmanager; left out: all of them." },
} as const;

/** The name of the setting that every rule has. */
export const EXCEPTIONS_SETTING = "exceptions";

/**
 * Settings of a rule, with those that all rules have.
 *
 * The values in an exception have no types in the schema: the engine would refuse a wrong one without saying what to write, and pack-config
 * says it.
 *
 * @param takesNeeds whether an exception may name a need
 */
export function settings(own: SettingsSchema = {}, takesNeeds = false): PolicyConfigSchema {
    const exceptions = {
        type: "array",
        description: `Resources that the rule does not stop, each with the reason${takesNeeds ? ", and the need if only one is meant" : ""}.`,
        items: { properties: { ...EXCEPTION_KEYS, ...(takesNeeds && NEED_KEY) } },
        default: [],
    } as const;
    return { properties: { ...own, [EXCEPTIONS_SETTING]: exceptions } };
}

/** The keys that an exception from a rule may have; none where it takes no exceptions. */
export function exceptionKeys(schema: PolicyConfigSchema | undefined): string[] {
    const items = schema?.properties[EXCEPTIONS_SETTING]?.items;
    return typeof items === "object" && "properties" in items ? Object.keys(items.properties ?? {}) : [];
}
