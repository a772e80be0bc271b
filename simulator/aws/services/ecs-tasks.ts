/** The running tasks of a service: their network interfaces and their entries in service discovery. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { blockOf, findBy, isSet, requiredText, textOf, textsOf } from "../reading";
import { addInterface, newPublicAddress, removeInterfaces, type MadeInterface } from "./ec2-network-interfaces";
import { TASK } from "./ecs-cluster";

export const INSTANCE = "aws:servicediscovery/instance:Instance";

/** What tasks are made from. */
export interface TaskPlan {
    readonly account: Account;
    readonly region: string;
    readonly serviceArn: string;
    readonly clusterArn: string;
    readonly revisionArn: string;
    /** Inputs of the service. */
    readonly inputs: Properties;
}

/** Replaces the tasks of a service by that many, spread over its subnets. */
export function placeTasks(plan: TaskPlan, count: number): void {
    removeTasks(plan.account, plan.serviceArn);
    const subnetIds = textsOf(blockOf(plan.inputs, "networkConfiguration") ?? {}, "subnets");
    for (let i = 0; i < count; i++) placeTask(plan, subnetIds[i % Math.max(1, subnetIds.length)]);
}

/** Stops the tasks of a service. */
export function removeTasks(account: Account, serviceArn: string): void {
    for (const task of tasksOf(account, serviceArn)) {
        removeInterfaces(account, task.id);
        const instances = account.list(INSTANCE).filter(({ properties }) => properties["instanceId"] === instanceIdOf(task.id));
        for (const { id } of instances) account.remove(INSTANCE, id);
        account.remove(TASK, task.id);
    }
}

export function tasksOf(account: Account, serviceArn: string): readonly StoredResource[] {
    return account.list(TASK).filter(({ properties }) => properties["service"] === serviceArn);
}

/** Gives a task of the service its network interface in one subnet. */
export function addTaskInterface(plan: TaskPlan, owner: string, subnetId: string): MadeInterface {
    const network = blockOf(plan.inputs, "networkConfiguration") ?? {};
    return addInterface(plan, {
        owner,
        operation: "CreateService",
        subnetId,
        securityGroupIds: textsOf(network, "securityGroups"),
        description: owner,
        publicIp: isSet(network, "assignPublicIp") ? newPublicAddress(plan.account) : undefined,
    });
}

function placeTask(plan: TaskPlan, subnetId: string | undefined): void {
    const { account, region, serviceArn, clusterArn, revisionArn, inputs } = plan;
    const id = `${clusterArn.replace(":cluster/", ":task/")}/${account.newHex(32)}`;
    const address = subnetId === undefined ? "" : addTaskInterface(plan, id, subnetId).privateIp;
    account.put({
        type: TASK,
        id,
        region,
        properties: {
            cluster: clusterArn,
            service: serviceArn,
            taskDefinition: revisionArn,
            lastStatus: "RUNNING",
            subnetId,
            privateIp: address,
        },
        note: `task of ${serviceArn}`,
    });
    const registry = blockOf(inputs, "serviceRegistries");
    if (registry !== undefined) register(plan, requiredText(registry, "registryArn"), id, address);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html */
function register({ account, region }: TaskPlan, registryArn: string, taskId: string, address: string): void {
    const discovery = findBy(account, "aws:servicediscovery/service:Service", "arn", registryArn);
    if (discovery === undefined) return;
    const instanceId = instanceIdOf(taskId);
    account.put({
        type: INSTANCE,
        id: `${discovery.id}/${instanceId}`,
        region,
        properties: { serviceId: discovery.id, instanceId, attributes: { AWS_INSTANCE_IPV4: address } },
        note: `entry of ${textOf(discovery.properties, "name") ?? discovery.id} for a running task`,
    });
}

function instanceIdOf(taskArn: string): string {
    return taskArn.slice(taskArn.lastIndexOf("/") + 1);
}
