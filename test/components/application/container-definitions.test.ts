import { strict as assert } from "node:assert";
import fc from "fast-check";
import { containerDefinitions, secretKey, type Container } from "../../../components/application/container-definitions";

describe("containerDefinitions: what ECS stores, whatever the order it is said in", () => {
    const logs = { group: "librechat-1", region: "eu-west-1" };
    const container: Container = {
        name: "librechat",
        image: "ghcr.io/librechat-ai/librechat:v0.8.8",
        essential: true,
        command: ["node", "api/server/index.js"],
        port: 3080,
        environment: { PORT: "3080", HOST: "0.0.0.0" },
        secrets: { MONGO_URI: secretKey("arn:aws:secretsmanager:eu-west-1:123456789012:secret:mongo-a1b2c3", "uri") },
        healthCommand: "wget -q -O- http://127.0.0.1:3080/readyz || exit 1",
        after: ["configuration"],
        mounts: [{ volume: "configuration", path: "/configuration", readOnly: true }],
    };

    it("writes everything that ECS would add", () => {
        assert.deepEqual(JSON.parse(containerDefinitions([container], logs)), [
            {
                name: "librechat",
                image: "ghcr.io/librechat-ai/librechat:v0.8.8",
                essential: true,
                command: ["node", "api/server/index.js"],
                portMappings: [{ containerPort: 3080, hostPort: 3080, protocol: "tcp" }],
                environment: [
                    { name: "HOST", value: "0.0.0.0" },
                    { name: "PORT", value: "3080" },
                ],
                secrets: [{ name: "MONGO_URI", valueFrom: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mongo-a1b2c3:uri::" }],
                healthCheck: {
                    command: ["CMD-SHELL", "wget -q -O- http://127.0.0.1:3080/readyz || exit 1"],
                    interval: 30,
                    timeout: 10,
                    retries: 3,
                    startPeriod: 180,
                },
                dependsOn: [{ containerName: "configuration", condition: "SUCCESS" }],
                mountPoints: [{ sourceVolume: "configuration", containerPath: "/configuration", readOnly: true }],
                stopTimeout: 120,
                systemControls: [],
                volumesFrom: [],
                logConfiguration: {
                    logDriver: "awslogs",
                    options: { "awslogs-group": "librechat-1", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "task" },
                },
            },
        ]);
    });

    it("leaves out what a container does not have", () => {
        const bare: Container = { name: "bare", image: "busybox", essential: false, environment: {}, secrets: {}, mounts: [] };
        const [definition] = JSON.parse(containerDefinitions([bare], logs)) as Record<string, unknown>[];
        assert.deepEqual(Object.keys(definition!), [
            "name",
            "image",
            "essential",
            "portMappings",
            "environment",
            "secrets",
            "mountPoints",
            "stopTimeout",
            "systemControls",
            "volumesFrom",
            "logConfiguration",
        ]);
    });

    it("gives the same text for containers, settings and secrets in any order", () => {
        const others = ["a", "b", "c"].map((name) => ({ ...container, name, environment: { ONE: "1", TWO: "2", THREE: "3" } }));
        fc.assert(
            fc.property(
                fc.shuffledSubarray(others, { minLength: 3 }),
                fc.shuffledSubarray(["ONE", "TWO", "THREE"], { minLength: 3 }),
                (containers, keys) => {
                    const shuffled = containers.map((one) => ({
                        ...one,
                        environment: Object.fromEntries(keys.map((key) => [key, one.environment[key as "ONE"]])),
                    }));
                    assert.equal(containerDefinitions(shuffled, logs), containerDefinitions(others, logs));
                },
            ),
        );
    });
});
