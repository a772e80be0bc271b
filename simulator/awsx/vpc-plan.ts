/** The resources of an `awsx:ec2:Vpc`. Names, parents and inputs are those of the real component. */
import type { AddressPlan, PlannedSubnet } from "./address-plan";
import { planEndpoints, endpointGroups, needsDnsNames } from "./endpoint-plan";
import { idOf, Reference, type PlannedResource, type PlannedValue } from "./plan";
import { planRouting, planSubnet, type SubnetResources } from "./subnet-plan";
import { mergeTags, VPC_FLAGS, type SubnetType, type Tags, type VpcArguments } from "./vpc-arguments";

export interface VpcPlan {
    readonly vpc: PlannedResource;
    readonly internetGateway: PlannedResource;
    /** Zone by zone; in a zone public, private, isolated. */
    readonly subnets: readonly SubnetResources[];
    readonly eips: readonly PlannedResource[];
    readonly natGateways: readonly PlannedResource[];
    readonly vpcEndpoints: readonly PlannedResource[];
    /** Everything, in the order in which it is to be registered as soon as its prerequisites exist. */
    readonly all: readonly PlannedResource[];
}

/** Where the real component makes them in this order, whatever the order of the specs. */
const TYPE_ORDER: readonly SubnetType[] = ["Public", "Private", "Isolated"];

/**
 * @param name of the component
 * @param zones names of the availability zones
 */
export function planVpc(name: string, zones: readonly string[], args: VpcArguments, addresses: AddressPlan): VpcPlan {
    const tags = mergeTags({ Name: name }, args.tags);
    const vpc = planInnerVpc(name, args, tags);
    const internetGateway: PlannedResource = {
        type: "aws:ec2/internetGateway:InternetGateway",
        name,
        parent: vpc,
        inputs: { vpcId: idOf(vpc), tags },
        argumentsIn: { tags: ["tags"] },
    };
    const inOrder = addresses.subnets.filter(({ type }) => type !== "Unused").sort((a, b) => rank(a) - rank(b));
    const placed = inOrder.map((planned) => ({ planned, subnet: planSubnet(planned, zones, vpc, tags) }));
    const { eips, natGateways } = planNat(name, args, placed);
    const gateway = (zone: number) => natGateways[args.natGatewayStrategy.toLowerCase() === "single" ? 0 : zone];
    const subnets = placed.map(({ planned, subnet }) => planRouting(planned, subnet, vpc, tags, internetGateway, gateway(planned.zone)));
    const groups = endpointGroups(args, vpc, tags);
    const { vpcEndpoints, rules } = planEndpoints(args, vpc, tags, subnets, groups);
    const all = [
        vpc,
        internetGateway,
        ...groups.values(),
        ...subnets.map(({ subnet }) => subnet),
        ...rules,
        ...subnets.map(({ routeTable }) => routeTable),
        ...eips,
        ...natGateways,
        ...vpcEndpoints,
        ...subnets.map(({ association }) => association),
        ...subnets.flatMap(({ route }) => route ?? []),
    ];
    return { vpc, internetGateway, subnets, eips, natGateways, vpcEndpoints, all };
}

function rank({ zone, type }: PlannedSubnet): number {
    return zone * TYPE_ORDER.length + TYPE_ORDER.indexOf(type);
}

function planInnerVpc(name: string, args: VpcArguments, tags: Tags): PlannedResource {
    const dns = needsDnsNames(args) ? { enableDnsHostnames: true, enableDnsSupport: true } : {};
    const flags = Object.fromEntries(VPC_FLAGS.map((flag) => [flag, [flag]]));
    return {
        type: "aws:ec2/vpc:Vpc",
        name,
        inputs: { cidrBlock: args.cidrBlock, ...dns, ...args.flags, tags },
        argumentsIn: { ...flags, tags: ["tags"] },
    };
}

function planNat(name: string, args: VpcArguments, placed: readonly { planned: PlannedSubnet; subnet: PlannedResource }[]) {
    const eips: PlannedResource[] = [];
    const natGateways: PlannedResource[] = [];
    const strategy = args.natGatewayStrategy.toLowerCase();
    const wanted = strategy === "none" ? 0 : strategy === "single" ? 1 : Number.POSITIVE_INFINITY;
    for (const { planned, subnet } of placed) {
        const zoneIsServed = planned.zone < natGateways.length;
        if (planned.type !== "Public" || zoneIsServed || natGateways.length >= wanted) continue;
        const number = `${name}-${planned.zone + 1}`;
        const tags = mergeTags(args.tags, { Name: number });
        let allocationId: PlannedValue | undefined = args.elasticIpAllocationIds[planned.zone];
        if (args.elasticIpAllocationIds.length === 0) {
            const eip: PlannedResource = {
                type: "aws:ec2/eip:Eip",
                name: number,
                parent: subnet,
                inputs: { tags },
                argumentsIn: { tags: ["tags"] },
            };
            eips.push(eip);
            allocationId = new Reference(eip, "allocationId");
        }
        natGateways.push({
            type: "aws:ec2/natGateway:NatGateway",
            name: number,
            parent: subnet,
            inputs: { subnetId: idOf(subnet), allocationId, tags },
            argumentsIn: { tags: ["tags"], allocationId: ["natGateways"] },
        });
    }
    return { eips, natGateways };
}
