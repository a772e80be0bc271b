/** Findings, repairs, and what the second check contradicts, where no other fixture shows them. */
import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../policy-pack/known";
import { AWS } from "../../policy-pack/reachability/aws-types";
import { check } from "../../policy-pack/reachability/checker";
import { prove, type Decision } from "../../policy-pack/reachability/decide";
import type { Edit } from "../../policy-pack/reachability/edits";
import { explain } from "../../policy-pack/reachability/explain";
import { Graph, type GraphNode } from "../../policy-pack/reachability/graph";
import { lint } from "../../policy-pack/reachability/lint";
import { parseNeed } from "../../policy-pack/reachability/needs";
import { asFirstPreview, Network, urn, without } from "../policy-pack/reachability/network";

const HOST = "internet:api.example.com:443";
const NO_NAT = [without(AWS.route, "route-private-a"), without(AWS.route, "route-private-b")];

/** Something that a preview will create. */
function coming(type: string, name: string, dependencies: readonly string[], functionUrns: readonly string[] = []): GraphNode {
    const properties = { functionName: UNKNOWN, result: UNKNOWN };
    const node = { urn: urn(type, name), type, name, id: undefined, properties, parent: undefined, dependencies };
    return { ...node, propertyDependencies: { functionName: functionUrns } };
}

/** What is said of the order in which a function is invoked, and what it needs is made. */
function order(graph: Graph, dependencies: readonly string[], ...others: GraphNode[]): string[] {
    const run = coming(AWS.invocation, "run", dependencies, [urn(AWS.function, "client")]);
    const reports = explain(prove(new Graph([...graph.nodes, run, ...others])));
    return reports.filter(({ codes }) => codes.includes("ORDERING")).map(({ message }) => message);
}

describe("findings", () => {
    it("on order name routes too", () => {
        const graph = asFirstPreview(new Network().client(HOST, ["private-a"]).graph());
        const others = graph.nodes.filter(({ type, name }) => type !== AWS.function && name !== "route-private-a").map((node) => node.urn);
        const [message = ""] = order(graph, others);
        assert.match(message, /^ORDERING: run may be created before route-private-a, which client needs on its way/);
    });

    it("on order are none for what exists", () => {
        assert.deepEqual(order(new Network().client(HOST, ["private-a"]).graph(), [], coming(AWS.route, "another", [])), []);
    });

    it("on order follow dependencies of dependencies", () => {
        const graph = asFirstPreview(new Network().client(HOST, ["private-a"]).graph());
        const all = graph.nodes.filter(({ type }) => type !== AWS.function).map((node) => node.urn);
        const between = coming("aws:cloudwatch/logGroup:LogGroup", "between", all);
        assert.deepEqual(order(graph, [between.urn], between), []);
    });

    /** https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html */
    it("are two mount targets in one zone", () => {
        const network = new Network()
            .add(AWS.fileSystem, "files", {})
            .add(AWS.mountTarget, "one", { fileSystemId: "files", subnetId: "private-a" })
            .add(AWS.mountTarget, "other", { fileSystemId: "files", subnetId: "private-b" });
        assert.deepEqual(lint(network.graph()), []);
        network.add(AWS.mountTarget, "third", { fileSystemId: "files", subnetId: "isolated-a" });
        assert.deepEqual(
            lint(network.graph()).map(({ code, subject }) => [code, subject]),
            [["DUP_AZ_SUBNET", "third"]],
        );
    });

    it("on needs are those that name no port", () => {
        for (const text of ["tcp:postgres:0", "tcp:postgres:65536", "internet:example.org:0"])
            assert.equal(parseNeed(text).kind, "unreadable", text);
    });
});

describe("repairs", () => {
    it("pay for an endpoint once, however many subnets use it", () => {
        const [report] = explain(prove(new Network().client("service:secretsmanager").changed(...NO_NAT)));
        assert.equal(report?.decisions.length, 2);
        assert.deepEqual(report.repairs.map(({ usdPerMonth }) => usdPerMonth).sort(), [0, 7.3]);
    });
});

describe("the second check", () => {
    const judged = (network: Network, ...edits: readonly Edit[]): [readonly GraphNode[], Decision] => {
        const graph = network.changed(...edits);
        return [graph.nodes, prove(graph).decisions[0]!];
    };

    it("contradicts a verdict that its path does not bear out", () => {
        const [open, reached] = judged(new Network().client(HOST, ["private-a"]));
        assert.deepEqual(check(open, reached), []);
        assert.deepEqual(check(open, { ...reached, verdict: "BLOCKED" }), ["BLOCKED without a broken hop"]);
        const [closed, blocked] = judged(new Network().client(HOST, ["private-a"]), ...NO_NAT);
        assert.deepEqual(check(closed, blocked), []);
        assert.deepEqual(check(closed, { ...blocked, verdict: "REACHED" }), ["REACHED with a hop that does not pass"]);
    });

    it("contradicts a group that is said to be closed, and has a rule for everyone", () => {
        const [nodes, decision] = judged(
            new Network().client(HOST, ["private-a"]).rule("ingress", "client", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
        );
        const hop = {
            at: "security group client",
            what: "",
            passes: false,
            code: "SG_INGRESS",
            on: [urn(AWS.securityGroup, "client")],
        } as const;
        const legs = [{ what: "", possible: [{ via: "", hops: [hop] }], others: [] }];
        assert.deepEqual(check(nodes, { ...decision, verdict: "BLOCKED", legs }), [
            "security group client: SG_INGRESS is contradicted by ingress-client-0",
        ]);
    });
});
