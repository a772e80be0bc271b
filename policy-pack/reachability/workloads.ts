/** What runs in subnets and opens connections: functions, tasks, instances, builds, database proxies. */
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { AWS } from "./aws-types";
import { unique, type Graph, type GraphNode, type PropertyPath } from "./graph";
import { declaredNeeds, imageNeed, parseNeed, type Need } from "./needs";
import { everyContainer, needsOfTask } from "./needs-of-ecs";
import { needsOfFunction } from "./needs-of-lambda";
import { subnetOf, truthOf } from "./places";
import { groupsAt } from "./security-groups";
import { all, type Truth } from "./three-valued";
import type { Workload } from "./workload";
import { instancesOf, instanceWorkloads } from "./workloads-on-instances";

/** @param configured needs by the name of the workload */
export function workloadsOf(graph: Graph, configured: Readonly<Record<string, string>>): Workload[] {
    return [
        ...graph.ofType(AWS.function).flatMap((node) => functionWorkload(graph, node, configured)),
        ...graph.ofType(AWS.ecsService).flatMap((node) => serviceWorkloads(graph, node, configured)),
        ...instanceWorkloads(graph, configured),
        ...graph.ofType(AWS.codeBuildProject).flatMap((node) => buildWorkload(graph, node, configured)),
        ...graph.ofType(AWS.rdsProxy).flatMap((node) => proxyWorkload(graph, node, configured)),
    ];
}

const NEVER = (): Truth => false;

function functionWorkload(graph: Graph, node: GraphNode, configured: Readonly<Record<string, string>>): Workload[] {
    if (isAbsent(valueAt(node.properties, "vpcConfig", "subnetIds"), node, "vpcConfig")) return [];
    const needs = [...(declaredNeeds(graph, node, configured) ?? []), ...needsOfFunction(graph, node)];
    const place = placed(graph, node, ["vpcConfig", "subnetIds"], ["vpcConfig", "securityGroupIds"]);
    const starts = graph.referring(node.urn, ["functionName"], AWS.invocation, AWS.function);
    const isAllowed = valueAt(node.properties, "vpcConfig", "ipv6AllowedForDualStack") === true;
    const address = { ...UNADDRESSED, hasIpv6: isAllowed ? inSubnet(graph) : NEVER };
    const usesDualStack = isSetIn(valueAt(node.properties, "environment", "variables"));
    return [{ node, kind: "Lambda function", needs: parsed(needs), ...place, ...address, usesDualStack, starts }];
}

/** What has neither a public address nor, as far as it is known, a dual-stack name to call. */
const UNADDRESSED = { hasPublicIp: NEVER, canHavePublicIp: false, usesDualStack: false } as const;

/** Tasks have an IPv6 address wherever their subnet has: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html */
function inSubnet(graph: Graph): Workload["hasIpv6"] {
    return (subnet) => subnetOf(graph, subnet).hasIpv6;
}

/** Whether a dual-stack subnet gives it an IPv6 address is not documented. */
function perhaps(graph: Graph): Workload["hasIpv6"] {
    return (subnet) => all([subnetOf(graph, subnet).hasIpv6, "unknown"]);
}

function isSetIn(variables: unknown): boolean {
    return textAt(variables, "AWS_USE_DUALSTACK_ENDPOINT")?.toLowerCase() === "true";
}

function serviceWorkloads(graph: Graph, node: GraphNode, configured: Readonly<Record<string, string>>): Workload[] {
    const isFargate = runsOnFargate(graph, node);
    const declared = declaredNeeds(graph, node, configured);
    const { ofAgent, ofTask, unclear } = needsOfTask(graph, node);
    const doubt = unclear !== undefined && declared === undefined ? { unclear } : {};
    const hasInterface = valueAt(node.properties, "networkConfiguration") !== undefined;
    const place = placed(graph, node, ["networkConfiguration", "subnets"], ["networkConfiguration", "securityGroups"]);
    const usesDualStack = everyContainer(graph, node, isSetInContainer);
    const task = { node, starts: [node], ...place, hasIpv6: inSubnet(graph), usesDualStack };
    if (isFargate) {
        const assigned = valueAt(node.properties, "networkConfiguration", "assignPublicIp");
        const hasPublicIp = (): Truth => (assigned === UNKNOWN ? "unknown" : truthOf(assigned, false));
        const needs = parsed([...(declared ?? []), ...ofAgent, ...ofTask]);
        return [{ ...task, kind: "ECS service on Fargate", needs, ...doubt, hasPublicIp, canHavePublicIp: true }];
    }
    const instances = instancesOf(graph, node);
    const isAgents = (need: Need): boolean =>
        need.kind === "image" || (need.kind === "service" && ["logs", "secretsmanager", "ssm"].includes(need.service));
    const all = parsed([...(declared ?? []), ...ofAgent, ...ofTask]);
    const agent = [...all.filter(isAgents), ...parsed(["service:ecs", "service:ecs-agent", "service:ecs-telemetry"])];
    const ofContainers = all.filter((need) => !isAgents(need));
    const onInstances = instances.map((place): Workload => ({
        ...place,
        node,
        kind: "ECS agent on EC2",
        needs: hasInterface ? agent : [...agent, ...ofContainers],
        ...doubt,
        starts: [node],
    }));
    const lost = instances.length === 0 && all.length > 0 ? { unclear: "the instances that run it are not among the resources" } : doubt;
    const onTask: Workload = {
        ...task,
        kind: "ECS service on EC2",
        needs: ofContainers,
        ...lost,
        hasPublicIp: NEVER,
        canHavePublicIp: false,
    };
    return hasInterface || instances.length === 0 ? [...onInstances, onTask] : onInstances;
}

