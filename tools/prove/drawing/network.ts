/** The network itself: which boxes there are, and the frames around them. */
import { textAt } from "../../../policy-pack/known";
import { EVERYWHERE } from "../../../policy-pack/reachability/addresses";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import type { Graph, GraphNode, References } from "../../../policy-pack/reachability/graph";
import { isInterface, serviceOf } from "../../../policy-pack/reachability/names";
import { nameOf, subnetOf } from "../../../policy-pack/reachability/places";
import { routeTo, tableOf } from "../../../policy-pack/reachability/routes";
import { fileSystemNamed, targetNamed } from "../../../policy-pack/reachability/targets";
import { compare } from "../rows";
import type { Home, Placed } from "./picture";
import { kindOf, routeRows, routesInWords, uniqueName } from "./words";

/** What listens on the network and keeps data. */
const DATABASES = [
    AWS.rdsInstance,
    AWS.rdsCluster,
    AWS.documentDbCluster,
    AWS.cacheGroup,
    AWS.cacheCluster,
    AWS.serverlessCache,
    AWS.fileSystem,
] as const;

const KEEPS_DATA: ReadonlySet<string> = new Set([...DATABASES, AWS.rdsProxy]);
const FORWARDERS: ReadonlySet<string> = new Set([AWS.natGateway, AWS.instance, AWS.networkInterface]);

/** The resources that are drawn whether or not anything goes there. */
export function landmarks(graph: Graph): readonly GraphNode[] {
    const all = graph.ofType(AWS.natGateway, AWS.vpcEndpoint, AWS.internetGateway, ...DATABASES);
    return [...all].sort((one, other) => compare(one.name, other.name));
}

/**
 * The subnets of what sends on with an address of its own: of every NAT gateway, and of NAT instances that are passed.
 *
 * @param passed keys of resources
 */
export function subnetsOfForwarders(graph: Graph, passed: ReadonlySet<string>): string[] {
    const keys = [...graph.ofType(AWS.natGateway).map(({ urn }) => urn), ...passed];
    return keys.flatMap((key) => subnetOfForwarder(graph, key) ?? []);
}

/** The subnet of a NAT gateway, an instance or an interface; undefined for everything else. */
export function subnetOfForwarder(graph: Graph, key: string): string | undefined {
    const node = graph.node(key);
    return node !== undefined && FORWARDERS.has(node.type) ? graph.reference(node, ["subnetId"], AWS.subnet) : undefined;
}

/** A resource as a box, in the frame of the smallest part of the network that holds all of it. */
export function resourcePlace(graph: Graph, key: string): Placed {
    const node = graph.node(key);
    const kind = kindOf(graph, key);
    const name = nameOf(graph, key);
    const place = { id: `${kind} ${uniqueName(graph, key)}`, marks: [] };
    if (node?.type === AWS.vpcEndpoint) return endpointPlace(graph, node);
    const role = isGateway(graph, key) ? "gateway" : KEEPS_DATA.has(node?.type ?? "") ? "store" : "server";
    const label = role === "gateway" && node?.type === AWS.instance ? "NAT instance" : kind;
    return { place: { ...place, kind: role, label: [name, label] }, homes: homesOf(graph, node) };
}

/** What routes lead to, and what is in another program. */
function isGateway(graph: Graph, key: string): boolean {
    const type = graph.node(key)?.type;
    if (type === undefined || type === AWS.natGateway || type === AWS.internetGateway) return true;
    return graph.ofType(AWS.subnet).some(({ urn }) => tableOf(graph, urn)?.routes.some(({ target }) => target === key));
}

function endpointPlace(graph: Graph, node: GraphNode): Placed {
    const service = serviceOf(node) ?? node.name;
    const zones = graph.references(node, ["subnetIds"], AWS.subnet).keys.length;
    const kind = isInterface(node) ? `interface endpoint, ${String(zones)} ${zones === 1 ? "zone" : "zones"}` : "gateway endpoint";
    const vpc = graph.reference(node, ["vpcId"], AWS.vpc);
    const home: Home = { id: `endpoints of ${uniqueName(graph, vpc ?? "")}`, kind: "group", title: ["AWS services at endpoints"] };
    return {
        place: { id: `endpoint ${uniqueName(graph, node.urn)}`, kind: "endpoint", label: [service, kind], marks: [] },
        homes: vpc === undefined ? [home] : [vpcHome(graph, vpc), home],
    };
}

function homesOf(graph: Graph, node: GraphNode | undefined): Home[] {
    if (node === undefined) return [ELSEWHERE];
    const own = subnetOfForwarder(graph, node.urn);
    if (own !== undefined) return subnetHomes(graph, own);
    const vpc = graph.reference(node, ["vpcId"], AWS.vpc);
    if (vpc !== undefined) return [vpcHome(graph, vpc)];
    const homes = commonHomes(subnetsOf(graph, node).keys.map((subnet) => subnetHomes(graph, subnet)));
    // In the tier of those that call it, it would stretch the frame under everything else that they reach.
    return KEEPS_DATA.has(node.type) ? homes : homes.slice(0, 1);
}

