import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { network, type Network } from "./ec2-fixtures";

const GROUP = "aws:autoscaling/group:Group";
const INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

function group({ aws, first, second }: Network, name = "hosts", inputs: Properties = {}) {
    const known = aws.stored("aws:ec2/launchTemplate:LaunchTemplate")[0];
    const template = known ?? aws.create("aws:ec2/launchTemplate:LaunchTemplate", "host", { instanceType: "t4g.small" });
    const base = { minSize: 1, maxSize: 4, vpcZoneIdentifiers: [first.id, second.id], launchTemplate: { id: template.id } };
    return aws.create(GROUP, name, { ...base, ...inputs });
}

describe("aws:autoscaling/group:Group", () => {
    it("runs as many instances as asked for, in its subnets in turn", () => {
        const net = network();
        const { id, outputs } = group(net, "hosts", { desiredCapacity: 3 });
        assert.match(id, /^hosts-[0-9a-f]{7}$/);
        assert.deepEqual(
            net.aws.stored(INTERFACE).map(({ properties }) => properties["subnetId"]),
            [net.first.id, net.second.id, net.first.id],
        );
        assert.deepEqual([outputs["availabilityZones"], outputs["healthCheckType"]], [["us-east-1a", "us-east-1b"], "EC2"]);
        assert.equal((outputs["launchTemplate"] as Properties)["version"], "$Default");
    });

    it("starts at its least size, changes in place and takes its instances with it", () => {
        const net = network();
        const made = group(net, "hosts", { name: "hosts" });
        assert.equal(made.outputs["desiredCapacity"], 1);
        const inputs = { ...made.inputs, desiredCapacity: 2 };
        const grown = net.aws.update(made, inputs);
        assert.equal(net.aws.stored(INTERFACE).length, 2);
        net.aws.delete(grown);
        assert.deepEqual(net.aws.stored(INTERFACE), []);
    });

    const REFUSED: readonly (readonly [Properties, string])[] = [
        [{ minSize: 5 }, "ValidationError: Max bound, 4, must be greater than or equal to min bound, 5"],
        [{ desiredCapacity: 5 }, "ValidationError: Desired capacity:5 must be between the specified min size:1 and max size:4"],
        [{ vpcZoneIdentifiers: ["subnet-0"] }, "ValidationError: The subnet ID 'subnet-0' does not exist"],
        [
            { vpcZoneIdentifiers: undefined },
            "ValidationError: No default subnet for the Availability Zones: the account has no default VPC",
        ],
        [
            { targetGroupArns: ["arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/x/1"] },
            "ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again.",
        ],
        [
            { launchTemplate: { id: "lt-0" } },
            "ValidationError: You must use a valid fully-formed launch template. The specified launch template, with template ID lt-0, does not exist.",
        ],
        [{ name: "taken" }, "AlreadyExists: AutoScalingGroup by this name already exists - A group with the name taken already exists"],
    ];
    for (const [inputs, reason] of REFUSED) {
        it(`is refused ${JSON.stringify(inputs)}`, () => {
            const net = network();
            group(net, "other", { name: "taken" });
            assert.throws(() => group(net, "hosts", inputs), {
                message: `operation error Auto Scaling: CreateAutoScalingGroup, api error ${reason}`,
            });
        });
    }
});
