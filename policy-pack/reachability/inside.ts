/** Paths that stay inside the VPC: to interface endpoints, databases, mount targets. Subnets of a VPC always have a route to each other. */
import { valueAt } from "../known";
import type { Graph, References } from "./graph";
import { AWS } from "./aws-types";
import { borderHops, groupHop, peerOf, type Client } from "./client";
import { policyAllows } from "./endpoint-policies";
import { GROUPS } from "./group-rules";
import { type InterfaceEndpoint } from "./names";
import { broken, passes, unsure, type Code, type Hop, type Path } from "./path";
import { nameOf, subnetOf, type Subnet } from "./places";
import { tableOf } from "./routes";
import { groupsAt, isDefaultGroup, type Party } from "./security-groups";
import { all, type Truth } from "./three-valued";

/** The path to a service through an interface endpoint; broken where the name does not lead there. */
export function viaEndpoint(client: Client, { node, hops }: InterfaceEndpoint, service: string): Path {
    const { graph, subnet } = client;
    const separate = graph.referring(node.urn, ["vpcEndpointId"], AWS.endpointSubnet, AWS.vpcEndpoint);
    const own = graph.references(node, ["subnetIds"], AWS.subnet);
    const added = separate.flatMap((each) => graph.references(each, ["subnetId"], AWS.subnet).keys);
    const subnets = { keys: [...own.keys, ...added], certain: own.certain };
    const groups = groupsOfEndpoint(graph, node, subnet.vpc);
    const ingress = {
        code: groups.keys.some((key) => isDefaultGroup(graph, key)) ? "ENDPOINT_DEFAULT_SG" : "ENDPOINT_SG",
        egress: "SG_EGRESS",
    } as const;
    const what = `interface endpoint ${node.name}`;
    const inside = subnets.keys.length === 0 ? [noInterface(node.urn, what)] : acrossSubnets(client, subnets, groups, what, 443, ingress);
    const guarded = inside.map((hop) =>
        hop.code === ingress.code && subnet.vpc !== undefined && ingress.code === "ENDPOINT_DEFAULT_SG"
            ? {
                  ...hop,
                  repair: {
                      kind: "endpoint-group",
                      endpoint: node.urn,
                      vpc: subnet.vpc,
                      client: client.workload.groups.keys[0] ?? "",
                  } as const,
              }
            : hop,
    );
    return { via: what, hops: [...hops, ...guarded, policyHop(client, node, service)] };
}

function noInterface(urn: string, what: string): Hop {
    return broken("ENDPOINT_MISSING", what, "has no network interface in any subnet, and still captures the name", [urn]);
}

function groupsOfEndpoint(graph: Graph, node: InterfaceEndpoint["node"], vpc: string | undefined): References {
    const separate = graph.referring(node.urn, ["vpcEndpointId"], AWS.endpointGroup, AWS.vpcEndpoint);
    const added = separate.flatMap((each) => graph.references(each, ["securityGroupId"], AWS.securityGroup).keys);
    const isReplaced = separate.some(({ properties }) => valueAt(properties, "replaceDefaultAssociation") === true);
    const own = isReplaced ? graph.references(node, ["securityGroupIds"], ...GROUPS) : groupsAt(graph, node, ["securityGroupIds"], vpc);
    return added.length === 0 ? own : { keys: [...own.keys, ...added], certain: own.certain };
}

/** Whether the endpoint's policy lets the calls through; shared with gateway endpoints. */
export function policyHop({ graph }: Client, node: InterfaceEndpoint["node"], service: string, bucket?: string): Hop {
    const verdict = policyAllows(graph, node, service, bucket);
    const at = `policy of endpoint ${node.name}`;
    if (verdict === true) return passes(at, `allows ${service}`, [node.urn]);
    const calls = bucket === undefined ? service : `${service} bucket ${bucket}`;
    if (verdict === "unknown") return unsure(at, `whether it allows ${calls} to everyone is not known`, [node.urn]);
    return broken("ENDPOINT_POLICY", at, `no statement allows ${calls}`, [node.urn], { kind: "endpoint-policy", endpoint: node.urn });
}

