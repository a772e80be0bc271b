/** Gateways, route tables, routes and associations of a random program. */
import { Reference, type Declaration, type Inputs } from "./declarations";
import type { Blueprint } from "./blueprint";
import { subnetName, TIERS, zonesOf } from "./program-subnets";

const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ROUTE = "aws:ec2/route:Route";

export function routing(blueprint: Blueprint): Declaration[] {
    const ofTiers = TIERS.flatMap((tier) => tableOfTier(blueprint, tier));
    return [
        ...(blueprint.hasInternetGateway
            ? [{ type: "aws:ec2/internetGateway:InternetGateway", name: "igw", inputs: { vpcId: new Reference("net") } }]
            : []),
        ...nats(blueprint),
        ...ofTiers.filter(({ type }) => type !== ASSOCIATION),
        ...mainTable(blueprint),
        ...ofTiers.filter(({ type }) => type === ASSOCIATION),
    ];
}

function nats({ nat, zones }: Blueprint): Declaration[] {
    if (nat === "none") return [];
    if (nat === "regional") {
        const inputs = { vpcId: new Reference("net"), availabilityMode: "regional" };
        return [{ type: "aws:ec2/natGateway:NatGateway", name: "nat-a", inputs }];
    }
    const tier = nat === "misplaced" ? "isolated" : "public";
    return zonesOf({ zones: nat === "each zone" ? zones : 1 }).flatMap((zone): Declaration[] => {
        const subnetId = new Reference(subnetName(tier, zone));
        if (nat === "private") {
            return [{ type: "aws:ec2/natGateway:NatGateway", name: `nat-${zone}`, inputs: { subnetId, connectivityType: "private" } }];
        }
        return [
            { type: "aws:ec2/eip:Eip", name: `eip-${zone}`, inputs: { domain: "vpc" } },
            {
                type: "aws:ec2/natGateway:NatGateway",
                name: `nat-${zone}`,
                inputs: { subnetId, allocationId: new Reference(`eip-${zone}`) },
            },
        ];
    });
}

/** The public tier has one table, the others one for each zone, as most programs have it. */
function tableOfTier(blueprint: Blueprint, tier: string): Declaration[] {
    if (blueprint.onMainTable.some((each) => each === tier)) return [];
    const zones = zonesOf(blueprint);
    const tables = tier === "public" ? [{ name: "public", of: zones }] : zones.map((zone) => ({ name: `${tier}-${zone}`, of: [zone] }));
    return tables.flatMap(({ name, of }): Declaration[] => {
        const target = targetIn(blueprint, tier, of[0] ?? "a");
        const isInline = blueprint.routes === "inline" && target !== undefined;
        const table = {
            type: "aws:ec2/routeTable:RouteTable",
            name: `table-${name}`,
            inputs: { vpcId: new Reference("net"), ...(isInline && { routes: [{ cidrBlock: "0.0.0.0/0", ...target }] }) },
        };
        const inputs = { routeTableId: new Reference(`table-${name}`), destinationCidrBlock: "0.0.0.0/0", ...target };
        return [
            table,
            ...(target === undefined || isInline ? [] : [{ type: ROUTE, name: `route-${name}`, inputs }]),
            ...of.map((zone) => ({
                type: ASSOCIATION,
                name: `association-${tier}-${zone}`,
                inputs: { routeTableId: new Reference(`table-${name}`), subnetId: new Reference(subnetName(tier, zone)) },
            })),
        ];
    });
}

function targetIn({ nat, hasInternetGateway }: Blueprint, tier: string, zone: string): Inputs | undefined {
    if (tier === "public") return hasInternetGateway ? { gatewayId: new Reference("igw") } : undefined;
    if (tier === "isolated" || nat === "none") return undefined;
    return { natGatewayId: new Reference(nat === "each zone" ? `nat-${zone}` : "nat-a") };
}

/** The table that the VPC came with, by its id, or another one in its place. */
function mainTable({ mainRoute, isMainReplaced, hasInternetGateway, nat }: Blueprint): Declaration[] {
    const target =
        mainRoute === "internet gateway" && hasInternetGateway
            ? { gatewayId: new Reference("igw") }
            : mainRoute === "nat" && nat !== "none"
              ? { natGatewayId: new Reference("nat-a") }
              : undefined;
    const id = isMainReplaced ? new Reference("table-main") : new Reference("net", "mainRouteTableId");
    const replacement: Declaration[] = [
        { type: "aws:ec2/routeTable:RouteTable", name: "table-main", inputs: { vpcId: new Reference("net") } },
        {
            type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
            name: "main-association",
            inputs: { vpcId: new Reference("net"), routeTableId: new Reference("table-main") },
        },
    ];
    const inputs = { routeTableId: id, destinationCidrBlock: "0.0.0.0/0", ...target };
    return [...(isMainReplaced ? replacement : []), ...(target === undefined ? [] : [{ type: ROUTE, name: "route-main", inputs }])];
}
