/** Kinds of workload beside functions and Fargate: where they are, what they need, who guards them, and when they start. */
import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../../policy-pack/known";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { set } from "../../../policy-pack/reachability/edits";
import { Graph } from "../../../policy-pack/reachability/graph";
import { reports, verdicts } from "./judged";
import { asFirstPreview, Network, urn, withValues, without } from "./network";

const NEED = "internet:api.example.com:443";
const noNat = without(AWS.route, "route-private-a");

describe("an Auto Scaling group", () => {
    const network = (template: Record<string, unknown>, subnets: readonly string[]) =>
        new Network().add(AWS.launchTemplate, "template", template).add(AWS.autoScalingGroup, "workers", {
            vpcZoneIdentifiers: subnets,
            launchTemplate: { id: "template" },
            tags: [{ key: "reachability:needs", value: NEED, propagateAtLaunch: true }],
        });

    it("has its groups and addresses from its launch template", () => {
        const own = { vpcSecurityGroupIds: ["client"] };
        assert.deepEqual(verdicts(network(own, ["private-a", "public-a"]).graph()), [
            `${NEED} from private-a: REACHED`,
            `${NEED} from public-a: REACHED`,
        ]);
        const onInterface = { networkInterfaces: [{ securityGroups: ["client"], associatePublicIpAddress: "false" }] };
        assert.deepEqual(verdicts(network(onInterface, ["public-a"]).graph()), [`${NEED} from public-a: BLOCKED NO_PUBLIC_IP`]);
        assert.deepEqual(
            verdicts(network({}, ["private-a"]).graph()),
            [`${NEED} from private-a: REACHED`],
            "the default group lets all out",
        );
    });

    it("without a launch template that is known is not decided", () => {
        assert.deepEqual(verdicts(network({}, ["private-a"]).changed(without(AWS.launchTemplate, "template"))), [
            `${NEED} from private-a: UNKNOWN UNKNOWN`,
        ]);
    });
});

describe("an ECS service on EC2", () => {
    const network = () =>
        new Network()
            .service(NEED, ["private-a"], false)
            .add(AWS.ecsCluster, "cluster", {})
            .add(AWS.launchTemplate, "template", { vpcSecurityGroupIds: ["client"] })
            .add(AWS.autoScalingGroup, "others", { vpcZoneIdentifiers: ["isolated-b"], launchTemplate: { id: "template" } })
            .add(AWS.autoScalingGroup, "hosts", { vpcZoneIdentifiers: ["isolated-a"], launchTemplate: { id: "template" } })
            .add(AWS.capacityProvider, "provider", { autoScalingGroupProvider: { autoScalingGroupArn: "hosts" } })
            .add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "link", {
                clusterName: "cluster",
                capacityProviders: ["provider"],
            });

    it("runs on the instances of its cluster's capacity providers", () => {
        const onHosts = withValues(AWS.ecsService, "client", { launchType: "EC2", cluster: "cluster" });
        assert.deepEqual(verdicts(network().changed(onHosts)), [
            "service:ecs from isolated-a: BLOCKED NO_ROUTE ENDPOINT_MISSING",
            "service:ecs-agent from isolated-a: BLOCKED NO_ROUTE ENDPOINT_MISSING",
            "service:ecs-telemetry from isolated-a: BLOCKED NO_ROUTE ENDPOINT_MISSING",
            `${NEED} from private-a: REACHED`,
        ]);
    });

    it("without interfaces of its own uses the instance's for everything", () => {
        const bridged = withValues(AWS.ecsService, "client", { launchType: "EC2", cluster: "cluster", networkConfiguration: undefined });
        assert.deepEqual(verdicts(network().changed(bridged)).at(-1), `${NEED} from isolated-a: BLOCKED NO_ROUTE`);
    });
});

describe("a build", () => {
    const build = (image: string, vpcConfig: object | undefined = { subnets: ["private-a"], securityGroupIds: ["client"] }) =>
        new Network().add(AWS.codeBuildProject, "build", { vpcConfig, environment: { image } });

    it("pulls its image from its subnet, unless it is one of AWS's own", () => {
        assert.deepEqual(verdicts(build("ghcr.io/a/b:1").graph()), ["image:ghcr.io from private-a: REACHED"]);
        assert.deepEqual(verdicts(build("node:24").graph()), ["image:docker.io from private-a: REACHED"]);
        assert.deepEqual(verdicts(build("aws/codebuild/standard:7.0").graph()), []);
    });

    it("has no public address, and is mended by a copy of the image", () => {
        const inPublic = { subnets: ["public-a"], securityGroupIds: ["client"] };
        assert.deepEqual(verdicts(build("node:24", inPublic).graph()), [
            "image:docker.io from public-a: BLOCKED EXTERNAL_IMAGE_NO_EGRESS NO_PUBLIC_IP",
        ]);
        const closed = build("node:24").endpoint("ecr.api").endpoint("ecr.dkr").gateway("s3", ["private-a"]);
        const [report] = reports(closed.changed(noNat));
        assert.equal(
            report?.message.split("\n").at(-1),
            "  - copy the image of docker.io to a repository in ECR, and name it in build: $0.10 a month",
        );
    });

    it("outside a VPC is no matter", () => {
        assert.deepEqual(verdicts(new Network().add(AWS.codeBuildProject, "build", { environment: { image: "node:24" } }).graph()), []);
    });
});

