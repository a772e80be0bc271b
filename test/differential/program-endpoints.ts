/** VPC endpoints of a random program. */
import { Reference, type Declaration, type Inputs } from "./declarations";
import type { Blueprint } from "./blueprint";
import { subnetsIn, TIERS, zonesOf } from "./program";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

export function gateways(blueprint: Blueprint): Declaration[] {
    return blueprint.gatewayEndpoints.map(({ service, tables, policy }) => ({
        type: ENDPOINT,
        name: `gateway-${service}`,
        inputs: {
            vpcId: new Reference("net"),
            vpcEndpointType: "Gateway",
            serviceName: `com.amazonaws.us-east-1.${service}`,
            routeTableIds: tablesIn(blueprint, tables),
            ...policyOf(policy, service),
        },
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
    return blueprint.interfaceEndpoints.map(({ service, tier, zones, privateDns, group, policy }) => ({
        type: ENDPOINT,
        name: `endpoint-${service}`,
        inputs: {
            vpcId: new Reference("net"),
            vpcEndpointType: "Interface",
            serviceName: `com.amazonaws.us-east-1.${service}`,
            subnetIds: subnetsIn(blueprint, tier, zones),
            privateDnsEnabled: privateDns,
            ...(group === "default" ? {} : { securityGroupIds: [new Reference(group)] }),
            ...policyOf(policy, service),
        },
    }));
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
