/** Answers that were wrong once, each with the smallest network in which they were. */
import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../../policy-pack/known";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { set } from "../../../policy-pack/reachability/edits";
import { explain, repairText } from "../../../policy-pack/reachability/explain";
import { Graph, type GraphNode } from "../../../policy-pack/reachability/graph";
import { onlyReport, reports, verdicts } from "./judged";
import { asFirstPreview, Network, urn, withValues, without } from "./network";

const noNat = without(AWS.route, "route-private-a");

/** A first preview in which the door of an endpoint has inline rules, and what they came from together. */
function inlineDoor(ingress: unknown, sources: readonly string[], type: string = AWS.securityGroup): Graph {
    const network = new Network().endpoint("secretsmanager").client("service:secretsmanager", ["private-a"]).group("other");
    const preview = asFirstPreview(network.changed(without(AWS.ingressRule, "ingress-door-secretsmanager-0")));
    const door = urn(AWS.securityGroup, "door-secretsmanager");
    return new Graph(
        preview.nodes.map((node): GraphNode => {
            if (node.urn !== door) return node;
            const properties = { ...node.properties, ingress };
            const urns = sources.map((name) => urn(name === "net" ? AWS.vpc : type, name));
            return { ...node, properties, propertyDependencies: { ...node.propertyDependencies, ingress: urns } };
        }),
    );
}

const rule = (fromPort: number, securityGroups: unknown) => ({ protocol: "tcp", fromPort, toPort: fromPort, securityGroups });
const from = (verdict: string) => [`service:secretsmanager from private-a: ${verdict}`];

describe("an inline rule in a first preview", () => {
    it("that names an unknown group beside one that names the client is not known to admit the client", () => {
        const twoRules = [rule(443, [UNKNOWN]), rule(22, [UNKNOWN])];
        assert.deepEqual(verdicts(inlineDoor(twoRules, ["client", "net"])), from("UNKNOWN UNKNOWN"));
        assert.deepEqual(verdicts(inlineDoor([rule(443, ["sg-elsewhere"]), rule(22, [UNKNOWN])], ["client"])), from("UNKNOWN UNKNOWN"));
    });

    it("that is the only one to name a group admits the one group that it came from", () => {
        assert.deepEqual(verdicts(inlineDoor([rule(443, [UNKNOWN])], ["client"])), from("REACHED"));
        const beside = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [UNKNOWN] };
        assert.deepEqual(verdicts(inlineDoor([rule(443, [UNKNOWN]), beside], ["client", "net"])), from("REACHED"));
        assert.deepEqual(verdicts(inlineDoor([rule(443, [UNKNOWN]), rule(22, [UNKNOWN])], ["client"])), from("REACHED"));
    });

    it("that came from another group does not admit the client", () => {
        assert.deepEqual(verdicts(inlineDoor([rule(443, [UNKNOWN])], ["other"])), from("BLOCKED ENDPOINT_SG"));
    });

    it("may be left out of the preview altogether, and is not forgotten", () => {
        assert.deepEqual(verdicts(inlineDoor(undefined, ["client"])), from("UNKNOWN UNKNOWN"));
        assert.deepEqual(verdicts(inlineDoor(undefined, [])), from("BLOCKED ENDPOINT_SG"));
    });

    it("may name the default group of the VPC, which a client without a group is in", () => {
        const graph = inlineDoor([rule(443, [UNKNOWN]), rule(22, [UNKNOWN])], ["other", "net"]);
        const vpcConfig = { subnetIds: [UNKNOWN], securityGroupIds: [] };
        const nodes = graph.nodes.map((node): GraphNode =>
            node.type === AWS.function
                ? {
                      ...node,
                      properties: { ...node.properties, vpcConfig },
                      propertyDependencies: { vpcConfig: [urn(AWS.subnet, "private-a")] },
                  }
                : node,
        );
        assert.deepEqual(verdicts(new Graph(nodes)), from("UNKNOWN UNKNOWN"));
    });
});

it("a rule of a VPC's default group names it by an output of the VPC, and is not forgotten", () => {
    const network = new Network().endpoint("secretsmanager", { securityGroupIds: [] }).client("service:secretsmanager", ["private-a"]);
    network.rule("ingress", "the default group", { referencedSecurityGroupId: "client" });
    const preview = asFirstPreview(network.graph());
    const nodes = preview.nodes.map((node) =>
        node.name.startsWith("ingress-the default group")
            ? {
                  ...node,
                  properties: { ...node.properties, securityGroupId: UNKNOWN },
                  propertyDependencies: { ...node.propertyDependencies, securityGroupId: [urn(AWS.vpc, "net")] },
              }
            : node,
    );
    assert.deepEqual(verdicts(new Graph(nodes)), from("UNKNOWN UNKNOWN"));
});

