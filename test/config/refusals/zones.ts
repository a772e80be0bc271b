import { lines, type Refusal } from "./refusal";

export const refusals: readonly Refusal[] = [
    {
        rule: "zone-names-of-the-region",
        given: { availabilityZoneNames: ["us-east-1b", "us-east-1c", "us-east-1d"] },
        problems: [
            lines(
                "librechat:availabilityZoneNames = us-east-1b, us-east-1c, us-east-1d; allowed are 2 different zones of us-east-1. Choose one:",
                "  pulumi config set librechat:availabilityZones 3",
                "  pulumi config rm librechat:availabilityZoneNames  # the first zones of the Region",
            ),
        ],
    },
    {
        rule: "zone-names-of-the-region",
        given: { availabilityZoneNames: ["us-east-1b", "us-east-1b"] },
        problems: [
            "librechat:availabilityZoneNames = us-east-1b, us-east-1b; allowed are 2 different zones of us-east-1. Run: pulumi config rm librechat:availabilityZoneNames  # the first zones of the Region",
        ],
    },
    {
        rule: "zone-names-of-the-region",
        given: { availabilityZoneNames: ["us-west-2a", "us-west-2b"] },
        problems: [
            "librechat:availabilityZoneNames = us-west-2a, us-west-2b; allowed are 2 different zones of us-east-1. Run: pulumi config rm librechat:availabilityZoneNames  # the first zones of the Region",
        ],
    },
];
