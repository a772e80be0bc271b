import type { PolicyResource } from "@pulumi/policy";
import { UNKNOWN, valueAt } from "../known";
import { ofType, references, type References } from "../references";
import { TYPES } from "../types";
import { needsOfFunction, needsOfService, type Needs } from "./needs";
import { subnetsAt, vpcOf } from "./placement";

/** Something that runs in subnets of a VPC and opens connections. */
export interface Workload {
    resource: PolicyResource;
    needs: Needs;
    subnets: References;
    groups: References;
    /** VPCs of the subnets; more than one only where a preview cannot tell. */
    vpcs: ReadonlySet<string>;
    /**
     * Whether it has a public address. A function never has one, also in a public subnet.
     * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
     */
    hasPublicAddress: boolean | "unknown";
}

/** Functions in a VPC, and ECS services whose tasks have network interfaces of their own. */
export function workloadsOf(all: readonly PolicyResource[]): Workload[] {
    const functions = ofType(all, TYPES.function).filter(({ props }) => {
        const subnetIds = valueAt(props, "vpcConfig", "subnetIds");
        return subnetIds !== undefined && !(Array.isArray(subnetIds) && subnetIds.length === 0);
    });
    const services = ofType(all, TYPES.service).filter(({ props }) => valueAt(props, "networkConfiguration") !== undefined);
    return [
        ...functions.map((lambda) =>
            placed(lambda, needsOfFunction(lambda), ["vpcConfig", "subnetIds"], ["vpcConfig", "securityGroupIds"], false, all),
        ),
        ...services.map((service) =>
            placed(
                service,
                needsOfService(service, all),
                ["networkConfiguration", "subnets"],
                ["networkConfiguration", "securityGroups"],
                publicAddress(service),
                all,
            ),
        ),
    ];
}

function placed(
    resource: PolicyResource,
    needs: Needs,
    subnetPath: readonly [string, ...string[]],
    groupPath: readonly [string, ...string[]],
    hasPublicAddress: Workload["hasPublicAddress"],
    all: readonly PolicyResource[],
): Workload {
    const subnets = subnetsAt(resource, subnetPath, all);
    const groups = references(resource, groupPath, TYPES.securityGroup, all);
    const vpcs = new Set(subnets.resources.map((subnet) => vpcOf(subnet, all)).filter((vpc) => vpc !== undefined));
    return { resource, needs, subnets, groups, vpcs, hasPublicAddress };
}

function publicAddress(service: PolicyResource): Workload["hasPublicAddress"] {
    const value = valueAt(service.props, "networkConfiguration", "assignPublicIp");
    return value === UNKNOWN ? "unknown" : value === true;
}
