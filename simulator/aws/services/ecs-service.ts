/** `aws:ecs/service:Service`: keeps tasks running; each change of what they are is a deployment. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { arnOf, blockOf, blocksOf, isSet, numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Computed, CreateCall, ResourceType } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import { SERVICE } from "./ecs-cluster";
import { deploy, forgetFailure, rolledBackTo } from "./ecs-deployment";
import { isFargateService, partsOf, type ServiceParts } from "./ecs-service-rules";
import { placeTasks, removeTasks, type TaskPlan } from "./ecs-tasks";
import type { Connect } from "./lambda-execution";

const RULES: readonly Rule[] = [
    { property: "availabilityZoneRebalancing", oneOf: ["ENABLED", "DISABLED"] },
    { property: "capacityProviderStrategies.base", range: [0, 100_000] },
    { property: "capacityProviderStrategies.weight", range: [0, 1000] },
    { property: "healthCheckGracePeriodSeconds", range: [0, 2_147_483_647] },
    { property: "launchType", oneOf: ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] },
    { property: "loadBalancers.containerPort", range: [0, 65_536] },
    { property: "loadBalancers.targetGroupArn", format: "ARN" },
    { property: "propagateTags", oneOf: ["SERVICE", "TASK_DEFINITION", "NONE"] },
    { property: "schedulingStrategy", oneOf: ["REPLICA", "DAEMON"] },
    { property: "serviceRegistries.containerPort", range: [0, 65_536] },
    { property: "serviceRegistries.port", range: [0, 65_536] },
    { property: "serviceRegistries.registryArn", format: "ARN" },
];

/** Changes of these start new tasks: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
const DEPLOYED = [
    "taskDefinition",
    "networkConfiguration",
    "loadBalancers",
    "serviceRegistries",
    "platformVersion",
    "capacityProviderStrategies",
];

/** @param connect the virtual network that tasks are in */
export function ecsService(connect: Connect): ResourceType {
    return {
        token: SERVICE,
        sets: [
            "capacityProviderStrategies",
            "loadBalancers",
            "networkConfiguration.securityGroups",
            "networkConfiguration.subnets",
            "placementConstraints",
        ],

        check: (inputs) => problemsOf(inputs, RULES),

        create(call) {
            const parts = partsOf({ ...call, operation: "CreateService" });
            const arn = serviceArn(call, parts.cluster);
            if (call.account.find(SERVICE, arn) !== undefined) {
                throw new Refusal("ECS", "CreateService", "InvalidParameterException", "Creation of service was not idempotent.");
            }
            const desiredCount = numberOf(call.inputs, "desiredCount") ?? 0;
            deploy({ ...planOf(call, arn, parts), connect, revision: parts.revision, desiredCount, previousRevisionArn: undefined });
            return { id: arn, computed: computedOf(call, arn, parts.cluster) };
        },

        update(call) {
            const { account, inputs, current, changed } = call;
            const parts = partsOf({ ...call, operation: "UpdateService" });
            const plan = planOf(call, current.id, parts);
            // A count that the program leaves alone may have been set by Application Auto Scaling.
            const desiredCount = numberOf(changed.has("desiredCount") ? inputs : current.properties, "desiredCount") ?? 0;
            const previousRevisionArn = rolledBackTo(account, current.id) ?? textOf(current.properties, "taskDefinition");
            if (DEPLOYED.some((property) => changed.has(property)) || isSet(inputs, "forceNewDeployment")) {
                deploy({ ...plan, connect, revision: parts.revision, desiredCount, previousRevisionArn });
            } else if (changed.has("desiredCount")) {
                placeTasks(plan, desiredCount);
            }
            return { ...computedOf(call, current.id, parts.cluster), desiredCount };
        },

        /** The provider scales the service to nothing first, so AWS has nothing to refuse. */
        delete({ account, current }) {
            removeTasks(account, current.id);
            forgetFailure(account, current.id);
            return "removed";
        },

        read({ account, current }): Computed {
            const taskDefinition = rolledBackTo(account, current.id);
            return taskDefinition === undefined ? {} : { taskDefinition };
        },
    };
}

/** The service that `service/<cluster>/<name>` names, as Application Auto Scaling writes it. */
export function findService(account: Account, region: string, resourceId: string): StoredResource | undefined {
    return account.find(SERVICE, arnOf(account, "ecs", region, resourceId));
}

/** Sets the number of tasks, as Application Auto Scaling does: the program does not know of it until a refresh. */
export function scaleService(account: Account, service: StoredResource, desiredCount: number): void {
    account.put({ ...service, properties: { ...service.properties, desiredCount } });
    const { region, inputs, operation } = { region: service.region, inputs: service.properties, operation: "UpdateService" as const };
    placeTasks(planOf({ account, region, inputs }, service.id, partsOf({ account, region, inputs, operation })), desiredCount);
}

function planOf(call: Pick<CreateCall, "account" | "region" | "inputs">, arn: string, { cluster, revision }: ServiceParts): TaskPlan {
    const { account, region, inputs } = call;
    return { account, region, inputs, serviceArn: arn, clusterArn: cluster.id, revisionArn: requiredText(revision.properties, "arn") };
}

function serviceArn({ account, region, inputs }: CreateCall, cluster: StoredResource): string {
    return arnOf(account, "ecs", region, `service/${requiredText(cluster.properties, "name")}/${requiredText(inputs, "name")}`);
}

function computedOf({ inputs }: CreateCall, arn: string, cluster: StoredResource): Computed {
    const hasProviders = blocksOf(inputs, "capacityProviderStrategies").length > 0;
    return {
        arn,
        availabilityZoneRebalancing: textOf(inputs, "availabilityZoneRebalancing") ?? rebalancing(inputs),
        cluster: textOf(inputs, "cluster") ?? cluster.id,
        deploymentConfiguration: { strategy: "ROLLING", bakeTimeInMinutes: "0", ...blockOf(inputs, "deploymentConfiguration") },
        iamRole: textOf(inputs, "iamRole") ?? "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        launchType: textOf(inputs, "launchType") ?? (hasProviders ? "" : "EC2"),
        platformVersion: textOf(inputs, "platformVersion") ?? (isFargateService(inputs) ? "LATEST" : ""),
        triggers: blockOf(inputs, "triggers") ?? {},
    };
}

/** On for services that may start tasks before they stop others: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html */
function rebalancing(inputs: Properties): string {
    return (numberOf(inputs, "deploymentMaximumPercent") ?? 200) > 100 && textOf(inputs, "schedulingStrategy") !== "DAEMON"
        ? "ENABLED"
        : "DISABLED";
}
