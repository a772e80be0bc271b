/**
 * Route tables: where a packet that leaves a subnet is sent.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import type { StoredResource } from "../aws/account";
import { addressBlock, contains, type Block } from "../aws/addresses";
import { blocksOf, requiredText, textOf, textsOf } from "../aws/reading";
import { ROUTE, ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION, VPC_ENDPOINT } from "../aws/services/ec2-references";
import { prefixListsOf } from "../aws/services/ec2-regions";
import type { Properties } from "../provider/values";
import type { Party, Place } from "./place";

/** Properties that name a route's target; which one it is says what kind of target it has. */
const TARGETS = [
    "gatewayId",
    "natGatewayId",
    "vpcEndpointId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcPeeringConnectionId",
    "egressOnlyGatewayId",
    "carrierGatewayId",
    "localGatewayId",
    "coreNetworkArn",
] as const;

type TargetProperty = (typeof TARGETS)[number];

export interface Route {
    /** As the table writes it: a block or a prefix list's id. */
    readonly destination: string;
    /** `local` for the route that connects all subnets of the VPC. */
    readonly target: { readonly kind: TargetProperty | "local"; readonly id: string };
}

interface Candidate extends Route {
    readonly prefixLength: number;
}

/**
 * The table of a subnet: the one that is associated with it, else the main one of its VPC.
 *
 * @returns the id; empty when the account does not have one
 */
export function routeTableOf({ account, subnet, vpc }: Place): string {
    const association = account.list(ROUTE_TABLE_ASSOCIATION).find(({ properties }) => properties["subnetId"] === subnet.id);
    return textOf(association?.properties ?? {}, "routeTableId") ?? textOf(vpc.properties, "mainRouteTableId") ?? "";
}

/** The route with the longest prefix that fits the receiver, or undefined when none fits. */
export function routeTo(place: Place, receiver: Party): Route | undefined {
    const tableId = routeTableOf(place);
    const fitting = [
        ...localRoutes(place, receiver.block),
        ...writtenRoutes(place, tableId).flatMap((route) => fit(place, route, receiver)),
        ...gatewayEndpointRoutes(place, tableId, receiver),
    ];
    return fitting.sort((a, b) => b.prefixLength - a.prefixLength)[0];
}

function localRoutes({ account, vpc }: Place, block: Block): readonly Candidate[] {
    const more = account
        .list("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
        .filter(({ properties }) => properties["vpcId"] === vpc.id)
        .map(({ properties }) => requiredText(properties, "cidrBlock"));
    return [requiredText(vpc.properties, "cidrBlock"), ...more]
        .filter((cidr) => contains(addressBlock(cidr), block))
        .map((cidr) => ({ destination: cidr, prefixLength: addressBlock(cidr).prefixLength, target: { kind: "local", id: "local" } }));
}

/** Routes of their own and those inside the table, in one form. */
function writtenRoutes({ account }: Place, tableId: string): readonly Properties[] {
    const table: StoredResource | undefined = account.find(ROUTE_TABLE, tableId);
    const inline = blocksOf(table?.properties ?? {}, "routes").map((route): Properties => {
        return { ...route, destinationCidrBlock: route["cidrBlock"] };
    });
    const separate = account.list(ROUTE).filter(({ properties }) => properties["routeTableId"] === tableId);
    return [...inline, ...separate.map(({ properties }) => properties)];
}

function fit({ subnet }: Place, route: Properties, receiver: Party): readonly Candidate[] {
    const kind = TARGETS.find((property) => textOf(route, property) !== undefined);
    if (kind === undefined) return [];
    const target = { kind, id: requiredText(route, kind) };
    const cidr = textOf(route, "destinationCidrBlock");
    if (cidr !== undefined) {
        const block = addressBlock(cidr);
        return contains(block, receiver.block) ? [{ destination: cidr, prefixLength: block.prefixLength, target }] : [];
    }
    const list = textOf(route, "destinationPrefixListId");
    return list !== undefined && list === receiver.prefixListId ? [prefixListRoute(subnet.region, list, receiver, target)] : [];
}

/** AWS writes the route to a gateway endpoint into its tables itself; it is in no list of routes. */
function gatewayEndpointRoutes({ account, subnet, vpc }: Place, tableId: string, receiver: Party): readonly Candidate[] {
    const { prefixListId } = receiver;
    if (prefixListId === undefined) return [];
    const list = prefixListsOf(subnet.region).find(({ id }) => id === prefixListId);
    return account
        .list(VPC_ENDPOINT)
        .filter(({ properties }) => properties["vpcId"] === vpc.id && (textOf(properties, "vpcEndpointType") ?? "Gateway") === "Gateway")
        .filter(
            (endpoint) =>
                endpoint.properties["serviceName"] === list?.name && textsOf(endpoint.properties, "routeTableIds").includes(tableId),
        )
        .map(({ id }) => prefixListRoute(subnet.region, prefixListId, receiver, { kind: "vpcEndpointId", id }));
}

/** A prefix list is as specific as the block of it that holds the address. */
function prefixListRoute(region: string, listId: string, receiver: Party, target: Route["target"]): Candidate {
    const blocks =
        prefixListsOf(region)
            .find(({ id }) => id === listId)
            ?.cidrBlocks.map(addressBlock) ?? [];
    const prefixLength = blocks.find((block) => contains(block, receiver.block))?.prefixLength ?? 0;
    return { destination: listId, prefixLength, target };
}
