/**
 * Route tables: where a packet that leaves a subnet is sent.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { blockOf, contains, type Block } from "./addresses";
import { AWS } from "./aws-types";
import type { Graph, GraphNode, PropertyPath } from "./graph";
import { remembered } from "./memo";
import { nameOf, subnetOf } from "./places";

/** Kinds of target, by the property that names it; the types that may stand behind it. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
    gatewayId: [AWS.internetGateway, AWS.vpcEndpoint, "aws:ec2/vpnGateway:VpnGateway"],
    natGatewayId: [AWS.natGateway],
    networkInterfaceId: [AWS.networkInterface, AWS.instance],
    instanceId: [AWS.instance],
    vpcEndpointId: [AWS.vpcEndpoint],
    egressOnlyGatewayId: [AWS.egressOnlyGateway],
    transitGatewayId: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
    vpcPeeringConnectionId: ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"],
    carrierGatewayId: ["aws:ec2/carrierGateway:CarrierGateway"],
    localGatewayId: [],
    coreNetworkArn: [],
};

export interface Route {
    /** The resource that holds it: the route itself, or the table for an inline one. */
    readonly holder: string;
    /** As it is written: a block, or `prefix list of ...`. */
    readonly destination: string;
    readonly block: Block | undefined;
    readonly isIpv6: boolean;
    /** Key of the prefix list, or of the gateway endpoint that brings it. */
    readonly prefixList: string | undefined;
    /** The property that names the target. */
    readonly kind: string;
    /** Key of the target; undefined when it cannot be told. */
    readonly target: string | undefined;
    readonly isBlackhole: boolean;
}

export interface Table {
    readonly key: string;
    readonly name: string;
    readonly routes: readonly Route[];
    /** Whether the graph shows all of its routes. */
    readonly isWhole: boolean;
    /** The associations that give it to subnets. */
    readonly by: readonly string[];
}

/** The table of a subnet: the one associated with it, else the main one of its VPC. Undefined when it cannot be told. */
export function tableOf(graph: Graph, subnet: string): Table | undefined {
    return remembered(graph, `table of ${subnet}`, () => {
        const associations = graph.referring(subnet, ["subnetId"], AWS.association, AWS.subnet);
        const exact = associations.filter((each) => graph.references(each, ["subnetId"], AWS.subnet).certain);
        if (exact.length === 0 && associations.length > 0) return undefined;
        const [association] = exact;
        if (association !== undefined) {
            const table = graph.reference(association, ["routeTableId"], ...TABLES);
            return table === undefined ? undefined : tableAt(graph, table, [association.urn]);
        }
        const { vpc } = subnetOf(graph, subnet);
        return vpc === undefined || graph.node(subnet) === undefined ? undefined : mainTableOf(graph, vpc);
    });
}

const TABLES = [AWS.routeTable, AWS.defaultRouteTable, AWS.vpc];

/** A VPC comes with a main table that holds its local route only, unless somebody changes it. */
function mainTableOf(graph: Graph, vpc: string): Table | undefined {
    const [replaced] = graph.referring(vpc, ["vpcId"], AWS.mainAssociation, AWS.vpc);
    if (replaced !== undefined) {
        const table = graph.reference(replaced, ["routeTableId"], ...TABLES);
        return table === undefined ? undefined : tableAt(graph, table, [replaced.urn]);
    }
    const node = graph.node(vpc);
    if (node === undefined) return undefined;
    const [adopted] = [
        ...graph.referring(vpc, ["defaultRouteTableId"], AWS.defaultRouteTable, AWS.vpc),
        ...graph.ofType(AWS.defaultRouteTable).filter(({ properties }) => isMainOf(properties["defaultRouteTableId"], node)),
    ];
    return tableAt(graph, adopted?.urn ?? vpc, []);
}

function isMainOf(id: unknown, { properties }: GraphNode): boolean {
    return typeof id === "string" && [properties["mainRouteTableId"], properties["defaultRouteTableId"]].includes(id);
}

