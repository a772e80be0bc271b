import { strict as assert } from "node:assert";
import { lostAt, SampleNetwork } from "./sample-network";

const IMAGES = "ghcr.io";

describe("routes", () => {
    it("tell the way, for people", () => {
        const network = new SampleNetwork();
        const delivery = network.send("private-a", IMAGES);
        assert.deepEqual(delivery, {
            delivered: true,
            hops: [
                { at: "DNS", what: "ghcr.io -> ghcr.io (203.0.113.15)" },
                { at: "security group of the sender", what: `${network.app.id}: all 0.0.0.0/0` },
                { at: `route table ${network.tableId("private-a")}`, what: `0.0.0.0/0 -> ${network.natGateway.id}` },
                { at: network.natGateway.id, what: "sends on to ghcr.io (203.0.113.15)" },
            ],
        });
    });

    it("lead nowhere from an isolated subnet", () => {
        const network = new SampleNetwork();
        assert.equal(
            lostAt(network.send("isolated-a", IMAGES)),
            `route table ${network.tableId("isolated-a")} of ${network.subnetId("isolated-a")} has no route to ghcr.io (203.0.113.15)`,
        );
    });

    it("of the main table hold for a subnet that has none of its own", () => {
        const network = new SampleNetwork();
        const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: network.vpc.id, cidrBlock: "10.0.100.0/24" });
        const send = () => network.send("private-a", IMAGES, 443, { subnetId: subnet.id });
        const mainTable = network.vpc.outputs["mainRouteTableId"] as string;
        assert.equal(lostAt(send()), `route table ${mainTable} of ${subnet.id} has no route to ghcr.io (203.0.113.15)`);
        network.make("aws:ec2/route:Route", {
            routeTableId: mainTable,
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: network.natGateway.id,
        });
        assert.equal(send().delivered, true);
    });

    it("of the table that took the main one's place hold instead", () => {
        const network = new SampleNetwork();
        const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: network.vpc.id, cidrBlock: "10.0.100.0/24" });
        const association = { vpcId: network.vpc.id, routeTableId: network.tableId("private-a") };
        network.make("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", association);
        assert.equal(network.send("private-a", IMAGES, 443, { subnetId: subnet.id }).delivered, true);
    });

    it("may be written inside the table", () => {
        const network = new SampleNetwork();
        const routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: network.natGateway.id }];
        const table = network.make("aws:ec2/routeTable:RouteTable", { vpcId: network.vpc.id, routes });
        const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: network.vpc.id, cidrBlock: "10.0.100.0/24" });
        network.make("aws:ec2/routeTableAssociation:RouteTableAssociation", { routeTableId: table.id, subnetId: subnet.id });
        assert.equal(network.send("private-a", IMAGES, 443, { subnetId: subnet.id }).delivered, true);
    });

    it("with the longest prefix win", () => {
        const network = new SampleNetwork();
        const other = network.addNatGateway("public-a", { connectivityType: "private" });
        network.route("private-a", { destinationCidrBlock: "203.0.113.0/28", natGatewayId: other.id });
        assert.equal(
            lostAt(network.send("private-a", IMAGES)),
            `${network.tableId("private-a")}: 203.0.113.0/28 -> ${other.id} is private: the internet gateway drops what comes from it`,
        );
        assert.equal(network.send("private-a", "api.openai.com").delivered, true, "203.0.113.16 and up are not in the block");
    });

    it("to kinds of targets that are not simulated say so", () => {
        const network = new SampleNetwork();
        network.put("aws:ec2/route:Route", "r-1", {
            routeTableId: network.tableId("isolated-a"),
            destinationCidrBlock: "0.0.0.0/0",
            transitGatewayId: "tgw-1",
        });
        assert.equal(
            lostAt(network.send("isolated-a", IMAGES)),
            `${network.tableId("isolated-a")}: 0.0.0.0/0 -> tgw-1, a kind of target that the simulated network does not follow`,
        );
    });

    it("from a subnet that does not exist lead nowhere", () => {
        const network = new SampleNetwork();
        assert.equal(lostAt(network.send("private-a", IMAGES, 443, { subnetId: "subnet-0" })), "subnet-0 does not exist");
    });
});