describe("a cluster", () => {
    const network = () => new Network().cluster("chats").client("tcp:chats:27017", ["private-a"]);
    const to = (verdict: string) => [`tcp:chats:27017 from private-a: ${verdict}`];
    const withInstance = () => network().add(AWS.documentDbClusterInstance, "chats-1", { clusterIdentifier: "chats" });

    it("without an instance answers nobody", () => {
        assert.deepEqual(verdicts(network().graph()), to("BLOCKED NO_LISTENER"));
        assert.deepEqual(verdicts(asFirstPreview(network().graph())), to("BLOCKED NO_LISTENER"));
    });

    it("with an instance answers", () => {
        assert.deepEqual(verdicts(withInstance().graph()), to("REACHED"));
    });

    it("whose instances are not known is not decided", () => {
        const unclear = withInstance().changed(set(urn(AWS.documentDbClusterInstance, "chats-1"), { clusterIdentifier: UNKNOWN }));
        assert.deepEqual(verdicts(unclear), to("UNKNOWN UNKNOWN"));
    });

    it("of Aurora may bring its own instances, and is mended with one where it does not", () => {
        const aurora = (properties: Record<string, unknown>) => {
            const own = new Network().database("db").client("tcp:db:5432", ["private-a"]).graph();
            const nodes = own.nodes.map((node) =>
                node.type === AWS.rdsInstance
                    ? { ...node, type: AWS.rdsCluster, properties: { ...node.properties, engine: "aurora-postgresql", ...properties } }
                    : node,
            );
            return new Graph(nodes);
        };
        const from = (verdict: string) => [`tcp:db:5432 from private-a: ${verdict}`];
        assert.deepEqual(verdicts(aurora({ engineMode: "serverless" })), from("REACHED"));
        assert.deepEqual(verdicts(aurora({ dbClusterInstanceClass: "db.m5d.large" })), from("REACHED"));
        assert.deepEqual(
            onlyReport(aurora({ engineMode: "provisioned" }))
                .message.split("\n")
                .slice(-1),
            ["  - add an instance (db.serverless) to cluster db: $43.80 a month"],
        );
    });
});

describe("repairs outside us-east-1", () => {
    const endpoints = (graph: Graph) => reports(graph).flatMap(({ repairs }) => repairs.flatMap(({ changes }) => changes));

    it("make endpoints of the Region of the network, and say whose prices they have", () => {
        const network = new Network("eu-west-1").client("service:secretsmanager", ["private-a"]);
        const graph = network.changed(noNat, without(AWS.natGateway, "nat"), without(AWS.route, "route-private-b"));
        assert.deepEqual(onlyReport(graph).message.split("\n").slice(-2), [
            "  - add an interface endpoint for secretsmanager in one zone of VPC net, with private DNS and a security group that admits tcp 443 from its clients: $7.30 a month in us-east-1",
            "  - add a NAT gateway with an Elastic IP address in public subnet public-a; route 0.0.0.0/0 of table-private-a to it: $36.50 a month in us-east-1",
        ]);
        const made = new Map(graph.nodes.map((node) => [node.urn, node]));
        for (const { edits } of endpoints(graph)) for (const edit of edits) edit(made);
        const names = [...made.values()].filter(({ type }) => type === AWS.vpcEndpoint).map(({ properties }) => properties["serviceName"]);
        assert.deepEqual(names, ["com.amazonaws.eu-west-1.secretsmanager"]);
    });
});

describe("a copy of an image in ECR", () => {
    const image = "ghcr.io/librechat-ai/librechat:v1";
    const closed = () =>
        new Network()
            .endpoint("ecr.api")
            .endpoint("ecr.dkr")
            .gateway("s3", ["private-a"])
            .service("", ["private-a"], false)
            .changed(noNat, withValues(AWS.taskDefinition, "client-task", { containerDefinitions: JSON.stringify([{ image }]) }));

    it("mends a closed network by the image of the task definition", () => {
        const report = onlyReport(closed());
        const [repair] = report.repairs.filter(({ usdPerMonth }) => usdPerMonth > 0);
        assert.equal(
            report.message.split("\n").at(-1),
            "  - copy the image of ghcr.io to a repository in ECR, and name it in client-task: $0.10 a month",
        );
        const nodes = new Map(closed().nodes.map((node) => [node.urn, node]));
        for (const { edits } of repair!.changes) for (const edit of edits) edit(nodes);
        assert.equal(
            nodes.get(urn(AWS.taskDefinition, "client-task"))!.properties["containerDefinitions"],
            JSON.stringify([{ image: "000000000000.dkr.ecr.us-east-1.amazonaws.com/copies/librechat:v1" }]),
        );
    });

    it("mends the need that a component declares", () => {
        const network = new Network().endpoint("ecr.api").endpoint("ecr.dkr").gateway("s3", ["private-a"]);
        network.add("some:index:Component", "around", { needs: ["image:ghcr.io"] });
        network.add(
            AWS.ecsService,
            "client",
            {
                launchType: "FARGATE",
                taskDefinition: UNKNOWN,
                networkConfiguration: { subnets: ["private-a"], securityGroups: ["client"], assignPublicIp: false },
            },
            urn("some:index:Component", "around"),
        );
        const report = onlyReport(network.changed(noNat));
        assert.equal(
            report.message.split("\n").at(-1),
            "  - copy the image of ghcr.io to a repository in ECR, and name it in client: $0.10 a month",
        );
    });

    it("is no repair of a need that only the configuration of the policy has: the program would still have it", () => {
        const network = new Network().endpoint("ecr.api").endpoint("ecr.dkr").gateway("s3", ["private-a"]).client("", ["private-a"]);
        const graph = network.changed(noNat, without(AWS.natGateway, "nat"), without(AWS.route, "route-private-b"));
        const repairs = explain(prove(graph, { needs: { client: "image:ghcr.io" } })).flatMap((report) => report.repairs.map(repairText));
        assert.deepEqual(repairs, [
            "add a NAT gateway with an Elastic IP address in public subnet public-a; route 0.0.0.0/0 of table-private-a to it: $36.50 a month",
        ]);
    });
});
