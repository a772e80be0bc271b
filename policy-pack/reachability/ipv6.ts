/**
 * Ways out over IPv6: through egress-only internet gateways and internet gateways, and through NAT gateways that translate to IPv4.
 *
 * Inside a VPC names lead to IPv4 addresses unless somebody chooses otherwise, so that IPv6 matters on the way to the internet only.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
import { AWS } from "./aws-types";
import { borderHop, groupHop, type Client } from "./client";
import { attachedHop, egressOnlyHop } from "./internet-gateways";
import { resolverHop } from "./names";
import { natHops } from "./nat";
import type { Outside } from "./destination";
import { broken, passes, pathTruth, unsure, type Hop, type Path } from "./path";
import { nameOf } from "./places";
import { publicAccessHops } from "./public-access";
import { hasUnclearRoute, ipv6Route, tableOf, type Route, type Table } from "./routes";
import type { Party } from "./security-groups";
import type { Truth } from "./three-valued";

/** What a NAT gateway translates: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
const NAT64_PREFIX = "64:ff9b::/96";

/**
 * The ways over IPv4, and over IPv6 where that is the only hope: a client that has both tries the other one when the first fails, so that
 * an open path over IPv4 is enough, and a closed one is no proof.
 */
export function withIpv6(client: Client, outside: Outside, overIpv4: readonly Path[]): readonly Path[] {
    if (overIpv4.length === 0 || !overIpv4.every((path) => pathTruth(path) === false)) return overIpv4;
    const overIpv6 = viaIpv6(client, outside);
    const truth = overIpv6 === undefined ? false : pathTruth(overIpv6);
    if (overIpv6 === undefined || truth === false) return overIpv4;
    return truth === true ? [overIpv6] : [...overIpv4, overIpv6];
}

function viaIpv6(client: Client, outside: Outside): Path | undefined {
    const { graph, subnet, workload } = client;
    const [hasAddress, isDualStack] = [workload.hasIpv6(subnet.key), hasIpv6Address(client, outside)];
    if (subnet.vpc === undefined || hasAddress === false || isDualStack === false) return undefined;
    const party = ipv6PartyOf(outside);
    const at = `DNS of ${outside.what}`;
    const table = tableOf(graph, subnet.key);
    return {
        via: "IPv6",
        hops: [
            resolverHop(graph, subnet.vpc, outside.what),
            isDualStack === true ? passes(at, "has IPv6 addresses too") : unsure(at, "whether it has an IPv6 address too is not known"),
            ...(hasAddress === true ? [] : [unsure(subnet.name, `whether ${workload.node.name} has an IPv6 address there is not known`)]),
            ...leavingHops(client, party, outside.port),
            ...(table === undefined
                ? [unsure(subnet.name, "which route table it uses is not known", [subnet.key])]
                : follow(client, table, party)),
        ],
    };
}

function follow(client: Client, table: Table, party: Party): Hop[] {
    const route = ipv6Route(table, "::/0");
    if (route === undefined) {
        if (hasUnclearRoute(table)) return [unsure(table.name, `whether it has an IPv6 route to ${party.what} is not known`, [table.key])];
        return [broken("NO_ROUTE", table.name, `no route to ${party.what}`, [table.key])];
    }
    return [...throughGateway(client, table, route)];
}

function throughGateway({ graph, subnet }: Client, table: Table, route: Route): Hop[] {
    const { target, isBlackhole } = route;
    if (target === undefined) return [unsure(table.name, "what ::/0 leads to is not known", [route.holder])];
    if (isBlackhole) return [broken("BLACKHOLE", table.name, "::/0 leads to something that was deleted", [route.holder])];
    const vpc = subnet.vpc ?? "";
    const taken = (what: string): Hop => passes(table.name, `::/0 -> ${what} ${nameOf(graph, target)}`, [route.holder, ...table.by]);
    switch (graph.node(target)?.type) {
        case AWS.egressOnlyGateway:
            return [
                taken("egress-only internet gateway"),
                egressOnlyHop(graph, target, vpc, route),
                ...publicAccessHops(graph, vpc, [subnet.key], "egress-only"),
            ];
        case AWS.internetGateway:
            return [
                taken("internet gateway"),
                attachedHop(graph, target, vpc, route),
                ...publicAccessHops(graph, vpc, [subnet.key], "direct"),
            ];
        default:
            return [unsure(table.name, `what ${nameOf(graph, target)} does with packets over IPv6 is not decided here`, [route.holder])];
    }
}

/** Out of a subnet without IPv4 addresses: to hosts that have them by a NAT gateway, which the resolver of the subnet prepares. */
export function viaNat64(client: Client, outside: Outside): Path {
    const { graph, subnet } = client;
    const table = tableOf(graph, subnet.key);
    const route = table && ipv6Route(table, NAT64_PREFIX);
    const party = ipv6PartyOf(outside);
    const dns = subnet.vpc === undefined ? [] : [resolverHop(graph, subnet.vpc, outside.what)];
    if (subnet.hasDns64 === true && table !== undefined && route?.kind === "natGatewayId") {
        const taken = passes(table.name, `${NAT64_PREFIX} -> NAT gateway ${nameOf(graph, route.target ?? "")}`, [
            route.holder,
            ...table.by,
        ]);
        const translated: Party = { what: outside.what, block: undefined, isOnInternet: true, groups: party.groups };
        const overIpv6: Client = { ...client, party: { ...client.party, block: undefined, isIpv6: true } };
        return {
            via: "a NAT gateway that translates",
            hops: [...dns, ...leavingHops(client, party, outside.port), taken, ...natHops(overIpv6, translated, outside, table, route)],
        };
    }
    const what = `has IPv6 addresses only, and no way to IPv4 addresses: enableDns64 and a route ${NAT64_PREFIX} to a NAT gateway`;
    return { via: "IPv4", hops: [...dns, broken("NO_ROUTE", `subnet ${subnet.name}`, what, [subnet.key])] };
}

function leavingHops({ graph, workload, subnet }: Client, party: Party, port: number): Hop[] {
    const egress = groupHop(graph, workload.groups, "egress", party, port, { code: "SG_EGRESS", peer: undefined });
    const border = [borderHop(graph, subnet.key, "egress", party, port), borderHop(graph, subnet.key, "ingress", party, "reply")];
    return [egress, ...border.filter((hop) => hop !== undefined)];
}

function ipv6PartyOf({ what }: Outside): Party {
    return { what: `${what} over IPv6`, block: undefined, isOnInternet: true, isIpv6: true, groups: { keys: [], certain: true } };
}

/** Services that are known to answer by a dual-stack name: https://docs.aws.amazon.com/vpc/latest/userguide/aws-ipv6-support.html */
const DUAL_STACK_SERVICES: ReadonlySet<string> = new Set(["s3", "ec2", "lambda", "logs", "secretsmanager"]);

/**
 * Whether what a client calls has an IPv6 address: dual-stack names of AWS have, its usual ones have not, and of other hosts nobody knows.
 * Source: https://docs.aws.amazon.com/general/latest/gr/rande.html#dual-stack-endpoints
 */
function hasIpv6Address({ workload }: Client, { what, service }: Outside): Truth {
    if (service !== undefined) return workload.usesDualStack ? DUAL_STACK_SERVICES.has(service) || "unknown" : false;
    if (/\.api\.aws$|\.dualstack\.[a-z0-9-]+\.amazonaws\.com$/.test(what)) return true;
    return what.endsWith(".amazonaws.com") ? false : "unknown";
}
