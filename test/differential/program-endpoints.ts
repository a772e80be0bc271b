/** VPC endpoints of a random program. */
import { Reference, type Declaration, type Inputs } from "./declarations";
import type { Blueprint } from "./blueprint";
import { subnetsIn, TIERS, zonesOf } from "./program-subnets";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

export function gateways(blueprint: Blueprint): Declaration[] {
    return blueprint.gatewayEndpoints.flatMap(({ service, tables, policy, isListed }): Declaration[] => {
        const name = `gateway-${service}`;
        const routeTableIds = tablesIn(blueprint, tables);
        const inputs = {
            vpcId: new Reference("net"),
            vpcEndpointType: "Gateway",
            serviceName: `com.amazonaws.us-east-1.${service}`,
            ...(isListed && { routeTableIds }),
            ...policyOf(policy, service),
        };
        return [{ type: ENDPOINT, name, inputs }, ...(isListed ? [] : associations(name, "routeTableId", routeTableIds))];
    });
}

const ASSOCIATIONS = {
    routeTableId: "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
    subnetId: "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
    securityGroupId: "aws:ec2/securityGroupAssociation:SecurityGroupAssociation",
} as const;

function associations(endpoint: string, property: keyof typeof ASSOCIATIONS, ids: readonly Reference[], more: Inputs = {}): Declaration[] {
    return ids.map((id) => ({
        type: ASSOCIATIONS[property],
        name: `${endpoint}-${id.name}`,
        inputs: { vpcEndpointId: new Reference(endpoint), [property]: id, ...more },
    }));
}

function tablesIn(blueprint: Blueprint, bits: number): readonly Reference[] {
    const ofTiers = TIERS.filter((tier, i) => (bits & (1 << i)) !== 0 && !blueprint.onMainTable.includes(tier)).flatMap((tier) =>
        tier === "public" ? ["public"] : zonesOf(blueprint).map((zone) => `${tier}-${zone}`),
    );
    const main = blueprint.isMainReplaced ? new Reference("table-main") : new Reference("net", "mainRouteTableId");
    return [...ofTiers.map((name) => new Reference(`table-${name}`)), ...((bits & 8) === 0 ? [] : [main])];
}

export function endpoints(blueprint: Blueprint): Declaration[] {
    return blueprint.interfaceEndpoints.flatMap(({ service, tier, zones, privateDns, group, policy, placed }): Declaration[] => {
        const name = `endpoint-${service}`;
        const subnetIds = subnetsIn(blueprint, tier, zones);
        const securityGroupIds = group === "default" ? [] : [new Reference(group)];
        const lists = { subnetIds, ...(securityGroupIds.length > 0 && { securityGroupIds }) };
        const inputs = {
            vpcId: new Reference("net"),
            vpcEndpointType: "Interface",
            serviceName: `com.amazonaws.us-east-1.${service}`,
            privateDnsEnabled: privateDns,
            ...(placed === "lists" && lists),
            ...policyOf(policy, service),
        };
        const replacing = placed === "replacing associations" ? { replaceDefaultAssociation: true } : {};
        const separate = [
            ...associations(name, "subnetId", subnetIds),
            ...associations(name, "securityGroupId", securityGroupIds, replacing),
        ];
        return [{ type: ENDPOINT, name, inputs }, ...(placed === "lists" ? [] : separate)];
    });
}

/** Statements about everyone without conditions: what one that names callers means, no packet tells. */
function policyOf(kind: string | undefined, service: string): Inputs {
    if (kind === undefined) return {};
    const prefix = service === "bedrock-runtime" ? "bedrock" : (service.split(".")[0] ?? service);
    const layers = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*";
    const allowAll = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
    const statements: Readonly<Record<string, readonly Inputs[]>> = {
        all: [allowAll],
        "own service": [{ ...allowAll, Action: [`${prefix}:*`] }],
        "layer bucket": [{ ...allowAll, ...(service === "s3" && { Action: "s3:GetObject", Resource: [layers] }) }],
        "other service": [{ ...allowAll, Action: "sqs:*" }],
        denies: [allowAll, { ...allowAll, Effect: "Deny", Action: `${prefix}:*` }],
    };
    return { policy: JSON.stringify({ Version: "2012-10-17", Statement: statements[kind] ?? [] }) };
}