/** Where a resource is that has a part in each of several subnets: in their tier, or in their VPC. */
function commonHomes(all: readonly (readonly Home[])[]): Home[] {
    const [first, ...others] = all;
    if (first === undefined) return [ELSEWHERE];
    const common = first.filter(({ id }, depth) => others.every((homes) => homes[depth]?.id === id));
    return common.length === 0 ? [ELSEWHERE] : common;
}

const ELSEWHERE: Home = { id: "elsewhere", kind: "group", title: ["in a place that is not known"] };

function subnetsOf(graph: Graph, node: GraphNode): References {
    if (node.type === AWS.fileSystem) {
        const targets = fileSystemNamed(graph, node.name)?.mountTargets ?? [];
        return { keys: targets.flatMap(({ subnet }) => subnet ?? []), certain: true };
    }
    const target = targetNamed(graph, node.name);
    return typeof target === "string" || target.node !== node ? { keys: [], certain: false } : target.subnets;
}

export function vpcHome(graph: Graph, vpc: string): Home {
    const cidr = textAt(graph.node(vpc)?.properties, "cidrBlock");
    return {
        id: `VPC ${uniqueName(graph, vpc)}`,
        kind: "vpc",
        title: [`VPC ${nameOf(graph, vpc)}${cidr === undefined ? "" : `, ${cidr}`}`],
    };
}

/** VPC, tier and subnet; a subnet that no resource stands for is in no VPC. */
export function subnetHomes(graph: Graph, subnet: string | undefined): Home[] {
    if (subnet === undefined) return [ELSEWHERE];
    const { name, vpc, zone } = subnetOf(graph, subnet);
    const where = [zone, textAt(graph.node(subnet)?.properties, "cidrBlock")].filter((text) => text !== undefined).join(", ");
    const own: Home = { id: `subnet ${uniqueName(graph, subnet)}`, kind: "subnet", title: [name, ...(where === "" ? [] : [where])] };
    return vpc === undefined ? [own] : [vpcHome(graph, vpc), tierHome(graph, subnet, vpc), own];
}

function tierHome(graph: Graph, subnet: string, vpc: string): Home {
    const tier = tierOf(graph, subnet);
    return { id: `${tier} subnets of ${uniqueName(graph, vpc)}`, kind: "tier", title: [`${tier} subnets`] };
}

/** In the order of the picture. */
export const TIERS: readonly string[] = ["private", "isolated", "public"];

/** As awsx tagged it; else by the route to the internet that it has. */
export function tierOf(graph: Graph, subnet: string): string {
    const { tier } = subnetOf(graph, subnet);
    if (tier !== undefined) return tier.toLowerCase();
    const table = tableOf(graph, subnet);
    if (table === undefined) return "other";
    const route = routeTo(table, EVERYWHERE);
    if (route === undefined) return "isolated";
    return graph.node(route.target ?? "")?.type === AWS.internetGateway ? "public" : "private";
}

/** The route table of a subnet that something passes. */
export function tablePlace(graph: Graph, subnet: string): Placed {
    const id = `route table of ${uniqueName(graph, subnet)}`;
    const rows = routeRows(graph, subnet);
    return { place: { id, kind: "table", label: ["route table"], rows, marks: [] }, homes: subnetHomes(graph, subnet) };
}

/** The other subnets, one box for each tier: they are part of the network, and nothing on the way. */
export function otherSubnets(graph: Graph, passed: ReadonlySet<string>): Placed[] {
    const others = graph.ofType(AWS.subnet).filter(({ urn }) => !passed.has(urn));
    const byTier = new Map<string, { homes: Home[]; subnets: GraphNode[] }>();
    for (const node of [...others].sort((one, other) => compare(one.name, other.name))) {
        const homes = subnetHomes(graph, node.urn).slice(0, -1);
        const tier = byTier.get(homes.at(-1)?.id ?? "") ?? { homes: homes.length === 0 ? [ELSEWHERE] : homes, subnets: [] };
        byTier.set(homes.at(-1)?.id ?? "", tier);
        tier.subnets.push(node);
    }
    return [...byTier.values()].map(({ homes, subnets }) => ({
        place: {
            id: `${homes.at(-1)?.id ?? ""} that nothing passes`,
            kind: "note",
            label: [],
            rows: subnets.map(({ urn, name }) => ({
                left: [name, subnetOf(graph, urn).zone ?? ""].join(", "),
                right: `routes: ${routesInWords(graph, urn)}`,
            })),
            marks: [],
        },
        homes,
    }));
}
