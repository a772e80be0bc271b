import type {
    EnforcementLevel,
    PolicyResource,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationPolicy,
} from "@pulumi/policy";
import { THIS_RUN, type Run, type RuleExceptions } from "./exceptions/run";
import type { Finding } from "./finding";
import { exceptionKeys, settings, type SettingsSchema } from "./settings";

export type { Finding } from "./finding";

/** What every rule tells its readers. */
export interface RuleText {
    /** `<service>-<verb>-<what>`; public, and never renamed. */
    name: string;
    displayName: string;
    /** The positive sentence that the rule holds resources to. */
    description: string;
    severity: Severity;
    remediationSteps: string;
    url: string;
}

/** What a rule across resources concludes: what is wrong, and what a preview cannot tell. Neither is ever dropped in silence. */
export interface Verdict {
    violations: readonly Finding[];
    undecided: readonly Finding[];
}

/** A rule across resources, pure. */
export type StackCheck = (resources: readonly PolicyResource[]) => Verdict;

/** What a rule on single resources concludes: its messages, or that it has to wait for values that only the update knows. */
export type ResourceVerdict = readonly string[] | "unknown";

type JudgedResource = Pick<ResourceValidationArgs, "type" | "name" | "props">;

/** A rule on resources of some types, pure. */
export type ResourceCheck = (resource: JudgedResource) => ResourceVerdict;

/** A rule that may also say why it is not about a resource of its types. */
export type SelectiveCheck = (resource: JudgedResource) => ResourceVerdict | { readonly notApplicable: string };

/** The setting that every rule has; see `exceptions/exception.ts`. */
interface WithExceptions {
    readonly exceptions?: unknown;
}

/**
 * A policy that holds each resource of the given types to a check, in a preview and again before it is created.
 *
 * @param run keeps what exceptions did; default: this process's
 */
export function resourcePolicy(
    text: RuleText,
    types: readonly string[],
    check: SelectiveCheck,
    run: Run = THIS_RUN,
): ResourceValidationPolicy {
    const configSchema = settings();
    const keys = exceptionKeys(configSchema);
    return {
        ...text,
        enforcementLevel: "mandatory",
        configSchema,
        validateResource: (args, reportViolation) => {
            // Before the type is looked at: an exception of a rule that finds nothing to judge is of no use, and has to be reported.
            const exceptions = run.exceptionsOf(text.name, args.getConfig<WithExceptions>().exceptions, keys);
            if (!types.includes(args.type)) args.notApplicable(`The rule is about ${types.join(", ")}`);
            const verdict = check(args);
            if (verdict === "unknown") {
                exceptions.awaits(args);
                args.notApplicable("A value is not known yet; the update judges it before the resource is created");
            } else if ("notApplicable" in verdict) args.notApplicable(verdict.notApplicable);
            else
                for (const message of verdict) {
                    if (!exceptions.covers({ urn: args.urn, message })) reportViolation(message);
                }
        },
    };
}

/** A policy that holds the whole stack to a check; `run` as for {@link resourcePolicy}. */
export function stackPolicy(text: RuleText, check: StackCheck, run: Run = THIS_RUN): StackValidationPolicy {
    return configuredStackPolicy({ ...text, enforcementLevel: "mandatory", properties: {}, run }, (resources, _, exceptions) => {
        const { violations, undecided: waiting } = check(resources);
        for (const finding of waiting) exceptions.awaits(finding);
        return violations.filter((finding) => !exceptions.covers(finding));
    });
}

/** A rule across resources that has settings of its own. */
export interface ConfiguredRule extends RuleText {
    enforcementLevel: EnforcementLevel;
    /** Settings beside those that every rule has. */
    properties: SettingsSchema;
    /** Whether exceptions may name a need. */
    takesNeeds?: boolean;
    run?: Run;
}

/** Judges a stack by settings. What it gives is reported as it is: the exceptions are for it to apply. */
export type ConfiguredCheck<Settings> = (
    resources: readonly PolicyResource[],
    settings: Settings,
    exceptions: RuleExceptions,
) => readonly Finding[];

/** A policy with settings that holds the whole stack to a check. */
export function configuredStackPolicy<Settings extends object>(
    { properties, takesNeeds, run = THIS_RUN, ...text }: ConfiguredRule,
    check: ConfiguredCheck<Settings>,
): StackValidationPolicy {
    const configSchema = settings(properties, takesNeeds);
    const keys = exceptionKeys(configSchema);
    return {
        ...text,
        configSchema,
        validateStack: (args, reportViolation) => {
            const found = args.getConfig<Settings & WithExceptions>();
            const exceptions = run.exceptionsOf(text.name, found.exceptions, keys);
            for (const { message, urn } of check(args.resources, found, exceptions)) reportViolation(message, urn);
        },
    };
}

/** Joins what a check concludes about several resources. */
export function joined(verdicts: readonly Verdict[]): Verdict {
    return { violations: verdicts.flatMap(({ violations }) => violations), undecided: verdicts.flatMap(({ undecided }) => undecided) };
}

export function violated(resource: PolicyResource, message: string): Verdict {
    return { violations: [{ urn: resource.urn, message }], undecided: [] };
}

export function undecided(resource: PolicyResource, message: string): Verdict {
    return { violations: [], undecided: [{ urn: resource.urn, message }] };
}

export const KEPT: Verdict = { violations: [], undecided: [] };
