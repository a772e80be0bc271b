import { strict as assert } from "node:assert";
import { SimulatedStack } from "./simulated-stack";

const IMAGES = {
    librechatImage: "123456789012.dkr.ecr.us-east-1.amazonaws.com/librechat:v0.8.8",
    ragImage: "123456789012.dkr.ecr.us-east-1.amazonaws.com/rag:v0.9.0",
};

/** Settings that change which resources there are, together where they meet. */
const CHOICES: readonly { stack: "dev" | "prod"; settings: Readonly<Record<string, string | number | boolean>> }[] = [
    { stack: "dev", settings: { preset: "staging", passwordRotationDays: 30, availabilityZoneNames: '["us-east-1b","us-east-1c"]' } },
    { stack: "dev", settings: { deletionProtection: true, databaseInit: "task", rag: false } },
    {
        stack: "prod",
        settings: { databaseInit: "task", natGateways: 1, certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/a" },
    },
    { stack: "prod", settings: { closedNetwork: true, ...IMAGES, databaseInit: "task", selfCheck: false } },
    { stack: "prod", settings: { postgres: "none", cache: false, minTasks: 1, maxTasks: 1, availabilityZones: 3, retireStack: true } },
];

describe("the policy pack on this program, with other settings", function () {
    this.timeout(60_000);
    const stacks = { dev: new SimulatedStack("dev"), prod: new SimulatedStack("prod") };
    after(() => {
        for (const stack of Object.values(stacks)) stack.remove();
    });

    it("has no objection: dev with a MongoDB of one's own, whose password is nowhere", async () => {
        const address = "mongodb://user:hunter22@host.example.com:27018/LibreChat";
        const flags = ["--config", "librechat:mongo=external", "--secret", `librechat:mongoUri=${address}`];
        const { exitCode, stdout, stderr } = await stacks.dev.run("preview", ...flags, "--", "--diff");
        assert.equal(exitCode, 0, stdout + stderr);
        assert.match(stdout, /network-connections-librechat-to-0\.0\.0\.0-0-27018-egress/);
        assert.doesNotMatch(stdout + stderr, /hunter22/);
    });

    for (const { stack, settings } of CHOICES) {
        const flags = Object.entries(settings).map(([name, value]) => [`--config`, `librechat:${name}=${value}`]);
        it(`has no objection: ${stack} with ${Object.keys(settings).join(", ")}`, async () => {
            const { exitCode, stdout, stderr } = await stacks[stack].run("preview", ...flags.flat());
            assert.equal(exitCode, 0, stdout + stderr);
            assert.doesNotMatch(stdout, /\[(mandatory|advisory)\]/);
        });
    }
});
