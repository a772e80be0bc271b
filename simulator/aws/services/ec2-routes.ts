/**
 * Amazon EC2: routes.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 */
import { crc32 } from "node:zlib";
import type { Account, StoredResource } from "../account";
import { addressBlock, contains } from "../addresses";
import { blocksOf, requiredText, textOf, textsOf } from "../reading";
import type { Call, ResourceType, Service } from "../resource-type";
import type { Properties } from "../../provider/values";
import {
    ec2Refusal,
    EGRESS_ONLY_GATEWAY,
    INTERNET_GATEWAY,
    inVpc,
    NAT_GATEWAY,
    NETWORK_INTERFACE,
    PEERING_CONNECTION,
    referred,
    referredPrefixList,
    ROUTE,
    ROUTE_TABLE,
    VPC,
    VPC_ENDPOINT,
    vpcIdOf,
} from "./ec2-references";

/** Targets that the simulated AWS has, with their types; a target of any other kind cannot exist in it. */
const TARGETS: Readonly<Record<string, string>> = {
    egressOnlyGatewayId: EGRESS_ONLY_GATEWAY,
    gatewayId: INTERNET_GATEWAY,
    natGatewayId: NAT_GATEWAY,
    networkInterfaceId: NETWORK_INTERFACE,
    vpcPeeringConnectionId: PEERING_CONNECTION,
    vpcEndpointId: VPC_ENDPOINT,
};

/** What EC2 says of other targets. */
const TARGETS_NOT_FOUND: Readonly<Record<string, readonly [code: string, noun: string]>> = {
    carrierGatewayId: ["InvalidCarrierGatewayID.NotFound", "carrierGateway ID"],
    coreNetworkArn: ["InvalidCoreNetworkArn.NotFound", "core network ARN"],
    localGatewayId: ["InvalidLocalGatewayID.NotFound", "localGateway ID"],
    odbNetworkArn: ["InvalidOdbNetworkArn.NotFound", "ODB network ARN"],
    transitGatewayId: ["InvalidTransitGatewayID.NotFound", "transitGateway ID"],
};

const route: ResourceType = {
    token: ROUTE,
    create: (call) => {
        const { inputs } = call;
        const table = referred(call, "CreateRoute", ROUTE_TABLE, requiredText(inputs, "routeTableId"));
        const destination = refuseRoute(call, "CreateRoute", table, inputs, "destinationCidrBlock");
        return {
            // Terraform's id of a route: a prefix, the table, and a checksum of the destination.
            id: `r-${table.id}${crc32(destination)}`,
            computed: {
                instanceId: "",
                instanceOwnerId: "",
                networkInterfaceId: textOf(inputs, "networkInterfaceId") ?? "",
                origin: "CreateRoute",
                state: "active",
            },
        };
    },
    update: (call) => {
        const table = referred(call, "ReplaceRoute", ROUTE_TABLE, requiredText(call.inputs, "routeTableId"));
        refuseTarget(call, "ReplaceRoute", table, call.inputs);
        return { state: "active" };
    },
    // A route outlives its target and drops what it matches: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
    read: ({ account, current }) => ({ state: isBlackhole(account, current.properties) ? "blackhole" : "active" }),
};

/**
 * Refuses a route that AWS would not take into a table.
 *
 * @param ipv4Property `destinationCidrBlock` in a Route, `cidrBlock` in a route of a RouteTable
 * @returns the destination
 * @throws Refusal
 */
export function refuseRoute(call: Call, operation: string, table: StoredResource, given: Properties, ipv4Property: string): string {
    const destination = destinationOf(given, ipv4Property);
    if (textOf(given, "destinationPrefixListId") !== undefined) referredPrefixList(call, operation, destination);
    const vpc = referred(call, operation, VPC, vpcIdOf(table));
    refuseLocal(operation, vpc, destination, given);
    if (destinationsOf(call, table).includes(destination)) {
        const reason = `Route in Route Table (${table.id}) with destination (${destination}) already exists`;
        throw ec2Refusal(operation, "RouteAlreadyExists", reason);
    }
    refuseTarget(call, operation, table, given);
    return destination;
}

function destinationOf(given: Properties, ipv4Property: string): string {
    const ipv6Property = ipv4Property === "cidrBlock" ? "ipv6CidrBlock" : "destinationIpv6CidrBlock";
    return textOf(given, ipv4Property) ?? textOf(given, ipv6Property) ?? requiredText(given, "destinationPrefixListId");
}

/** Inside the VPC every packet takes the local route; only what inspects traffic may stand in its way. */
function refuseLocal(operation: string, vpc: StoredResource, destination: string, given: Properties): void {
    if (!/^[\d.]+\/\d+$/.test(destination)) return;
    if (!contains(addressBlock(requiredText(vpc.properties, "cidrBlock")), addressBlock(destination))) return;
    if (["networkInterfaceId", "vpcEndpointId", "natGatewayId"].some((target) => textOf(given, target) !== undefined)) return;
    throw ec2Refusal(
        operation,
        "InvalidParameterValue",
        `The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. ` +
            "This route can target only an interface or an instance.",
    );
}

function destinationsOf({ account }: Call, table: StoredResource): readonly string[] {
    const separate = account.list(ROUTE).filter(({ properties }) => properties["routeTableId"] === table.id);
    const gateways = inVpc(account, VPC_ENDPOINT, vpcIdOf(table)).filter(({ properties }) =>
        textsOf(properties, "routeTableIds").includes(table.id),
    );
    return [
        ...separate.map(({ properties }) => destinationOf(properties, "destinationCidrBlock")),
        ...blocksOf(table.properties, "routes").map((inline) => destinationOf(inline, "cidrBlock")),
        ...gateways.flatMap(({ properties }) => textOf(properties, "prefixListId") ?? []),
    ];
}

function refuseTarget(call: Call, operation: string, table: StoredResource, given: Properties): void {
    for (const [property, [code, noun]] of Object.entries(TARGETS_NOT_FOUND)) {
        const id = textOf(given, property);
        if (id !== undefined) throw ec2Refusal(operation, code, `The ${noun} '${id}' does not exist`);
    }
    for (const [property, type] of Object.entries(TARGETS)) {
        const id = textOf(given, property);
        if (id === undefined) continue;
        if (property === "gatewayId" && call.account.find(type, id) === undefined) {
            throw ec2Refusal(operation, "InvalidGatewayID.NotFound", `The gateway ID '${id}' does not exist`);
        }
        const { properties } = referred(call, operation, type, id);
        if (![properties["vpcId"], properties["peerVpcId"]].includes(vpcIdOf(table))) {
            const reason = `route table ${table.id} and network gateway ${id} belong to different networks`;
            throw ec2Refusal(operation, "InvalidParameterValue", reason);
        }
    }
}

function isBlackhole(account: Account, properties: Properties): boolean {
    return Object.entries(TARGETS).some(([property, type]) => {
        const id = textOf(properties, property);
        return id !== undefined && account.find(type, id) === undefined;
    });
}

export const service: Service = { name: "Amazon EC2 (routes)", resourceTypes: [route] };
