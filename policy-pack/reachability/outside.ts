/**
 * Paths that leave the subnet by its route table: through NAT gateways and internet gateways, and to gateway endpoints.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
import { EVERYWHERE } from "./addresses";
import { AWS } from "./aws-types";
import { borderHop, groupHop, type Client } from "./client";
import { isIn } from "./gateway-endpoints";
import type { Outside } from "./destination";
import type { GraphNode } from "./graph";
import { policyHop } from "./inside";
import { gatewayEndpoints, resolverHop } from "./names";
import { viaNat64, withIpv6 } from "./ipv6";
import { natHops } from "./nat";
import { natInstanceHops } from "./nat-instances";
import { broken, passes, unsure, type Hop, type Path } from "./path";
import { nameOf } from "./places";
import { internetGatewayHop } from "./internet-gateways";
import { hasUnclearRoute, routeTo, tableOf, type Route, type Table } from "./routes";
import type { Party } from "./security-groups";

/** The ways that packets to the outside may take: one, or several where a preview cannot tell. */
export function waysOut(client: Client, outside: Outside): readonly Path[] {
    const isIpv6Only = client.subnet.isIpv6Only === true;
    return withIpv6(client, outside, isIpv6Only ? [viaNat64(client, outside)] : waysOverIpv4(client, outside));
}

function waysOverIpv4(client: Client, outside: Outside): Path[] {
    const table = tableOf(client.graph, client.subnet.key);
    const { prefixListOf } = outside;
    if (prefixListOf !== undefined && client.subnet.vpc !== undefined) {
        const endpoints = gatewayEndpoints(client.graph, client.subnet.vpc, prefixListOf);
        const inTable = endpoints.map((node) => ({
            node,
            truth: table === undefined ? ("unknown" as const) : isIn(client.graph, node, table),
        }));
        const sure = inTable.find(({ truth }) => truth === true);
        if (sure !== undefined) return [viaGateway(client, sure.node, outside, table)];
        const unclear = inTable.find(({ truth }) => truth === "unknown");
        if (unclear !== undefined) return [viaGateway(client, unclear.node, outside, table), viaDefaultRoute(client, outside, table)];
    }
    return [viaDefaultRoute(client, outside, table)];
}

function viaGateway(client: Client, endpoint: GraphNode, outside: Outside, table: Table | undefined): Path {
    const party = partyOf(outside);
    const at = table?.name ?? `route table of ${client.subnet.name}`;
    return {
        via: `gateway endpoint ${endpoint.name}`,
        isThroughGatewayEndpoint: true,
        hops: [
            ...dns(client, outside),
            egress(client, outside, endpoint),
            ...border(client, party, outside.port),
            passes(at, `prefix list of ${outside.what} -> gateway endpoint ${endpoint.name}`, [endpoint.urn, ...(table?.by ?? [])]),
            policyHop(client, endpoint, outside.prefixListOf ?? "", outside.bucket),
        ],
    };
}

function viaDefaultRoute(client: Client, outside: Outside, table: Table | undefined): Path {
    const party = partyOf(outside);
    const walked = table === undefined ? lostTable(client) : follow(client, outside, table);
    return {
        via: walked.via,
        hops: [...dns(client, outside), egress(client, outside), ...border(client, party, outside.port), ...walked.hops],
    };
}

function lostTable({ subnet }: Client): Path {
    return { via: "an unknown route", hops: [unsure(`subnet ${subnet.name}`, "which route table it uses is not known", [subnet.key])] };
}

function follow(client: Client, outside: Outside, table: Table): Path {
    const route = routeTo(table, EVERYWHERE);
    if (route === undefined) {
        const halves = table.routes.filter(({ block }) => block !== undefined && block.last - block.first >= 2 ** 31 - 1);
        if (hasUnclearRoute(table) || halves.length > 1)
            return {
                via: "an unknown route",
                hops: [unsure(table.name, `whether it has a route to ${outside.what} is not known`, [table.key])],
            };
        const hint = client.subnet.vpc === undefined ? undefined : ({ kind: "nat", vpc: client.subnet.vpc, table: table.key } as const);
        return { via: "the internet", hops: [broken("NO_ROUTE", table.name, `no route to ${outside.what}`, [table.key], hint)] };
    }
    const taken = passes(table.name, `${route.destination} -> ${targetName(client, route)}`, [route.holder, ...table.by]);
    if (route.isBlackhole) return { via: "the internet", hops: [blackhole(client, table, route)] };
    return { via: targetName(client, route), hops: [taken, ...throughTarget(client, outside, table, route)] };
}

function blackhole(client: Client, table: Table, route: Route): Hop {
    const hint =
        client.subnet.vpc === undefined
            ? undefined
            : ({ kind: "nat", vpc: client.subnet.vpc, table: table.key, route: route.holder } as const);
    return broken(
        "BLACKHOLE",
        table.name,
        `${route.destination} -> ${targetName(client, route)} leads to something that was deleted`,
        [route.holder],
        hint,
    );
}

function throughTarget(client: Client, outside: Outside, table: Table, route: Route): Hop[] {
    const target = route.target === undefined ? undefined : client.graph.node(route.target);
    if (route.kind === "natGatewayId") return natHops(client, partyOf(outside), outside, table, route);
    if (target?.type === AWS.internetGateway || (route.kind === "gatewayId" && route.target?.startsWith("igw-") === true)) {
        return internetGatewayHop(client, table, route);
    }
    const where = targetName(client, route);
    const forwarded = natInstanceHops(client, partyOf(outside), outside, table, route);
    if (forwarded !== undefined) return forwarded;
    return [unsure(where, `what ${where} does with packets to ${outside.what} is not decided here`, [route.holder])];
}

function targetName({ graph }: Client, { kind, target }: Route): string {
    const words = KIND_WORDS[kind] ?? "a target that is not known yet";
    return target === undefined ? words : `${words} ${nameOf(graph, target)}`;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
    gatewayId: "internet gateway",
    natGatewayId: "NAT gateway",
    networkInterfaceId: "network interface",
    instanceId: "instance",
    vpcEndpointId: "endpoint",
    egressOnlyGatewayId: "egress-only internet gateway",
    transitGatewayId: "transit gateway",
    vpcPeeringConnectionId: "VPC peering connection",
    carrierGatewayId: "carrier gateway",
    localGatewayId: "local gateway",
    coreNetworkArn: "core network",
};

export function partyOf({ what, prefixListOf }: Outside): Party {
    const groups = { keys: [], certain: true };
    return { what, block: undefined, isOnInternet: true, groups, ...(prefixListOf !== undefined && { prefixListOf }) };
}

function egress(client: Client, outside: Outside, endpoint?: GraphNode): Hop {
    const { graph, workload } = client;
    const party = partyOf(outside);
    const peer = endpoint === undefined ? { cidr: "0.0.0.0/0" } : { prefixListOf: endpoint.urn };
    return groupHop(graph, workload.groups, "egress", party, outside.port, {
        code: endpoint === undefined ? "SG_EGRESS" : "S3_PREFIX_EGRESS",
        peer,
    });
}

function border({ graph, subnet }: Client, party: Party, port: number): Hop[] {
    return [borderHop(graph, subnet.key, "egress", party, port), borderHop(graph, subnet.key, "ingress", party, "reply")].filter(
        (hop) => hop !== undefined,
    );
}

function dns({ graph, subnet }: Client, { what }: Outside): Hop[] {
    return subnet.vpc === undefined
        ? [unsure(`subnet ${subnet.name}`, "which VPC it is in is not known", [])]
        : [resolverHop(graph, subnet.vpc, what)];
}
