/** A deployment of an ECS service: tasks are started wherever they may be placed, and either they become healthy or it fails. */
import { ProviderError } from "../../provider/errors";
import { isSet, blockOf, numberOf, requiredText, textOf, textsOf } from "../reading";
import type { Account, StoredResource } from "../account";
import { removeInterfaces } from "./ec2-network-interfaces";
import { parseContainers } from "./ecs-container-definitions";
import { balancingOf, healthFailure } from "./ecs-load-balancing";
import { isFargateService } from "./ecs-service-rules";
import { startFailure } from "./ecs-task-start";
import { addTaskInterface, placeTasks, type TaskPlan } from "./ecs-tasks";
import type { Connect } from "./lambda-execution";

/** What the account remembers of a deployment that failed while nobody waited for it. */
const FAILED = "aws:ecs/service:FailedDeployment";

const NEVER_STEADY = "timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s)";

export interface Deployment extends TaskPlan {
    readonly connect: Connect;
    readonly revision: StoredResource;
    readonly desiredCount: number;
    /** The revision that ran before; undefined for a new service. */
    readonly previousRevisionArn: string | undefined;
}

/**
 * Deploys. Without `waitForSteadyState` a failure is only noted in the account, as the real provider does not learn of it.
 *
 * @throws Error in the provider's words when it waits for a deployment that fails, with a line for each subnet that tells why
 */
export function deploy(deployment: Deployment): void {
    const { account, serviceArn, inputs, desiredCount } = deployment;
    account.remove(FAILED, serviceArn);
    const noRoom = missingRoom(deployment);
    const failures = noRoom ?? (desiredCount === 0 || !isFargateService(inputs) ? [] : failuresBySubnet(deployment));
    if (failures.length === 0) {
        placeTasks(deployment, desiredCount);
        return;
    }
    const reason = noRoom === undefined ? failureReason(deployment) : NEVER_STEADY;
    if (isSet(inputs, "waitForSteadyState")) {
        const verb = deployment.previousRevisionArn === undefined ? "create" : "update";
        throw new ProviderError(
            [`waiting for ECS Service (${serviceArn}) ${verb}: ${reason}`, ...failures.map((failure) => `Simulated AWS: ${failure}`)].join(
                "\n",
            ),
        );
    }
    noteFailure(deployment, [reason, ...failures].join(" "));
}

/** The revision that a service really runs after a deployment that was rolled back; undefined when it runs what it was told to. */
export function rolledBackTo(account: Account, serviceArn: string): string | undefined {
    const failed = account.find(FAILED, serviceArn);
    return failed && textOf(failed.properties, "rolledBackTo");
}

export function forgetFailure(account: Account, serviceArn: string): void {
    account.remove(FAILED, serviceArn);
}

/**
 * Why ECS may neither start a new task nor stop an old one, so that the deployment never ends; no task fails, so no circuit breaker opens.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html the most is rounded down, the least up
 */
function missingRoom({ inputs, desiredCount, previousRevisionArn }: Deployment): [string] | undefined {
    if (previousRevisionArn === undefined || desiredCount === 0 || textOf(inputs, "schedulingStrategy") === "DAEMON") return undefined;
    const percents = {
        most: numberOf(inputs, "deploymentMaximumPercent") ?? 200,
        least: numberOf(inputs, "deploymentMinimumHealthyPercent") ?? 100,
    };
    const most = Math.floor((desiredCount * percents.most) / 100);
    const least = Math.ceil((desiredCount * percents.least) / 100);
    if (most > desiredCount || least < desiredCount) return undefined;
    return [
        `with ${desiredCount} desired, at least ${percents.least} % and at most ${percents.most} %, ECS may neither start a task nor stop one`,
    ];
}

/** ECS places tasks in any of the subnets, so a deployment is only sound when each of them works. */
function failuresBySubnet(deployment: Deployment): readonly string[] {
    const { account, region, connect, revision, serviceArn, inputs } = deployment;
    const network = blockOf(inputs, "networkConfiguration") ?? {};
    const owner = `${serviceArn} (starting)`;
    const containers = parseContainers(requiredText(revision.properties, "containerDefinitions"));
    return textsOf(network, "subnets").flatMap((subnetId) => {
        const { privateIp } = addTaskInterface(deployment, owner, subnetId);
        const sender = { subnetId, securityGroupIds: textsOf(network, "securityGroups"), hasPublicIp: isSet(network, "assignPublicIp") };
        const unhealthy = () =>
            balancingOf(account, inputs)
                .map((balancing) => healthFailure(account, connect, balancing, containers, privateIp))
                .find((reason) => reason !== undefined);
        const failure = startFailure({ account, region, connect, revision, sender }) ?? unhealthy();
        removeInterfaces(account, owner);
        return failure === undefined ? [] : [`task in ${subnetId}: ${failure}`];
    });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
function failureReason(deployment: Deployment): string {
    const breaker = blockOf(deployment.inputs, "deploymentCircuitBreaker") ?? {};
    if (!isSet(breaker, "enable")) return NEVER_STEADY;
    return willRollBack(deployment)
        ? "Service deployment rolled back because the circuit breaker threshold was exceeded."
        : "ECS deployment circuit breaker was triggered: tasks failed to start.";
}

function willRollBack({ inputs, previousRevisionArn }: Deployment): boolean {
    return isSet(blockOf(inputs, "deploymentCircuitBreaker") ?? {}, "rollback") && previousRevisionArn !== undefined;
}

function noteFailure(deployment: Deployment, reason: string): void {
    const { account, region, serviceArn, revisionArn, previousRevisionArn } = deployment;
    account.put({
        type: FAILED,
        id: serviceArn,
        region,
        properties: { taskDefinition: revisionArn, ...(willRollBack(deployment) && { rolledBackTo: previousRevisionArn }) },
        note: reason,
    });
}
