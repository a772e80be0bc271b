import { strict as assert } from "node:assert";
import { natGateway, network, text, type Network } from "./ec2-fixtures";

const IGW = "aws:ec2/internetGateway:InternetGateway";
const EIP = "aws:ec2/eip:Eip";
const NAT = "aws:ec2/natGateway:NatGateway";

describe("aws:ec2/internetGateway:InternetGateway", () => {
    it("is attached to its VPC", () => {
        const { vpc, gateway } = network();
        assert.equal(gateway.outputs["vpcId"], vpc.id);
        assert.equal(gateway.outputs["arn"], `arn:aws:ec2:us-east-1:123456789012:internet-gateway/${gateway.id}`);
    });

    it("moves to another VPC in place, and stays where it is when the program no longer says", () => {
        const { aws, gateway, vpc } = network();
        const other = aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        assert.equal(aws.update(gateway, { tags: { a: "b" } }).outputs["vpcId"], vpc.id);
        assert.equal(aws.update(gateway, { vpcId: other.id }).outputs["vpcId"], other.id);
    });

    it("is refused a VPC that has one", () => {
        const { aws, vpc } = network();
        assert.throws(() => aws.create(IGW, "second", { vpcId: vpc.id }), {
            message: `operation error EC2: AttachInternetGateway, api error InvalidParameterValue: Network ${vpc.id} already has an internet gateway attached`,
        });
    });

    it("is not detached while a NAT gateway has a public address", () => {
        const net = network();
        const { gateway } = natGateway(net);
        assert.throws(
            () => {
                net.aws.delete(net.gateway);
            },
            {
                message:
                    `operation error EC2: DetachInternetGateway, api error DependencyViolation: Network ${net.vpc.id} has some mapped public ` +
                    "address(es). Please unmap those public address(es) before detaching the gateway.",
            },
        );
        net.aws.delete(gateway);
        net.aws.delete(net.gateway);
        assert.deepEqual(net.aws.stored(IGW), []);
    });
});

describe("aws:ec2/eip:Eip", () => {
    it("is an address of Amazon's with its name", () => {
        const { aws } = network();
        const { id, outputs } = aws.create(EIP, "nat", {});
        assert.match(text({ outputs }, "publicIp"), /^52\.\d+\.\d+\.\d+$/);
        assert.equal(outputs["publicDns"], `ec2-${text({ outputs }, "publicIp").replaceAll(".", "-")}.compute-1.amazonaws.com`);
        assert.deepEqual([outputs["allocationId"], outputs["domain"], outputs["associationId"]], [id, "vpc", ""]);
    });

    it("is refused beyond five in a Region", () => {
        const { aws } = network();
        for (const name of ["1", "2", "3", "4", "5"]) aws.create(EIP, name, {});
        assert.throws(() => aws.create(EIP, "6", {}), {
            message:
                "operation error EC2: AllocateAddress, api error AddressLimitExceeded: The maximum number of addresses has been reached.",
        });
    });

    it("is not released while a NAT gateway has it", () => {
        const net = network();
        const { address, gateway } = natGateway(net);
        assert.throws(
            () => {
                net.aws.delete(address);
            },
            {
                message: `operation error EC2: ReleaseAddress, api error InvalidIPAddress.InUse: Address ${text(address, "publicIp")} is in use.`,
            },
        );
        net.aws.delete(gateway);
        net.aws.delete(address);
        assert.deepEqual(net.aws.stored(EIP), []);
    });
});

