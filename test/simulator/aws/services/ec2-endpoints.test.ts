import { strict as assert } from "node:assert";
import { network, put, type Network } from "./ec2-fixtures";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const INTERFACE = "aws:ec2/networkInterface:NetworkInterface";
const DNS = { enableDnsHostnames: true };
const SECRETS = { vpcEndpointType: "Interface", serviceName: "com.amazonaws.us-east-1.secretsmanager" };
const S3 = { serviceName: "com.amazonaws.us-east-1.s3" };

describe("aws:ec2/vpcEndpoint:VpcEndpoint, interface", () => {
    it("has an interface and a name in each zone, and the service's own name with private DNS", () => {
        const { aws, vpc, first, second, securityGroup } = network([], DNS);
        const group = securityGroup("endpoint");
        const inputs = {
            ...SECRETS,
            vpcId: vpc.id,
            subnetIds: [first.id, second.id],
            securityGroupIds: [group.id],
            privateDnsEnabled: true,
        };
        const { id, outputs } = aws.create(ENDPOINT, "secrets", inputs);
        const names = (outputs["dnsEntries"] as { dnsName: string; hostedZoneId: string }[]).map((entry) => entry.dnsName);
        const label = names[0]!.split(".")[0]!;
        assert.match(label, new RegExp(`^${id}-[0-9a-f]{8}$`));
        assert.deepEqual(names, [
            `${label}.secretsmanager.us-east-1.vpce.amazonaws.com`,
            `${label}-us-east-1a.secretsmanager.us-east-1.vpce.amazonaws.com`,
            `${label}-us-east-1b.secretsmanager.us-east-1.vpce.amazonaws.com`,
            "secretsmanager.us-east-1.amazonaws.com",
        ]);
        const interfaces = aws.stored(INTERFACE);
        assert.deepEqual(
            outputs["networkInterfaceIds"],
            interfaces.map((one) => one.id),
        );
        assert.deepEqual(
            interfaces.map(({ properties }) => [properties["subnetId"], properties["securityGroups"]]),
            [
                [first.id, [group.id]],
                [second.id, [group.id]],
            ],
        );
        assert.deepEqual([outputs["state"], outputs["prefixListId"], outputs["routeTableIds"]], ["available", "", []]);
    });

    it("gets the default security group when it is given none, and no private DNS unless asked", () => {
        const { aws, vpc, first } = network();
        const { outputs } = aws.create(ENDPOINT, "secrets", { ...SECRETS, vpcId: vpc.id, subnetIds: [first.id] });
        assert.deepEqual(outputs["securityGroupIds"], [vpc.outputs["defaultSecurityGroupId"]]);
        assert.deepEqual([outputs["privateDnsEnabled"], (outputs["dnsEntries"] as unknown[]).length], [false, 2]);
    });

    it("changes subnets and private DNS in place", () => {
        const { aws, vpc, first, second } = network([], DNS);
        const base = { ...SECRETS, vpcId: vpc.id };
        const endpoint = aws.create(ENDPOINT, "secrets", { ...base, subnetIds: [first.id] });
        const moved = aws.update(endpoint, { ...base, subnetIds: [second.id], privateDnsEnabled: true });
        assert.deepEqual(
            aws.stored(INTERFACE).map(({ properties }) => properties["subnetId"]),
            [second.id],
        );
        assert.equal((moved.outputs["dnsEntries"] as unknown[]).length, 3);
        assert.deepEqual(aws.diff(endpoint, { ...base, subnetIds: [first.id], privateDnsEnabled: true }).replaces, []);
    });

    it("keeps its interfaces when only its policy changes", () => {
        const { aws, vpc, first } = network();
        const base = { ...SECRETS, vpcId: vpc.id, subnetIds: [first.id] };
        const endpoint = aws.create(ENDPOINT, "secrets", base);
        aws.update(endpoint, { ...base, policy: '{"Statement":[]}' });
        assert.deepEqual(
            aws.stored(INTERFACE).map(({ id }) => id),
            endpoint.outputs["networkInterfaceIds"],
        );
    });

    it("holds its subnet and its group until it is deleted", () => {
        const { aws, vpc, first, securityGroup } = network();
        const group = securityGroup("endpoint");
        const endpoint = aws.create(ENDPOINT, "e", { ...SECRETS, vpcId: vpc.id, subnetIds: [first.id], securityGroupIds: [group.id] });
        for (const [held, message] of [
            [first, `DeleteSubnet, api error DependencyViolation: The subnet '${first.id}' has dependencies and cannot be deleted.`],
            [group, `DeleteSecurityGroup, api error DependencyViolation: resource ${group.id} has a dependent object`],
        ] as const) {
            assert.throws(
                () => {
                    aws.delete(held);
                },
                { message: `operation error EC2: ${message}` },
            );
        }
        aws.delete(endpoint);
        aws.delete(group);
        aws.delete(first);
        assert.deepEqual(aws.stored(INTERFACE), []);
    });

    const REFUSED: readonly (readonly [string, (net: Network) => object, (net: Network) => string])[] = [
        [
            "two subnets of one zone",
            ({ first, subnet }) => ({ ...SECRETS, subnetIds: [first.id, subnet("twin", "10.0.9.0/24", "us-east-1a").id] }),
            ({ aws }) =>
                `DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of ${aws.stored("aws:ec2/subnet:Subnet")[2]!.id}. ` +
                "VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.",
        ],
        [
            "an unknown service",
            () => ({ ...SECRETS, serviceName: "com.amazonaws.us-east-1.secretmanager" }),
            () => "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.secretmanager' does not exist",
        ],
        [
            "a service of another Region",
            () => ({ ...SECRETS, serviceName: "com.amazonaws.us-west-2.secretsmanager" }),
            () => "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-west-2.secretsmanager' does not exist",
        ],
        [
            "an unknown subnet",
            () => ({ ...SECRETS, subnetIds: ["subnet-0"] }),
            () => "InvalidSubnetID.NotFound: The subnet ID 'subnet-0' does not exist",
        ],
        [
            "an unknown group",
            () => ({ ...SECRETS, securityGroupIds: ["sg-0"] }),
            () => "InvalidGroup.NotFound: The security group 'sg-0' does not exist",
        ],
        [
            "private DNS of a service that has it",
            ({ aws, vpc }) => {
                aws.create(ENDPOINT, "first", { ...SECRETS, vpcId: vpc.id, privateDnsEnabled: true });
                return { ...SECRETS, privateDnsEnabled: true };
            },
            ({ vpc }) =>
                "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for " +
                `secretsmanager.us-east-1.amazonaws.com in the VPC ${vpc.id}`,
        ],
        [
            "private DNS beside a hosted zone of that name",
            ({ aws, vpc }) => {
                const properties = { name: "secretsmanager.us-east-1.amazonaws.com", vpcs: [{ vpcId: vpc.id }] };
                put(aws, { type: "aws:route53/zone:Zone", id: "Z1", properties });
                return { ...SECRETS, privateDnsEnabled: true };
            },
            ({ vpc }) =>
                "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for " +
                `secretsmanager.us-east-1.amazonaws.com in the VPC ${vpc.id}`,
        ],
        [
            "private DNS of S3 without its gateway",
            () => ({ ...S3, vpcEndpointType: "Interface", privateDnsEnabled: true }),
            ({ vpc }) =>
                "InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, " +
                `the VPC ${vpc.id} must have a Gateway endpoint for the service.`,
        ],
        [
            "a route table",
            ({ routeTable }) => ({ ...SECRETS, routeTableIds: [routeTable("t").id] }),
            () => "InvalidParameter: Route table IDs are only supported for Gateway type VPC endpoints.",
        ],
        [
            "a gateway for a service that has none",
            () => ({ ...SECRETS, vpcEndpointType: "Gateway" }),
            () => "InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).",
        ],
        [
            "a gateway in a table that has one",
            ({ aws, vpc, routeTable }) => {
                const routeTableIds = [routeTable("t").id];
                aws.create(ENDPOINT, "first", { ...S3, vpcId: vpc.id, routeTableIds });
                return { ...S3, routeTableIds };
            },
            ({ aws }) =>
                `RouteAlreadyExists: route table ${aws.stored("aws:ec2/routeTable:RouteTable")[1]!.id} already has a route with ` +
                "destination-prefix-list-id pl-63a5400a",
        ],
        [
            "a gateway in an unknown table",
            () => ({ ...S3, routeTableIds: ["rtb-0"] }),
            () => "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-0' does not exist",
        ],
        [
            "a gateway with a subnet",
            ({ first }) => ({ ...S3, subnetIds: [first.id] }),
            () => "InvalidParameter: Subnet IDs are only supported for Interface type VPC endpoints.",
        ],
        [
            "a gateway with private DNS",
            () => ({ ...S3, privateDnsEnabled: true }),
            () => "InvalidParameter: Private DNS can't be enabled for Gateway type VPC endpoints.",
        ],
    ];
    for (const [what, inputs, reason] of REFUSED) {
        it(`is refused: ${what}`, () => {
            const net = network([], DNS);
            const given = inputs(net);
            assert.throws(() => net.aws.create(ENDPOINT, "refused", { vpcId: net.vpc.id, ...given }), {
                message: `operation error EC2: CreateVpcEndpoint, api error ${reason(net)}`,
            });
        });
    }

    it("is refused private DNS where the VPC has host names off", () => {
        const { aws, vpc } = network();
        assert.throws(() => aws.create(ENDPOINT, "e", { ...SECRETS, vpcId: vpc.id, privateDnsEnabled: true }), {
            message:
                "operation error EC2: CreateVpcEndpoint, api error InvalidParameter: Enabling private DNS requires both enableDnsSupport and " +
                `enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
        });
    });
});
