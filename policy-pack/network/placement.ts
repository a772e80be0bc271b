import type { PolicyResource } from "@pulumi/policy";
import { textAt } from "../known";
import { reference, references, type References, withAncestors } from "../references";
import { TYPES } from "../types";

/**
 * The subnets behind a property.
 *
 * In a first preview a list from `awsx:ec2:Vpc` could be any of its subnets. Our components publish the tier that they use, and awsx tags
 * each subnet with its own, which settles it.
 */
export function subnetsAt(resource: PolicyResource, path: readonly [string, ...string[]], all: readonly PolicyResource[]): References {
    const found = references(resource, path, TYPES.subnet, all);
    const tier = found.certain ? undefined : publishedTier(resource);
    const ofTier = found.resources.filter((subnet) => textAt(subnet.props, "tags", "SubnetType")?.toLowerCase() === tier);
    return ofTier.length > 0 ? { resources: ofTier, certain: true } : found;
}

/** `private`, `public` or `isolated`, where a component around the resource says so. */
function publishedTier(resource: PolicyResource): string | undefined {
    return withAncestors(resource)
        .filter(({ type }) => type.startsWith("librechat:"))
        .map(({ props }) => textAt(props, "placement"))
        .find((placement) => placement !== undefined);
}

/** What tells a VPC from others: its URN, or its id when the stack does not create it. Nothing where it cannot be told. */
export function vpcOf(resource: PolicyResource, all: readonly PolicyResource[]): string | undefined {
    const { resources, certain } = reference(resource, ["vpcId"], TYPES.vpc, all);
    const [vpc] = resources;
    if (certain && vpc !== undefined) return vpc.urn;
    return textAt(resource.props, "vpcId");
}
