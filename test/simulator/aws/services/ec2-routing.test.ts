import { strict as assert } from "node:assert";
import { natGateway, network } from "./ec2-fixtures";

const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

describe("aws:ec2/route:Route", () => {
    const ANYWHERE = { destinationCidrBlock: "0.0.0.0/0" };

    it("has Terraform's id, and is active", () => {
        const { aws, routeTable, gateway } = network();
        const table = routeTable("public");
        const route = aws.create(ROUTE, "out", { routeTableId: table.id, ...ANYWHERE, gatewayId: gateway.id });
        assert.equal(route.id, `r-${table.id}1080289494`);
        assert.deepEqual([route.outputs["state"], route.outputs["origin"]], ["active", "CreateRoute"]);
    });

    it("is a black hole once its target is gone", () => {
        const net = network();
        const { gateway } = natGateway(net);
        const route = net.aws.create(ROUTE, "out", { routeTableId: net.routeTable("private").id, ...ANYWHERE, natGatewayId: gateway.id });
        assert.equal(net.aws.read(route)?.outputs["state"], "active");
        net.aws.delete(gateway);
        assert.equal(net.aws.read(route)?.outputs["state"], "blackhole");
    });

    it("changes its target in place", () => {
        const net = network();
        const { gateway } = natGateway(net);
        const base = { routeTableId: net.routeTable("t").id, ...ANYWHERE };
        const route = net.aws.create(ROUTE, "out", { ...base, gatewayId: net.gateway.id });
        assert.equal(net.aws.update(route, { ...base, natGatewayId: gateway.id }).outputs["natGatewayId"], gateway.id);
        assert.throws(() => net.aws.update(route, { ...base, natGatewayId: "nat-0" }), {
            message: "operation error EC2: ReplaceRoute, api error InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0' does not exist",
        });
    });

    it("is refused a second time, also where the table has it inline", () => {
        const { aws, vpc, routeTable, gateway } = network();
        const table = routeTable("public");
        const inline = aws.create("aws:ec2/routeTable:RouteTable", "inline", {
            vpcId: vpc.id,
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
        });
        aws.create(ROUTE, "out", { routeTableId: table.id, ...ANYWHERE, gatewayId: gateway.id });
        for (const { id } of [table, inline]) {
            assert.throws(() => aws.create(ROUTE, "again", { routeTableId: id, ...ANYWHERE, gatewayId: gateway.id }), {
                message: `operation error EC2: CreateRoute, api error RouteAlreadyExists: Route in Route Table (${id}) with destination (0.0.0.0/0) already exists`,
            });
        }
    });

    const REFUSED = [
        [{ gatewayId: "igw-0" }, "InvalidGatewayID.NotFound: The gateway ID 'igw-0' does not exist"],
        [{ natGatewayId: "nat-0" }, "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0' does not exist"],
        [{ transitGatewayId: "tgw-0" }, "InvalidTransitGatewayID.NotFound: The transitGateway ID 'tgw-0' does not exist"],
    ] as const;
    for (const [target, reason] of REFUSED) {
        it(`is refused ${Object.keys(target).join()} that is not there`, () => {
            const { aws, routeTable } = network();
            assert.throws(() => aws.create(ROUTE, "out", { routeTableId: routeTable("t").id, ...ANYWHERE, ...target }), {
                message: `operation error EC2: CreateRoute, api error ${reason}`,
            });
        });
    }

    it("is refused inside the VPC, in an unknown table, to an unknown prefix list, and to a gateway of another VPC", () => {
        const { aws, routeTable, gateway, vpc } = network();
        const table = routeTable("t");
        const other = aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        const foreign = aws.create("aws:ec2/routeTable:RouteTable", "foreign", { vpcId: other.id });
        const refused = (inputs: Record<string, string>, reason: string) => {
            assert.throws(() => aws.create(ROUTE, "out", { gatewayId: gateway.id, ...inputs }), {
                message: `operation error EC2: CreateRoute, api error ${reason}`,
            });
        };
        refused(
            { routeTableId: table.id, destinationCidrBlock: "10.0.7.0/24" },
            "InvalidParameterValue: The destination CIDR block 10.0.7.0/24 is equal to or more specific than one of this VPC's CIDR blocks. " +
                "This route can target only an interface or an instance.",
        );
        refused({ routeTableId: "rtb-0", ...ANYWHERE }, "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-0' does not exist");
        refused(
            { routeTableId: table.id, destinationPrefixListId: "pl-0" },
            "InvalidPrefixListID.NotFound: The prefix list ID 'pl-0' does not exist",
        );
        refused(
            { routeTableId: foreign.id, ...ANYWHERE },
            `InvalidParameterValue: route table ${foreign.id} and network gateway ${gateway.id} belong to different networks`,
        );
        assert.equal(vpc.outputs["mainRouteTableId"] === table.id, false);
    });
});

