import type { PolicyResource } from "@pulumi/policy";
import type { RuleExceptions } from "../exceptions/run";
import { codesOf, explain, type Report } from "../reachability/explain";
import { prove, type Decision } from "../reachability/decide";
import { graphOfResources } from "../reachability/from-pulumi";
import { configuredStackPolicy } from "../rule";

/** Settings of the rules about reachability. */
interface ReachabilitySettings {
    /** Whether what cannot be decided is a violation; only of the rule that requires. */
    readonly strict?: boolean;
    /** What workloads need and show nowhere, by their names, spelled as in the tag `reachability:needs`. */
    readonly needs?: Readonly<Record<string, string>>;
}

const NEEDS = {
    type: "object",
    description:
        "What workloads must reach, by name, where neither they nor a component around them say it: blank-separated, for example " +
        '{"worker": "service:sqs internet:api.example.com:443"}.',
    additionalProperties: { type: "string" },
    default: {},
} as const;

/**
 * What the proof has to say about the resources of a stack, exceptions left out.
 *
 * @param counts which verdicts the rule reports: an exception from another one is of no use
 */
function checkReachability(
    resources: readonly PolicyResource[],
    { needs = {} }: ReachabilitySettings,
    exceptions: RuleExceptions,
    counts: (verdict: string) => boolean,
): Report[] {
    const proof = prove(graphOfResources(resources), { needs });
    const decisions = proof.decisions.filter((decision) => !counts(decision.verdict) || !isExcepted(decision, exceptions));
    return explain({ ...proof, decisions }).filter(({ verdict, codes, urn, message, decisions: covered }) => {
        if (!counts(verdict)) return false;
        const need = codes.includes("ORDERING") ? "lint:order" : "lint:create";
        return covered.length > 0 || !exceptions.covers({ urn, need, message });
    });
}

/** Decided one by one, before causes are grouped: an exception for one workload must not hide what else its cause breaks. */
function isExcepted(decision: Decision, exceptions: RuleExceptions): boolean {
    const { workload, need, verdict } = decision;
    const { urn, name } = workload.node;
    const what = verdict === "BLOCKED" ? `${name} cannot reach ${need.text}` : `whether ${name} reaches ${need.text} cannot be decided`;
    return verdict !== "REACHED" && exceptions.covers({ urn, need: need.text, message: `${codesOf(decision).join(", ")}: ${what}.` });
}

const TEXT = {
    severity: "critical",
    remediationSteps: "Make one of the changes that the message lists; each is enough, and has its price.",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
} as const;

/**
 * Each workload, in each subnet that it may be placed in, reaches what it needs.
 *
 * A workload that does not is created without complaint and dead-ends when it starts: its task cannot pull its image, its function times
 * out at the first secret.
 */
export const workloadRequireReachability = configuredStackPolicy<ReachabilitySettings>(
    {
        ...TEXT,
        name: "workload-require-reachability",
        displayName: "Workloads reach what they need",
        description:
            "Each workload, in each subnet that it may be placed in, has an open path to each service, database, registry and host that it needs.",
        enforcementLevel: "mandatory",
        takesNeeds: true,
        properties: {
            strict: {
                type: "boolean",
                description: "Whether a path that cannot be decided is a violation; otherwise workload-inform-reachability reports it.",
                default: false,
            },
            needs: NEEDS,
        },
    },
    (resources, settings, exceptions) =>
        checkReachability(resources, settings, exceptions, (verdict) => verdict === "BLOCKED" || settings.strict === true),
);

/** What the proof cannot decide is said, once per cause, and stops nobody. */
export const workloadInformReachability = configuredStackPolicy<ReachabilitySettings>(
    {
        ...TEXT,
        name: "workload-inform-reachability",
        displayName: "What cannot be proved reachable is said",
        description: "Paths of workloads that cannot be decided from what is known are reported.",
        enforcementLevel: "advisory",
        severity: "low",
        remediationSteps:
            "Look at the path by hand, or state what is missing: needs as a tag reachability:needs, the tier as the output placement of a component.",
        takesNeeds: true,
        properties: { needs: NEEDS },
    },
    (resources, settings, exceptions) => checkReachability(resources, settings, exceptions, (verdict) => verdict === "UNKNOWN"),
);
