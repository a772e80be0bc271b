import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { emptyAccount, network, put, text, type Network } from "./ec2-fixtures";

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const AMI = "ami-0123456789abcdef0";

function instance({ aws, first }: Network, name = "host", inputs: Properties = {}) {
    return aws.create(INSTANCE, name, { ami: AMI, instanceType: "t4g.small", subnetId: first.id, ...inputs });
}

function amazonLinux(architecture: string): string {
    const filters = [{ name: "architecture", values: [architecture] }];
    const found = emptyAccount().invoke("aws:ec2/getAmi:getAmi", {
        owners: ["amazon"],
        mostRecent: true,
        nameRegex: "^al2023-ami-2023",
        filters,
    });
    return text({ outputs: found }, "id");
}

describe("aws:ec2/getAmi:getAmi", () => {
    it("finds the newest of Amazon's images", () => {
        const found = emptyAccount().invoke("aws:ec2/getAmi:getAmi", {
            owners: ["amazon"],
            mostRecent: true,
            filters: [{ name: "name", values: ["al2023-ami-2023.*-arm64"] }],
        });
        assert.deepEqual([found["name"], found["architecture"]], ["al2023-ami-2023.9.20251105.0-kernel-6.1-arm64", "arm64"]);
        assert.match(text({ outputs: found }, "id"), /^ami-[0-9a-f]{17}$/);
    });

    const REFUSED = [
        [
            { mostRecent: true },
            "Most Recent Image Not Filtered: mostRecent without owners or a filter of image-id or owner-id could find a third party's image",
        ],
        [{ owners: ["self"] }, "Your query returned no results. Please change your search criteria and try again."],
        [
            { owners: ["amazon"] },
            "Your query returned more than one result. Please try a more specific search criteria, or set `mostRecent` to true.",
        ],
    ] as const;
    for (const [args, message] of REFUSED) {
        it(`is refused ${JSON.stringify(args)}`, () => {
            assert.throws(() => emptyAccount().invoke("aws:ec2/getAmi:getAmi", args), { message });
        });
    }
});

describe("aws:ec2/instance:Instance", () => {
    it("has addresses of its subnet, a public one where the subnet gives it or it asks", () => {
        const net = network();
        const made = instance(net);
        assert.deepEqual(
            [made.outputs["privateIp"], made.outputs["publicIp"], made.outputs["privateDns"]],
            ["10.0.0.4", "", "ip-10-0-0-4.ec2.internal"],
        );
        assert.deepEqual(made.outputs["vpcSecurityGroupIds"], [net.vpc.outputs["defaultSecurityGroupId"]]);
        assert.match(text(instance(net, "public", { associatePublicIpAddress: true }), "publicIp"), /^52\./);
        const inputs = { vpcId: net.vpc.id, cidrBlock: "10.0.9.0/24", mapPublicIpOnLaunch: true };
        const open = net.aws.create("aws:ec2/subnet:Subnet", "open", inputs);
        assert.match(text(instance(net, "open", { subnetId: open.id }), "publicIp"), /^52\./);
    });

    it("takes from its launch template what it does not say", () => {
        const net = network();
        const group = net.securityGroup("host");
        const inputs = { imageId: AMI, instanceType: "t3.large", vpcSecurityGroupIds: [group.id] };
        const template = net.aws.create(TEMPLATE, "host", inputs);
        const made = net.aws.create(INSTANCE, "host", { subnetId: net.first.id, launchTemplate: { id: template.id } });
        assert.deepEqual([made.outputs["instanceType"], made.outputs["vpcSecurityGroupIds"]], ["t3.large", [group.id]]);
    });

    it("changes groups and sizes in place, an architecture not", () => {
        const net = network();
        const group = net.securityGroup("host");
        const base = { ami: AMI, subnetId: net.first.id };
        const made = instance(net);
        const moved = net.aws.update(made, { ...base, instanceType: "t4g.large", vpcSecurityGroupIds: [group.id] });
        assert.deepEqual(moved.outputs["vpcSecurityGroupIds"], [group.id]);
        assert.throws(() => {
            net.aws.delete(group);
        }, /DependencyViolation/);
        assert.deepEqual(net.aws.diff(made, { ...base, instanceType: "t3.small" }).replaces, ["instanceType"]);
    });

    it("is replaced for other user data only when it asks for that", () => {
        const net = network();
        const base = { ami: AMI, instanceType: "t4g.small", subnetId: net.first.id, userData: "a" };
        const [plain, asking] = [instance(net, "plain", base), instance(net, "asking", { ...base, userDataReplaceOnChange: true })];
        assert.deepEqual(net.aws.diff(plain, { ...base, userData: "b" }).replaces, []);
        assert.deepEqual(net.aws.diff(asking, { ...base, userData: "b", userDataReplaceOnChange: true }).replaces, ["userData"]);
    });

    it("can be given an Elastic IP address, which is released with its association", () => {
        const net = network();
        const made = instance(net);
        const address = net.aws.create("aws:ec2/eip:Eip", "host", { instance: made.id });
        assert.deepEqual([address.outputs["privateIp"], address.outputs["privateDns"]], ["10.0.0.4", "ip-10-0-0-4.ec2.internal"]);
        assert.throws(() => {
            net.aws.delete(net.gateway);
        }, /some mapped public address/);
        net.aws.delete(address);
        net.aws.delete(net.gateway);
        assert.deepEqual(net.aws.stored("aws:ec2/eip:Eip"), []);
    });

    const REFUSED: readonly (readonly [Properties, string])[] = [
        [{ ami: "al2023" }, 'InvalidAMIID.Malformed: Invalid id: "al2023" (expecting "ami-...")'],
        [{ subnetId: "subnet-0" }, "InvalidSubnetID.NotFound: The subnet ID 'subnet-0' does not exist"],
        [{ subnetId: undefined }, "VPCIdNotSpecified: No default VPC for this user"],
        [{ vpcSecurityGroupIds: ["sg-0"] }, "InvalidGroup.NotFound: The security group 'sg-0' does not exist"],
        [{ keyName: "mine" }, "InvalidKeyPair.NotFound: The key pair 'mine' does not exist"],
        [
            { iamInstanceProfile: "host" },
            "InvalidParameterValue: Value (host) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
        ],
        [{ launchTemplate: { id: "lt-0" } }, "InvalidLaunchTemplateId.NotFound: The specified launch template does not exist."],
        [
            { ami: amazonLinux("x86_64") },
            "InvalidParameterValue: The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the " +
                "specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.",
        ],
    ];
    for (const [inputs, reason] of REFUSED) {
        it(`is refused ${JSON.stringify(inputs)}`, () => {
            assert.throws(() => instance(network(), "host", inputs), { message: `operation error EC2: RunInstances, api error ${reason}` });
        });
    }

    it("runs with a profile that is there, and on an image of its architecture", () => {
        const net = network();
        put(net.aws, { type: "aws:iam/instanceProfile:InstanceProfile", id: "host", properties: { name: "host" } });
        const made = instance(net, "host", { iamInstanceProfile: "host", ami: amazonLinux("arm64") });
        assert.equal(made.outputs["instanceState"], "running");
    });

    it("is not terminated while it is protected", () => {
        const net = network();
        const made = instance(net, "host", { disableApiTermination: true });
        assert.throws(
            () => {
                net.aws.delete(made);
            },
            {
                message:
                    `operation error EC2: TerminateInstances, api error OperationNotPermitted: The instance '${made.id}' may not be terminated. ` +
                    "Modify its 'disableApiTermination' instance attribute and try again.",
            },
        );
    });
});
