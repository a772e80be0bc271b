/** What workloads need, where it shows and where it is declared; and where they may be placed. */
import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import type { Edit } from "../../../policy-pack/reachability/edits";
import { parseNeed } from "../../../policy-pack/reachability/needs";
import type { GraphNode } from "../../../policy-pack/reachability/graph";
import { Graph } from "../../../policy-pack/reachability/graph";
import { UNKNOWN } from "../../../policy-pack/known";
import { verdicts } from "./judged";
import { asFirstPreview, Network, urn, withValues, without } from "./network";

const SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3";
const ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const noNat = without(AWS.route, "route-private-a");

function needsOf(graph: Graph, configured: Record<string, string> = {}): string[] {
    return [...new Set(prove(graph, { needs: configured }).decisions.map(({ workload, need }) => `${workload.kind}: ${need.text}`))];
}

describe("needs of a function", () => {
    const lambda = (properties: Record<string, unknown>) =>
        new Network().add(AWS.function, "client", { vpcConfig: { subnetIds: ["private-a"], securityGroupIds: ["client"] }, ...properties });

    it("none: no finding", () => {
        assert.deepEqual(needsOf(lambda({}).graph()), []);
    });

    it("Secrets Manager, where its environment names a secret", () => {
        assert.deepEqual(needsOf(lambda({ environment: { variables: { TOKEN: SECRET_ARN } } }).graph()), [
            "Lambda function: service:secretsmanager",
        ]);
    });

    it("a database, where its environment has the address", () => {
        const network = lambda({ environment: { variables: { URL: "postgres://db.abc.us-east-1.rds.amazonaws.com/app" } } }).database("db");
        assert.deepEqual(
            needsOf(network.changed(withValues(AWS.rdsInstance, "db", { address: "db.abc.us-east-1.rds.amazonaws.com", port: 5433 }))),
            ["Lambda function: tcp:db:5433"],
        );
    });

    it("S3, where its role names a bucket", () => {
        const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" }] });
        const network = lambda({ role: "role" })
            .add("aws:iam/role:Role", "role", {})
            .add("aws:iam/rolePolicy:RolePolicy", "policy", { role: "role", policy });
        assert.deepEqual(needsOf(network.graph()), ["Lambda function: service:s3"]);
    });

    it("none outside a VPC", () => {
        assert.deepEqual(needsOf(new Network().add(AWS.function, "free", { tags: { "reachability:needs": "service:logs" } }).graph()), []);
    });

    it("those of its tag, and of the policy's configuration", () => {
        const tagged = lambda({ tags: { "reachability:needs": "service:sqs  internet:api.openai.com:443" } }).graph();
        assert.deepEqual(needsOf(tagged, { client: "efs:files" }), [
            "Lambda function: efs:files",
            "Lambda function: service:sqs",
            "Lambda function: internet:api.openai.com:443",
        ]);
    });
});