describe("aws:ec2/routeTableAssociation:RouteTableAssociation", () => {
    it("moves to another table in place", () => {
        const { aws, first, routeTable } = network();
        const [one, other] = [routeTable("one"), routeTable("other")];
        const association = aws.create(ASSOCIATION, "a", { subnetId: first.id, routeTableId: one.id });
        const moved = aws.update(association, { subnetId: first.id, routeTableId: other.id });
        assert.equal(moved.outputs["routeTableId"], other.id);
        assert.throws(() => aws.update(association, { subnetId: first.id, routeTableId: "rtb-0" }), {
            message:
                "operation error EC2: ReplaceRouteTableAssociation, api error InvalidRouteTableID.NotFound: The routeTable ID 'rtb-0' does not exist",
        });
    });

    it("is refused for a subnet that has one", () => {
        const { aws, first, routeTable } = network();
        const [one, other] = [routeTable("one"), routeTable("other")];
        aws.create(ASSOCIATION, "a", { subnetId: first.id, routeTableId: one.id });
        assert.throws(() => aws.create(ASSOCIATION, "b", { subnetId: first.id, routeTableId: other.id }), {
            message:
                "operation error EC2: AssociateRouteTable, api error Resource.AlreadyAssociated: " +
                `the specified association for route table ${other.id} conflicts with an existing association`,
        });
    });

    it("is refused across VPCs", () => {
        const { aws, first } = network();
        const other = aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        const foreign = aws.create("aws:ec2/routeTable:RouteTable", "foreign", { vpcId: other.id });
        assert.throws(() => aws.create(ASSOCIATION, "a", { subnetId: first.id, routeTableId: foreign.id }), {
            message:
                "operation error EC2: AssociateRouteTable, api error InvalidParameterValue: " +
                `Route table ${foreign.id} and subnet ${first.id} belong to different networks`,
        });
    });

    it("goes with its table", () => {
        const { aws, first, routeTable } = network();
        const table = routeTable("one");
        aws.create(ASSOCIATION, "a", { subnetId: first.id, routeTableId: table.id });
        aws.delete(table);
        assert.deepEqual(aws.stored(ASSOCIATION), []);
    });
});

describe("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", () => {
    const MAIN = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

    it("makes a table the main one, and the old one again when it goes", () => {
        const { aws, vpc, routeTable } = network();
        const mainOf = () => aws.read(vpc)?.outputs["mainRouteTableId"];
        const original = mainOf();
        const [one, two] = [routeTable("one"), routeTable("two")];
        const made = aws.create(MAIN, "it", { vpcId: vpc.id, routeTableId: one.id });
        assert.deepEqual([made.outputs["originalRouteTableId"], mainOf()], [original, one.id]);
        const changed = aws.update(made, { vpcId: vpc.id, routeTableId: two.id });
        assert.deepEqual([changed.outputs["originalRouteTableId"], mainOf()], [original, two.id]);
        assert.throws(
            () => {
                aws.delete(two);
            },
            {
                message: `operation error EC2: DeleteRouteTable, api error DependencyViolation: The routeTable '${two.id}' has dependencies and cannot be deleted.`,
            },
        );
        aws.delete(changed);
        assert.equal(mainOf(), original);
        aws.delete(two);
    });

    it("ends the one that the VPC had", () => {
        const { aws, vpc, routeTable } = network();
        aws.create(MAIN, "one", { vpcId: vpc.id, routeTableId: routeTable("one").id });
        const second = aws.create(MAIN, "two", { vpcId: vpc.id, routeTableId: routeTable("two").id });
        assert.deepEqual(
            aws.stored(MAIN).map(({ id }) => id),
            [second.id],
        );
    });

    it("refuses a table of another VPC", () => {
        const { aws, vpc } = network();
        const other = aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.9.0.0/16" });
        const table = aws.create("aws:ec2/routeTable:RouteTable", "other", { vpcId: other.id });
        assert.throws(() => aws.create(MAIN, "it", { vpcId: vpc.id, routeTableId: table.id }), {
            message: `operation error EC2: ReplaceRouteTableAssociation, api error InvalidParameterValue: Route table ${table.id} and VPC ${vpc.id} belong to different networks`,
        });
    });
});