function isSetInContainer(container: unknown): boolean {
    const variables = listAt(container, "environment");
    return Array.isArray(variables) && variables.some((each) => isSetIn({ [textAt(each, "name") ?? ""]: valueAt(each, "value") }));
}

function runsOnFargate(graph: Graph, service: GraphNode): boolean {
    const launchType = textAt(service.properties, "launchType");
    const strategies = listAt(service.properties, "capacityProviderStrategies");
    if (Array.isArray(strategies) && strategies.length > 0) {
        return strategies.some((strategy) => textAt(strategy, "capacityProvider")?.startsWith("FARGATE") === true);
    }
    if (launchType !== undefined) return launchType === "FARGATE";
    const definition = graph.node(graph.reference(service, ["taskDefinition"], AWS.taskDefinition) ?? "");
    const compatibilities = listAt(definition?.properties, "requiresCompatibilities");
    return Array.isArray(compatibilities) && compatibilities.includes("FARGATE");
}

function buildWorkload(graph: Graph, node: GraphNode, configured: Readonly<Record<string, string>>): Workload[] {
    if (isAbsent(valueAt(node.properties, "vpcConfig", "subnets"), node, "vpcConfig")) return [];
    const image = textAt(node.properties, "environment", "image");
    // Images of AWS itself (aws/codebuild/...) are on the host already; its log leaves by the host too.
    const shown = image === undefined || image.startsWith("aws/") ? [] : [imageNeed(image)];
    const needs = [...(declaredNeeds(graph, node, configured) ?? []), ...shown];
    const place = placed(graph, node, ["vpcConfig", "subnets"], ["vpcConfig", "securityGroupIds"]);
    return [{ node, kind: "CodeBuild project", needs: parsed(needs), ...place, ...UNADDRESSED, hasIpv6: perhaps(graph), starts: [] }];
}

function proxyWorkload(graph: Graph, node: GraphNode, configured: Readonly<Record<string, string>>): Workload[] {
    const targets = graph
        .ofType("aws:rds/proxyTarget:ProxyTarget")
        .filter((target) => graph.reference(target, ["dbProxyName"], AWS.rdsProxy) === node.urn);
    const databases = targets.flatMap((target) => [
        ...graph.references(target, ["dbInstanceIdentifier"], AWS.rdsInstance).keys,
        ...graph.references(target, ["dbClusterIdentifier"], AWS.rdsCluster).keys,
    ]);
    const port = textAt(node.properties, "engineFamily") === "MYSQL" ? 3306 : 5432;
    const shown = databases.flatMap((key) => graph.node(key) ?? []).map(({ name }) => `tcp:${name}:${String(port)}`);
    const place = placed(graph, node, ["vpcSubnetIds"], ["vpcSecurityGroupIds"]);
    const needs = parsed([...(declaredNeeds(graph, node, configured) ?? []), ...shown]);
    return [{ node, kind: "RDS Proxy", needs, ...place, ...UNADDRESSED, hasIpv6: perhaps(graph), starts: [] }];
}

/**
 * Subnets and groups of a workload.
 *
 * Where a preview cannot tell which subnets a list of `awsx:ec2:Vpc` holds, the component around the workload may: it publishes the tier.
 */
export function placed(
    graph: Graph,
    node: GraphNode,
    subnetPath: PropertyPath,
    groupPath: PropertyPath,
): Pick<Workload, "subnets" | "groups"> {
    const found = graph.references(node, subnetPath, AWS.subnet);
    const tier = found.certain ? undefined : publishedTier(graph, node);
    const ofTier = tier === undefined ? [] : found.keys.filter((key) => subnetOf(graph, key).tier?.toLowerCase() === tier.toLowerCase());
    const subnets = ofTier.length > 0 ? { keys: ofTier, certain: true } : found;
    const vpcs = unique(subnets.keys.map((key) => subnetOf(graph, key).vpc));
    return { subnets, groups: groupsAt(graph, node, groupPath, vpcs.length === 1 ? vpcs[0] : undefined) };
}

function publishedTier(graph: Graph, node: GraphNode): string | undefined {
    return graph
        .ancestors(node)
        .map(({ properties }) => textAt(properties, "placement"))
        .find((tier) => tier !== undefined);
}

export function parsed(texts: readonly string[]): Need[] {
    return unique(texts).map(parseNeed);
}

function isAbsent(value: unknown, node: GraphNode, property: string): boolean {
    if (value === UNKNOWN) return (node.propertyDependencies[property] ?? []).length === 0;
    return value === undefined || (Array.isArray(value) && value.length === 0);
}
