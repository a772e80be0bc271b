/** The load balancers in front of a service, and whether their health checks reach its tasks. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { blockOf, blocksOf, findBy, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import type { ContainerDefinition } from "./ecs-container-definitions";
import type { Connect } from "./lambda-execution";

/** One entry of a service's `loadBalancers`, with what it names. */
export interface Balancing {
    readonly targetGroup: StoredResource;
    readonly containerName: string;
    readonly containerPort: number;
    readonly loadBalancers: readonly StoredResource[];
}

/** The entries of a service whose target group exists. */
export function balancingOf(account: Account, inputs: Properties): readonly Balancing[] {
    return blocksOf(inputs, "loadBalancers").flatMap((entry) => {
        const targetGroup = findTargetGroup(account, textOf(entry, "targetGroupArn") ?? "");
        if (targetGroup === undefined) return [];
        const [containerName, containerPort] = [requiredText(entry, "containerName"), numberOf(entry, "containerPort") ?? 0];
        return [
            {
                targetGroup,
                containerName,
                containerPort,
                loadBalancers: loadBalancersOf(account, requiredText(targetGroup.properties, "arn")),
            },
        ];
    });
}

export function findTargetGroup(account: Account, arn: string): StoredResource | undefined {
    return findBy(account, "aws:lb/targetGroup:TargetGroup", "arn", arn);
}

/** The load balancers that have a listener or a listener rule which forwards to the target group. */
export function loadBalancersOf(account: Account, targetGroupArn: string): readonly StoredResource[] {
    const listeners = account.list("aws:lb/listener:Listener");
    const rules = account.list("aws:lb/listenerRule:ListenerRule");
    const forwarding = listeners.filter(({ id, properties }) => {
        const ofListener = rules.filter((rule) => [id, properties["arn"]].includes(rule.properties["listenerArn"]));
        const actions = [...blocksOf(properties, "defaultActions"), ...ofListener.flatMap((rule) => blocksOf(rule.properties, "actions"))];
        return actions.some((action) => forwardsTo(action, targetGroupArn));
    });
    const arns = new Set(forwarding.map(({ properties }) => properties["loadBalancerArn"]));
    return account.list("aws:lb/loadBalancer:LoadBalancer").filter(({ properties }) => arns.has(properties["arn"]));
}

function forwardsTo(action: Properties, targetGroupArn: string): boolean {
    const weighted = blocksOf(blockOf(action, "forward") ?? {}, "targetGroups").map((group) => group["arn"]);
    return [action["targetGroupArn"], ...weighted].includes(targetGroupArn);
}

/**
 * Why a target stays unhealthy, in the words of the stopped task; undefined when every node of the load balancers reaches it.
 *
 * Whether the application answers the path is not judged: its code does not run.
 *
 * @param address private address of the task
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html
 */
export function healthFailure(
    account: Account,
    connect: Connect,
    balancing: Balancing,
    containers: readonly ContainerDefinition[],
    address: string,
): string | undefined {
    const { targetGroup, loadBalancers, containerPort } = balancing;
    const port = healthCheckPort(targetGroup, containerPort);
    const opening = `Task failed ELB health checks in (target-group ${requiredText(targetGroup.properties, "arn")})`;
    const isOpen = containers.some(({ portMappings = [] }) => portMappings.some((mapping) => mapping.containerPort === port));
    if (!isOpen) return `${opening} (simulated network: healthCheck.port = ${port}, which no container of the task listens on)`;
    for (const { properties } of loadBalancers) {
        for (const subnetId of textsOf(properties, "subnets")) {
            const sender = {
                subnetId,
                securityGroupIds: textsOf(properties, "securityGroups"),
                hasPublicIp: !isSet(properties, "internal"),
            };
            const delivery = connect(account, sender, { host: address, port });
            if (delivery.delivered) continue;
            return `${opening} (simulated network: ${address}:${port} is not reached from the load balancer in ${subnetId}: ${delivery.lostAt})`;
        }
    }
    return undefined;
}

function healthCheckPort(targetGroup: StoredResource, containerPort: number): number {
    const port = textOf(blockOf(targetGroup.properties, "healthCheck") ?? {}, "port") ?? "traffic-port";
    return port === "traffic-port" ? containerPort : Number(port);
}
