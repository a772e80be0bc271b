import type { PolicyResource } from "@pulumi/policy";
import { textAt } from "../known";
import { interfaceEndpoints } from "../network/endpoints";
import { subnetsAt } from "../network/placement";
import { unlessProven } from "../network/proven";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";

/**
 * An interface endpoint has at most one subnet in each availability zone.
 *
 * AWS refuses a second one with `DuplicateSubnetsInSameZone`, in the middle of a deployment. Listing the subnets of every tier is a common
 * mistake, made to let each tier use the endpoint; one subnet is enough, since private DNS serves the whole VPC.
 */
export const judgeOneSubnetPerZone: StackCheck = (resources) =>
    joined(interfaceEndpoints(resources).map((endpoint) => judge(endpoint, resources)));

/** {@link judgeOneSubnetPerZone}, where the proof does not say so: it does wherever the subnets are known without the tier of a component. */
export const checkOneSubnetPerZone = unlessProven(["DUP_AZ_SUBNET"], judgeOneSubnetPerZone);

function judge(endpoint: PolicyResource, all: readonly PolicyResource[]): Verdict {
    const { resources: subnets, certain } = subnetsAt(endpoint, ["subnetIds"], all);
    const zones = subnets.map((subnet) => textAt(subnet.props, "availabilityZone"));
    const clashes = subnets.flatMap((subnet, i) => {
        const first = zones.indexOf(zones[i]);
        const other = subnets[first];
        return zones[i] === undefined || first === i || other === undefined ? [] : [{ one: other, other: subnet, zone: zones[i] }];
    });
    if (!certain)
        return clashes.length > 0 || subnets.length === 0
            ? undecided(endpoint, `which subnets endpoint ${endpoint.name} has is not known yet`)
            : KEPT;
    if (zones.includes(undefined)) return undecided(endpoint, `the zones of the subnets of endpoint ${endpoint.name} are not known yet`);
    return joined(
        clashes.map(({ one, other, zone }) =>
            violated(
                endpoint,
                `subnetIds of endpoint ${endpoint.name} = ${one.name} and ${other.name}, both in ${zone}; allowed is one subnet in each zone. Remove ${other.name}.`,
            ),
        ),
    );
}

export const vpcEndpointRequireOneSubnetPerZone = stackPolicy(
    {
        name: "vpc-endpoint-require-one-subnet-per-zone",
        displayName: "Interface endpoints have one subnet per zone",
        description: "An interface endpoint has at most one subnet in each availability zone.",
        severity: "high",
        remediationSteps: "Give the endpoint one subnet per zone, of any tier: with private DNS it serves every subnet of the VPC.",
        url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    },
    checkOneSubnetPerZone,
);
