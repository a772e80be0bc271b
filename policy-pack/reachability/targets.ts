/** What needs name in the program: databases, caches, file systems, services; where they are and who guards them. */
import { textAt, valueAt } from "../known";
import { AWS } from "./aws-types";
import { unique, type Graph, type GraphNode, type PropertyPath, type References } from "./graph";
import { subnetOf } from "./places";
import { groupsAt } from "./security-groups";

export interface Target {
    readonly node: GraphNode;
    /** It may answer from each of them, for example after a failover. */
    readonly subnets: References;
    readonly groups: References;
}

interface Kind {
    readonly groups: PropertyPath;
    readonly subnets: PropertyPath;
    /** Type of the subnet group between, which holds the subnets in `subnetIds`. */
    readonly through?: string;
}

const THROUGH_RDS = { groups: ["vpcSecurityGroupIds"], subnets: ["dbSubnetGroupName"], through: AWS.rdsSubnetGroup } as const;
const THROUGH_CACHE = { groups: ["securityGroupIds"], subnets: ["subnetGroupName"], through: AWS.cacheSubnetGroup } as const;

const KINDS: Readonly<Record<string, Kind>> = {
    [AWS.rdsInstance]: THROUGH_RDS,
    [AWS.rdsCluster]: THROUGH_RDS,
    [AWS.rdsProxy]: { groups: ["vpcSecurityGroupIds"], subnets: ["vpcSubnetIds"] },
    [AWS.documentDbCluster]: { ...THROUGH_RDS, through: AWS.documentDbSubnetGroup },
    [AWS.cacheGroup]: THROUGH_CACHE,
    [AWS.cacheCluster]: { ...THROUGH_CACHE, groups: ["securityGroupIds"] },
    [AWS.serverlessCache]: { groups: ["securityGroupIds"], subnets: ["subnetIds"] },
    [AWS.ecsService]: { groups: ["networkConfiguration", "securityGroups"], subnets: ["networkConfiguration", "subnets"] },
    [AWS.loadBalancer]: { groups: ["securityGroups"], subnets: ["subnets"] },
    [AWS.albLoadBalancer]: { groups: ["securityGroups"], subnets: ["subnets"] },
    [AWS.instance]: { groups: ["vpcSecurityGroupIds"], subnets: ["subnetId"] },
};

/** The one resource of a name that listens on the network; `several` when the name is not unique among them. */
export function targetNamed(graph: Graph, name: string): Target | "none" | "several" {
    const found = graph.named(name).filter(({ type }) => type in KINDS);
    const [node] = found;
    const kind = node && KINDS[node.type];
    if (node === undefined || kind === undefined) return "none";
    if (found.length > 1) return "several";
    const subnets =
        kind.through === undefined
            ? graph.references(node, kind.subnets, AWS.subnet)
            : throughGroup(graph, node, kind.subnets, kind.through);
    return { node, subnets, groups: groupsAt(graph, node, kind.groups, vpcOfAll(graph, subnets)) };
}

function throughGroup(graph: Graph, node: GraphNode, path: PropertyPath, type: string): References {
    const name = textAt(node.properties, ...path);
    const named = graph.ofType(type).find(({ properties, id }) => name !== undefined && (id === name || properties["name"] === name));
    const group = named ?? graph.node(graph.reference(node, path, type) ?? "");
    return group === undefined ? { keys: [], certain: false } : graph.references(group, ["subnetIds"], AWS.subnet);
}

function vpcOfAll(graph: Graph, subnets: References): string | undefined {
    const vpcs = unique(subnets.keys.map((key) => subnetOf(graph, key).vpc));
    return vpcs.length === 1 ? vpcs[0] : undefined;
}

/** A file system of the program and its mount targets. */
export interface FileSystem {
    readonly node: GraphNode;
    readonly mountTargets: readonly { readonly node: GraphNode; readonly subnet: string | undefined; readonly groups: References }[];
}

export function fileSystemNamed(graph: Graph, name: string): FileSystem | undefined {
    const [node] = graph.named(name).filter(({ type }) => type === AWS.fileSystem);
    const found = node ?? graph.ofType(AWS.fileSystem).find(({ id, properties }) => id === name || valueAt(properties, "id") === name);
    if (found === undefined) return undefined;
    const mountTargets = graph.referring(found.urn, ["fileSystemId"], AWS.mountTarget, AWS.fileSystem).map((target) => {
        const subnet = graph.reference(target, ["subnetId"], AWS.subnet);
        return {
            node: target,
            subnet,
            groups: groupsAt(graph, target, ["securityGroups"], subnet === undefined ? undefined : subnetOf(graph, subnet).vpc),
        };
    });
    return { node: found, mountTargets };
}
