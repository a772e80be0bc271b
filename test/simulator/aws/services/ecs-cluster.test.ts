import { strict as assert } from "node:assert";
import { CLUSTER, containerAccount, SERVICE, serviceInputs, TASK, TASK_DEFINITION, taskInputs } from "./ecs-fixtures";
import { ACCOUNT, network, put, REGION, remove } from "./lambda-fixtures";

const PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";
const ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/main`;

describe("ECS cluster", () => {
    it("has its ARN as id and reports its settings", () => {
        const { id, outputs } = containerAccount().create(CLUSTER, "second", { name: "second" });
        assert.equal(id, `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/second`);
        assert.deepEqual([outputs["arn"], outputs["settings"]], [id, [{ name: "containerInsights", value: "disabled" }]]);
    });

    it("is not deleted while it has services or tasks", () => {
        const aws = containerAccount();
        const cluster = aws.create(CLUSTER, "main", { name: "main" });
        const service = aws.create(SERVICE, "web", serviceInputs(aws.create(TASK_DEFINITION, "task", taskInputs())));
        const remaining = (code: string, what: string) => ({
            message: `operation error ECS: DeleteCluster, api error ${code}: The Cluster cannot be deleted while ${what} are active.`,
        });
        assert.throws(
            () => {
                aws.delete(cluster);
            },
            remaining("ClusterContainsServicesException", "Services"),
        );
        aws.delete(service);
        put(aws, TASK, "task-1", { cluster: ARN });
        assert.throws(
            () => {
                aws.delete(cluster);
            },
            remaining("ClusterContainsTasksException", "Tasks"),
        );
        remove(aws, TASK, "task-1");
        aws.delete(cluster);
        assert.deepEqual(aws.stored(CLUSTER), []);
    });
});

describe("ECS cluster capacity providers", () => {
    it("are those that services may use", () => {
        const aws = containerAccount();
        aws.create(PROVIDERS, "spot", { clusterName: "main", capacityProviders: ["FARGATE", "FARGATE_SPOT"] });
        const task = aws.create(TASK_DEFINITION, "task", taskInputs());
        const capacityProviderStrategies = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];
        const { outputs } = aws.create(SERVICE, "web", serviceInputs(task, { launchType: undefined, capacityProviderStrategies }));
        assert.equal(outputs["launchType"], "");
    });

    const refusals = [
        ["the cluster does not exist", { clusterName: "other" }, "ClusterNotFoundException: Cluster not found."],
        [
            "a provider does not exist",
            { clusterName: "main", capacityProviders: ["FARGATE_FAST"] },
            "InvalidParameterException: The specified capacity provider 'FARGATE_FAST' was not found. Specify a valid name or ARN and try again.",
        ],
        [
            "the default is not among them",
            {
                clusterName: "main",
                capacityProviders: ["FARGATE"],
                defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
            },
            "InvalidParameterException: The specified default capacity provider strategy cannot contain a capacity provider that is not associated " +
                "with the cluster. Associate the capacity provider with the cluster and try again.",
        ],
    ] as const;
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => containerAccount(network()).create(PROVIDERS, "spot", inputs), {
                message: `operation error ECS: PutClusterCapacityProviders, api error ${reason}`,
            });
        });
    }
});
