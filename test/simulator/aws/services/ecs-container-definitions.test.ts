import { strict as assert } from "node:assert";
import { sameContainers } from "../../../../simulator/aws/services/ecs-container-definitions";

describe("sameContainers", () => {
    const text = (container: object) => JSON.stringify([container]);
    const variables = [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
    ];
    const ports = [{ containerPort: 80 }, { containerPort: 81 }];
    const health = { command: ["CMD", "true"] };

    const same: readonly (readonly [name: string, one: object, other: object])[] = [
        ["the order of variables", { environment: variables }, { environment: variables.toReversed() }],
        ["empty lists", { image: "a", mountPoints: [] }, { image: "a" }],
        ["what ECS fills in", { image: "a" }, { image: "a", essential: true }],
        [
            "the port of the host",
            { portMappings: [{ containerPort: 80 }] },
            { portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }] },
        ],
        ["the times of a health check", { healthCheck: health }, { healthCheck: { ...health, interval: 30, timeout: 5, retries: 3 } }],
    ];
    for (const [name, one, other] of same) {
        it(`does not count ${name}`, () => {
            assert.equal(sameContainers(text(one), text(other)), true);
        });
    }

    const different: readonly (readonly [name: string, one: object, other: object])[] = [
        ["a value", { environment: variables }, { environment: [{ name: "A", value: "2" }] }],
        ["the order of ports", { portMappings: ports }, { portMappings: ports.toReversed() }],
    ];
    for (const [name, one, other] of different) {
        it(`counts ${name}`, () => {
            assert.equal(sameContainers(text(one), text(other)), false);
        });
    }

    it("does not take what cannot be decoded for the same", () => {
        assert.equal(sameContainers("{", "{"), false);
    });
});