describe("internet gateways", () => {
    it("send on only what comes from a public address: a public subnet is no egress for a function or a task without one", () => {
        const network = new SampleNetwork();
        assert.equal(network.send("public-a", IMAGES, 443, { hasPublicIp: true }).delivered, true);
        assert.equal(
            lostAt(network.send("public-a", IMAGES)),
            `${network.tableId("public-a")}: 0.0.0.0/0 -> ${network.internetGateway.id} sends on only what comes from a public address, ` +
                "and the sender has none",
        );
    });

    it("send on nothing when they are no longer there", () => {
        const network = new SampleNetwork();
        network.aws.store.transact((account) => {
            account.remove("aws:ec2/internetGateway:InternetGateway", network.internetGateway.id);
        });
        assert.equal(
            lostAt(network.send("public-a", IMAGES, 443, { hasPublicIp: true })),
            `${network.tableId("public-a")}: 0.0.0.0/0 -> ${network.internetGateway.id} is not attached to ${network.vpc.id} any more: ` +
                "the route is a blackhole",
        );
    });
});

describe("NAT gateways", () => {
    /** What a NAT gateway in a subnet of choice does with a packet from `isolated-a`. */
    function through(place: "public-a" | "isolated-b", inputs: Record<string, string> = {}) {
        const network = new SampleNetwork();
        const gateway = network.addNatGateway(place, inputs);
        network.route("isolated-a", { destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id });
        const prefix = `${network.tableId("isolated-a")}: 0.0.0.0/0 -> ${gateway.id} `;
        return { network, gateway, send: () => lostAt(network.send("isolated-a", IMAGES)).replace(prefix, "") };
    }

    it("send on from a subnet with a route to an internet gateway", () => {
        assert.equal(through("public-a").send(), "delivered");
    });

    it("send on nothing from a subnet without one", () => {
        const { network, send } = through("isolated-b");
        const subnet = network.subnetId("isolated-b");
        assert.equal(send(), `is in ${subnet}, and ${network.tableId("isolated-b")} there has no route to an internet gateway`);
    });

    it("send on to S3 through a gateway endpoint of their own subnet", () => {
        const network = new SampleNetwork();
        const s3 = "files.s3.us-east-1.amazonaws.com";
        const policy = JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::files/*" }],
        });
        const endpoint = network.addGatewayEndpoint("s3", ["public-a"], { policy });
        assert.equal(network.send("private-a", s3).delivered, true);
        const refused = `no statement in the policy of ${endpoint.id} surely allows s3 bucket other to everyone`;
        assert.equal(lostAt(network.send("private-a", s3.replace("files", "other"))), refused);
    });

    it("send on nothing when they are private", () => {
        assert.equal(
            through("public-a", { connectivityType: "private" }).send(),
            "is private: the internet gateway drops what comes from it",
        );
    });

    it("send on nothing without a public address", () => {
        const { network, gateway, send } = through("public-a");
        network.put("aws:ec2/natGateway:NatGateway", gateway.id, { subnetId: network.subnetId("public-a"), connectivityType: "public" });
        assert.equal(send(), "has no public address");
    });

    it("leave a blackhole when they are deleted", () => {
        const { network, gateway, send } = through("public-a");
        network.aws.delete(gateway);
        assert.equal(send(), "does not exist any more: the route is a blackhole");
    });

    it("need no public subnet when they are regional", () => {
        const network = new SampleNetwork();
        const regional = { vpcId: network.vpc.id, connectivityType: "public", availabilityMode: "regional" };
        network.put("aws:ec2/natGateway:NatGateway", "nat-regional", regional);
        network.route("isolated-a", { destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-regional" });
        assert.equal(network.send("isolated-a", IMAGES).delivered, true);
        network.aws.store.transact((account) => {
            account.remove("aws:ec2/internetGateway:InternetGateway", network.internetGateway.id);
        });
        assert.match(lostAt(network.send("isolated-a", IMAGES)), /nat-regional is regional, and vpc-\w+ has no internet gateway$/);
    });

    it("are behind the network ACL of their own subnet", () => {
        const { network, send } = through("public-a");
        const closed = { subnetIds: [network.subnetId("public-a")], ingress: [], egress: [] };
        network.put("aws:ec2/networkAcl:NetworkAcl", "acl-closed", closed);
        assert.match(send(), /network ACL acl-closed of subnet-\w+, ingress, tcp port 443: no rule allows it$/);
    });
});

describe("network ACLs", () => {
    const ANY = { cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };
    const allow = (ruleNo: number, more: object = {}) => ({ ruleNo, action: "allow", protocol: "-1", ...ANY, ...more });
    const deny = (ruleNo: number, more: object = {}) => ({ ruleNo, action: "deny", protocol: "-1", ...ANY, ...more });
    const tcp = (fromPort: number, toPort: number) => ({ protocol: "tcp", fromPort, toPort });

    /** The fate of a packet from `private-a` to the internet under an ACL of that subnet. */
    function under(ingress: object[], egress: object[]): string {
        const network = new SampleNetwork();
        const subnetIds = [network.subnetId("private-a")];
        network.put("aws:ec2/networkAcl:NetworkAcl", "acl-1", { subnetIds, ingress, egress } as never);
        return lostAt(network.send("private-a", IMAGES)).replace(` of ${subnetIds[0]!}`, "");
    }

    const cases: [string, object[], object[], string][] = [
        ["all both ways", [allow(100)], [allow(100)], "delivered"],
        ["nothing, as a new one does", [], [], "network ACL acl-1, egress, tcp port 443: no rule allows it"],
        ["only the request and its reply", [allow(1, tcp(1024, 65_535))], [allow(1, tcp(443, 443))], "delivered"],
        ["only what goes out", [], [allow(100)], "network ACL acl-1, ingress, tcp port 1024: no rule allows it (for the reply)"],
        [
            "replies to only some of the ports that a client may choose",
            [allow(1, tcp(1024, 49_151)), allow(2, tcp(49_153, 65_535))],
            [allow(100)],
            "network ACL acl-1, ingress, tcp port 49152: no rule allows it (for the reply)",
        ],
        ["all, after a denial", [allow(100)], [deny(50), allow(100)], "network ACL acl-1, egress, tcp port 443: rule 50 denies it"],
        ["all, before a denial that comes too late", [allow(100)], [deny(200), allow(100)], "delivered"],
        ["all but another port", [allow(100)], [deny(50, tcp(80, 80)), allow(100)], "delivered"],
        ["all but other addresses", [allow(100)], [deny(50, { cidrBlock: "198.51.100.0/24" }), allow(100)], "delivered"],
        ["all but other protocols", [allow(100)], [deny(50, { protocol: "udp", fromPort: 53, toPort: 53 }), allow(100)], "delivered"],
    ];
    for (const [what, ingress, egress, fate] of cases) {
        it(`allow ${what}: ${fate}`, () => {
            assert.equal(under(ingress, egress), fate);
        });
    }

    it("may have their rules as resources, and be associated by one", () => {
        const network = new SampleNetwork();
        const { id: networkAclId } = network.make("aws:ec2/networkAcl:NetworkAcl", { vpcId: network.vpc.id });
        const association = { networkAclId, subnetId: network.subnetId("private-a") };
        network.make("aws:ec2/networkAclAssociation:NetworkAclAssociation", association);
        assert.equal(network.send("private-a", IMAGES).delivered, false);
        for (const egress of [true, false]) {
            const rule = { networkAclId, egress, ruleNumber: 1, ruleAction: "allow", protocol: "all", cidrBlock: "0.0.0.0/0" };
            network.make("aws:ec2/networkAclRule:NetworkAclRule", rule);
        }
        assert.equal(network.send("private-a", IMAGES).delivered, true);
    });

    it("have no say inside a subnet, but between two", () => {
        const network = new SampleNetwork();
        network.addInterfaceEndpoint("secretsmanager");
        const closed = { subnetIds: [network.subnetId("private-a")], ingress: [], egress: [] };
        network.put("aws:ec2/networkAcl:NetworkAcl", "acl-closed", closed);
        assert.equal(network.send("private-a", "secretsmanager.us-east-1.amazonaws.com").delivered, true);
        assert.equal(network.send("private-b", "secretsmanager.us-east-1.amazonaws.com").delivered, false);
    });

    it("of the VPC's own allow everything", () => {
        const network = new SampleNetwork();
        assert.equal(network.aws.stored("aws:ec2/networkAcl:NetworkAcl").length, 1);
        assert.equal(network.send("private-a", IMAGES).delivered, true);
    });
});
