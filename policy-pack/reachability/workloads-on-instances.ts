/** EC2 instances and Auto Scaling groups, and the ECS services that run on them. */
import { listAt, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { declaredNeeds, parseNeed } from "./needs";
import { subnetOf, truthOf } from "./places";
import { groupsAt } from "./security-groups";
import { all, any, type Truth } from "./three-valued";
import type { Workload } from "./workload";

type Place = Pick<Workload, "subnets" | "groups" | "hasPublicIp" | "canHavePublicIp" | "hasIpv6" | "usesDualStack">;

/** What an instance needs shows nowhere: it counts when it is declared. */
export function instanceWorkloads(graph: Graph, configured: Readonly<Record<string, string>>): Workload[] {
    return [...graph.ofType(AWS.instance), ...graph.ofType(AWS.autoScalingGroup)].flatMap((node) => {
        const needs = (declaredNeeds(graph, node, configured) ?? declaredOnLaunch(node)).map(parseNeed);
        if (needs.length === 0) return [];
        const kind = node.type === AWS.instance ? "EC2 instance" : "Auto Scaling group";
        return [{ node, kind, needs, starts: [node], ...placeOf(graph, node) }];
    });
}

/** An Auto Scaling group has its tags in a list. */
function declaredOnLaunch(node: GraphNode): string[] {
    const tags = listAt(node.properties, "tags");
    const entries = Array.isArray(tags) ? tags : [];
    const values = entries.filter((tag) => valueAt(tag, "key") === "reachability:needs").map((tag) => valueAt(tag, "value"));
    return values.filter((value) => typeof value === "string").flatMap((value) => value.split(/\s+/).filter((word) => word !== ""));
}

/** Where the instances of an ECS service are: those of its cluster's capacity providers, else the only Auto Scaling group there is. */
export function instancesOf(graph: Graph, service: GraphNode): Place[] {
    const cluster = graph.reference(service, ["cluster"], AWS.ecsCluster);
    const links = graph.ofType("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders");
    const providers = links
        .filter((link) => cluster !== undefined && graph.reference(link, ["clusterName"], AWS.ecsCluster) === cluster)
        .flatMap((link) => graph.references(link, ["capacityProviders"], AWS.capacityProvider).keys);
    const groups = providers
        .flatMap((key) => graph.node(key) ?? [])
        .flatMap((provider) => graph.references(provider, ["autoScalingGroupProvider", "autoScalingGroupArn"], AWS.autoScalingGroup).keys);
    const all = graph.ofType(AWS.autoScalingGroup);
    const found = groups.length > 0 ? groups.flatMap((key) => graph.node(key) ?? []) : all.length === 1 ? all : [];
    return found.map((group) => placeOf(graph, group));
}

function placeOf(graph: Graph, node: GraphNode): Place {
    return node.type === AWS.instance ? placeOfInstance(graph, node) : placeOfGroup(graph, node);
}

export function placeOfInstance(graph: Graph, node: GraphNode): Place {
    const subnets = graph.references(node, ["subnetId"], AWS.subnet);
    const vpc = subnets.keys.length === 1 ? subnetOf(graph, subnets.keys[0] ?? "").vpc : undefined;
    const hasElasticIp =
        graph.referring(node.urn, ["instance"], AWS.eip, AWS.instance).length > 0 ||
        graph.referring(node.urn, ["instanceId"], AWS.eipAssociation, AWS.instance).length > 0;
    const hasPublicIp = (subnet: string): Truth =>
        any([hasElasticIp, truthOf(valueAt(node.properties, "associatePublicIpAddress"), subnetOf(graph, subnet).givesPublicIp)]);
    const isGivenIpv6 = isSome(valueAt(node.properties, "ipv6AddressCount")) || isSome(valueAt(node.properties, "ipv6Addresses"));
    const hasIpv6 = ipv6In(graph, isGivenIpv6);
    const groups = groupsAt(graph, node, ["vpcSecurityGroupIds"], vpc);
    return { subnets, groups, hasPublicIp, canHavePublicIp: true, hasIpv6, usesDualStack: false };
}

/** An interface has an IPv6 address where it asks for one, or the subnet gives one to each. */
function ipv6In(graph: Graph, isGiven: boolean): Workload["hasIpv6"] {
    return (subnet) => {
        const { hasIpv6, givesIpv6 } = subnetOf(graph, subnet);
        return all([hasIpv6, any([isGiven, givesIpv6])]);
    };
}

function isSome(value: unknown): boolean {
    return (typeof value === "number" && value > 0) || (Array.isArray(value) && value.length > 0);
}

function placeOfGroup(graph: Graph, group: GraphNode): Place {
    const subnets = graph.references(group, ["vpcZoneIdentifiers"], AWS.subnet);
    const key = graph.reference(group, ["launchTemplate", "id"], AWS.launchTemplate) ?? "";
    const template =
        graph.node(key) ??
        graph.ofType(AWS.launchTemplate).find(({ urn }) => (group.propertyDependencies["launchTemplate"] ?? []).includes(urn));
    const vpc = subnets.keys.length > 0 ? subnetOf(graph, subnets.keys[0] ?? "").vpc : undefined;
    if (template === undefined) {
        const groups = { keys: [], certain: false };
        const nobodyKnows = (): Truth => "unknown";
        return { subnets, groups, hasPublicIp: nobodyKnows, canHavePublicIp: true, hasIpv6: nobodyKnows, usesDualStack: false };
    }
    const onInterface = valueAt(template.properties, "networkInterfaces", 0, "associatePublicIpAddress");
    const hasPublicIp = (subnet: string): Truth => truthOf(onInterface, subnetOf(graph, subnet).givesPublicIp);
    const ofInterface = valueAt(template.properties, "networkInterfaces", 0, "securityGroups") !== undefined;
    const path = ofInterface ? (["networkInterfaces", 0, "securityGroups"] as const) : (["vpcSecurityGroupIds"] as const);
    const hasIpv6 = ipv6In(graph, isSome(valueAt(template.properties, "networkInterfaces", 0, "ipv6AddressCount")));
    return { subnets, groups: groupsAt(graph, template, path, vpc), hasPublicIp, canHavePublicIp: true, hasIpv6, usesDualStack: false };
}
