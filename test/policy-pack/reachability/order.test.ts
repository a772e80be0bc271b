import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../../policy-pack/known";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { Graph, type GraphNode } from "../../../policy-pack/reachability/graph";
import { reports } from "./judged";
import { asFirstPreview, Network, urn } from "./network";

/** A function in a first preview, and what invokes it. */
function preview(dependencies: readonly string[], parent?: string): Graph {
    const network = asFirstPreview(new Network().endpoint("secretsmanager").client("service:secretsmanager", ["private-a"]).graph());
    const invocation: GraphNode = {
        urn: urn(AWS.invocation, "run"),
        type: AWS.invocation,
        name: "run",
        id: undefined,
        properties: { functionName: UNKNOWN, result: UNKNOWN },
        parent,
        dependencies,
        propertyDependencies: { functionName: [urn(AWS.function, "client")] },
    };
    return new Graph([...network.nodes, invocation]);
}

const ENDPOINT = urn(AWS.vpcEndpoint, "endpoint-secretsmanager");
const ADMISSION = urn(AWS.ingressRule, "ingress-door-secretsmanager-0");
const EGRESS = urn(AWS.egressRule, "egress-client-0");

describe("the order of creation", () => {
    it("ORDERING: an invocation that does not wait for its endpoint may come too early", () => {
        assert.deepEqual(
            reports(preview([])).map(({ message, codes, urn: at }) => ({ message, codes, at })),
            [
                {
                    message:
                        "ORDERING: run may be created before egress-client-0, endpoint-secretsmanager, ingress-door-secretsmanager-0, which client needs on its way. " +
                        "Repair: make run depend on egress-client-0, endpoint-secretsmanager, ingress-door-secretsmanager-0 (free of charge).",
                    codes: ["ORDERING"],
                    at: urn(AWS.invocation, "run"),
                },
            ],
        );
    });

    it("is right when it waits for all of them, directly or not", () => {
        assert.deepEqual(reports(preview([ENDPOINT, ADMISSION, EGRESS])), []);
    });

    it("names only what is missing", () => {
        assert.deepEqual(
            reports(preview([ENDPOINT, EGRESS])).map(({ message }) => message.split(",")[0]),
            ["ORDERING: run may be created before ingress-door-secretsmanager-0"],
        );
    });

    it("counts all that is inside awsx:ec2:Vpc as made before what uses its outputs", () => {
        const component = "urn:pulumi:test::test::awsx:ec2:Vpc::net";
        const graph = preview([component]);
        const inside = graph.nodes.map((node) =>
            [ENDPOINT, ADMISSION, EGRESS].includes(node.urn) ? { ...node, parent: component } : node,
        );
        const awsx: GraphNode = {
            urn: component,
            type: "awsx:ec2:Vpc",
            name: "net",
            id: undefined,
            properties: {},
            parent: undefined,
            dependencies: [],
            propertyDependencies: {},
        };
        assert.deepEqual(reports(new Graph([...inside, awsx])), []);
        assert.equal(reports(new Graph([...inside, { ...awsx, urn: component, type: "librechat:network:Network" }])).length, 1);
    });

    it("is no matter once everything exists", () => {
        assert.deepEqual(reports(new Network().endpoint("secretsmanager").client("service:secretsmanager").graph()), []);
    });
});
