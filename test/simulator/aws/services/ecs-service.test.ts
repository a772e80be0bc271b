import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import {
    containerAccount,
    INTERFACE,
    SERVICE,
    SERVICE_ARN,
    serviceInputs,
    TARGET_GROUP_ARN,
    TASK,
    TASK_DEFINITION,
    taskInputs,
} from "./ecs-fixtures";
import { network, REGION } from "./lambda-fixtures";

describe("ECS service", () => {
    it("runs its tasks in all subnets, and stops them when it is deleted", () => {
        const aws = containerAccount();
        const service = aws.create(SERVICE, "web", serviceInputs(aws.create(TASK_DEFINITION, "task", taskInputs())));
        assert.equal(service.id, SERVICE_ARN);
        assert.deepEqual(
            aws.stored(TASK).map(({ properties }) => properties["subnetId"]),
            ["subnet-a", "subnet-b"],
        );
        assert.deepEqual(
            aws.stored(INTERFACE).map(({ properties }) => [properties["privateIp"], properties["securityGroups"]]),
            [
                ["10.0.0.4", ["sg-1"]],
                ["10.0.1.4", ["sg-1"]],
            ],
        );
        const { deploymentConfiguration, platformVersion, iamRole, availabilityZoneRebalancing } = service.outputs;
        assert.deepEqual(
            { deploymentConfiguration, platformVersion, iamRole, availabilityZoneRebalancing },
            {
                deploymentConfiguration: { strategy: "ROLLING", bakeTimeInMinutes: "0" },
                platformVersion: "LATEST",
                iamRole: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
                availabilityZoneRebalancing: "ENABLED",
            },
        );
        aws.delete(service);
        assert.deepEqual([aws.stored(TASK), aws.stored(INTERFACE), aws.stored(SERVICE)], [[], [], []]);
    });

    it("scales without a deployment", () => {
        const losses: Record<string, string> = {};
        const aws = containerAccount(network(losses));
        const task = aws.create(TASK_DEFINITION, "task", taskInputs());
        const service = aws.create(SERVICE, "web", serviceInputs(task));
        losses["ghcr.io"] = "no route";
        aws.update(service, serviceInputs(task, { desiredCount: 3 }));
        assert.equal(aws.stored(TASK).length, 3);
    });

    it("starts nothing when no task is wanted", () => {
        const aws = containerAccount(network({ "ghcr.io": "no route" }));
        aws.create(SERVICE, "web", serviceInputs(aws.create(TASK_DEFINITION, "task", taskInputs()), { desiredCount: 0 }));
        assert.equal(aws.stored(TASK).length, 0);
    });

    it("keeps the old revision when the deployment of a new one fails", () => {
        const aws = containerAccount(network({ "registry.example": "no route to the internet" }));
        const one = aws.create(TASK_DEFINITION, "task", taskInputs());
        const service = aws.create(SERVICE, "web", serviceInputs(one));
        const two = aws.create(TASK_DEFINITION, "task", taskInputs({ image: "registry.example/librechat:2" }));
        const failure =
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/librechat:2: " +
            "dial tcp registry.example:443: i/o timeout (simulated network: registry.example:443 is not reached from";
        assert.throws(() => aws.update(service, serviceInputs(two)), {
            message: [
                `waiting for ECS Service (${SERVICE_ARN}) update: Service deployment rolled back because the circuit breaker threshold was exceeded.`,
                `Simulated AWS: task in subnet-a: ${failure} subnet-a: no route to the internet)`,
                `Simulated AWS: task in subnet-b: ${failure} subnet-b: no route to the internet)`,
            ].join("\n"),
        });
        assert.equal(aws.read(service)?.outputs["taskDefinition"], one.outputs["arn"]);
        assert.equal(aws.stored(INTERFACE).length, 2);
    });

    const rooms: readonly (readonly [desired: number, least: number, most: number, hasRoom: boolean])[] = [
        [1, 100, 150, false],
        [1, 50, 150, false],
        [1, 100, 200, true],
        [1, 0, 100, true],
        [2, 100, 150, true],
        [3, 100, 130, false],
    ];
    for (const [desiredCount, least, most, hasRoom] of rooms) {
        it(`${hasRoom ? "renews" : "never renews"} ${desiredCount} with at least ${least} % and at most ${most} %`, () => {
            const aws = containerAccount();
            const more = { desiredCount, deploymentMinimumHealthyPercent: least, deploymentMaximumPercent: most };
            const service = aws.create(SERVICE, "web", serviceInputs(aws.create(TASK_DEFINITION, "one", taskInputs()), more));
            const renew = () => aws.update(service, serviceInputs(aws.create(TASK_DEFINITION, "two", taskInputs()), more));
            if (hasRoom) {
                renew();
                return;
            }
            assert.throws(renew, {
                message:
                    `waiting for ECS Service (${SERVICE_ARN}) update: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s)\n` +
                    `Simulated AWS: with ${desiredCount} desired, at least ${least} % and at most ${most} %, ECS may neither start a task nor stop one`,
            });
        });
    }

    it("is not rolled back for want of room: it runs what it ran, and says that it shall run the new one", () => {
        const aws = containerAccount();
        const more = { desiredCount: 1, deploymentMaximumPercent: 150, waitForSteadyState: false };
        const one = aws.create(TASK_DEFINITION, "task", taskInputs());
        const service = aws.create(SERVICE, "web", serviceInputs(one, more));
        const two = aws.create(TASK_DEFINITION, "task", taskInputs({ image: "ghcr.io/librechat-ai/librechat:v0.8.9" }));
        const updated = aws.update(service, serviceInputs(two, more));
        assert.equal(aws.read(updated)?.outputs["taskDefinition"], two.outputs["arn"]);
        assert.deepEqual(
            aws.stored(TASK).map(({ properties }) => properties["taskDefinition"]),
            [one.outputs["arn"]],
        );
    });

    it("hears of a failed deployment only at a refresh when nobody waits", () => {
        const aws = containerAccount(network({ "registry.example": "no route" }));
        const one = aws.create(TASK_DEFINITION, "task", taskInputs());
        const service = aws.create(SERVICE, "web", serviceInputs(one, { waitForSteadyState: false }));
        const two = aws.create(TASK_DEFINITION, "task", taskInputs({ image: "registry.example/librechat:2" }));
        const updated = aws.update(service, serviceInputs(two, { waitForSteadyState: false }));
        assert.equal(updated.outputs["taskDefinition"], two.outputs["arn"]);
        assert.equal(aws.read(updated)?.outputs["taskDefinition"], one.outputs["arn"]);
        const [failed] = aws.stored("aws:ecs/service:FailedDeployment");
        assert.match(failed?.note ?? "", /^Service deployment rolled back because .* task in subnet-a: CannotPullContainerError/);
        aws.delete(updated);
        assert.equal(aws.stored("aws:ecs/service:FailedDeployment").length, 0);
    });

    const reasons: readonly (readonly [name: string, more: Properties, reason: string])[] = [
        ["the circuit breaker ends a first deployment", {}, "ECS deployment circuit breaker was triggered: tasks failed to start."],
        [
            "there is no circuit breaker",
            { deploymentCircuitBreaker: { enable: false, rollback: false } },
            "timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s)",
        ],
    ];
    for (const [name, more, reason] of reasons) {
        it(`fails in the provider's words when ${name}`, () => {
            const aws = containerAccount(network({ "10.0.1.4": "sg-1 admits nothing" }));
            const inputs = serviceInputs(aws.create(TASK_DEFINITION, "task", taskInputs()), more);
            assert.throws(() => aws.create(SERVICE, "web", inputs), {
                message:
                    `waiting for ECS Service (${SERVICE_ARN}) create: ${reason}\n` +
                    `Simulated AWS: task in subnet-b: Task failed ELB health checks in (target-group ${TARGET_GROUP_ARN}) ` +
                    "(simulated network: 10.0.1.4:3080 is not reached from the load balancer in subnet-a: sg-1 admits nothing)",
            });
        });
    }

    const refusals: readonly (readonly [name: string, more: Properties, code: string])[] = [
        ["the cluster does not exist", { cluster: "other" }, "ClusterNotFoundException: Cluster not found."],
        ["the task definition does not exist", { taskDefinition: "other:1" }, "ClientException: TaskDefinition not found."],
        [
            "no task could be replaced",
            { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 },
            "InvalidParameterException: Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.",
        ],
        [
            "the maximum is below the minimum",
            { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 50 },
            "InvalidParameterException: maximumPercent must be greater than or equal to minimumHealthyPercent.",
        ],
        [
            "a grace period has no load balancer",
            { loadBalancers: [], healthCheckGracePeriodSeconds: 60 },
            "InvalidParameterException: Health check grace period is only valid for services configured to use load balancers",
        ],
        [
            "both launch type and capacity providers are given",
            { capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] },
            "InvalidParameterException: Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        ],
        [
            "the capacity provider is not the cluster's",
            { launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] },
            "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not associated with " +
                "the cluster. Associate the capacity provider with the cluster and try again.",
        ],
        [
            "the network is missing",
            { networkConfiguration: undefined },
            "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ],
        [
            "a subnet does not exist",
            { networkConfiguration: { subnets: ["subnet-x"] } },
            "InvalidParameterException: Error retrieving subnet information for [subnet-x]: The subnet ID 'subnet-x' does not exist " +
                "(ErrorCode: InvalidSubnetID.NotFound)",
        ],
        [
            "a security group does not exist",
            { networkConfiguration: { subnets: ["subnet-a"], securityGroups: ["sg-x"] } },
            "InvalidParameterException: Error retrieving security group information for [sg-x]: The security group 'sg-x' does not exist " +
                "(ErrorCode: InvalidGroup.NotFound)",
        ],
        [
            "a security group is of another VPC",
            { networkConfiguration: { subnets: ["subnet-a"], securityGroups: ["sg-other"] } },
            "InvalidParameterException: subnets and security groups must belong to the same VPC.",
        ],
        [
            "the container does not exist",
            { loadBalancers: [{ targetGroupArn: TARGET_GROUP_ARN, containerName: "web", containerPort: 3080 }] },
            "InvalidParameterException: The container web does not exist in the task definition.",
        ],
        [
            "the container has no such port",
            { loadBalancers: [{ targetGroupArn: TARGET_GROUP_ARN, containerName: "librechat", containerPort: 80 }] },
            "InvalidParameterException: The container librechat did not have a container port 80 defined.",
        ],
        [
            "the target group does not exist",
            { loadBalancers: [{ targetGroupArn: `${TARGET_GROUP_ARN}0`, containerName: "librechat", containerPort: 3080 }] },
            "InvalidParameterException: Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role " +
                "being passed has the proper permissions.",
        ],
        [
            "the registry does not exist",
            { serviceRegistries: { registryArn: `arn:aws:servicediscovery:${REGION}:123456789012:service/srv-1` } },
            `InvalidParameterException: The service registry arn:aws:servicediscovery:${REGION}:123456789012:service/srv-1 does not exist.`,
        ],
    ];
    for (const [name, more, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const aws = containerAccount();
            const inputs = serviceInputs(aws.create(TASK_DEFINITION, "task", taskInputs()), more);
            assert.throws(() => aws.create(SERVICE, "web", inputs), { message: `operation error ECS: CreateService, api error ${reason}` });
        });
    }
});
