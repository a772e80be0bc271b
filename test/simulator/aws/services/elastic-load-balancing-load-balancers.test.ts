import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { balancer, network, put, text, type Network } from "./ec2-fixtures";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

describe("aws:lb/loadBalancer:LoadBalancer", () => {
    it("has the names and identifiers that AWS gives", () => {
        const net = network();
        const { id, outputs } = balancer(net, "web", { name: "shop" });
        assert.match(id, new RegExp(`^${ARN}:loadbalancer/app/shop/[0-9a-f]{16}$`));
        assert.equal(`${ARN}:loadbalancer/${text({ outputs }, "arnSuffix")}`, id);
        assert.match(text({ outputs }, "dnsName"), /^shop-\d{1,10}\.us-east-1\.elb\.amazonaws\.com$/);
        assert.deepEqual([outputs["zoneId"], outputs["vpcId"], outputs["internal"]], ["Z35SXDOTRQ7X7K", net.vpc.id, false]);
        assert.deepEqual(outputs["securityGroups"], [net.vpc.outputs["defaultSecurityGroupId"]]);
        assert.deepEqual(
            outputs["subnetMappings"],
            [net.first.id, net.second.id].map((subnetId) => ({ subnetId, outpostId: "" })),
        );
    });

    it("has no public address when it is internal", () => {
        const net = network();
        const { outputs } = balancer(net, "web", { internal: true });
        assert.match(text({ outputs }, "dnsName"), /^internal-web-[0-9a-f]{7}-\d+\.us-east-1\.elb\.amazonaws\.com$/);
        net.aws.delete(net.gateway);
        assert.deepEqual(net.aws.stored("aws:ec2/internetGateway:InternetGateway"), []);
    });

    it("holds its subnets, its groups and the internet gateway", () => {
        const net = network();
        const group = net.securityGroup("web");
        const made = balancer(net, "web", { securityGroups: [group.id] });
        for (const held of [net.first, group, net.gateway]) {
            assert.throws(() => {
                net.aws.delete(held);
            }, /DependencyViolation/);
        }
        net.aws.delete(made);
        for (const free of [net.first, group, net.gateway]) net.aws.delete(free);
        assert.deepEqual(net.aws.stored("aws:ec2/networkInterface:NetworkInterface"), []);
    });

    it("changes groups and subnets in place", () => {
        const net = network();
        const third = net.subnet("third", "10.0.2.0/24", "us-east-1c");
        const [group, other] = [net.securityGroup("one"), net.securityGroup("other")];
        const made = balancer(net, "web", { securityGroups: [group.id] });
        const moved = net.aws.update(made, { subnets: [net.second.id, third.id], securityGroups: [other.id] });
        assert.deepEqual([moved.outputs["subnets"], moved.outputs["securityGroups"]], [[net.second.id, third.id], [other.id]]);
        net.aws.delete(net.first);
        net.aws.delete(group);
    });

    it("of type network is replaced when a subnet goes or another takes its place", () => {
        const net = network();
        const third = net.subnet("third", "10.0.2.0/24", "us-east-1c");
        const made = balancer(net, "web", { loadBalancerType: "network" });
        const subnets = [net.first.id, net.second.id];
        assert.match(text(made, "dnsName"), /^web-[0-9a-f]{7}-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/);
        assert.deepEqual(net.aws.diff(made, { loadBalancerType: "network", subnets: [net.second.id] }).replaces, ["subnets"]);
        assert.deepEqual(net.aws.diff(made, { loadBalancerType: "network", subnets: [net.second.id, third.id] }).replaces, ["subnets"]);
        assert.deepEqual(net.aws.diff(made, { loadBalancerType: "network", subnets: [...subnets, third.id] }).replaces, []);
        const groups = { loadBalancerType: "network", subnets, securityGroups: [net.securityGroup("a").id] };
        assert.deepEqual(net.aws.diff(made, groups).replaces, ["securityGroups"]);
    });

    const REFUSED: readonly (readonly [string, (net: Network) => Properties, (net: Network) => string])[] = [
        [
            "one subnet",
            ({ first }) => ({ subnets: [first.id] }),
            () =>
                "CreateLoadBalancer, api error ValidationError: At least two subnets in two different Availability Zones must be specified",
        ],
        [
            "two subnets of one zone",
            ({ first, subnet }) => ({ subnets: [first.id, subnet("twin", "10.0.9.0/24", "us-east-1a").id] }),
            () =>
                "CreateLoadBalancer, api error InvalidConfigurationRequest: " +
                "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        ],
        [
            "an unknown subnet",
            ({ first }) => ({ subnets: [first.id, "subnet-0"] }),
            () => "CreateLoadBalancer, api error SubnetNotFound: The subnet ID 'subnet-0' does not exist",
        ],
        [
            "an unknown group",
            () => ({ securityGroups: ["sg-0"] }),
            () => "CreateLoadBalancer, api error InvalidSecurityGroup: The security group 'sg-0' does not exist",
        ],
        [
            "a group of another VPC",
            ({ aws }) => {
                const other = aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
                return { securityGroups: [aws.create("aws:ec2/securityGroup:SecurityGroup", "foreign", { vpcId: other.id }).id] };
            },
            () => "CreateLoadBalancer, api error InvalidConfigurationRequest: One or more security groups are invalid",
        ],
        [
            "no internet gateway",
            ({ aws, gateway }) => {
                aws.delete(gateway);
                return {};
            },
            ({ vpc }) => `CreateLoadBalancer, api error InvalidSubnet: VPC ${vpc.id} has no internet gateway`,
        ],
        [
            "a name that a load balancer of another type has",
            (net) => {
                balancer(net, "other", { name: "taken", loadBalancerType: "network" });
                return { name: "taken" };
            },
            () =>
                "CreateLoadBalancer, api error DuplicateLoadBalancerName: " +
                "A load balancer with the same name 'taken' exists, but with different settings",
        ],
        [
            "a log bucket that it may not write to",
            () => ({ accessLogs: { bucket: "logs", enabled: true } }),
            () =>
                "ModifyLoadBalancerAttributes, api error InvalidConfigurationRequest: Access Denied for bucket: logs. Please check S3bucket permission",
        ],
        [
            "a subnet without room",
            ({ second, subnet, aws }) => {
                const small = subnet("small", "10.0.9.0/28", "us-east-1a");
                for (const name of ["1", "2", "3", "4"]) {
                    aws.create("aws:ec2/natGateway:NatGateway", name, { subnetId: small.id, connectivityType: "private" });
                }
                return { subnets: [small.id, second.id] };
            },
            ({ aws }) =>
                `CreateLoadBalancer, api error InvalidSubnet: Not enough IP space available in ${aws.stored("aws:ec2/subnet:Subnet")[2]!.id}. ` +
                "ELB requires at least 8 free IP addresses in each subnet.",
        ],
    ];
    for (const [what, inputs, reason] of REFUSED) {
        it(`is refused ${what}`, () => {
            const net = network();
            const given = inputs(net);
            assert.throws(() => balancer(net, "web", given), { message: `operation error Elastic Load Balancing v2: ${reason(net)}` });
        });
    }

    it("is refused a name in use by its own type, in the provider's words", () => {
        const net = network();
        balancer(net, "a", { name: "taken" });
        assert.throws(() => balancer(net, "b", { name: "taken" }), { message: "ELBv2 Load Balancer (taken) already exists" });
    });

    const NAMES = [
        ["x".repeat(33), "expected length of name to be in the range (0 - 32), got 33"],
        ["under_score", "invalid value for name (only alphanumeric characters and hyphens allowed)"],
        ["-dash", "invalid value for name (cannot begin or end with a hyphen)"],
        ["internal-web", 'invalid value for name (cannot begin with "internal-")'],
    ] as const;
    for (const [name, reason] of NAMES) {
        it(`is refused the name ${name}`, () => {
            assert.throws(() => balancer(network(), "web", { name }), { message: `${reason}. Examine values at 'web.name'.` });
        });
    }

    it("writes logs to a bucket with a policy", () => {
        const net = network();
        put(net.aws, { type: "aws:s3/bucket:Bucket", id: "logs", properties: {} });
        put(net.aws, { type: "aws:s3/bucketPolicy:BucketPolicy", id: "logs", properties: { bucket: "logs", policy: "{}" } });
        balancer(net, "web", { accessLogs: { bucket: "logs", enabled: true } });
        balancer(net, "quiet", { accessLogs: { bucket: "nowhere", enabled: false } });
        assert.equal(net.aws.stored(BALANCER).length, 2);
    });

    it("is not deleted while it is protected", () => {
        const net = network();
        const made = balancer(net, "web", { enableDeletionProtection: true });
        const message =
            "operation error Elastic Load Balancing v2: DeleteLoadBalancer, api error OperationNotPermitted: " +
            `Load balancer '${made.id}' cannot be deleted because deletion protection is enabled`;
        assert.throws(
            () => {
                net.aws.delete(made);
            },
            { message },
        );
        net.aws.delete(net.aws.update(made, { subnets: [net.first.id, net.second.id], enableDeletionProtection: false }));
        assert.deepEqual(net.aws.stored(BALANCER), []);
    });
});
