import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { prove } from "../reachability/decide";
import { explain, type Report } from "../reachability/explain";
import { graphOfResources } from "../reachability/from-pulumi";

/** Settings of the rules about reachability. */
interface ReachabilityConfig {
    /** Whether what cannot be decided is a violation. */
    strict: boolean;
    /** What workloads need and show nowhere, by their names, spelled as in the tag `reachability:needs`. */
    needs: Record<string, string>;
}

const NEEDS = {
    type: "object",
    description:
        "What workloads must reach, by name, where neither they nor a component around them say it: blank-separated, for example " +
        '{"worker": "service:sqs internet:api.example.com:443"}.',
    additionalProperties: { type: "string" },
    default: {},
} as const;

/** What the proof has to say about the resources of a stack. */
export function checkReachability(resources: readonly PolicyResource[], needs: Readonly<Record<string, string>> = {}): Report[] {
    return explain(prove(graphOfResources(resources), { needs }));
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
export const workloadRequireReachability: StackValidationPolicy = {
    ...TEXT,
    name: "workload-require-reachability",
    displayName: "Workloads reach what they need",
    description:
        "Each workload, in each subnet that it may be placed in, has an open path to each service, database, registry and host that it needs.",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            strict: {
                type: "boolean",
                description: "Whether a path that cannot be decided is a violation; otherwise workload-inform-reachability reports it.",
                default: false,
            },
            needs: NEEDS,
        },
    },
    validateStack: (args, reportViolation) => {
        const { strict, needs } = args.getConfig<ReachabilityConfig>();
        for (const { verdict, message, urn } of checkReachability(args.resources, needs)) {
            if (verdict === "BLOCKED" || strict) reportViolation(message, urn);
        }
    },
};

/** What the proof cannot decide is said, once per cause, and stops nobody. */
export const workloadInformReachability: StackValidationPolicy = {
    ...TEXT,
    name: "workload-inform-reachability",
    displayName: "What cannot be proved reachable is said",
    description: "Paths of workloads that cannot be decided from what is known are reported.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps:
        "Look at the path by hand, or state what is missing: needs as a tag reachability:needs, the tier as the output placement of a component.",
    configSchema: { properties: { needs: NEEDS } },
    validateStack: (args, reportViolation) => {
        const { needs } = args.getConfig<Pick<ReachabilityConfig, "needs">>();
        for (const { verdict, message, urn } of checkReachability(args.resources, needs)) {
            if (verdict === "UNKNOWN") reportViolation(message, urn);
        }
    },
};
