import type { PolicyResource } from "@pulumi/policy";
import { valueAt } from "../known";
import { ofType, references, type References } from "../references";
import { TYPES } from "../types";
import { servicesOfFunction, servicesOfService } from "./needs";
import { subnetsAt, vpcOf } from "./placement";

/** Something that runs in subnets of a VPC and opens connections. */
export interface Workload {
    resource: PolicyResource;
    /** AWS services that it must reach, by the last part of their endpoint name. */
    services: ReadonlySet<string>;
    subnets: References;
    groups: References;
    /** VPCs of the subnets; more than one only where a preview cannot tell. */
    vpcs: ReadonlySet<string>;
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
            placed(lambda, servicesOfFunction(lambda), ["vpcConfig", "subnetIds"], ["vpcConfig", "securityGroupIds"], all),
        ),
        ...services.map((service) =>
            placed(
                service,
                servicesOfService(service, all),
                ["networkConfiguration", "subnets"],
                ["networkConfiguration", "securityGroups"],
                all,
            ),
        ),
    ];
}

function placed(
    resource: PolicyResource,
    services: ReadonlySet<string>,
    subnetPath: readonly [string, ...string[]],
    groupPath: readonly [string, ...string[]],
    all: readonly PolicyResource[],
): Workload {
    const subnets = subnetsAt(resource, subnetPath, all);
    const groups = references(resource, groupPath, TYPES.securityGroup, all);
    const vpcs = new Set(subnets.resources.map((subnet) => vpcOf(subnet, all)).filter((vpc) => vpc !== undefined));
    return { resource, services, subnets, groups, vpcs };
}
