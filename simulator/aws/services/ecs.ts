/** Amazon ECS on Fargate: clusters, task definitions, and services whose tasks must be able to start. */
import { connect as connectOverVirtualNetwork } from "../../network/connect";
import type { Service } from "../resource-type";
import { cluster, clusterCapacityProviders } from "./ecs-cluster";
import { ecsService } from "./ecs-service";
import { taskDefinition } from "./ecs-task-definition";
import type { Connect } from "./lambda-execution";

/** @param connect the virtual network that tasks are in */
export function elasticContainerService(connect: Connect): Service {
    return { name: "Amazon ECS", resourceTypes: [cluster, clusterCapacityProviders, taskDefinition, ecsService(connect)] };
}

export const service = elasticContainerService(connectOverVirtualNetwork);
