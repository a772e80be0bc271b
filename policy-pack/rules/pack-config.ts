import type { Policies, ResourceValidationPolicy } from "@pulumi/policy";
import { nearestName } from "../../config/nearest";
import { packConfiguration, type PackConfiguration } from "../configuration";
import { readExceptions } from "../exceptions/exception";
import { EXCEPTIONS_SETTING, exceptionKeys } from "../settings";
import { TYPES } from "../types";

/** Sets the level of every rule; the engine takes it in the place of a rule's name. */
const ALL = "all";

/** What is wrong with the configuration of a pack, beyond what the engine checks by the schemas of the rules. */
export function problemsOfConfiguration(configuration: PackConfiguration, rules: Policies): string[] {
    const names = [...rules.map(({ name }) => name), NAME];
    return Object.entries(configuration).flatMap(([name, found]) => {
        if (name === ALL)
            return Object.keys(found).map((key) => `${ALL}.${key} is not a setting; ${ALL} takes a level alone. Move it to a rule.`);
        if (!names.includes(name)) {
            return [`${name} is not a rule of the pack; the nearest one is ${nearestName(name, names)}. Rename it, or remove it.`];
        }
        const schema = rules.find((rule) => rule.name === name)?.configSchema;
        const known = [...Object.keys(schema?.properties ?? {}), "enforcementLevel"];
        const unknown = Object.keys(found).filter((key) => !known.includes(key));
        const keys = exceptionKeys(schema);
        return [
            ...unknown.map(
                (key) => `${name}.${key} is not a setting; the nearest one is ${name}.${nearestName(key, known)}. Rename it, or remove it.`,
            ),
            ...(keys.length > 0 ? readExceptions(name, found[EXCEPTIONS_SETTING], keys).problems : []),
        ];
    });
}

const NAME = "pack-config";

/**
 * The configuration of the pack names rules and settings that exist, and each exception its reason.
 *
 * Judged on the stack itself, which is the first resource of every run. What is misspelled would be ignored otherwise: a budget that nobody
 * holds, an exception that excepts nothing.
 *
 * @param rules every other rule of the pack
 * @param configured reads the configuration; default: what the engine sent to this process
 */
export function packConfig(rules: Policies, configured: () => PackConfiguration = packConfiguration): ResourceValidationPolicy {
    return {
        name: NAME,
        displayName: "Configuration of the pack is sound",
        description: "The configuration of the pack names rules and settings that exist, and each exception its reason.",
        enforcementLevel: "mandatory",
        severity: "critical",
        remediationSteps:
            "Correct the file that --policy-pack-config names, or the configuration of the policy group, as the message says.",
        url: "https://www.pulumi.com/docs/insights/policy/policy-packs/configuration/",
        validateResource: (args, reportViolation) => {
            if (args.type !== TYPES.stack) args.notApplicable("The rule is about the stack");
            for (const problem of problemsOfConfiguration(configured(), rules)) reportViolation(problem);
        },
    };
}
