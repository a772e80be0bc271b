/** The words of a picture: short, and cut into lines. */
import { AWS } from "../../../policy-pack/reachability/aws-types";
import type { Graph } from "../../../policy-pack/reachability/graph";
import { gatewayEndpoints, GATEWAY_SERVICES } from "../../../policy-pack/reachability/names";
import { isIn } from "../../../policy-pack/reachability/gateway-endpoints";
import { nameOf, subnetOf } from "../../../policy-pack/reachability/places";
import { tableOf, type Route, type Table } from "../../../policy-pack/reachability/routes";
import { compare } from "../rows";

const KINDS: Readonly<Record<string, string>> = {
    [AWS.natGateway]: "NAT gateway",
    [AWS.internetGateway]: "internet gateway",
    [AWS.vpcEndpoint]: "endpoint",
    [AWS.instance]: "EC2 instance",
    [AWS.rdsInstance]: "RDS instance",
    [AWS.rdsCluster]: "Aurora cluster",
    [AWS.rdsProxy]: "RDS Proxy",
    [AWS.documentDbCluster]: "DocumentDB cluster",
    [AWS.cacheGroup]: "ElastiCache group",
    [AWS.cacheCluster]: "ElastiCache cluster",
    [AWS.serverlessCache]: "ElastiCache Serverless",
    [AWS.fileSystem]: "EFS file system",
    [AWS.ecsService]: "ECS service",
    [AWS.loadBalancer]: "load balancer",
    [AWS.albLoadBalancer]: "load balancer",
};

/** What a resource is, for people; the end of its type where there is no better word. */
export function kindOf(graph: Graph, key: string): string {
    const type = graph.node(key)?.type;
    if (type === undefined) return key.startsWith("igw-") ? "internet gateway" : "resource";
    return KINDS[type] ?? type.split(":").at(-1) ?? type;
}

/** A name that no other resource of the type has: components may give one name to a child each. */
export function uniqueName(graph: Graph, key: string): string {
    const node = graph.node(key);
    if (node === undefined) return key;
    const namesakes = graph.named(node.name).filter(({ type }) => type === node.type);
    const urns = namesakes.map(({ urn }) => urn).sort(compare);
    return urns.length < 2 ? node.name : `${node.name} (${String(urns.indexOf(node.urn) + 1)})`;
}

/** Lines of at most so many characters, where words allow it. */
export function wrapped(text: string, width: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(" ")) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
    }
    return lines;
}

/** A route of a table. */
export interface RouteRow {
    readonly left: string;
    readonly right: string;
    /** Where lines start that take it. */
    readonly port: string;
    /** Key of what it leads to; undefined for what is not known, and for the local route. */
    readonly target: string | undefined;
}

/** Port of the row that says that subnets of a VPC reach each other. */
export const LOCAL = "local";

/** The routes of a subnet in words. */
export function routeRows(graph: Graph, subnet: string): RouteRow[] {
    const table = tableOf(graph, subnet);
    if (table === undefined) return [{ left: "which route table", right: "is not known", port: LOCAL, target: undefined }];
    const endpoints = gatewaysOf(graph, subnet, table).map(({ service, key }) => ({
        left: service,
        right: "gateway endpoint",
        target: key,
    }));
    const routes = table.routes.map((route) => ({ left: route.destination, right: targetOf(graph, route), target: route.target }));
    const rows = [...endpoints, ...routes.sort((one, other) => compare(one.left, other.left))];
    return [
        { left: "VPC", right: "local", port: LOCAL, target: undefined },
        ...rows.filter(({ right }) => right !== "local").map((row, i) => ({ ...row, port: `route${String(i + 1)}` })),
    ];
}

function gatewaysOf(graph: Graph, subnet: string, table: Table): { service: string; key: string }[] {
    const { vpc } = subnetOf(graph, subnet);
    if (vpc === undefined) return [];
    return [...GATEWAY_SERVICES].flatMap((service) =>
        gatewayEndpoints(graph, vpc, service)
            .filter((node) => isIn(graph, node, table) === true)
            .map(({ urn }) => ({ service, key: urn })),
    );
}

/** @example "NAT gateway network-1" */
function targetOf(graph: Graph, { kind, target, isBlackhole }: Route): string {
    const gone = isBlackhole ? " (deleted)" : "";
    if (kind === "local") return "local";
    if (target !== undefined) return `${kindOf(graph, target)} ${nameOf(graph, target)}${gone}`;
    if (kind === "unknown") return "not known yet";
    // The property names the kind of target: transitGatewayId.
    return `${kind.replace(/(Id|Arn)$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}${gone}`;
}

/** Routes in one line, for a subnet that nothing passes. */
export function routesInWords(graph: Graph, subnet: string): string {
    const rows = routeRows(graph, subnet).filter(({ port }) => port !== LOCAL);
    return rows.length === 0 ? "local only" : rows.map(({ left, right }) => `${left} to ${right}`).join(", ");
}
