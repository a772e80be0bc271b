/**
 * NAT gateways: they send on with their own public address, so that they need a way to the internet themselves.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
 */
import { textAt, UNKNOWN, valueAt } from "../known";
import { EVERYWHERE } from "./addresses";
import { AWS } from "./aws-types";
import { borderHop, type Client } from "./client";
import { isIn } from "./gateway-endpoints";
import type { GraphNode } from "./graph";
import { policyHop } from "./inside";
import { attachedHop } from "./internet-gateways";
import { gatewayEndpoints } from "./names";
import { broken, passes, unsure, type Hop } from "./path";
import { nameOf } from "./places";
import { publicAccessHops } from "./public-access";
import { hasUnclearRoute, routeTo, tableOf, type Route, type Table } from "./routes";
import type { Party } from "./security-groups";

/** What is called through the gateway. */
export interface Call {
    readonly port: number;
    /** The S3 bucket, where it is known. */
    readonly bucket?: string | undefined;
}

/** What happens to a packet that a route sends to a NAT gateway. */
export function natHops(client: Client, outside: Party, call: Call, table: Table, route: Route): Hop[] {
    const { graph } = client;
    const node = route.target === undefined ? undefined : graph.node(route.target);
    if (node === undefined)
        return [unsure("NAT gateway", `${nameOf(graph, route.target ?? "the target")} is not among the resources`, [table.key])];
    const at = `NAT gateway ${node.name}`;
    if (textAt(node.properties, "connectivityType") === "private") {
        return [
            broken("NAT_NOT_PUBLIC", at, "is private, and the internet gateway drops what comes from it", [node.urn], {
                kind: "nat-public",
                nat: node.urn,
            }),
        ];
    }
    if (textAt(node.properties, "availabilityMode") === "regional") return regionalHops(client, node, at);
    const subnet = graph.reference(node, ["subnetId"], AWS.subnet);
    if (subnet === undefined) return [unsure(at, "which subnet it is in is not known", [node.urn])];
    return [addressHop(node, at), ...beyond(client, outside, call, { node, at, subnet })];
}

/** What sends on with an address of its own, and where it is. */
export interface Translator {
    readonly node: GraphNode;
    readonly at: string;
    readonly subnet: string;
}

/** The way from a NAT gateway or a NAT instance to the outside, and over the borders of its subnet. */
export function beyond(client: Client, outside: Party, { port, bucket }: Call, translator: Translator): Hop[] {
    return [
        ...(viaOwnGateway(client, translator.subnet, outside, bucket) ?? ownRouteHops(client, translator)),
        ...borders(client, translator.subnet, outside, port),
    ];
}

/** A regional one needs no public subnet, only an internet gateway in the VPC. */
function regionalHops({ graph, subnet }: Client, node: GraphNode, at: string): Hop[] {
    const attached = graph.ofType(AWS.internetGateway).filter((gateway) => graph.reference(gateway, ["vpcId"], AWS.vpc) === subnet.vpc);
    if (attached.length > 0) {
        const taken = passes(at, "is regional, and sends on to the internet gateway", [node.urn]);
        return [taken, ...publicAccessHops(graph, subnet.vpc ?? "", [subnet.key], "egress-only")];
    }
    return [broken("NAT_NOT_PUBLIC", at, "is regional, and its VPC has no internet gateway", [node.urn])];
}

function addressHop(node: GraphNode, at: string): Hop {
    const allocation = valueAt(node.properties, "allocationId");
    const isGiven =
        allocation === UNKNOWN
            ? (node.propertyDependencies["allocationId"] ?? []).length > 0
            : typeof allocation === "string" && allocation !== "";
    const publicIp = textAt(node.properties, "publicIp");
    if (isGiven || (publicIp !== undefined && publicIp !== "")) return passes(at, "has a public address", [node.urn]);
    return broken("NAT_NOT_PUBLIC", at, "has no Elastic IP address", [node.urn], { kind: "nat-public", nat: node.urn });
}

/** The way through a gateway endpoint, if one has a route in the table of the NAT gateway's own subnet: the longest prefix wins there too. */
function viaOwnGateway(client: Client, subnet: string, { prefixListOf }: Party, bucket: string | undefined): Hop[] | undefined {
    const { graph } = client;
    const { vpc } = client.subnet;
    const table = tableOf(graph, subnet);
    if (table === undefined || vpc === undefined || prefixListOf === undefined) return undefined;
    const endpoint = gatewayEndpoints(graph, vpc, prefixListOf).find((each) => isIn(graph, each, table) === true);
    if (endpoint === undefined) return undefined;
    const taken = passes(table.name, `prefix list of ${prefixListOf} -> gateway endpoint ${endpoint.name}`, [endpoint.urn, ...table.by]);
    return [taken, policyHop(client, endpoint, prefixListOf, bucket)];
}

function ownRouteHops({ graph, subnet: { vpc, key } }: Client, { node, at, subnet }: Translator): Hop[] {
    const table = tableOf(graph, subnet);
    if (table === undefined) return [unsure(at, `which route table ${nameOf(graph, subnet)} uses is not known`, [subnet])];
    const route = routeTo(table, EVERYWHERE);
    if (route === undefined && hasUnclearRoute(table))
        return [unsure(table.name, "whether it has a route to an internet gateway is not known", [table.key])];
    if (route !== undefined && route.target === undefined) {
        return [unsure(table.name, `what ${route.destination} leads to is not known`, [route.holder])];
    }
    const target = route?.target ?? "";
    const isGateway = route !== undefined && (graph.node(target)?.type === AWS.internetGateway || target.startsWith("igw-"));
    if (!isGateway || route.isBlackhole) {
        const hint =
            vpc === undefined || node.type !== AWS.natGateway
                ? undefined
                : ({ kind: "nat-route", nat: node.urn, table: table.key, vpc, ...(route && { route: route.holder }) } as const);
        const where = `is in ${nameOf(graph, subnet)}, and ${table.name} there has no route 0.0.0.0/0 to an internet gateway`;
        return [broken("NAT_NOT_PUBLIC", at, where, [table.key, node.urn], hint)];
    }
    return [
        passes(table.name, `0.0.0.0/0 -> internet gateway ${nameOf(graph, target)}`, [route.holder, node.urn, ...table.by]),
        attachedHop(graph, target, vpc, route),
        ...publicAccessHops(graph, vpc ?? "", [...new Set([key, subnet])], "egress-only"),
    ];
}

/** The packet crosses the border of the gateway's subnet four times: in, out, and both again for the reply. */
function borders(client: Client, subnet: string, outside: Party, port: number): Hop[] {
    const { graph, party } = client;
    const isNeighbour = client.subnet.key === subnet;
    return [
        isNeighbour ? undefined : borderHop(graph, subnet, "ingress", party, port),
        borderHop(graph, subnet, "egress", outside, port),
        borderHop(graph, subnet, "ingress", outside, "reply"),
        isNeighbour ? undefined : borderHop(graph, subnet, "egress", party, "reply"),
    ].filter((hop) => hop !== undefined);
}
