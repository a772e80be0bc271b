import * as pulumi from "@pulumi/pulumi";
import { validateSettings } from "../../config/validate";
import { resourcePolicy } from "../rule";
import { TYPES } from "../types";

const NAMESPACE = "librechat:";

/** The configuration of a stack as Pulumi keeps it: `namespace:name` and text. */
export type StackConfiguration = Readonly<Record<string, string>>;

/**
 * The problems of a stack's configuration, or nothing where it has none of our settings: then it belongs to another program, or the pack
 * runs outside an update (`pulumi policy analyze`, `publish`), where there is no configuration to judge.
 */
export function problemsOf(configuration: StackConfiguration): readonly string[] | undefined {
    const entries = Object.entries(configuration).filter(([key]) => key.startsWith(NAMESPACE));
    if (entries.length === 0) return undefined;
    const raw = new Map(entries.map(([key, text]) => [key.slice(NAMESPACE.length), { text }]));
    const result = validateSettings(raw, { region: configuration["aws:region"] });
    return "problems" in result ? result.problems : [];
}

/**
 * The settings of a LibreChat stack are sound, one by one and together.
 *
 * Judged on the stack itself, which is the first resource of every run: the violation is there before any AWS resource is looked at.
 */
export const stackConfig = resourcePolicy(
    {
        name: "stack-config",
        displayName: "Settings of the stack are sound",
        description: "The settings of a LibreChat stack are sound, one by one and together.",
        severity: "critical",
        remediationSteps: "Run one of the pulumi config commands that the message ends with.",
        url: "https://www.pulumi.com/docs/iac/concepts/config/",
    },
    [TYPES.stack],
    () => problemsOf(pulumi.runtime.allConfig()) ?? { notApplicable: "The stack has no librechat: settings" },
);
