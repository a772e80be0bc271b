import { strict as assert } from "node:assert";
import { emptyAccount, ID, network, put, text } from "./ec2-fixtures";

const VPC = "aws:ec2/vpc:Vpc";
const IPV6 = { assignGeneratedIpv6CidrBlock: true, ipv6CidrBlockNetworkBorderGroup: "us-east-1" };

describe("aws:ec2/vpc:Vpc", () => {
    it("comes with a main route table, a default security group and a default network ACL, and takes them with it", () => {
        const aws = emptyAccount();
        const vpc = aws.create(VPC, "net", { cidrBlock: "10.0.0.0/16" });
        assert.match(vpc.id, ID.vpc);
        const { arn, mainRouteTableId, defaultRouteTableId, defaultSecurityGroupId, defaultNetworkAclId, enableDnsSupport } = vpc.outputs;
        assert.equal(arn, `arn:aws:ec2:us-east-1:123456789012:vpc/${vpc.id}`);
        assert.equal(defaultRouteTableId, mainRouteTableId);
        assert.deepEqual([enableDnsSupport, vpc.outputs["enableDnsHostnames"]], [true, false]);
        const [group] = aws.stored("aws:ec2/securityGroup:SecurityGroup");
        assert.deepEqual([group?.id, group?.note], [defaultSecurityGroupId, `default security group of ${vpc.id}`]);
        assert.deepEqual(group?.properties["ingress"], [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }]);
        assert.deepEqual(
            aws.stored("aws:ec2/networkAcl:NetworkAcl").map(({ id }) => id),
            [defaultNetworkAclId],
        );

        aws.delete(vpc);
        assert.deepEqual(
            aws.store.all().filter(({ type }) => type.startsWith("aws:ec2/")),
            [],
        );
    });

    it("gives an IPv6 block on demand, and takes it back", () => {
        const { aws, vpc } = network();
        const withBlock = aws.update(vpc, { cidrBlock: "10.0.0.0/16", ...IPV6 });
        assert.match(text(withBlock, "ipv6CidrBlock"), /^2600:1f18:[0-9a-f]{4}:[0-9a-f]{2}00::\/56$/);
        assert.equal(aws.update(withBlock, { cidrBlock: "10.0.0.0/16" }).outputs["ipv6CidrBlock"], "");
    });

    it("changes tenancy in place only from dedicated to default", () => {
        const { aws } = network();
        const shared = aws.create(VPC, "shared", { cidrBlock: "10.1.0.0/16" });
        const dedicated = aws.create(VPC, "dedicated", { cidrBlock: "10.2.0.0/16", instanceTenancy: "dedicated" });
        assert.deepEqual(aws.diff(shared, { cidrBlock: "10.1.0.0/16", instanceTenancy: "dedicated" }).replaces, ["instanceTenancy"]);
        assert.deepEqual(aws.diff(dedicated, { cidrBlock: "10.2.0.0/16", instanceTenancy: "default" }).replaces, []);
    });

    const REFUSED = [
        [
            { cidrBlock: "169.254.0.0/16" },
            "operation error EC2: CreateVpc, api error InvalidVpc.Range: The CIDR '169.254.0.0/16' is invalid.",
        ],
        [{}, "operation error EC2: CreateVpc, api error MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."],
        [
            { ipv4IpamPoolId: "ipam-pool-1", ipv4NetmaskLength: 16 },
            "operation error EC2: CreateVpc, api error InvalidIpamPoolId.NotFound: The ipam-pool ID 'ipam-pool-1' does not exist",
        ],
        [
            { cidrBlock: "10.0.0.0/15" },
            'expected "cidrBlock" to contain a network Value with between 16 and 28 significant bits, got: 15. ' +
                "Examine values at 'net.cidrBlock'.",
        ],
        [
            { cidrBlock: "10.0.0.0/29" },
            'expected "cidrBlock" to contain a network Value with between 16 and 28 significant bits, got: 29. ' +
                "Examine values at 'net.cidrBlock'.",
        ],
        [
            { cidrBlock: "10.0.5.0/16" },
            '"10.0.5.0/16" is not a valid IPv4 CIDR block; did you mean "10.0.0.0/16"?. Examine values at \'net.cidrBlock\'.',
        ],
        [
            { cidrBlock: "10.0.0.0/16", instanceTenancy: "host" },
            'expected instanceTenancy to be one of ["default" "dedicated"], got host. Examine values at \'net.instanceTenancy\'.',
        ],
    ] as const;
    for (const [inputs, message] of REFUSED) {
        it(`refuses ${JSON.stringify(inputs)}`, () => {
            assert.throws(() => emptyAccount().create(VPC, "net", inputs), { message });
        });
    }

    it("refuses a sixth VPC in a Region", () => {
        const aws = emptyAccount();
        for (const second of [0, 1, 2, 3, 4]) aws.create(VPC, `net-${second}`, { cidrBlock: `10.${second}.0.0/16` });
        assert.throws(() => aws.create(VPC, "net-5", { cidrBlock: "10.5.0.0/16" }), {
            message: "operation error EC2: CreateVpc, api error VpcLimitExceeded: The maximum number of VPCs has been reached.",
        });
    });

    it("refuses deletion while something is in it", () => {
        const { aws, vpc, first, second, gateway } = network();
        const refused = {
            message: `operation error EC2: DeleteVpc, api error DependencyViolation: The vpc '${vpc.id}' has dependencies and cannot be deleted.`,
        };
        for (const part of [first, second, gateway]) {
            assert.throws(() => {
                aws.delete(vpc);
            }, refused);
            aws.delete(part);
        }
        aws.delete(vpc);
        assert.deepEqual(aws.stored(VPC), []);
    });
});

