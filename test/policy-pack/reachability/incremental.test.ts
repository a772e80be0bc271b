import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove, proverOf } from "../../../policy-pack/reachability/decide";
import { Graph, type GraphNode, type PropertyPath } from "../../../policy-pack/reachability/graph";
import { parseNeed } from "../../../policy-pack/reachability/needs";
import { Network } from "./network";

/** Counts how often the proof searches it. */
class CountingGraph extends Graph {
    searches = 0;

    override referring(key: string, path: PropertyPath, type: string, ...targets: readonly string[]): readonly GraphNode[] {
        this.searches++;
        return super.referring(key, path, type, ...targets);
    }
}

function network(): Network {
    const vpcConfig = { subnetIds: ["private-a", "isolated-b"], securityGroupIds: ["client"] };
    return new Network().endpoint("logs").database("db").client("service:logs").add(AWS.function, "other", { vpcConfig });
}

describe("a prover", () => {
    const needs = ["service:logs", "service:sqs", "tcp:db:5432", "internet:api.example.com:443", "image:ghcr.io", "nonsense"];

    it("answers further questions as a proof of a program that has those needs would", () => {
        const { workloads, decide } = proverOf(network().graph());
        const other = workloads.find(({ node }) => node.name === "other");
        assert.ok(other);
        for (const need of needs) {
            const { decisions } = prove(network().graph(), { needs: { other: need } });
            const expected = decisions.filter(({ workload }) => workload.node.name === "other");
            assert.ok(expected.length > 0);
            assert.deepEqual(
                decide(other, parseNeed(need)).map(({ subnet, verdict, legs }) => ({ subnet, verdict, legs })),
                expected.map(({ subnet, verdict, legs }) => ({ subnet, verdict, legs })),
            );
        }
    });

    it("searches the graph once for what several workloads share", () => {
        const graph = new CountingGraph(network().nodes);
        const { workloads, decide } = proverOf(graph);
        const [first, second] = workloads;
        assert.ok(first && second);
        const searchesFor = (workload: typeof first) => {
            graph.searches = 0;
            assert.equal(decide(workload, parseNeed("service:logs"))[0]?.verdict, "REACHED");
            return graph.searches;
        };
        const [alone, shared, again] = [searchesFor(first), searchesFor(second), searchesFor(first)];
        assert.ok(shared < alone / 2 && again <= shared, [alone, shared, again].join());
    });
});