describe("needs of a task", () => {
    const container = (image: string) => ({
        image,
        secrets: [
            { name: "A", valueFrom: `${SECRET_ARN}:key::` },
            { name: "B", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/b" },
        ],
        logConfiguration: { logDriver: "awslogs" },
    });
    const task = (image: string) =>
        new Network()
            .service("", ["private-a"], false)
            .changed(withValues(AWS.taskDefinition, "client-task", { containerDefinitions: JSON.stringify([container(image)]) }));

    it("its image, secrets, parameters and log", () => {
        assert.deepEqual(needsOf(task("ghcr.io/librechat-ai/librechat:v1")), [
            "ECS service on Fargate: image:ghcr.io",
            "ECS service on Fargate: service:secretsmanager",
            "ECS service on Fargate: service:ssm",
            "ECS service on Fargate: service:logs",
        ]);
        assert.equal(needsOf(task("redis:7"))[0], "ECS service on Fargate: image:docker.io");
        assert.equal(needsOf(task(`${ECR}/app:v1`))[0], `ECS service on Fargate: image:${ECR}`);
    });

    it("an image in ECR needs two APIs and S3: each of them", () => {
        const image = `image:${ECR}`;
        const full = () =>
            new Network().endpoint("ecr.api").endpoint("ecr.dkr").gateway("s3", ["private-a"]).service(image, ["private-a"], false);
        assert.deepEqual(verdicts(full().changed(noNat)), [`${image} from private-a: REACHED`]);
        for (const name of ["endpoint-ecr.api", "endpoint-ecr.dkr", "gateway-s3"]) {
            const blocked = [`${image} from private-a: BLOCKED NO_ROUTE ENDPOINT_MISSING`];
            assert.deepEqual(verdicts(full().changed(noNat, without(AWS.vpcEndpoint, name))), blocked, name);
        }
    });

    it("the S3 endpoint's policy must let ECR's own bucket through", () => {
        const policy = JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::mine/*" }],
        });
        const graph = new Network()
            .endpoint("ecr.api")
            .endpoint("ecr.dkr")
            .gateway("s3", ["private-a"])
            .service(`image:${ECR}`, ["private-a"], false);
        assert.deepEqual(verdicts(graph.changed(withValues(AWS.vpcEndpoint, "gateway-s3", { policy }))), [
            `image:${ECR} from private-a: BLOCKED ENDPOINT_POLICY`,
        ]);
    });

    it("on EC2 the agent pulls through the instance, and the task itself never has a public address", () => {
        const network = new Network().service("internet:a.example:443 image:ghcr.io", ["public-a"], false);
        network.add(AWS.launchTemplate, "template", { vpcSecurityGroupIds: ["client"] });
        network.add(AWS.autoScalingGroup, "instances", { vpcZoneIdentifiers: ["private-a"], launchTemplate: { id: "template" } });
        assert.deepEqual(verdicts(network.changed(withValues(AWS.ecsService, "client", { launchType: "EC2" }))), [
            "image:ghcr.io from private-a: REACHED",
            "service:ecs from private-a: REACHED",
            "service:ecs-agent from private-a: REACHED",
            "service:ecs-telemetry from private-a: REACHED",
            "internet:a.example:443 from public-a: BLOCKED NO_PUBLIC_IP",
        ]);
    });
});

describe("needs, as they are spelled", () => {
    for (const [text, kind] of Object.entries({
        "service:ecr.dkr": "service",
        "image:ghcr.io": "image",
        "tcp:postgres:5432": "tcp",
        "efs:files": "efs",
        "internet:api.openai.com:443": "internet",
        "internet:api.openai.com": "internet",
        "tcp:postgres": "unreadable",
        "tcp:postgres:70000": "unreadable",
        "service:": "unreadable",
        nonsense: "unreadable",
    })) {
        it(`${text} is ${kind}`, () => {
            assert.equal(parseNeed(text).kind, kind);
        });
    }

    it("a host of AWS is its service, and captured as such", () => {
        const tight = new Network().endpoint("logs").client("internet:logs.us-east-1.amazonaws.com:443", ["private-a"]);
        assert.deepEqual(verdicts(tight.changed(without(AWS.ingressRule, "ingress-door-logs-0"))), [
            "internet:logs.us-east-1.amazonaws.com:443 from private-a: BLOCKED ENDPOINT_SG",
        ]);
    });
});

describe("placement in a first preview", () => {
    const SUBNETS = ["public-a", "private-a", "isolated-a"];

    /** The list of subnets is unknown as a whole, and came from all of them: what an output of awsx:ec2:Vpc looks like. */
    function preview(need: string, outputs: Record<string, unknown> | undefined, edits: readonly Edit[] = []): Graph {
        const component = urn("some:index:Component", "around");
        const network = new Network().add(
            AWS.function,
            "client",
            { vpcConfig: { subnetIds: SUBNETS, securityGroupIds: ["client"] }, tags: { "reachability:needs": need } },
            component,
        );
        if (outputs !== undefined) network.add("some:index:Component", "around", outputs);
        const graph = asFirstPreview(network.changed(...edits));
        const hidden = graph.nodes.map((node): GraphNode => {
            if (node.type === AWS.subnet)
                return {
                    ...node,
                    properties: {
                        ...node.properties,
                        tags: {
                            SubnetType: node.name.startsWith("public")
                                ? "Public"
                                : node.name.startsWith("private")
                                  ? "Private"
                                  : "Isolated",
                        },
                    },
                };
            return node.type === AWS.function
                ? { ...node, properties: { ...node.properties, vpcConfig: { subnetIds: UNKNOWN, securityGroupIds: [UNKNOWN] } } }
                : node;
        });
        return new Graph(hidden);
    }

    it("is what the component around the workload publishes", () => {
        assert.deepEqual(verdicts(preview("internet:a.example:443", { placement: "private" })), [
            "internet:a.example:443 from private-a: REACHED",
        ]);
        assert.deepEqual(verdicts(preview("internet:a.example:443", { placement: "isolated" })), [
            "internet:a.example:443 from isolated-a: BLOCKED NO_ROUTE",
        ]);
    });

    it("is not known otherwise, when the subnets differ", () => {
        assert.deepEqual(verdicts(preview("internet:a.example:443", undefined)), ["internet:a.example:443 from ?: UNKNOWN UNKNOWN"]);
    });

    it("does not matter when all subnets agree", () => {
        const routes = ["public-a", "private-a"].map((subnet) => without(AWS.route, `route-${subnet}`));
        assert.deepEqual(
            verdicts(preview("internet:a.example:443", undefined, routes)),
            SUBNETS.map((subnet) => `internet:a.example:443 from ${subnet}: BLOCKED NO_ROUTE`),
        );
    });
});
