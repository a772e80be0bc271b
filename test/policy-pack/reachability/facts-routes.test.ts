/** One network for each fact in AWS's documents about routes, gateways and public addresses. */
import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { verdicts } from "./judged";
import { asFirstPreview, line, Network, withValues, without } from "./network";

const NEED = "internet:api.example.com:443";
const from = (subnet: string, verdict: string) => [`${NEED} from ${subnet}: ${verdict}`];
const network = () => new Network().client(NEED, ["private-a"]);

describe("ways out of a subnet", () => {
    it("go by the associated route table to a NAT gateway", () => {
        assert.deepEqual(verdicts(network().graph()), from("private-a", "REACHED"));
        assert.deepEqual(verdicts(asFirstPreview(network().graph())), from("private-a", "REACHED"));
    });

    it("are none without a route", () => {
        assert.deepEqual(verdicts(network().changed(without(AWS.route, "route-private-a"))), from("private-a", "BLOCKED NO_ROUTE"));
    });

    it("are none by a route that was left behind", () => {
        assert.deepEqual(
            verdicts(network().changed(withValues(AWS.route, "route-private-a", { state: "blackhole" }))),
            from("private-a", "BLOCKED BLACKHOLE"),
        );
    });

    it("are not known by a target outside the resources", () => {
        assert.deepEqual(
            verdicts(network().changed(withValues(AWS.route, "route-private-a", { natGatewayId: "nat-elsewhere" }))),
            from("private-a", "UNKNOWN UNKNOWN"),
        );
    });

    it("follow inline routes too", () => {
        const routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat" }];
        const inline = network().changed(without(AWS.route, "route-private-a"), withValues(AWS.routeTable, "table-private-a", { routes }));
        assert.deepEqual(verdicts(inline), from("private-a", "REACHED"));
    });

    it("go by the main route table where none is associated", () => {
        const unassociated = network().changed(without(AWS.association, "association-private-a"));
        assert.deepEqual(verdicts(unassociated), from("private-a", "BLOCKED NO_ROUTE"));
        const main = network().add(AWS.mainAssociation, "main", { vpcId: "net", routeTableId: "table-private-b" });
        assert.deepEqual(verdicts(main.changed(without(AWS.association, "association-private-a"))), from("private-a", "REACHED"));
    });

    it("take the longest prefix", () => {
        const half = (target: Record<string, string>) =>
            network().add(AWS.route, "half", { routeTableId: "table-private-a", destinationCidrBlock: "10.0.0.0/8", ...target });
        assert.deepEqual(verdicts(half({ transitGatewayId: "tgw-1" }).graph()), from("private-a", "REACHED"));
    });

    it("are not decided through transit gateways and network interfaces", () => {
        for (const target of [{ transitGatewayId: "tgw-1" }, { networkInterfaceId: "eni-1" }, { vpcPeeringConnectionId: "pcx-1" }]) {
            const changed = network().changed(withValues(AWS.route, "route-private-a", { natGatewayId: undefined, ...target }));
            assert.deepEqual(verdicts(changed), from("private-a", "UNKNOWN UNKNOWN"));
        }
    });
});

describe("NAT gateways", () => {
    it("must be public", () => {
        assert.deepEqual(
            verdicts(network().changed(withValues(AWS.natGateway, "nat", { connectivityType: "private" }))),
            from("private-a", "BLOCKED NAT_NOT_PUBLIC"),
        );
    });

    it("must have an address", () => {
        assert.deepEqual(
            verdicts(network().changed(withValues(AWS.natGateway, "nat", { allocationId: undefined }))),
            from("private-a", "BLOCKED NAT_NOT_PUBLIC"),
        );
    });

    it("need an internet gateway in the table of their own subnet", () => {
        assert.deepEqual(verdicts(network().changed(without(AWS.route, "route-public-a"))), from("private-a", "BLOCKED NAT_NOT_PUBLIC"));
        assert.deepEqual(
            verdicts(network().changed(withValues(AWS.natGateway, "nat", { subnetId: "private-a" }))),
            from("private-a", "BLOCKED NAT_NOT_PUBLIC"),
        );
        assert.deepEqual(
            verdicts(network().changed(withValues(AWS.natGateway, "nat", { subnetId: "isolated-a" }))),
            from("private-a", "BLOCKED NAT_NOT_PUBLIC"),
        );
    });

    it("may be regional, without a public subnet, but not without an internet gateway", () => {
        const regional = withValues(AWS.natGateway, "nat", { availabilityMode: "regional", subnetId: undefined, allocationId: undefined });
        const noPublic = [without(AWS.route, "route-public-a"), without(AWS.route, "route-public-b")];
        assert.deepEqual(verdicts(network().changed(regional, ...noPublic)), from("private-a", "REACHED"));
        assert.deepEqual(
            verdicts(network().changed(regional, ...noPublic, without(AWS.internetGateway, "igw"))),
            from("private-a", "BLOCKED NAT_NOT_PUBLIC"),
        );
    });

    it("are behind the network ACL of their own subnet, four times", () => {
        const all = [line(100, "allow", 0, 65_535)];
        const acl = (ingress: unknown[], egress: unknown[]) => verdicts(network().acl(["public-a"], ingress, egress).graph());
        assert.deepEqual(acl(all, all), from("private-a", "REACHED"));
        assert.deepEqual(acl([line(100, "allow", 1024, 65_535)], all), from("private-a", "BLOCKED NACL_IN"));
        assert.deepEqual(acl([line(100, "allow", 443, 443)], all), from("private-a", "BLOCKED NACL_RETURN"));
        assert.deepEqual(acl(all, [line(100, "allow", 1024, 65_535)]), from("private-a", "BLOCKED NACL_OUT"));
        assert.deepEqual(acl(all, [line(100, "allow", 443, 443)]), from("private-a", "BLOCKED NACL_RETURN"));
    });
});

