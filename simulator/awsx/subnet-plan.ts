/** A subnet with its route table and default route. */
import type { PlannedSubnet } from "./address-plan";
import { idOf, Reference, type PlannedResource } from "./plan";
import { mergeTags, type SubnetType, type Tags } from "./vpc-arguments";

/** A subnet with what belongs to it. */
export interface SubnetResources {
    readonly type: SubnetType;
    readonly zone: number;
    readonly subnet: PlannedResource;
    readonly routeTable: PlannedResource;
    readonly association: PlannedResource;
    readonly route?: PlannedResource;
}

const EVERYWHERE = "0.0.0.0/0";

export function planSubnet(planned: PlannedSubnet, zones: readonly string[], vpc: PlannedResource, tags: Tags): PlannedResource {
    return {
        type: "aws:ec2/subnet:Subnet",
        name: planned.name,
        parent: vpc,
        inputs: {
            vpcId: idOf(vpc),
            availabilityZone: zones[planned.zone],
            cidrBlock: planned.cidrBlock,
            // Known to be absent only when the VPC exists: a VPC without IPv6 has no such block, and the property is then left out.
            ipv6CidrBlock: new Reference(vpc, "ipv6CidrBlock"),
            mapPublicIpOnLaunch: planned.type === "Public",
            assignIpv6AddressOnCreation: false,
            tags: mergeTags(tags, planned.tags, { Name: planned.nameTag, SubnetType: planned.type }),
        },
        argumentsIn: { tags: ["tags", "subnetSpecs"] },
    };
}

/** @param natGateway that serves the subnet's zone, if any does */
export function planRouting(
    planned: PlannedSubnet,
    subnet: PlannedResource,
    vpc: PlannedResource,
    tags: Tags,
    internetGateway: PlannedResource,
    natGateway: PlannedResource | undefined,
): SubnetResources {
    const { name, type, zone } = planned;
    const routeTable: PlannedResource = {
        type: "aws:ec2/routeTable:RouteTable",
        name,
        parent: subnet,
        inputs: { vpcId: idOf(vpc), tags: mergeTags(tags, { Name: planned.nameTag, SubnetType: type }) },
        argumentsIn: { tags: ["tags"] },
    };
    const association: PlannedResource = {
        type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
        name,
        parent: routeTable,
        inputs: { routeTableId: idOf(routeTable), subnetId: idOf(subnet) },
        argumentsIn: {},
    };
    const target = defaultRouteTarget(type, internetGateway, natGateway);
    if (target === undefined) return { type, zone, subnet, routeTable, association };
    const route: PlannedResource = {
        type: "aws:ec2/route:Route",
        name,
        parent: routeTable,
        inputs: { routeTableId: idOf(routeTable), destinationCidrBlock: EVERYWHERE, ...target },
        argumentsIn: {},
    };
    return { type, zone, subnet, routeTable, association, route };
}

function defaultRouteTarget(type: SubnetType, internetGateway: PlannedResource, natGateway: PlannedResource | undefined) {
    if (type === "Public") return { gatewayId: idOf(internetGateway) };
    return type === "Private" && natGateway !== undefined ? { natGatewayId: idOf(natGateway) } : undefined;
}
