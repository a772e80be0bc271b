/** A deployment of an ECS service: tasks are started wherever they may be placed, and either they become healthy or it fails. */
import { ProviderError } from "../../provider/errors";
import { isSet, blockOf, numberOf, requiredText, textOf, textsOf } from "../reading";
import type { Account, StoredResource } from "../account";
import { removeInterfaces } from "./ec2-network-interfaces";
import { parseContainers } from "./ecs-container-definitions";
import { balancingOf, healthFailure } from "./ecs-load-balancing";
import { isFargateService } from "./ecs-service-rules";
import { startFailure } from "./ecs-task-start";
import { addTaskInterface, placeTasks, tasksOf, type TaskPlan } from "./ecs-tasks";
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

/** How a deployment ends that does not become steady. */
interface Failure {
    /** In the provider's words. */
    readonly reason: string;
    readonly details: readonly string[];
    readonly isRolledBack: boolean;
}

/**
 * Deploys. Without `waitForSteadyState` a failure is only noted in the account, as the real provider does not learn of it.
 *
 * @throws Error in the provider's words when it waits for a deployment that fails, with a line for each subnet that tells why
 */
export function deploy(deployment: Deployment): void {
    const { account, serviceArn, inputs, desiredCount } = deployment;
    account.remove(FAILED, serviceArn);
    const failure = failureOf(deployment);
    if (failure === undefined) {
        placeTasks(deployment, desiredCount);
        return;
    }
    if (isSet(inputs, "waitForSteadyState")) {
        const verb = deployment.previousRevisionArn === undefined ? "create" : "update";
        const lines = failure.details.map((detail) => `Simulated AWS: ${detail}`);
        throw new ProviderError([`waiting for ECS Service (${serviceArn}) ${verb}: ${failure.reason}`, ...lines].join("\n"));
    }
    noteFailure(deployment, failure);
}

/** The revision that a service really runs after a deployment that was rolled back; undefined when it runs what it was told to. */
export function rolledBackTo(account: Account, serviceArn: string): string | undefined {
    const failed = account.find(FAILED, serviceArn);
    return failed && textOf(failed.properties, "rolledBackTo");
}

export function forgetFailure(account: Account, serviceArn: string): void {
    account.remove(FAILED, serviceArn);
}

function failureOf(deployment: Deployment): Failure | undefined {
    const missing = missingRoom(deployment);
    // No task fails, so no circuit breaker opens and nothing is rolled back.
    if (missing !== undefined) return { reason: NEVER_STEADY, details: [missing], isRolledBack: false };
    if (deployment.desiredCount === 0 || !isFargateService(deployment.inputs)) return undefined;
    const details = failuresBySubnet(deployment);
    return details.length === 0 ? undefined : { reason: failureReason(deployment), details, isRolledBack: willRollBack(deployment) };
}

/**
 * Why ECS may neither start a new task nor stop an old one, so that a rolling deployment never ends.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html the most is rounded down, the least up
 */
function missingRoom({ account, serviceArn, inputs, desiredCount }: Deployment): string | undefined {
    const strategy = textOf(blockOf(inputs, "deploymentConfiguration") ?? {}, "strategy") ?? "ROLLING";
    if (textOf(inputs, "schedulingStrategy") === "DAEMON" || strategy !== "ROLLING") return undefined;
    // With more than are wanted, ECS stops those first.
    const running = Math.min(tasksOf(account, serviceArn).length, desiredCount);
    const least = numberOf(inputs, "deploymentMinimumHealthyPercent") ?? 100;
    const most = numberOf(inputs, "deploymentMaximumPercent") ?? 200;
    const mayStart = running < Math.floor((desiredCount * most) / 100);
    const mayStop = running > Math.ceil((desiredCount * least) / 100);
    if (running === 0 || mayStart || mayStop) return undefined;
    return `with ${desiredCount} desired, at least ${least} % and at most ${most} %, ECS may neither start a task nor stop one`;
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

function noteFailure(deployment: Deployment, { reason, details, isRolledBack }: Failure): void {
    const { account, region, serviceArn, revisionArn, previousRevisionArn } = deployment;
    account.put({
        type: FAILED,
        id: serviceArn,
        region,
        properties: { taskDefinition: revisionArn, ...(isRolledBack && { rolledBackTo: previousRevisionArn }) },
        note: [reason, ...details].join(" "),
    });
}