describe("a database proxy", () => {
    const network = () => {
        const made = new Network().database("db").group("proxy").rule("egress", "proxy", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        return made
            .rule("ingress", "group-db", { fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "proxy" })
            .add(AWS.rdsProxy, "front", {
                name: "front",
                engineFamily: "POSTGRESQL",
                vpcSubnetIds: ["private-a"],
                vpcSecurityGroupIds: ["proxy"],
            })
            .add("aws:rds/proxyTarget:ProxyTarget", "target", { dbProxyName: "front", dbInstanceIdentifier: "db" });
    };

    it("reaches its database, and is reached as one", () => {
        assert.deepEqual(verdicts(network().graph()), ["tcp:db:5432 from private-a: REACHED"]);
        assert.deepEqual(verdicts(network().client("tcp:front:5432", ["private-a"]).graph()), [
            "tcp:front:5432 from private-a: BLOCKED SG_INGRESS",
            "tcp:db:5432 from private-a: REACHED",
        ]);
    });

    it("is stopped by the group of its database", () => {
        const rule = network().nodes.find(
            ({ type, properties }) => type === AWS.ingressRule && properties["referencedSecurityGroupId"] === "proxy",
        );
        assert.deepEqual(verdicts(network().changed(without(AWS.ingressRule, rule?.name ?? ""))), [
            "tcp:db:5432 from private-a: BLOCKED SG_INGRESS",
        ]);
    });

    it("speaks the protocol of its engine", () => {
        const mysql = network().changed(withValues(AWS.rdsProxy, "front", { engineFamily: "MYSQL" }));
        assert.deepEqual(verdicts(mysql), ["tcp:db:3306 from private-a: BLOCKED SG_INGRESS"]);
    });
});

describe("an image in a registry of another Region", () => {
    it("is asked for where the registry is", () => {
        const image = "image:123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        const closed = new Network().endpoint("ecr.api").endpoint("ecr.dkr").gateway("s3", ["private-a"]).client(image, ["private-a"]);
        assert.deepEqual(verdicts(closed.changed(noNat)), [`${image} from private-a: BLOCKED NO_ROUTE`]);
        assert.deepEqual(verdicts(closed.graph()), [`${image} from private-a: REACHED`]);
    });

    it("is cached by a rule for every repository too", () => {
        const image = "image:123456789012.dkr.ecr.us-east-1.amazonaws.com/hub";
        const closed = new Network().endpoint("ecr.api").endpoint("ecr.dkr").gateway("s3", ["private-a"]).client(image, ["private-a"]);
        closed.add(AWS.pullThroughCache, "cache", { ecrRepositoryPrefix: "ROOT" });
        assert.deepEqual(verdicts(closed.changed(noNat)), [`${image} from private-a: BLOCKED PTC_FIRST_PULL NO_ROUTE`]);
    });
});

describe("the order of creation of services", () => {
    const service = urn(AWS.ecsService, "client");
    const preview = () =>
        asFirstPreview(
            new Network()
                .endpoint("secretsmanager", { privateDnsEnabled: true })
                .service("service:secretsmanager", ["private-a"], false)
                .graph(),
        );

    it("a service that does not wait for its endpoint may start too early, and the rules and routes of its way count too", () => {
        assert.deepEqual(
            reports(preview()).map(({ codes, message, urn: at }) => ({ codes, message: message.split(", which")[0], at })),
            [
                {
                    codes: ["ORDERING"],
                    message:
                        "ORDERING: client may be created before egress-client-0, endpoint-secretsmanager, ingress-door-secretsmanager-0",
                    at: service,
                },
            ],
        );
    });

    it("one that waits may not", () => {
        const first: readonly string[] = [AWS.vpcEndpoint, AWS.egressRule, AWS.ingressRule];
        const graph = preview();
        const before = graph.nodes.filter(({ type }) => first.includes(type)).map((node) => node.urn);
        const waiting = graph.nodes.map((node) =>
            node.urn === service ? { ...node, dependencies: [...node.dependencies, ...before] } : node,
        );
        assert.deepEqual(reports(new Graph(waiting)), []);
    });

    it("an endpoint whose service is not known yet may be the one that captures the name", () => {
        const graph = new Network().endpoint("secretsmanager").client("service:secretsmanager", ["private-a"]);
        const unclear = graph.changed(noNat, set(urn(AWS.vpcEndpoint, "endpoint-secretsmanager"), { serviceName: UNKNOWN }));
        assert.equal(prove(unclear).decisions[0]?.verdict, "UNKNOWN");
    });
});