/** The path to something of the program, wherever it answers from. */
export function viaTarget(client: Client, name: string, subnets: References, groups: References, port: number): Path {
    const hops =
        subnets.keys.length === 0
            ? [unsure(name, "which subnets it is in is not known", [])]
            : acrossSubnets(client, subnets, groups, name, port, { code: "SG_INGRESS", egress: "SG_EGRESS" });
    return { via: "the VPC's local route", hops };
}

/** Software may be given any of the addresses, so each of them has to answer. */
function acrossSubnets(
    client: Client,
    subnets: References,
    groups: References,
    what: string,
    port: number,
    codes: { readonly code: Code; readonly egress: Code },
): Hop[] {
    const ways = subnets.keys.map((key) => toSubnet(client, subnetOf(client.graph, key), groups, what, port, codes));
    const verdicts = ways.map((hops) => all(hops.map(({ passes: truth }) => truth)));
    const worst = ways[verdicts.indexOf(false)] ?? ways[verdicts.indexOf("unknown")] ?? ways[0] ?? [];
    if (subnets.certain || verdicts.every((each) => each === verdicts[0])) return merged(ways, worst);
    return [...(ways[verdicts.indexOf(true)] ?? []), unsure(what, "which of the subnets it is in is not known", [])];
}

/** The hops of the worst way, and every broken one of the others. */
function merged(ways: readonly (readonly Hop[])[], worst: readonly Hop[]): Hop[] {
    const seen = new Set(worst.map(hopKey));
    const others = ways.flat().filter((hop) => hop.passes !== true && !seen.has(hopKey(hop)));
    return [...worst, ...new Map(others.map((hop) => [hopKey(hop), hop])).values()];
}

function hopKey({ code, at, on }: Hop): string {
    return `${code ?? ""}|${at}|${on.join()}`;
}

function toSubnet(
    client: Client,
    subnet: Subnet,
    groups: References,
    what: string,
    port: number,
    codes: { readonly code: Code; readonly egress: Code },
): Hop[] {
    const { graph, workload, party } = client;
    const target: Party = { what, block: subnet.block, isOnInternet: false, groups };
    return [
        groupHop(graph, workload.groups, "egress", target, port, { code: codes.egress, peer: peerOf(graph, target) }),
        localHop(client, subnet),
        ...borderHops(client, subnet.key, target, port),
        groupHop(graph, groups, "ingress", party, port, { code: codes.code, peer: peerOf(graph, party) }),
    ];
}

function localHop(client: Client, to: Subnet): Hop {
    const { graph, subnet } = client;
    const at = tableOf(graph, subnet.key)?.name ?? `route table of ${subnet.name}`;
    if (subnet.isIpv6Only !== false)
        return unsure(at, `${subnet.name} may have IPv6 addresses only, and whether ${to.name} has any is not decided`);
    if (subnet.vpc === undefined || to.vpc === undefined)
        return unsure(at, `whether ${subnet.name} and ${to.name} are in one VPC is not known`, []);
    if (subnet.vpc === to.vpc) return passes(at, `local -> ${to.name}`, []);
    return betweenVpcs(client, to, at);
}

/** Peering, transit gateways and VPNs need both sides to be looked at, and the other side is often not in the stack. */
function betweenVpcs({ graph, subnet }: Client, to: Subnet, at: string): Hop {
    const table = tableOf(graph, subnet.key);
    if (table === undefined || to.block === undefined) return unsure(at, `whether it has a route to ${to.name} is not known`, []);
    const block = to.block;
    const route = table.routes.find((each) => each.block !== undefined && each.block.first <= block.first && block.last <= each.block.last);
    const isPossible: Truth = route === undefined && table.isWhole ? false : "unknown";
    const other = `VPC ${nameOf(graph, to.vpc ?? "")}`;
    if (isPossible === false) return broken("NO_ROUTE", at, `no route to ${to.name} in ${other}`, [table.key]);
    return unsure(at, `${route?.destination ?? "a route"} leads to ${other}, and what happens between VPCs is not decided`, [table.key]);
}
