/** A service behind a load balancer, in an account with a network and roles. */
import { strict as assert } from "node:assert";
import { elasticContainerService } from "../../../../simulator/aws/services/ecs";
import { service as autoScaling } from "../../../../simulator/aws/services/application-auto-scaling";
import { service as discovery } from "../../../../simulator/aws/services/service-discovery";
import type { Connect } from "../../../../simulator/aws/services/lambda-execution";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployed, Deployment } from "../harness";
import { ACCOUNT, accountWith, network, put, REGION, roleArn, SECRET_ARN } from "./lambda-fixtures";

export const CLUSTER = "aws:ecs/cluster:Cluster";
export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
export const SERVICE = "aws:ecs/service:Service";
export const TASK = "aws:ecs/task:Task";
export const INTERFACE = "aws:ec2/networkInterface:NetworkInterface";
export const TARGET_GROUP_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/web/0123456789abcdef`;
const LOAD_BALANCER_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/web/0123456789abcdef`;

/** One container that has everything a container can need from AWS. */
export const CONTAINER = {
    name: "librechat",
    image: "ghcr.io/librechat-ai/librechat:v0.8.8",
    portMappings: [{ containerPort: 3080 }],
    environment: [{ name: "HOST", value: "0.0.0.0" }],
    secrets: [{ name: "MONGO_PASSWORD", valueFrom: `${SECRET_ARN}:password::` }],
    logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/librechat", "awslogs-region": REGION, "awslogs-stream-prefix": "web" },
    },
};

/** An account in which the service of {@link serviceInputs} runs. */
export function containerAccount(connect: Connect = network()): Deployment {
    const aws = accountWith([elasticContainerService(connect), autoScaling, discovery]);
    put(aws, "aws:cloudwatch/logGroup:LogGroup", "/librechat", { name: "/librechat" });
    put(aws, "aws:lb/targetGroup:TargetGroup", TARGET_GROUP_ARN, {
        arn: TARGET_GROUP_ARN,
        targetType: "ip",
        healthCheck: { port: "traffic-port" },
    });
    put(aws, "aws:lb/loadBalancer:LoadBalancer", LOAD_BALANCER_ARN, {
        arn: LOAD_BALANCER_ARN,
        subnets: ["subnet-a"],
        securityGroups: ["sg-1"],
    });
    put(aws, "aws:lb/listener:Listener", "listener", {
        arn: "listener",
        loadBalancerArn: LOAD_BALANCER_ARN,
        defaultActions: [{ type: "forward", targetGroupArn: TARGET_GROUP_ARN }],
    });
    aws.create(CLUSTER, "main", { name: "main" });
    return aws;
}

export function taskInputs(container: object = {}, more: Properties = {}): Properties {
    return {
        family: "librechat",
        cpu: "1024",
        memory: "2048",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: roleArn("execution"),
        containerDefinitions: JSON.stringify([{ ...CONTAINER, ...container }]),
        ...more,
    };
}

export function serviceInputs(taskDefinition: Deployed, more: Properties = {}): Properties {
    return {
        name: "web",
        cluster: "main",
        launchType: "FARGATE",
        desiredCount: 2,
        taskDefinition: taskDefinition.outputs["arn"],
        networkConfiguration: { subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-1"] },
        loadBalancers: [{ targetGroupArn: TARGET_GROUP_ARN, containerName: "librechat", containerPort: 3080 }],
        deploymentCircuitBreaker: { enable: true, rollback: true },
        waitForSteadyState: true,
        ...more,
    };
}

export const SERVICE_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:service/main/web`;

/** Deploys to one subnet, and returns the line that tells why the task stopped. */
export function whyStopped(aws: Deployment, container: object = {}, task: Properties = {}): string {
    const definition = aws.create(TASK_DEFINITION, "task", taskInputs(container, task));
    const networkConfiguration = { subnets: ["subnet-a"], securityGroups: ["sg-1"] };
    let message = "";
    assert.throws(
        () => aws.create(SERVICE, "web", serviceInputs(definition, { networkConfiguration })),
        (error: Error) => {
            message = error.message;
            return true;
        },
    );
    const [first = "", ...rest] = message.split("\n");
    assert.equal(
        first,
        `waiting for ECS Service (${SERVICE_ARN}) create: ECS deployment circuit breaker was triggered: tasks failed to start.`,
    );
    assert.equal(rest.length, 1);
    return rest.join("").replace("Simulated AWS: task in subnet-a: ", "");
}
