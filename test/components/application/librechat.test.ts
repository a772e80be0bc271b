import { strict as assert } from "node:assert";
import { LibreChat, type LibreChatArgs } from "../../../components/application/librechat";
import { Cache } from "../../../components/data/cache";
import { record, unwrap } from "../recorder";
import { chats, credentials, fate, files, frontDoor, network, placement } from "./parts";

describe("LibreChat: a service behind the load balancer that keeps nothing in its tasks", () => {
    const SERVICE = "aws:ecs/service:Service";
    const DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

    const build = (
        changed: Partial<LibreChatArgs> = {},
        { withCache = false, architecture = "arm64" }: { withCache?: boolean; architecture?: "arm64" | "x86_64" } = {},
    ) =>
        record(() => {
            const net = network({ cache: withCache });
            return new LibreChat("librechat", {
                placement: { ...placement(net), architecture },
                image: "ghcr.io/librechat-ai/librechat:v0.8.8",
                cpuUnits: 1024,
                memoryMiB: 2048,
                minTasks: 1,
                maxTasks: 1,
                settings: {
                    allowRegistration: false,
                    bedrockRegion: "us-east-1",
                    bedrockModels: [],
                    openId: undefined,
                    sharePoint: undefined,
                },
                yamlOverrides: undefined,
                credentials: credentials(),
                chats: chats(net),
                files: files(),
                cache: withCache
                    ? new Cache("cache", { ...net.isolated("cache"), nodeType: "cache.t4g.micro", nodes: 2, fate })
                    : undefined,
                ragApi: undefined,
                frontDoor: frontDoor(net),
                ...changed,
            });
        });

    it("runs in private subnets without a public address, and rolls back what does not become healthy", async () => {
        const { inputs, ignoreChanges } = (await build()).one(SERVICE, "librechat-service");
        assert.deepEqual(inputs, {
            cluster: inputs["cluster"],
            taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/librechat-dev-librechat-service:1",
            launchType: "FARGATE",
            desiredCount: 1,
            networkConfiguration: {
                subnets: ["subnet-private-1", "subnet-private-2"],
                securityGroups: ["network-connections-librechat-id"],
                assignPublicIp: false,
            },
            loadBalancers: [
                {
                    targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/front-door/6d0ecf831eec9f09",
                    containerName: "librechat",
                    containerPort: 3080,
                },
            ],
            healthCheckGracePeriodSeconds: 240,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            enableExecuteCommand: true,
            propagateTags: "SERVICE",
            waitForSteadyState: true,
        });
        assert.deepEqual(ignoreChanges, []);
    });

    it("waits for its way to be open, and for a listener", async () => {
        const recording = await build();
        const { dependencies } = recording.one(SERVICE);
        for (const type of [
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            "aws:lb/listener:Listener",
        ]) {
            for (const { urn } of recording.ofType(type)) assert.ok(dependencies.includes(urn), `the service does not wait for ${urn}`);
        }
    });

    it("gives the containers what they need, and no secret in clear text", async () => {
        const { inputs } = (await build()).one(DEFINITION);
        const containers = JSON.parse(String(inputs["containerDefinitions"])) as {
            name: string;
            environment: { name: string }[];
            secrets: { name: string }[];
        }[];
        assert.deepEqual(
            containers.map(({ name, secrets }) => ({ name, secrets: secrets.map((secret) => secret.name) })),
            [
                { name: "configuration", secrets: [] },
                { name: "librechat", secrets: ["CREDS_IV", "CREDS_KEY", "JWT_REFRESH_SECRET", "JWT_SECRET", "MONGO_URI"] },
            ],
        );
        const names = containers[1]!.environment.map(({ name }) => name);
        assert.ok(names.includes("DOMAIN_SERVER") && !names.some((name) => /SECRET|PASSWORD|TOKEN|AWS_ACCESS/.test(name)));
        assert.deepEqual(inputs["runtimePlatform"], { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" });
    });

    it("stays at one task that Pulumi counts when it is told so", async () => {
        const recording = await build();
        assert.equal(recording.ofType("aws:appautoscaling/target:Target").length, 0);
    });

    it("has room for a second task while there is one, whatever the fewest will be", async () => {
        for (const [minTasks, maxTasks] of [
            [1, 1],
            [2, 6],
        ]) {
            const { inputs } = (await build({ minTasks, maxTasks }, { withCache: true })).one(SERVICE);
            assert.deepEqual([inputs["deploymentMinimumHealthyPercent"], inputs["deploymentMaximumPercent"]], [100, 200]);
        }
    });

    it("may call the models and the guardrail of its own file, and declares to reach their Regions", async () => {
        const bedrock = { availableRegions: ["us-east-1", "eu-west-1"], guardrailConfig: { guardrailIdentifier: "abc123" } };
        const recording = await build({ yamlOverrides: { endpoints: { bedrock } } });
        assert.ok(recording.result.needs.includes("internet:bedrock-runtime.eu-west-1.amazonaws.com:443"));
        const policies = recording.ofType("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => String(inputs["policy"]));
        assert.equal(policies.filter((policy) => policy.includes("arn:aws:bedrock:eu-west-1:*:guardrail/abc123")).length, 1);
    });

    it("is scaled between its bounds by two signals otherwise", async () => {
        const recording = await build({ minTasks: 2, maxTasks: 6 }, { withCache: true });
        const service = recording.one(SERVICE);
        assert.deepEqual(service.ignoreChanges, ["desiredCount"]);
        const { minCapacity, maxCapacity, resourceId } = recording.one("aws:appautoscaling/target:Target").inputs;
        assert.deepEqual(
            { minCapacity, maxCapacity, resourceId },
            { minCapacity: 2, maxCapacity: 6, resourceId: "service/cluster-0a1b2c3/librechat-service-0a1b2c3" },
        );
        assert.deepEqual(
            recording.ofType("aws:appautoscaling/policy:Policy").map(({ inputs }) => inputs["targetTrackingScalingPolicyConfiguration"]),
            [
                {
                    predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
                    targetValue: 60,
                    scaleOutCooldown: 60,
                    scaleInCooldown: 300,
                },
                {
                    predefinedMetricSpecification: {
                        predefinedMetricType: "ALBRequestCountPerTarget",
                        resourceLabel: "app/front-door/50dc6c495c0c9188/targetgroup/front-door/6d0ecf831eec9f09",
                    },
                    targetValue: 500,
                    scaleOutCooldown: 60,
                    scaleInCooldown: 300,
                },
            ],
        );
    });

    it("names the command that opens a dialogue in a running task", async () => {
        const { result } = await build();
        assert.equal(
            await unwrap(result.shellCommand("npm run create-user")),
            "aws ecs execute-command --region us-east-1 --cluster cluster-0a1b2c3 --task $(aws ecs list-tasks --region us-east-1 " +
                `--cluster cluster-0a1b2c3 --service-name librechat-service-0a1b2c3 --query "taskArns[0]" --output text) ` +
                `--container librechat --interactive --command "npm run create-user"`,
        );
    });

    it("runs on x86_64 when told so", async () => {
        const recording = await build({}, { architecture: "x86_64" });
        assert.deepEqual(recording.one(DEFINITION).inputs["runtimePlatform"], {
            operatingSystemFamily: "LINUX",
            cpuArchitecture: "X86_64",
        });
    });
});
