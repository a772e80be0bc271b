/** Graphs that nobody meant: the proof answers, and says what it could not read. */
import { strict as assert } from "node:assert";
import fc from "fast-check";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { explain } from "../../../policy-pack/reachability/explain";
import { graphOfState } from "../../../policy-pack/reachability/from-pulumi";
import { Graph, type GraphNode } from "../../../policy-pack/reachability/graph";
import { reports, verdicts } from "./judged";
import { Network, urn, withValues } from "./network";

describe("hostile graphs", () => {
    it("do not stop the proof where components are their own parents", () => {
        const loop = (name: string, parent: string): GraphNode => ({
            urn: urn("some:index:Component", name),
            type: "some:index:Component",
            name,
            id: undefined,
            properties: {},
            parent: urn("some:index:Component", parent),
            dependencies: [],
            propertyDependencies: {},
        });
        const network = new Network().add(
            AWS.function,
            "client",
            { vpcConfig: { subnetIds: ["private-a"] } },
            urn("some:index:Component", "one"),
        );
        assert.deepEqual(verdicts(new Graph([...network.nodes, loop("one", "two"), loop("two", "one")])), []);
    });

    it("may have 10,000 rules in one group", () => {
        const network = new Network().endpoint("secretsmanager").client("service:secretsmanager", ["private-a"]);
        for (let i = 0; i < 10_000; i++)
            network.rule("ingress", "door-secretsmanager", { cidrIpv4: `10.9.${i % 256}.0/24`, fromPort: i, toPort: i });
        const started = performance.now();
        assert.deepEqual(verdicts(network.graph()), ["service:secretsmanager from private-a: REACHED"]);
        assert.ok(performance.now() - started < 5000);
    });

    it("may lack every end of every reference", () => {
        const network = new Network()
            .endpoint("secretsmanager")
            .database("db")
            .client("service:secretsmanager tcp:db:5432 internet:a.b:443", ["private-a"]);
        for (const node of network.nodes.filter(({ type }) => type !== AWS.function)) {
            const graph = new Graph(network.nodes.filter((other) => other !== node));
            assert.equal(prove(graph).decisions.length, 3, `without ${node.name}`);
            explain(prove(graph));
        }
    });

    it("may hold anything in any property", () => {
        const network = new Network()
            .endpoint("secretsmanager")
            .gateway("s3", ["private-a"])
            .database("db")
            .client("service:secretsmanager service:s3 tcp:db:5432", ["private-a"]);
        const anything = fc.oneof(fc.anything({ maxDepth: 2 }), fc.constant([null]), fc.constant([{}]), fc.constant("sg-"));
        fc.assert(
            fc.property(fc.nat(network.nodes.length - 1), fc.nat(20), anything, (index, property, value) => {
                const node = network.nodes[index]!;
                const names = Object.keys(node.properties);
                const name = names[property % Math.max(1, names.length)];
                const graph = network.changed(...(name === undefined ? [] : [withValues(node.type, node.name, { [name]: value })]));
                explain(prove(graph));
            }),
            { numRuns: 500 },
        );
    });

    it("with needs that cannot be read say so", () => {
        assert.deepEqual(
            reports(new Network().client("nonsense", ["private-a"]).graph()).map(({ message }) => message),
            [
                "UNKNOWN: whether client to nonsense is open cannot be decided: nonsense: nonsense is no need; wanted is for example service:logs, image:ghcr.io, tcp:<name>:5432, " +
                    "efs:<name>, internet:<host>:443",
            ],
        );
    });

    it("that are no state are refused", () => {
        assert.throws(() => graphOfState({ version: 3 }), {
            message: "state = no list of resources; wanted is the output of: pulumi stack export",
        });
    });

    it("prove 10,000 resources within a second", () => {
        const network = new Network();
        for (const service of ["secretsmanager", "logs"]) network.endpoint(service);
        for (let i = 0; network.nodes.length < 10_000; i++) {
            network
                .group(`group-${i}`)
                .rule("egress", `group-${i}`, { cidrIpv4: "0.0.0.0/0" })
                .rule("ingress", "door-logs", { referencedSecurityGroupId: `group-${i}` });
            if (i % 4 > 0) continue;
            const vpcConfig = { subnetIds: ["private-a", "private-b"], securityGroupIds: [`group-${i}`] };
            network.add(AWS.function, `function-${i}`, {
                vpcConfig,
                tags: { "reachability:needs": "service:logs internet:api.example.com:443" },
            });
        }
        const graph = network.graph();
        // Of CPU, so that other processes do not count.
        const started = process.cpuUsage();
        const { decisions } = prove(graph);
        assert.ok(decisions.length > 2000);
        assert.ok(decisions.every(({ verdict }) => verdict === "REACHED"));
        const { user, system } = process.cpuUsage(started);
        assert.ok(user + system < 1_000_000, `${String((user + system) / 1e6)} s`);
    });
});
