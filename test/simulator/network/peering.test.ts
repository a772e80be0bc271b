import { strict as assert } from "node:assert";
import { lostAt, SampleNetwork } from "./sample-network";

/** The sample network, and a database in a second VPC that a peering connection joins to it. */
function peered(options: { isAccepted?: boolean; hasWayBack?: boolean } = {}) {
    const network = new SampleNetwork();
    const vpc = network.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.9.0.0/16" });
    const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock: "10.9.0.0/24", availabilityZone: "us-east-1a" });
    const group = network.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
    network.allow("ingress", group, { cidrIpv4: "10.0.0.0/16" });
    network.put("aws:rds/subnetGroup:SubnetGroup", "shared", { name: "shared", subnetIds: [subnet.id] });
    network.put("aws:rds/instance:Instance", "db-1", {
        address: "shared.c1.us-east-1.rds.amazonaws.com",
        dbSubnetGroupName: "shared",
        vpcSecurityGroupIds: [group.id],
    });
    const connection = network.make("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", {
        vpcId: network.vpc.id,
        peerVpcId: vpc.id,
        autoAccept: options.isAccepted ?? true,
    });
    network.route("private-a", { destinationCidrBlock: "10.9.0.0/16", vpcPeeringConnectionId: connection.id });
    const mainTable = vpc.outputs["mainRouteTableId"] as string;
    if (options.hasWayBack ?? true) {
        const back = { routeTableId: mainTable, destinationCidrBlock: "10.0.0.0/16", vpcPeeringConnectionId: connection.id };
        network.make("aws:ec2/route:Route", back);
    }
    const table = network.tableId("private-a");
    const send = () => network.send("private-a", "shared.c1.us-east-1.rds.amazonaws.com");
    return { network, connection, subnet, table, mainTable, send };
}

describe("peering connections", () => {
    it("lead into the other VPC, past its security groups", () => {
        assert.equal(lostAt(peered().send()), "delivered");
    });

    it("let nothing pass until they are accepted", () => {
        const { send, connection, table } = peered({ isAccepted: false });
        assert.equal(
            lostAt(send()),
            `${table}: 10.9.0.0/16 -> ${connection.id} is pending-acceptance: nothing passes until it is accepted`,
        );
    });

    it("need a route back", () => {
        const { send, connection, table, mainTable, subnet } = peered({ hasWayBack: false });
        const where = `${mainTable} of ${subnet.id} has no route back through it`;
        assert.equal(lostAt(send()), `${table}: 10.9.0.0/16 -> ${connection.id}, and ${where}`);
    });

    it("do not lead on to the internet", () => {
        const { network, connection } = peered();
        network.route("isolated-a", { destinationCidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: connection.id });
        assert.match(
            lostAt(network.send("isolated-a", "ghcr.io")),
            /leads into one VPC and not beyond, and ghcr\.io \(203\.0\.113\.15\) is outside it$/,
        );
    });

    it("do not lead to a third VPC", () => {
        const { network, connection } = peered();
        const third = network.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.10.0.0/16" });
        const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: third.id, cidrBlock: "10.10.0.0/24" });
        network.put("aws:rds/subnetGroup:SubnetGroup", "third", { name: "third", subnetIds: [subnet.id] });
        network.put("aws:rds/instance:Instance", "db-2", { address: "third.c1.us-east-1.rds.amazonaws.com", dbSubnetGroupName: "third" });
        network.route("private-a", { destinationCidrBlock: "10.10.0.0/16", vpcPeeringConnectionId: connection.id });
        assert.match(
            lostAt(network.send("private-a", "third.c1.us-east-1.rds.amazonaws.com")),
            new RegExp(`does not lead to ${third.id}$`),
        );
    });

    it("are black holes once they are gone", () => {
        const { network, connection, send, table } = peered();
        network.aws.delete(connection);
        assert.equal(lostAt(send()), `${table}: 10.9.0.0/16 -> ${connection.id} does not exist any more: the route is a blackhole`);
    });
});

describe("egress-only internet gateways", () => {
    it("carry no IPv4", () => {
        const network = new SampleNetwork();
        const gateway = network.make("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", { vpcId: network.vpc.id });
        assert.match(gateway.id, /^eigw-[0-9a-f]{17}$/);
        const routes = [{ cidrBlock: "0.0.0.0/0", egressOnlyGatewayId: gateway.id }];
        const table = network.make("aws:ec2/routeTable:RouteTable", { vpcId: network.vpc.id, routes });
        const subnet = network.make("aws:ec2/subnet:Subnet", { vpcId: network.vpc.id, cidrBlock: "10.0.100.0/24" });
        network.make("aws:ec2/routeTableAssociation:RouteTableAssociation", { routeTableId: table.id, subnetId: subnet.id });
        const reason = `${gateway.id}, which carries IPv6 alone, and the simulated network has only IPv4`;
        const delivery = network.send("isolated-a", "ghcr.io", 443, { subnetId: subnet.id });
        assert.equal(lostAt(delivery), `${table.id}: 0.0.0.0/0 -> ${reason}`);
    });
});
