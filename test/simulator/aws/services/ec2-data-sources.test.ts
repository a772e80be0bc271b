import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { emptyAccount, network } from "./ec2-fixtures";

describe("data sources of place", () => {
    it("getAvailabilityZones: all zones, in order", () => {
        const { id, names, zoneIds, groupNames } = emptyAccount().invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {});
        assert.deepEqual(
            { id, names, zoneIds: (zoneIds as string[]).slice(0, 2), groupNames },
            {
                id: "us-east-1",
                names: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"],
                zoneIds: ["use1-az1", "use1-az2"],
                groupNames: ["us-east-1"],
            },
        );
    });

    const ZONES = [
        [{ excludeNames: ["eu-west-1a"] }, ["eu-west-1b", "eu-west-1c"]],
        [{ excludeZoneIds: ["euw1-az2"] }, ["eu-west-1a", "eu-west-1c"]],
        [{ state: "available" }, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
        [{ state: "impaired" }, []],
        [{ filters: [{ name: "zone-name", values: ["eu-west-1c"] }] }, ["eu-west-1c"]],
        [{ filters: [{ name: "opt-in-status", values: ["opted-in"] }] }, []],
    ] as const;
    for (const [args, names] of ZONES) {
        it(`getAvailabilityZones: ${JSON.stringify(args)}`, () => {
            const result = emptyAccount().invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { region: "eu-west-1", ...args });
            assert.deepEqual(result["names"], names);
        });
    }

    it("getAvailabilityZones: refuses a filter that there is not", () => {
        const filters = [{ name: "colour", values: ["blue"] }];
        assert.throws(() => emptyAccount().invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { filters }), {
            message: "operation error EC2: DescribeAvailabilityZones, api error InvalidParameterValue: The filter 'colour' is invalid",
        });
    });

    it("getRegion: the provider's, or the one named", () => {
        const aws = emptyAccount();
        assert.deepEqual(aws.invoke("aws:index/getRegion:getRegion", {}), {
            id: "us-east-1",
            name: "us-east-1",
            region: "us-east-1",
            endpoint: "ec2.us-east-1.amazonaws.com",
            description: "US East (N. Virginia)",
        });
        assert.equal(aws.invoke("aws:index/getRegion:getRegion", { endpoint: "ec2.eu-west-1.amazonaws.com" })["id"], "eu-west-1");
        assert.throws(() => aws.invoke("aws:index/getRegion:getRegion", { name: "us-east-9" }), {
            message: "region not found for name: us-east-9",
        });
        assert.throws(() => aws.invoke("aws:index/getRegion:getRegion", { name: "us-east-1", endpoint: "ec2.us-east-2.amazonaws.com" }), {
            message: "multiple Regions matched",
        });
    });

    it("getPartition and getCallerIdentity", () => {
        const aws = emptyAccount();
        assert.deepEqual(aws.invoke("aws:index/getPartition:getPartition", {}), {
            id: "aws",
            partition: "aws",
            dnsSuffix: "amazonaws.com",
            reverseDnsPrefix: "com.amazonaws",
        });
        assert.equal(aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})["accountId"], "123456789012");
    });
});

