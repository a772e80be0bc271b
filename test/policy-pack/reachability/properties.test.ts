/** What holds for every network: the second checker agrees, every repair opens what it says, and a first preview never contradicts. */
import { strict as assert } from "node:assert";
import fc from "fast-check";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { prove } from "../../../policy-pack/reachability/decide";
import { edited, remove, type Edit } from "../../../policy-pack/reachability/edits";
import type { Graph } from "../../../policy-pack/reachability/graph";
import { reports } from "./judged";
import { asFirstPreview, line, Network, withValues } from "./network";

const NEEDS = "service:secretsmanager service:logs service:s3 internet:api.example.com:443 image:ghcr.io tcp:db:5432";

function network(): Graph {
    const everyLine = [line(100, "allow", 0, 65_535)];
    return new Network()
        .endpoint("secretsmanager")
        .gateway("s3", ["private-a", "private-b"])
        .database("db")
        .acl(["private-b", "isolated-b"], everyLine, everyLine)
        .client(NEEDS)
        .graph();
}

/** What a reviewer might overlook: something is gone, or an attribute is other than meant. */
const BREAKABLE: ReadonlySet<string> = new Set([AWS.route, AWS.egressRule, AWS.ingressRule, AWS.vpcEndpoint, AWS.association]);
const removals: readonly Edit[] = network()
    .nodes.filter(({ type }) => BREAKABLE.has(type))
    .map(({ urn }) => remove(urn));
const alterations: readonly Edit[] = [
    withValues(AWS.vpc, "net", { enableDnsHostnames: false }),
    withValues(AWS.vpc, "net", { enableDnsSupport: false }),
    withValues(AWS.natGateway, "nat", { connectivityType: "private", allocationId: undefined }),
    withValues(AWS.natGateway, "nat", { allocationId: undefined }),
    withValues(AWS.natGateway, "nat", { subnetId: "isolated-a" }),
    withValues(AWS.route, "route-private-a", { state: "blackhole" }),
    withValues(AWS.vpcEndpoint, "endpoint-secretsmanager", { privateDnsEnabled: false }),
    withValues(AWS.vpcEndpoint, "endpoint-secretsmanager", { securityGroupIds: [] }),
    withValues(AWS.vpcEndpoint, "endpoint-secretsmanager", { policy: JSON.stringify({ Statement: [] }) }),
    withValues(AWS.vpcEndpoint, "gateway-s3", { routeTableIds: ["table-isolated-a"] }),
    withValues(AWS.egressRule, "egress-client-0", { cidrIpv4: "10.0.0.0/16" }),
    withValues(AWS.ingressRule, "ingress-group-db-1", { fromPort: 5433, toPort: 5433 }),
    withValues(AWS.networkAcl, "acl", { ingress: [] }),
    withValues(AWS.networkAcl, "acl", { egress: [line(50, "deny", 1024, 2000), line(100, "allow", 0, 65_535)] }),
    withValues(AWS.function, "client", { vpcConfig: { subnetIds: ["public-a", "private-b"], securityGroupIds: ["client"] } }),
];
const breakages = fc.uniqueArray(fc.constantFrom(...removals, ...alterations), { minLength: 0, maxLength: 4 });

describe("for every broken network", () => {
    it("the checker agrees, and every repair that is reported opens what it says", function () {
        this.timeout(60_000);
        fc.assert(
            fc.property(breakages, (edits) => {
                reports(edited(network(), edits));
            }),
            { numRuns: 400 },
        );
    });

    it("a first preview never says the opposite of what the stored state says", function () {
        this.timeout(60_000);
        fc.assert(
            fc.property(breakages, (edits) => {
                const graph = edited(network(), edits);
                const [stored, preview] = [graph, asFirstPreview(graph)].map(
                    (each) => new Map(prove(each).decisions.map(({ need, subnet, verdict }) => [`${need.text} ${subnet ?? ""}`, verdict])),
                );
                for (const [what, verdict] of preview!) {
                    const other = stored!.get(what);
                    if (verdict !== "UNKNOWN" && other !== undefined && other !== "UNKNOWN") assert.equal(verdict, other, what);
                }
            }),
            { numRuns: 400 },
        );
    });

    it("an intact one has no report", () => {
        assert.deepEqual(reports(network()), []);
    });
});
