import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { CONTAINER, containerAccount, TASK_DEFINITION, taskInputs } from "./ecs-fixtures";
import { ACCOUNT, REGION } from "./lambda-fixtures";

function clientException(reason: string): { message: string } {
    return { message: `operation error ECS: RegisterTaskDefinition, api error ClientException: ${reason}` };
}

describe("ECS task definition", () => {
    it("is a new revision each time, under the id of the family", () => {
        const aws = containerAccount();
        const one = aws.create(TASK_DEFINITION, "task", taskInputs());
        const two = aws.create(TASK_DEFINITION, "task", taskInputs({ image: "ghcr.io/librechat-ai/librechat:v0.8.9" }));
        const arn = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/librechat`;
        assert.deepEqual(
            [one, two].map(({ id, outputs }) => [id, outputs["arn"], outputs["arnWithoutRevision"], outputs["revision"]]),
            [
                ["librechat", `${arn}:1`, arn, 1],
                ["librechat", `${arn}:2`, arn, 2],
            ],
        );
    });

    it("keeps the new revision when the replaced one is deregistered", () => {
        const aws = containerAccount();
        const one = aws.create(TASK_DEFINITION, "task", taskInputs());
        const two = aws.create(TASK_DEFINITION, "task", taskInputs({ image: "new" }));
        aws.delete(one);
        assert.equal(aws.read(two)?.outputs["revision"], 2);
        assert.deepEqual(
            aws.stored(`${TASK_DEFINITION} (replaced)`).map(({ note }) => note),
            ["INACTIVE: AWS keeps old revisions, they cost nothing"],
        );
        aws.delete(two);
        assert.deepEqual([aws.stored(TASK_DEFINITION), aws.stored(`${TASK_DEFINITION} (replaced)`)], [[], []]);
    });

    it("stays ACTIVE with skipDestroy", () => {
        const aws = containerAccount();
        aws.delete(aws.create(TASK_DEFINITION, "task", taskInputs({}, { skipDestroy: true })));
        assert.deepEqual(
            aws.stored(TASK_DEFINITION).map(({ note }) => note),
            ["left ACTIVE by skipDestroy"],
        );
    });

    it("does not care about the layout of the containers' JSON, nor about the order of their environment", () => {
        const aws = containerAccount();
        const task = aws.create(TASK_DEFINITION, "task", taskInputs());
        const containerDefinitions = JSON.stringify([CONTAINER], undefined, 2);
        assert.deepEqual(aws.diff(task, taskInputs({}, { containerDefinitions })).changed, []);
        const port = { name: "PORT", value: "3080" };
        const one = aws.create(TASK_DEFINITION, "task", taskInputs({ environment: [...CONTAINER.environment, port] }));
        assert.deepEqual(aws.diff(one, taskInputs({ environment: [port, ...CONTAINER.environment] })).changed, []);
        assert.deepEqual(aws.diff(task, taskInputs({ image: "other" })).replaces, ["containerDefinitions"]);
    });

    it("fails in a preview when the containers cannot be decoded", () => {
        const reasons = (containerDefinitions: string) =>
            containerAccount()
                .check(TASK_DEFINITION, "task", taskInputs({}, { containerDefinitions }))
                .failures.map(({ reason }) => reason);
        assert.deepEqual(reasons("{}"), [
            "ECS Task Definition container_definitions is invalid: not a JSON array. Examine values at 'task.containerDefinitions'.",
        ]);
        assert.deepEqual(reasons("[{}]"), [
            "ECS Task Definition container_definitions is invalid: invalid container definition supplied at index (0). " +
                "Examine values at 'task.containerDefinitions'.",
        ]);
    });

    const sidecar = { name: "sidecar", image: "busybox", essential: false };
    const refusals: readonly (readonly [name: string, containers: readonly object[], more: Properties, reason: string])[] = [
        ["there is no container", [], {}, "Container list cannot be empty."],
        ["two containers have one name", [CONTAINER, CONTAINER], {}, "Container names must be unique within a task definition."],
        ["no container is essential", [sidecar], {}, "A task definition must have at least one essential container."],
        ["a container has no name", [{ ...CONTAINER, name: undefined }], {}, "Container.name should not be null or empty."],
        ["a name has other characters", [{ ...CONTAINER, name: "libre chat" }], {}, "Container.name contains invalid characters."],
        ["a container has no image", [{ ...CONTAINER, image: "" }], {}, "Container.image should not be null or empty."],
        [
            "nothing says how much memory",
            [CONTAINER],
            { memory: undefined, cpu: undefined, requiresCompatibilities: ["EC2"] },
            "Invalid setting for container 'librechat'. At least one of 'memory' or 'memoryReservation' must be specified.",
        ],
        [
            "the stop timeout is too long for Fargate",
            [{ ...CONTAINER, stopTimeout: 121 }],
            {},
            "Invalid 'stopTimeout' setting for container 'librechat': 121. The maximum on Fargate is 120 seconds.",
        ],
        [
            "a port is none",
            [{ ...CONTAINER, portMappings: [{ containerPort: 70_000 }] }],
            {},
            "Invalid 'containerPort' setting: 70000. Use 1 to 65535.",
        ],
        [
            "the host's port differs",
            [{ ...CONTAINER, portMappings: [{ containerPort: 3080, hostPort: 80 }] }],
            {},
            "When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
        ],
        [
            "a secret has the name of a variable",
            [{ ...CONTAINER, secrets: [{ name: "HOST", valueFrom: "host" }] }],
            {},
            "The secret name must be unique and not shared with any new or existing environment variables set on the container, " +
                "such as 'HOST'.",
        ],
        [
            "a secret has no source",
            [{ ...CONTAINER, secrets: [{ name: "KEY" }] }],
            {},
            "Container 'librechat' has a secret without name or valueFrom.",
        ],
        [
            "a variable has no name",
            [{ ...CONTAINER, environment: [{ value: "1" }] }],
            {},
            "Container 'librechat' has an environment variable without a name.",
        ],
        [
            "a dependency is unknown",
            [{ ...CONTAINER, dependsOn: [{ containerName: "setup", condition: "START" }] }],
            {},
            "Container 'librechat' depends on container 'setup', which is not in the task definition.",
        ],
        [
            "dependencies go round",
            [
                { ...CONTAINER, dependsOn: [{ containerName: "sidecar", condition: "START" }] },
                { ...sidecar, dependsOn: [{ containerName: "librechat", condition: "START" }] },
            ],
            {},
            "Container 'librechat' and container 'sidecar' depend on each other.",
        ],
        [
            "a condition is unknown",
            [{ ...CONTAINER, dependsOn: [{ containerName: "sidecar", condition: "READY" }] }, sidecar],
            {},
            "Container 'librechat' has the dependency condition 'READY'. Use START, COMPLETE, SUCCESS or HEALTHY.",
        ],
        [
            "health is waited for where none is checked",
            [{ ...CONTAINER, dependsOn: [{ containerName: "sidecar", condition: "HEALTHY" }] }, sidecar],
            {},
            "Container 'librechat' depends on container 'sidecar' being HEALTHY, which has no health check.",
        ],
        [
            "the end of an essential container is waited for",
            [
                { ...CONTAINER, dependsOn: [{ containerName: "sidecar", condition: "SUCCESS" }] },
                { ...sidecar, essential: true },
            ],
            {},
            "Container 'librechat' waits for container 'sidecar' to end (SUCCESS), which is essential.",
        ],
        ["a volume is unknown", [{ ...CONTAINER, mountPoints: [{ sourceVolume: "data" }] }], {}, "Unknown volume 'data'."],
        [
            "a health check has no kind",
            [{ ...CONTAINER, healthCheck: { command: ["wget"] } }],
            {},
            "The health check command of container 'librechat' must begin with CMD or CMD-SHELL.",
        ],
        [
            "a health check is too frequent",
            [{ ...CONTAINER, healthCheck: { command: ["CMD", "true"], interval: 4 } }],
            {},
            "The health check interval of container 'librechat' is 4. Use 5 to 300.",
        ],
        [
            "the log driver lacks options",
            [{ ...CONTAINER, logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/librechat" } } }],
            {},
            "Log driver awslogs requires options: awslogs-region, awslogs-stream-prefix",
        ],
        [
            "there is no execution role",
            [CONTAINER],
            { executionRoleArn: undefined },
            "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
        ],
        ["Fargate has no such network mode", [CONTAINER], { networkMode: "bridge" }, "Fargate only supports network mode 'awsvpc'."],
        ["Fargate is not told the CPU", [CONTAINER], { cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
        [
            "Fargate is not told the memory",
            [CONTAINER],
            { memory: undefined },
            "Fargate requires that 'memory' be defined at the task level.",
        ],
        [
            "Fargate has no such size",
            [CONTAINER],
            { cpu: "256", memory: "1536" },
            "No Fargate configuration exists for given values: 256 CPU, 1536 memory. See the Amazon ECS documentation for the valid values.",
        ],
        [
            "Fargate does not run the system",
            [CONTAINER],
            { runtimePlatform: { operatingSystemFamily: "PLAN9" } },
            "Fargate does not run PLAN9.",
        ],
    ];
    for (const [name, containers, more, reason] of refusals) {
        it(`fails when ${name}`, () => {
            const inputs = taskInputs({}, { containerDefinitions: JSON.stringify(containers), ...more });
            assert.throws(() => containerAccount().create(TASK_DEFINITION, "task", inputs), clientException(reason));
        });
    }

    it("fails when it is too large", () => {
        const large = taskInputs({ environment: [{ name: "LIBRECHAT_YAML", value: "x".repeat(65_536) }] });
        assert.throws(
            () => containerAccount().create(TASK_DEFINITION, "task", large),
            /ClientException: Actual length: '\d{5}'\. Max allowed length is '65536' bytes\.$/,
        );
    });

    it("takes sizes in vCPU and GB", () => {
        assert.equal(containerAccount().create(TASK_DEFINITION, "task", taskInputs({}, { cpu: "1 vCPU", memory: "2 GB" })).id, "librechat");
    });
});
