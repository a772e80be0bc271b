import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { workloadRequirePathToServices as policy } from "../../../policy-pack/rules/workload-require-path-to-services";
import { TYPES } from "../../../policy-pack/types";
import { ENDPOINT_OR_NAT, NAT, NEITHER } from "../messages";
import { group, reported, resource, UNKNOWN_TEXT, vpc } from "../graph";

type Net = ReturnType<typeof vpc>;

describe("workload-require-path-to-services", () => {
    const component = (outputs: Record<string, unknown>) => resource("librechat:data:DatabaseInitialisation", "initialiser", outputs);
    const secret = resource(TYPES.secret, "password");

    /** A function in the private tier of a first preview: its subnets could be any of the VPC's, but for its component's word. */
    function lambda(net: Net, options: { parent?: PolicyResource; props?: Record<string, unknown>; environment?: PolicyResource[] } = {}) {
        return resource(
            TYPES.function,
            "initialise",
            { vpcConfig: { subnetIds: UNKNOWN_TEXT, securityGroupIds: [UNKNOWN_TEXT] }, ...options.props },
            { vpcConfig: [...net.behindOutputs, group("clients")], environment: options.environment ?? [] },
            options.parent,
        );
    }

    function endpoint(net: Net, service: string, props: Record<string, unknown> = {}) {
        return resource(
            TYPES.vpcEndpoint,
            service,
            {
                serviceName: `com.amazonaws.us-east-1.${service}`,
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
                vpcId: UNKNOWN_TEXT,
                ...props,
            },
            { vpcId: net.behindOutputs },
        );
    }

    function service(net: Net, definition: PolicyResource, props: Record<string, unknown> = {}, parent?: PolicyResource) {
        return resource(
            TYPES.service,
            "app",
            { taskDefinition: UNKNOWN_TEXT, networkConfiguration: { subnets: UNKNOWN_TEXT, securityGroups: [UNKNOWN_TEXT] }, ...props },
            { taskDefinition: [definition], networkConfiguration: net.behindOutputs },
            parent,
        );
    }

    function definition(containers: unknown) {
        return resource(TYPES.taskDefinition, "app", {
            containerDefinitions: typeof containers === "string" ? containers : JSON.stringify(containers),
        });
    }

    const withNat = vpc({ natGateways: true });
    const closed = vpc({ natGateways: false });
    const placed = (needs: string[]) => component({ needs, placement: "private" });

    it("accepts a NAT route in the tier that the component names", async () => {
        assert.deepEqual(
            await reported(policy, [
                ...withNat.all,
                lambda(withNat, { parent: placed(["service:secretsmanager", "internet:api.openai.com:443"]) }),
            ]),
            [],
        );
    });

    it("accepts an endpoint with private DNS, in any tier", async () => {
        const resources = [...closed.all, endpoint(closed, "secretsmanager"), lambda(closed, { environment: [secret] })];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(
            await reported(
                previewInformUndecided,
                resources.filter(({ type }) => type !== TYPES.vpcEndpoint),
            ),
            [],
        );
    });

    it("fails without either, by what the environment depends on", async () => {
        assert.deepEqual(await reported(policy, [...closed.all, lambda(closed, { environment: [secret] })]), [
            NEITHER("initialise", "secretsmanager", ENDPOINT_OR_NAT),
        ]);
    });

    it("fails without either, by a known ARN in the environment, beside unknown values", async () => {
        const variables = { HOST: UNKNOWN_TEXT, SECRET: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a" };
        assert.deepEqual(await reported(policy, [...closed.all, lambda(closed, { props: { environment: { variables } } })]), [
            NEITHER("initialise", "secretsmanager", ENDPOINT_OR_NAT),
        ]);
    });

    it("fails without either, by the tag", async () => {
        const tagged = lambda(closed, { props: { tags: { "reachability:needs": "service:secretsmanager, service:logs tcp:db:5432" } } });
        assert.deepEqual(await reported(policy, [...closed.all, tagged]), [NEITHER("initialise", "logs, secretsmanager", ENDPOINT_OR_NAT)]);
    });

    it("fails when the endpoint is another service's, has no private DNS, or is another VPC's", async () => {
        const elsewhere = resource(TYPES.vpcEndpoint, "other", {
            serviceName: "com.amazonaws.us-east-1.secretsmanager",
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            vpcId: "vpc-other",
        });
        for (const wrong of [endpoint(closed, "ssm"), endpoint(closed, "secretsmanager", { privateDnsEnabled: false }), elsewhere]) {
            assert.deepEqual(await reported(policy, [...closed.all, wrong, lambda(closed, { environment: [secret] })]), [
                NEITHER("initialise", "secretsmanager", ENDPOINT_OR_NAT),
            ]);
        }
    });

    it("fails for a host on the internet that an endpoint cannot serve", async () => {
        const resources = [
            ...closed.all,
            endpoint(closed, "secretsmanager"),
            lambda(closed, { parent: placed(["service:secretsmanager", "internet:api.openai.com:443"]) }),
        ];
        assert.deepEqual(await reported(policy, resources), [NEITHER("initialise", "api.openai.com", NAT)]);
    });

    it("fails for a function in public subnets, which give it no address", async () => {
        const inPublic = lambda(withNat, { parent: component({ needs: ["service:secretsmanager"], placement: "public" }) });
        assert.deepEqual(await reported(policy, [...withNat.all, inPublic]), [NEITHER("initialise", "secretsmanager", ENDPOINT_OR_NAT)]);
    });

    it("cannot tell where tiers differ and nobody names one, and says so", async () => {
        const resources = [...withNat.all, lambda(withNat, { environment: [secret] })];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "initialise: whether initialise reaches secretsmanager is not known yet.",
        ]);
    });

    it("cannot tell while the endpoint's private DNS is unknown, and says so", async () => {
        const resources = [
            ...closed.all,
            endpoint(closed, "secretsmanager", { privateDnsEnabled: UNKNOWN_TEXT }),
            lambda(closed, { environment: [secret] }),
        ];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "initialise: whether initialise reaches secretsmanager is not known yet.",
        ]);
    });

    const container = {
        name: "app",
        image: "ghcr.io/librechat-ai/librechat:v0.8.8",
        secrets: [
            { name: "A", valueFrom: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a" },
            { name: "B", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/b" },
        ],
        logConfiguration: { logDriver: "awslogs" },
    };

    it("reads secrets, log driver and registry from a task definition", async () => {
        const resources = [...closed.all, service(closed, definition([container]))];
        assert.deepEqual(await reported(policy, resources), [NEITHER("app", "logs, secretsmanager, ssm, ghcr.io", NAT)]);
    });

    it("takes an image without a registry for Docker Hub's, and one in ECR for two endpoints", async () => {
        const images = ["librechat/librechat:v0.8.8", "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"].map((image) => ({ image }));
        assert.deepEqual(await reported(policy, [...closed.all, service(closed, definition(images))]), [
            NEITHER("app", "ecr.api, ecr.dkr, docker.io", NAT),
        ]);
    });

    for (const [assignPublicIp, messages] of [
        [true, []],
        [false, [NEITHER("app", "ghcr.io", NAT)]],
        [undefined, [NEITHER("app", "ghcr.io", NAT)]],
    ] as const) {
        it(`${messages.length > 0 ? "fails" : "accepts"} for tasks in public subnets with assignPublicIp = ${String(assignPublicIp)}`, async () => {
            const network = { networkConfiguration: { subnets: UNKNOWN_TEXT, securityGroups: [UNKNOWN_TEXT], assignPublicIp } };
            const parent = component({ placement: "public" });
            const resources = [...withNat.all, service(withNat, definition([{ image: "ghcr.io/a/b:1" }]), network, parent)];
            assert.deepEqual(await reported(policy, resources), messages);
        });
    }

    it("infers needs of an unknown task definition from its dependencies, and says that there may be more", async () => {
        const unknown = resource(
            TYPES.taskDefinition,
            "app",
            { containerDefinitions: UNKNOWN_TEXT },
            { containerDefinitions: [secret, resource(TYPES.logGroup, "app")] },
        );
        const resources = [...closed.all, service(closed, unknown)];
        assert.deepEqual(await reported(policy, resources), [NEITHER("app", "logs, secretsmanager", ENDPOINT_OR_NAT)]);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "app: what app needs may be more than it shows: its container definitions are not known yet.",
        ]);
        const stated = [...closed.all, service(closed, unknown, {}, placed(["service:logs"]))];
        assert.deepEqual(await reported(previewInformUndecided, stated), []);
    });

    it("says what it could not read", async () => {
        const resources = [...closed.all, service(closed, definition("no JSON"))];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "app: what app needs may be more than it shows: its container definitions are no JSON list.",
        ]);
    });
});
