/** The VPC endpoints of an `awsx:ec2:Vpc`, under both of its endpoint strategies. */
import { ProviderError } from "../provider/errors";
import type { Properties, Value } from "../provider/values";
import { idOf, Reference, type PlannedResource } from "./plan";
import type { SubnetResources } from "./subnet-plan";
import { mergeTags, type SubnetType, type Tags, type VpcArguments } from "./vpc-arguments";

const HTTPS = 443;

/** Whether private DNS of an endpoint needs the VPC's DNS attributes; see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html. */
export function needsDnsNames(args: VpcArguments): boolean {
    return (
        args.vpcEndpointStrategy === "Auto" && args.vpcEndpointSpecs.some((spec) => isInterface(spec) && spec.privateDnsEnabled !== false)
    );
}

/** @throws ProviderError when an endpoint's private DNS is wanted, but a DNS attribute of the VPC is turned off */
export function checkEndpoints(args: VpcArguments): void {
    if (!needsDnsNames(args)) return;
    for (const flag of ["enableDnsHostnames", "enableDnsSupport"]) {
        if (args.flags[flag] === false) {
            throw new ProviderError(
                `vpcEndpointStrategy "Auto" requires ${flag} to be true when Interface endpoint private DNS is enabled.`,
            );
        }
    }
}

/** One warning per endpoint that Legacy leaves unconnected. */
export function endpointWarnings(args: VpcArguments): readonly string[] {
    if (args.vpcEndpointStrategy === "Auto") return [];
    return args.vpcEndpointSpecs.flatMap((spec) => {
        const endpoint = `VPC endpoint "${serviceName(spec)}" is`;
        if (isInterface(spec) && spec.subnetIds === undefined && spec.subnetConfigurations === undefined) {
            const what = "an Interface endpoint without subnetIds or subnetConfigurations";
            return [`${endpoint} ${what}. Specify vpcEndpointStrategy: "Auto" to use generated VPC subnets.`];
        }
        if (isGateway(spec) && spec.routeTableIds === undefined) {
            const what = "a Gateway endpoint without routeTableIds";
            return [`${endpoint} ${what}. Specify vpcEndpointStrategy: "Auto" to use generated VPC route tables.`];
        }
        return [];
    });
}

/** Under Auto each interface endpoint without groups of its own gets one; by spec. */
export function endpointGroups(args: VpcArguments, vpc: PlannedResource, tags: Tags): ReadonlyMap<Properties, PlannedResource> {
    const specs = args.vpcEndpointStrategy === "Auto" ? args.vpcEndpointSpecs.filter(isInterface) : [];
    const without = specs.filter((spec) => spec.securityGroupIds === undefined);
    return new Map(
        without.map((spec) => [
            spec,
            {
                type: "aws:ec2/securityGroup:SecurityGroup",
                name: `${serviceName(spec)}-sg`,
                parent: vpc,
                inputs: { vpcId: idOf(vpc), description: "Managed by Pulumi", tags: mergeTags(tags, spec.tags as Tags | undefined) },
                argumentsIn: { tags: ["tags", "vpcEndpointSpecs"] },
            },
        ]),
    );
}

export function planEndpoints(
    args: VpcArguments,
    vpc: PlannedResource,
    tags: Tags,
    subnets: readonly SubnetResources[],
    groups: ReadonlyMap<Properties, PlannedResource>,
): { vpcEndpoints: readonly PlannedResource[]; rules: readonly PlannedResource[] } {
    const rules = [...groups].map(([spec, group]) => planIngress(serviceName(spec), vpc, group));
    const vpcEndpoints = args.vpcEndpointSpecs.map((spec): PlannedResource => {
        const inferred = args.vpcEndpointStrategy === "Auto" ? inferredInputs(spec, subnets, groups.get(spec)) : {};
        return {
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            name: serviceName(spec),
            parent: vpc,
            inputs: { ...inferred, ...spec, vpcId: idOf(vpc), tags: mergeTags(tags, spec.tags as Tags | undefined) },
            argumentsIn: { tags: ["tags"], ...Object.fromEntries(Object.keys(spec).map((property) => [property, ["vpcEndpointSpecs"]])) },
        };
    });
    return { vpcEndpoints, rules };
}

/** The service is open to the whole VPC: its group has no other way to know who will call. */
function planIngress(service: string, vpc: PlannedResource, group: PlannedResource): PlannedResource {
    const inputs = {
        type: "ingress",
        protocol: "tcp",
        fromPort: HTTPS,
        toPort: HTTPS,
        cidrBlocks: [new Reference(vpc, "cidrBlock")],
        securityGroupId: idOf(group),
    };
    return { type: "aws:ec2/securityGroupRule:SecurityGroupRule", name: `${service}-ingress`, parent: vpc, inputs, argumentsIn: {} };
}

function inferredInputs(spec: Properties, subnets: readonly SubnetResources[], group: PlannedResource | undefined) {
    if (isGateway(spec)) return { routeTableIds: subnets.map(({ routeTable }) => idOf(routeTable)) };
    if (!isInterface(spec)) return {};
    return {
        privateDnsEnabled: true,
        ...(spec.subnetConfigurations === undefined ? { subnetIds: onePerZone(subnets).map(({ subnet }) => idOf(subnet)) } : {}),
        ...(group === undefined ? {} : { securityGroupIds: [idOf(group)] }),
    };
}

/** AWS takes one subnet per zone; the most private tier that has any is chosen. */
function onePerZone(subnets: readonly SubnetResources[]): readonly SubnetResources[] {
    const tiers: readonly SubnetType[] = ["Private", "Isolated", "Public"];
    const tier = tiers.find((each) => subnets.some(({ type }) => type === each));
    const candidates = subnets.filter(({ type }) => type === tier);
    return candidates.filter(({ zone }, i) => candidates.findIndex((other) => other.zone === zone) === i);
}

function isInterface(spec: Properties): boolean {
    return spec.vpcEndpointType === "Interface";
}

function isGateway(spec: Properties): boolean {
    const type: Value | undefined = spec.vpcEndpointType;
    return type === undefined || type === "Gateway";
}

function serviceName(spec: Properties): string {
    return spec.serviceName as string;
}