describe("data sources of the network", () => {
    it("getVpc: by id, by tag, by filter", () => {
        const { aws, vpc } = network([], { tags: { Name: "main" } });
        aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        for (const args of [
            { id: vpc.id },
            { tags: { Name: "main" } },
            { cidrBlock: "10.0.0.0/16" },
            { filters: [{ name: "tag:Name", values: ["ma*"] }] },
        ]) {
            const found = aws.invoke("aws:ec2/getVpc:getVpc", args);
            assert.deepEqual([found["id"], found["mainRouteTableId"]], [vpc.id, vpc.outputs["mainRouteTableId"]]);
        }
    });

    it("getVpc: fails on none and on several", () => {
        const { aws } = network();
        aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        assert.throws(() => aws.invoke("aws:ec2/getVpc:getVpc", {}), {
            message: "reading EC2 VPC: multiple EC2 VPCs matched; use additional constraints to reduce matches to a single EC2 VPC",
        });
        for (const args of [{ default: true }, { id: "vpc-0" }]) {
            assert.throws(() => aws.invoke("aws:ec2/getVpc:getVpc", args), { message: "reading EC2 VPC: no matching EC2 VPC found" });
        }
    });

    it("getSubnet: counts the addresses that are left", () => {
        const { aws, first } = network();
        const address = aws.create("aws:ec2/eip:Eip", "nat", {});
        assert.equal(aws.invoke("aws:ec2/getSubnet:getSubnet", { id: first.id })["availableIpAddressCount"], 251);
        aws.create("aws:ec2/natGateway:NatGateway", "nat", { subnetId: first.id, allocationId: address.id });
        const found = aws.invoke("aws:ec2/getSubnet:getSubnet", { availabilityZone: "us-east-1a" });
        assert.deepEqual([found["id"], found["availableIpAddressCount"], found["vpcId"]], [first.id, 250, first.outputs["vpcId"]]);
        assert.throws(() => aws.invoke("aws:ec2/getSubnet:getSubnet", { defaultForAz: true }), {
            message: "reading EC2 Subnet: no matching EC2 Subnet found",
        });
    });

    it("getSubnets: a list, empty when nothing fits", () => {
        const { aws, vpc, first, second } = network();
        const ids = (filters: Properties[]) => aws.invoke("aws:ec2/getSubnets:getSubnets", { filters })["ids"];
        assert.deepEqual(ids([{ name: "vpc-id", values: [vpc.id] }]), [first.id, second.id]);
        assert.deepEqual(
            ids([
                { name: "availability-zone", values: ["us-east-1b"] },
                { name: "vpc-id", values: [vpc.id] },
            ]),
            [second.id],
        );
        assert.deepEqual(ids([{ name: "map-public-ip-on-launch", values: ["true"] }]), []);
        assert.throws(() => ids([{ name: "colour", values: ["blue"] }]), {
            message: "api error InvalidParameterValue: The filter 'colour' is invalid",
        });
    });

    it("getRouteTable: by subnet, with its routes", () => {
        const { aws, first, second, gateway, routeTable } = network();
        const table = routeTable("public");
        aws.create("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", { subnetId: first.id, routeTableId: table.id });
        aws.create("aws:ec2/route:Route", "out", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
        const found = aws.invoke("aws:ec2/getRouteTable:getRouteTable", { subnetId: first.id });
        const [route] = found["routes"] as { cidrBlock: string; gatewayId: string }[];
        assert.deepEqual([found["id"], route?.cidrBlock, route?.gatewayId], [table.id, "0.0.0.0/0", gateway.id]);
        assert.throws(() => aws.invoke("aws:ec2/getRouteTable:getRouteTable", { subnetId: second.id }), {
            message: "query returned no results. Please change your search criteria and try again",
        });
        assert.throws(() => aws.invoke("aws:ec2/getRouteTable:getRouteTable", { vpcId: first.outputs["vpcId"] }), {
            message: "multiple Route Tables matched; use additional constraints to reduce matches to a single Route Table",
        });
        assert.throws(() => aws.invoke("aws:ec2/getRouteTable:getRouteTable", {}), {
            message: "one of route_table_id, vpc_id, subnet_id, gateway_id, filters, or tags must be assigned",
        });
    });

    it("getPrefixList and getManagedPrefixList", () => {
        const aws = emptyAccount();
        const name = "com.amazonaws.us-east-1.s3";
        assert.equal(aws.invoke("aws:ec2/getPrefixList:getPrefixList", { name })["id"], "pl-63a5400a");
        const managed = aws.invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", {
            filters: [{ name: "prefix-list-name", values: ["com.amazonaws.global.cloudfront*"] }],
        });
        assert.deepEqual([managed["id"], managed["ownerId"], managed["maxEntries"]], ["pl-3b927c52", "AWS", 0]);
        assert.throws(() => aws.invoke("aws:ec2/getPrefixList:getPrefixList", { name: "com.amazonaws.us-east-1.sqs" }), {
            message: "reading EC2 Prefix List: no matching EC2 Prefix List found",
        });
    });
});