describe("internet gateways", () => {
    it("send on nothing from a function, whose interface never has a public address", () => {
        assert.deepEqual(verdicts(new Network().client(NEED, ["public-a"]).graph()), from("public-a", "BLOCKED NO_PUBLIC_IP"));
    });

    it("send on from a Fargate task only with assignPublicIp", () => {
        assert.deepEqual(verdicts(new Network().service(NEED, ["public-a"], true).graph()), from("public-a", "REACHED"));
        assert.deepEqual(verdicts(new Network().service(NEED, ["public-a"], false).graph()), from("public-a", "BLOCKED NO_PUBLIC_IP"));
    });

    it("send on from an instance with a public address, its own or its subnet's", () => {
        const instance = (properties: Record<string, unknown>) =>
            verdicts(
                new Network()
                    .add(AWS.instance, "box", {
                        subnetId: "public-a",
                        vpcSecurityGroupIds: ["client"],
                        tags: { "reachability:needs": NEED },
                        ...properties,
                    })
                    .graph(),
            );
        assert.deepEqual(instance({}), from("public-a", "REACHED"));
        assert.deepEqual(instance({ associatePublicIpAddress: false }), from("public-a", "BLOCKED NO_PUBLIC_IP"));
        assert.deepEqual(instance({ associatePublicIpAddress: false, subnetId: "private-a" }), from("private-a", "REACHED"));
    });

    it("must be attached to the VPC", () => {
        const attached = new Network().service(NEED, ["public-a"], true).add(AWS.vpc, "other", { cidrBlock: "10.1.0.0/16" });
        assert.deepEqual(
            verdicts(attached.changed(withValues(AWS.internetGateway, "igw", { vpcId: "other" }))),
            from("public-a", "BLOCKED BLACKHOLE"),
        );
    });
});

describe("gateway endpoints", () => {
    const withGateway = () => new Network().gateway("s3", ["private-a"]).client("service:s3", ["private-a"]);
    const s3 = (verdict: string) => [`service:s3 from private-a: ${verdict}`];
    const noNat = without(AWS.route, "route-private-a");

    it("serve the route tables that they are associated with", () => {
        assert.deepEqual(verdicts(withGateway().changed(noNat)), s3("REACHED"));
        assert.deepEqual(verdicts(asFirstPreview(withGateway().changed(noNat))), s3("REACHED"));
        const elsewhere = new Network().gateway("s3", ["private-b"]).client("service:s3", ["private-a"]).changed(noNat);
        assert.deepEqual(verdicts(elsewhere), s3("BLOCKED NO_ROUTE ENDPOINT_MISSING"));
    });

    it("need egress to the prefix list: the VPC's own block is not enough", () => {
        const egress = (properties: Record<string, unknown>) =>
            withGateway().changed(withValues(AWS.egressRule, "egress-client-0", { cidrIpv4: undefined, ...properties }));
        assert.deepEqual(verdicts(egress({ cidrIpv4: "10.0.0.0/16" })), s3("BLOCKED S3_PREFIX_EGRESS"));
        assert.deepEqual(verdicts(egress({ prefixListId: "pl-s3" })), s3("REACHED"));
        assert.deepEqual(verdicts(egress({ prefixListId: "pl-dynamodb" })), s3("UNKNOWN UNKNOWN"));
    });

    it("may refuse by their policy", () => {
        const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "dynamodb:*", Resource: "*" }] });
        assert.deepEqual(
            verdicts(withGateway().changed(withValues(AWS.vpcEndpoint, "gateway-s3", { policy }))),
            s3("BLOCKED ENDPOINT_POLICY"),
        );
    });
});