describe("aws:ec2/subnet:Subnet", () => {
    it("is in the zone asked for", () => {
        const { first } = network();
        assert.match(first.id, ID.subnet);
        assert.equal(first.outputs["arn"], `arn:aws:ec2:us-east-1:123456789012:subnet/${first.id}`);
        assert.deepEqual([first.outputs["availabilityZone"], first.outputs["availabilityZoneId"]], ["us-east-1a", "use1-az1"]);
        assert.equal(first.outputs["mapPublicIpOnLaunch"], false);
    });

    it("takes the zone's id as well", () => {
        const { aws, vpc } = network();
        const subnet = aws.create("aws:ec2/subnet:Subnet", "c", {
            vpcId: vpc.id,
            cidrBlock: "10.0.9.0/24",
            availabilityZoneId: "use1-az3",
        });
        assert.equal(subnet.outputs["availabilityZone"], "us-east-1c");
    });

    it("takes an IPv6 block of its VPC, once", () => {
        const { aws, vpc } = network([], IPV6);
        const block = text(vpc, "ipv6CidrBlock").replace("00::/56", "07::/64");
        const inputs = { vpcId: vpc.id, cidrBlock: "10.0.9.0/24", ipv6CidrBlock: block };
        const subnet = aws.create("aws:ec2/subnet:Subnet", "six", inputs);
        assert.match(text(subnet, "ipv6CidrBlockAssociationId"), /^subnet-cidr-assoc-/);
        assert.throws(() => aws.create("aws:ec2/subnet:Subnet", "again", { ...inputs, cidrBlock: "10.0.10.0/24" }), {
            message: `operation error EC2: CreateSubnet, api error InvalidSubnet.Conflict: The IPv6 CIDR '${block}' conflicts with another subnet`,
        });
        assert.throws(
            () => aws.create("aws:ec2/subnet:Subnet", "other", { ...inputs, cidrBlock: "10.0.10.0/24", ipv6CidrBlock: "2001:db8::/64" }),
            {
                message: "operation error EC2: CreateSubnet, api error InvalidSubnet.Range: The CIDR '2001:db8::/64' is invalid.",
            },
        );
    });

    it("is replaced for another IPv6 block only while addresses of it are assigned", () => {
        const { aws, vpc } = network([], IPV6);
        const block = (digit: string) => text(vpc, "ipv6CidrBlock").replace("00::/56", `0${digit}::/64`);
        const base = { vpcId: vpc.id, cidrBlock: "10.0.9.0/24" };
        const assigning = aws.create("aws:ec2/subnet:Subnet", "one", {
            ...base,
            ipv6CidrBlock: block("1"),
            assignIpv6AddressOnCreation: true,
        });
        assert.deepEqual(aws.diff(assigning, { ...base, ipv6CidrBlock: block("2"), assignIpv6AddressOnCreation: true }).replaces, [
            "ipv6CidrBlock",
        ]);
        const plain = aws.create("aws:ec2/subnet:Subnet", "two", { ...base, cidrBlock: "10.0.10.0/24", ipv6CidrBlock: block("3") });
        const moved = aws.update(plain, { ...base, cidrBlock: "10.0.10.0/24", ipv6CidrBlock: block("4") });
        assert.equal(moved.outputs["ipv6CidrBlock"], block("4"));
    });

    const REFUSED = [
        ["10.1.0.0/24", "us-east-1a", "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid."],
        ["10.0.0.0/29", "us-east-1a", "InvalidSubnet.Range: The CIDR '10.0.0.0/29' is invalid."],
        ["10.0.0.128/25", "us-east-1a", "InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet"],
        [
            "10.0.9.0/24",
            "us-east-1z",
            "InvalidParameterValue: Value (us-east-1z) for parameter availabilityZone is invalid. Subnets can currently only be created in " +
                "the following availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f.",
        ],
    ] as const;
    for (const [cidrBlock, zone, reason] of REFUSED) {
        it(`refuses ${cidrBlock} in ${zone}`, () => {
            const { subnet } = network();
            assert.throws(() => subnet("new", cidrBlock, zone), { message: `operation error EC2: CreateSubnet, api error ${reason}` });
        });
    }

    it("refuses a VPC that is not there, and no block at all", () => {
        const { aws, vpc } = network();
        assert.throws(() => aws.create("aws:ec2/subnet:Subnet", "new", { vpcId: "vpc-0", cidrBlock: "10.0.9.0/24" }), {
            message: "operation error EC2: CreateSubnet, api error InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist",
        });
        assert.throws(() => aws.create("aws:ec2/subnet:Subnet", "new", { vpcId: vpc.id }), {
            message:
                "operation error EC2: CreateSubnet, api error MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.",
        });
    });

    const HOLDERS = [
        ["aws:lambda/function:Function", (subnetId: string) => ({ vpcConfig: { subnetIds: [subnetId] } })],
        ["aws:ecs/service:Service", (subnetId: string) => ({ networkConfiguration: { subnets: [subnetId] } })],
        ["aws:efs/mountTarget:MountTarget", (subnetId: string) => ({ subnetId })],
        ["aws:rds/instance:Instance", () => ({ dbSubnetGroupName: "db", availabilityZone: "us-east-1a" })],
    ] as const;
    for (const [type, properties] of HOLDERS) {
        it(`refuses deletion while a ${type} lies in it`, () => {
            const { aws, first, second } = network();
            put(aws, { type: "aws:rds/subnetGroup:SubnetGroup", id: "db", properties: { name: "db", subnetIds: [first.id, second.id] } });
            put(aws, { type, id: "user", properties: properties(first.id) });
            assert.throws(
                () => {
                    aws.delete(first);
                },
                {
                    message: `operation error EC2: DeleteSubnet, api error DependencyViolation: The subnet '${first.id}' has dependencies and cannot be deleted.`,
                },
            );
            aws.delete(second);
            assert.deepEqual(
                aws.stored("aws:ec2/subnet:Subnet").map(({ id }) => id),
                [first.id],
            );
        });
    }

    it("is deleted although a subnet group lists it", () => {
        const { aws, first } = network();
        put(aws, { type: "aws:rds/subnetGroup:SubnetGroup", id: "db", properties: { name: "db", subnetIds: [first.id] } });
        aws.delete(first);
        assert.equal(aws.stored("aws:ec2/subnet:Subnet").length, 1);
    });
});