describe("aws:ec2/natGateway:NatGateway", () => {
    it("has the address, a private one of its subnet, and an interface that goes with it", () => {
        const net = network();
        const { address, gateway } = natGateway(net);
        const { publicIp, privateIp, networkInterfaceId, vpcId, availabilityMode } = gateway.outputs;
        assert.deepEqual([publicIp, privateIp, vpcId, availabilityMode], [address.outputs["publicIp"], "10.0.0.4", net.vpc.id, "zonal"]);
        assert.match(text(gateway, "associationId"), /^eipassoc-/);
        assert.deepEqual(
            net.aws.stored("aws:ec2/networkInterface:NetworkInterface").map(({ id }) => id),
            [networkInterfaceId],
        );
        net.aws.delete(gateway);
        assert.deepEqual(net.aws.stored("aws:ec2/networkInterface:NetworkInterface"), []);
    });

    it("holds its subnet", () => {
        const net = network();
        natGateway(net);
        assert.throws(
            () => {
                net.aws.delete(net.first);
            },
            {
                message: `operation error EC2: DeleteSubnet, api error DependencyViolation: The subnet '${net.first.id}' has dependencies and cannot be deleted.`,
            },
        );
    });

    it("needs no address when it is private", () => {
        const { aws, first } = network();
        const { outputs } = aws.create(NAT, "private", { subnetId: first.id, connectivityType: "private" });
        assert.deepEqual([outputs["publicIp"], outputs["associationId"]], ["", ""]);
    });

    it("needs no subnet when it is regional", () => {
        const { aws, vpc } = network();
        const { outputs } = aws.create(NAT, "regional", { vpcId: vpc.id, availabilityMode: "regional" });
        assert.deepEqual([outputs["regionalNatGatewayAutoMode"], outputs["networkInterfaceId"]], ["enabled", ""]);
    });

    it("is replaced when the count of addresses of a private one changes", () => {
        const { aws, first } = network();
        const base = { subnetId: first.id, connectivityType: "private" };
        const gateway = aws.create(NAT, "private", { ...base, secondaryPrivateIpAddressCount: 1 });
        assert.deepEqual(aws.diff(gateway, { ...base, secondaryPrivateIpAddressCount: 2 }).replaces, ["secondaryPrivateIpAddressCount"]);
        assert.deepEqual(aws.diff(gateway, { ...base, secondaryPrivateIpAddressCount: 1, tags: { a: "b" } }).replaces, []);
    });

    const REFUSED: readonly (readonly [string, (net: Network) => Record<string, string>, (net: Network) => string])[] = [
        [
            "no address",
            ({ first }) => ({ subnetId: first.id }),
            () =>
                "MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.",
        ],
        [
            "no subnet",
            () => ({}),
            () => "MissingParameter: The request must include the SubnetId parameter. Add the required parameter and retry the request.",
        ],
        ["an unknown subnet", () => ({ subnetId: "subnet-0" }), () => "InvalidSubnetID.NotFound: The subnet ID 'subnet-0' does not exist"],
        [
            "an unknown address",
            ({ first }) => ({ subnetId: first.id, allocationId: "eipalloc-0" }),
            () => "InvalidAllocationID.NotFound: The allocation ID 'eipalloc-0' does not exist",
        ],
        [
            "an address in use",
            (net) => ({ subnetId: net.second.id, allocationId: natGateway(net).address.id }),
            ({ aws }) => `Resource.AlreadyAssociated: Elastic IP address [${aws.stored(EIP)[0]!.id}] is already associated`,
        ],
    ];
    for (const [what, inputs, reason] of REFUSED) {
        it(`is refused ${what}`, () => {
            const net = network();
            const given = inputs(net);
            assert.throws(() => net.aws.create(NAT, "refused", given), {
                message: `operation error EC2: CreateNatGateway, api error ${reason(net)}`,
            });
        });
    }

    it("is refused in a VPC without an internet gateway", () => {
        const { aws, first, gateway, vpc } = network();
        aws.delete(gateway);
        const address = aws.create(EIP, "nat", {});
        assert.throws(() => aws.create(NAT, "nat", { subnetId: first.id, allocationId: address.id }), {
            message: `operation error EC2: CreateNatGateway, api error Gateway.NotAttached: Network ${vpc.id} has no Internet gateway attached`,
        });
    });

    it("is refused an address when it is private", () => {
        const { aws, first } = network();
        assert.throws(() => aws.create(NAT, "nat", { subnetId: first.id, connectivityType: "private", allocationId: "eipalloc-0" }), {
            message: '"allocationId" is not supported with connectivityType = "private". Examine values at \'nat.allocationId\'.',
        });
    });
});

describe("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", () => {
    const EGRESS_ONLY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway";

    it("keeps its VPC from being deleted", () => {
        const { aws } = network();
        const vpc = aws.create("aws:ec2/vpc:Vpc", "alone", { cidrBlock: "10.9.0.0/16" });
        const gateway = aws.create(EGRESS_ONLY, "out", { vpcId: vpc.id });
        assert.throws(() => {
            aws.delete(vpc);
        }, /api error DependencyViolation/);
        aws.delete(gateway);
        aws.delete(vpc);
    });

    it("is refused without its VPC", () => {
        assert.throws(() => network().aws.create(EGRESS_ONLY, "out", { vpcId: "vpc-0" }), {
            message:
                "operation error EC2: CreateEgressOnlyInternetGateway, api error InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist",
        });
    });
});
