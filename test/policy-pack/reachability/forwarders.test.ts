/** NAT instances, and the switch of the account that closes the way to the internet. */
import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { onlyReport, verdicts } from "./judged";
import { asFirstPreview, line, Network, withValues, without } from "./network";

const NEED = "internet:api.example.com:443";
const from = (subnet: string, verdict: string) => [`${NEED} from ${subnet}: ${verdict}`];

describe("NAT instances", () => {
    const network = (properties: Record<string, unknown> = {}) => new Network().client(NEED, ["private-a"]).natInstance(properties);

    it("send on what they are sent, also in a first preview", () => {
        assert.deepEqual(verdicts(network().graph()), from("private-a", "REACHED"));
        assert.deepEqual(verdicts(asFirstPreview(network().graph())), from("private-a", "REACHED"));
    });

    it("must be let to: sourceDestCheck is on unless it is set", () => {
        assert.deepEqual(verdicts(network({ sourceDestCheck: undefined }).graph()), from("private-a", "BLOCKED SOURCE_DEST_CHECK"));
    });

    it("need a public address, and can be replaced", () => {
        const graph = network({ associatePublicIpAddress: false }).graph();
        assert.deepEqual(verdicts(graph), from("private-a", "BLOCKED NAT_NOT_PUBLIC"));
        assert.equal(
            onlyReport(graph).message.split("\n").at(-1),
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
        );
    });

    it("need a subnet with a way out", () => {
        assert.deepEqual(verdicts(network().changed(without(AWS.route, "route-public-a"))), from("private-a", "BLOCKED NAT_NOT_PUBLIC"));
    });

    it("have groups of their own, in both directions", () => {
        const [ingress, egress] = ["ingress-forwarder-group-0", "egress-forwarder-group-1"];
        assert.deepEqual(verdicts(network().changed(without(AWS.ingressRule, ingress))), from("private-a", "BLOCKED SG_INGRESS"));
        assert.deepEqual(verdicts(network().changed(without(AWS.egressRule, egress))), from("private-a", "BLOCKED SG_EGRESS"));
    });

    it("are behind the network ACL of their subnet", () => {
        const all = [line(100, "allow", 0, 65_535)];
        assert.deepEqual(verdicts(network().acl(["public-a"], [], all).graph()), from("private-a", "BLOCKED NACL_IN NACL_RETURN"));
    });

    it("may be reached by an interface of their own, with an Elastic IP address", () => {
        const byInterface = (...attached: unknown[]) =>
            network()
                .add(AWS.networkInterface, "eni", {
                    subnetId: "public-a",
                    securityGroups: ["forwarder-group"],
                    sourceDestCheck: false,
                    attachments: attached,
                })
                .add(AWS.eip, "address", { networkInterface: "eni" })
                .changed(withValues(AWS.route, "route-private-a", { instanceId: undefined, networkInterfaceId: "eni" }));
        assert.deepEqual(verdicts(byInterface({ instance: "forwarder", deviceIndex: 1 })), from("private-a", "REACHED"));
        assert.deepEqual(verdicts(byInterface()), from("private-a", "UNKNOWN UNKNOWN"), "nobody knows who has the interface");
    });

    it("may be named by the id of their first interface", () => {
        const graph = network({ primaryNetworkInterfaceId: "eni-1" }).changed(
            withValues(AWS.route, "route-private-a", { instanceId: undefined, networkInterfaceId: "eni-1" }),
        );
        assert.deepEqual(verdicts(graph), from("private-a", "REACHED"));
    });
});

describe("Block Public Access", () => {
    const behindNat = () => new Network().client(NEED, ["private-a"]);
    const inPublic = () => new Network().service(NEED, ["public-a"], true);
    const blocked = (network: Network, internetGatewayBlockMode?: string) =>
        network.add(AWS.publicAccessOptions, "switch", { internetGatewayBlockMode });
    const excluded = (network: Network, properties: Record<string, unknown>) =>
        network.add(AWS.publicAccessExclusion, `exclusion-${String(network.nodes.length)}`, properties);

    it("in both directions closes every gateway", () => {
        assert.deepEqual(verdicts(blocked(behindNat(), "block-bidirectional").graph()), from("private-a", "BLOCKED BLOCK_PUBLIC_ACCESS"));
        assert.deepEqual(verdicts(blocked(inPublic(), "block-bidirectional").graph()), from("public-a", "BLOCKED BLOCK_PUBLIC_ACCESS"));
        const regional = withValues(AWS.natGateway, "nat", { availabilityMode: "regional", subnetId: undefined });
        assert.deepEqual(
            verdicts(blocked(behindNat(), "block-bidirectional").changed(regional)),
            from("private-a", "BLOCKED BLOCK_PUBLIC_ACCESS"),
        );
    });

    it("of what comes in leaves NAT gateways, and closes public addresses", () => {
        assert.deepEqual(verdicts(blocked(behindNat(), "block-ingress").graph()), from("private-a", "REACHED"));
        assert.deepEqual(verdicts(blocked(inPublic(), "block-ingress").graph()), from("public-a", "BLOCKED BLOCK_PUBLIC_ACCESS"));
    });

    it("closes egress-only gateways in one mode only", () => {
        const need = "internet:secretsmanager.us-east-1.api.aws:443";
        const six = (mode: string) =>
            verdicts(blocked(new Network().client(need, ["private-a"]).ipv6(), mode).changed(without(AWS.route, "route-private-a")));
        assert.deepEqual(six("block-ingress"), [`${need} from private-a: REACHED`]);
        assert.deepEqual(six("block-bidirectional"), [`${need} from private-a: BLOCKED NO_ROUTE`]);
    });

    it("that is off, or not known", () => {
        assert.deepEqual(verdicts(blocked(behindNat(), "off").graph()), from("private-a", "REACHED"));
        assert.deepEqual(verdicts(blocked(behindNat()).graph()), from("private-a", "UNKNOWN UNKNOWN"));
    });

    it("of another Region is no matter", () => {
        const elsewhere = behindNat().add(AWS.publicAccessOptions, "switch", {
            region: "eu-west-1",
            internetGatewayBlockMode: "block-bidirectional",
        });
        assert.deepEqual(verdicts(elsewhere.graph()), from("private-a", "REACHED"));
    });

    it("has exclusions for a VPC, and for all subnets of the path", () => {
        const exclude = (...properties: Record<string, unknown>[]) =>
            verdicts(properties.reduce(excluded, blocked(behindNat(), "block-bidirectional")).graph());
        const egress = { internetGatewayExclusionMode: "allow-egress" };
        assert.deepEqual(exclude({ vpcId: "net", ...egress }), from("private-a", "REACHED"));
        assert.deepEqual(exclude({ subnetId: "private-a", ...egress }, { subnetId: "public-a", ...egress }), from("private-a", "REACHED"));
        assert.deepEqual(exclude({ subnetId: "public-a", ...egress }), from("private-a", "UNKNOWN UNKNOWN"));
        assert.deepEqual(exclude({ subnetId: "isolated-a", ...egress }), from("private-a", "BLOCKED BLOCK_PUBLIC_ACCESS"));
    });

    it("has exclusions for egress, of which nobody knows what they do for public addresses", () => {
        const exclude = (internetGatewayExclusionMode: string) =>
            verdicts(excluded(blocked(inPublic(), "block-bidirectional"), { vpcId: "net", internetGatewayExclusionMode }).graph());
        assert.deepEqual(exclude("allow-bidirectional"), from("public-a", "REACHED"));
        assert.deepEqual(exclude("allow-egress"), from("public-a", "UNKNOWN UNKNOWN"));
    });
});
