import { strict as assert } from "node:assert";
import { network } from "./ec2-fixtures";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const DNS = { enableDnsHostnames: true };
const S3 = { serviceName: "com.amazonaws.us-east-1.s3" };

describe("aws:ec2/vpcEndpoint:VpcEndpoint, gateway", () => {
    it("is a route to its prefix list, for the tables named", () => {
        const { aws, vpc, routeTable } = network();
        const table = routeTable("private");
        const { outputs } = aws.create(ENDPOINT, "s3", { ...S3, vpcId: vpc.id, routeTableIds: [table.id] });
        assert.deepEqual(
            [outputs["prefixListId"], outputs["vpcEndpointType"], outputs["networkInterfaceIds"]],
            ["pl-63a5400a", "Gateway", []],
        );
        assert.deepEqual(outputs["cidrBlocks"], ["3.5.0.0/19", "52.216.0.0/15", "54.231.0.0/16"]);
        assert.throws(
            () =>
                aws.create("aws:ec2/route:Route", "r", {
                    routeTableId: table.id,
                    destinationPrefixListId: "pl-63a5400a",
                    natGatewayId: "nat-0",
                }),
            {
                message: `operation error EC2: CreateRoute, api error RouteAlreadyExists: Route in Route Table (${table.id}) with destination (pl-63a5400a) already exists`,
            },
        );
    });

    it("lets S3 have an interface with private DNS beside it", () => {
        const { aws, vpc, first } = network([], DNS);
        aws.create(ENDPOINT, "gateway", { ...S3, vpcId: vpc.id });
        const { outputs } = aws.create(ENDPOINT, "interface", {
            ...S3,
            vpcId: vpc.id,
            vpcEndpointType: "Interface",
            subnetIds: [first.id],
            privateDnsEnabled: true,
        });
        const names = (outputs["dnsEntries"] as { dnsName: string }[]).map(({ dnsName }) => dnsName);
        assert.deepEqual(names.slice(2), ["s3.us-east-1.amazonaws.com", "*.s3.us-east-1.amazonaws.com"]);
    });

    it("moves to other tables in place", () => {
        const { aws, vpc, routeTable } = network();
        const [one, other] = [routeTable("one"), routeTable("other")];
        const endpoint = aws.create(ENDPOINT, "s3", { ...S3, vpcId: vpc.id, routeTableIds: [one.id] });
        const moved = aws.update(endpoint, { ...S3, vpcId: vpc.id, routeTableIds: [other.id, one.id] });
        assert.deepEqual(moved.outputs["routeTableIds"], [other.id, one.id]);
        assert.deepEqual(aws.diff(moved, { ...S3, vpcId: vpc.id, routeTableIds: [one.id, other.id] }).changed, []);
    });

    it("is replaced for private DNS, which it cannot have", () => {
        const { aws, vpc } = network();
        const endpoint = aws.create(ENDPOINT, "s3", { ...S3, vpcId: vpc.id });
        assert.deepEqual(aws.diff(endpoint, { ...S3, vpcId: vpc.id, privateDnsEnabled: true }).replaces, ["privateDnsEnabled"]);
    });
});
