import type { PolicyResource, ResourceValidationArgs, ResourceValidationPolicy, Severity, StackValidationPolicy } from "@pulumi/policy";

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

/** One thing a rule has to say about one resource. */
export interface Finding {
    urn: string;
    message: string;
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

/** A rule on resources of some types, pure. */
export type ResourceCheck = (resource: Pick<ResourceValidationArgs, "type" | "name" | "props">) => ResourceVerdict;

/** A policy that holds each resource of the given types to a check, in a preview and again before it is created. */
export function resourcePolicy(text: RuleText, types: readonly string[], check: ResourceCheck): ResourceValidationPolicy {
    return {
        ...text,
        enforcementLevel: "mandatory",
        validateResource: (args, reportViolation) => {
            if (!types.includes(args.type)) args.notApplicable(`The rule is about ${types.join(", ")}`);
            const verdict = check(args);
            if (verdict === "unknown") args.notApplicable("A value is not known yet; the update judges it before the resource is created");
            else for (const message of verdict) reportViolation(message);
        },
    };
}

/** A policy that holds the whole stack to a check. */
export function stackPolicy(text: RuleText, check: StackCheck): StackValidationPolicy {
    return {
        ...text,
        enforcementLevel: "mandatory",
        validateStack: ({ resources }, reportViolation) => {
            for (const { message, urn } of check(resources).violations) reportViolation(message, urn);
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
