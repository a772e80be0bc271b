/**
 * What CreateService and UpdateService refuse.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html#API_CreateService_Errors
 */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { blockOf, blocksOf, findBy, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import { findCluster, noCluster, providersOf } from "./ecs-cluster";
import { parseContainers } from "./ecs-container-definitions";
import { findTargetGroup, loadBalancersOf } from "./ecs-load-balancing";
import { findRevision } from "./ecs-task-definition";

export interface ServiceParts {
    readonly cluster: StoredResource;
    readonly revision: StoredResource;
}

interface Request {
    readonly account: Account;
    readonly region: string;
    readonly inputs: Properties;
    readonly operation: "CreateService" | "UpdateService";
}

/**
 * Finds what a service consists of.
 *
 * @throws Refusal when AWS would not make such a service
 */
export function partsOf(request: Request): ServiceParts {
    const { account, region, inputs, operation } = request;
    const cluster = findCluster(account, region, inputs["cluster"]);
    if (cluster === undefined) throw noCluster(operation);
    const revision = findRevision(account, textOf(inputs, "taskDefinition") ?? "");
    const client = (reason: string) => new Refusal("ECS", operation, "ClientException", reason);
    if (revision === undefined) throw client("TaskDefinition not found.");
    if (!revision.isActive) throw client("TaskDefinition is inactive");
    const reason =
        refusedDeployment(inputs) ??
        refusedProviders(account, inputs, cluster) ??
        refusedNetwork(account, inputs, revision) ??
        first(blocksOf(inputs, "loadBalancers"), (entry) => refusedLoadBalancer(account, entry, revision)) ??
        refusedRegistry(account, blockOf(inputs, "serviceRegistries"));
    if (reason !== undefined) throw new Refusal("ECS", operation, "InvalidParameterException", reason);
    return { cluster, revision };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
function refusedDeployment(inputs: Properties): string | undefined {
    const least = numberOf(inputs, "deploymentMinimumHealthyPercent") ?? 100;
    const most = numberOf(inputs, "deploymentMaximumPercent") ?? 200;
    if (least === 100 && most === 100) {
        return "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.";
    }
    if (most < least) return "maximumPercent must be greater than or equal to minimumHealthyPercent.";
    const hasGrace = (numberOf(inputs, "healthCheckGracePeriodSeconds") ?? 0) > 0;
    if (!hasGrace || blocksOf(inputs, "loadBalancers").length > 0) return undefined;
    return "Health check grace period is only valid for services configured to use load balancers";
}

function refusedProviders(account: Account, inputs: Properties, cluster: StoredResource): string | undefined {
    const strategies = blocksOf(inputs, "capacityProviderStrategies").map((strategy) => requiredText(strategy, "capacityProvider"));
    if (strategies.length > 0 && textOf(inputs, "launchType") !== undefined) {
        return "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.";
    }
    const associated = providersOf(account, cluster.id);
    if (strategies.every((provider) => associated.includes(provider))) return undefined;
    return (
        "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. " +
        "Associate the capacity provider with the cluster and try again."
    );
}

function refusedNetwork(account: Account, inputs: Properties, { properties }: StoredResource): string | undefined {
    if (isFargateService(inputs) && !textsOf(properties, "requiresCompatibilities").includes("FARGATE")) {
        return "Task definition does not support launch_type FARGATE.";
    }
    const network = blockOf(inputs, "networkConfiguration");
    const isAwsVpc = textOf(properties, "networkMode") === "awsvpc";
    if (network === undefined)
        return isAwsVpc ? "Network Configuration must be provided when networkMode 'awsvpc' is specified." : undefined;
    if (!isAwsVpc) return "Network Configuration is not valid for the given networkMode of this task definition.";
    const subnets = textsOf(network, "subnets").map((id) => ({ id, subnet: account.find("aws:ec2/subnet:Subnet", id) }));
    const groups = textsOf(network, "securityGroups").map((id) => ({ id, group: account.find("aws:ec2/securityGroup:SecurityGroup", id) }));
    const noSubnet = subnets.find(({ subnet }) => subnet === undefined)?.id;
    if (noSubnet !== undefined) {
        return `Error retrieving subnet information for [${noSubnet}]: The subnet ID '${noSubnet}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`;
    }
    const noGroup = groups.find(({ group }) => group === undefined)?.id;
    if (noGroup !== undefined) {
        return `Error retrieving security group information for [${noGroup}]: The security group '${noGroup}' does not exist (ErrorCode: InvalidGroup.NotFound)`;
    }
    const vpcs = new Set(
        [...subnets.map(({ subnet }) => subnet), ...groups.map(({ group }) => group)].map((part) => part?.properties["vpcId"]),
    );
    return vpcs.size > 1 ? "subnets and security groups must belong to the same VPC." : undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html */
function refusedLoadBalancer(account: Account, entry: Properties, { properties }: StoredResource): string | undefined {
    const name = requiredText(entry, "containerName");
    const port = numberOf(entry, "containerPort") ?? 0;
    const container = parseContainers(textOf(properties, "containerDefinitions") ?? "[]").find((candidate) => candidate.name === name);
    if (container === undefined) return `The container ${name} does not exist in the task definition.`;
    if (!(container.portMappings ?? []).some(({ containerPort }) => containerPort === port)) {
        return `The container ${name} did not have a container port ${port} defined.`;
    }
    const arn = textOf(entry, "targetGroupArn") ?? "";
    const targetGroup = findTargetGroup(account, arn);
    if (targetGroup === undefined) {
        return (
            "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the " +
            "proper permissions."
        );
    }
    const targetType = textOf(targetGroup.properties, "targetType") ?? "instance";
    if (textOf(properties, "networkMode") === "awsvpc" && targetType !== "ip") {
        return (
            `The provided target group ${arn} has target type ${targetType}, which is incompatible with the awsvpc network mode specified in ` +
            "the task definition."
        );
    }
    const isAttached = loadBalancersOf(account, arn).length > 0;
    return isAttached ? undefined : `The target group with targetGroupArn ${arn} does not have an associated load balancer.`;
}

function refusedRegistry(account: Account, registry: Properties | undefined): string | undefined {
    if (registry === undefined) return undefined;
    const arn = requiredText(registry, "registryArn");
    const exists = findBy(account, "aws:servicediscovery/service:Service", "arn", arn) !== undefined;
    return exists ? undefined : `The service registry ${arn} does not exist.`;
}

/** Whether the tasks of a service run on Fargate. */
export function isFargateService(inputs: Properties): boolean {
    const strategies = blocksOf(inputs, "capacityProviderStrategies").map((strategy) => requiredText(strategy, "capacityProvider"));
    return textOf(inputs, "launchType") === "FARGATE" || strategies.some((provider) => provider.startsWith("FARGATE"));
}

function first<T>(members: readonly T[], judge: (member: T) => string | undefined): string | undefined {
    for (const member of members) {
        const reason = judge(member);
        if (reason !== undefined) return reason;
    }
    return undefined;
}