function tableAt(graph: Graph, key: string, by: readonly string[]): Table {
    const node = graph.node(key);
    const isMain = node?.type === AWS.vpc;
    const inline = node === undefined || isMain ? [] : inlineRoutes(graph, node);
    const own = graph.referring(key, ["routeTableId"], AWS.route, ...TABLES);
    const byMainId = isMain ? graph.ofType(AWS.route).filter((route) => isMainOf(route.properties["routeTableId"], node)) : [];
    return {
        key,
        name: isMain ? `main route table of ${node.name}` : `route table ${nameOf(graph, key)}`,
        routes: [...inline, ...[...own, ...byMainId].map((route) => routeOf(graph, route, [], route.properties))],
        isWhole: node !== undefined,
        by,
    };
}

/** Inline routes that a preview cannot tell are unknown as a whole, and then have dependencies. */
function inlineRoutes(graph: Graph, table: GraphNode): Route[] {
    const entries = listAt(table.properties, "routes");
    // As with rules of groups, a preview leaves out altogether what has something unknown inside.
    if (entries === UNKNOWN || entries === undefined) {
        const unclear = (table.propertyDependencies["routes"] ?? []).length > 0;
        return unclear ? [{ ...NOWHERE, holder: table.urn, destination: "routes that are not known yet", kind: "unknown" }] : [];
    }
    return entries.map((entry, i) => routeOf(graph, table, ["routes", i], entry));
}

const NOWHERE = { block: undefined, isIpv6: false, prefixList: undefined, target: undefined, isBlackhole: false } as const;

function routeOf(graph: Graph, holder: GraphNode, path: readonly (string | number)[], entry: unknown): Route {
    const inline = path.length > 0;
    const at = (name: string): PropertyPath => (inline ? ([...path, name] as unknown as PropertyPath) : [name]);
    const [cidrProperty, ipv6Property] = inline ? ["cidrBlock", "ipv6CidrBlock"] : ["destinationCidrBlock", "destinationIpv6CidrBlock"];
    const [cidr, cidrIpv6] = [textAt(entry, cidrProperty), textAt(entry, ipv6Property)];
    const prefixList = isGiven(holder, entry, PREFIX_LIST)
        ? graph.references(holder, at(PREFIX_LIST), AWS.vpcEndpoint, AWS.managedPrefixList).keys[0]
        : undefined;
    // A preview shows what the provider computes as not known: a target counts when it has a value, or came from somewhere.
    const kind = Object.keys(TARGETS).find((property) => isGiven(holder, entry, property)) ?? "unknown";
    const isLocal = textAt(entry, "gatewayId") === "local";
    const target = kind === "unknown" || isLocal ? undefined : graph.reference(holder, at(kind), ...(TARGETS[kind] ?? []));
    return {
        holder: holder.urn,
        destination:
            textAt(entry, cidrProperty) ?? textAt(entry, ipv6Property) ?? (prefixList === undefined ? "?" : `prefix list ${prefixList}`),
        block: cidr === undefined ? undefined : blockOf(cidr),
        isIpv6: cidrIpv6 !== undefined && cidrIpv6 !== "",
        prefixList,
        kind: isLocal ? "local" : kind,
        target,
        isBlackhole: textAt(entry, "state") === "blackhole",
    };
}

const PREFIX_LIST = "destinationPrefixListId";

function isGiven(holder: GraphNode, entry: unknown, property: string): boolean {
    const value = valueAt(entry, property);
    if (value === UNKNOWN) return entry === holder.properties ? (holder.propertyDependencies[property] ?? []).length > 0 : true;
    return typeof value === "string" && value !== "";
}

/** The route that a packet to a block takes: the longest prefix that contains all of it. */
export function routeTo({ routes }: Table, block: Block): Route | undefined {
    const fitting = routes.filter((route) => route.block !== undefined && contains(route.block, block));
    return fitting.sort((a, b) => size(a) - size(b))[0];
}

/** The route to exactly one IPv6 block, such as `::/0`. */
export function ipv6Route({ routes }: Table, destination: string): Route | undefined {
    return routes.find((route) => route.isIpv6 && route.destination === destination);
}

/** Whether there is a route whose destination is not known yet. */
export function hasUnclearRoute({ routes, isWhole }: Table): boolean {
    return (
        !isWhole ||
        routes.some(({ block, isIpv6, prefixList, kind }) => block === undefined && !isIpv6 && prefixList === undefined && kind !== "local")
    );
}

function size({ block }: Route): number {
    return block === undefined ? Infinity : block.last - block.first;
}
