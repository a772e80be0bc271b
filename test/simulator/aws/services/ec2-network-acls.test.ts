import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { network, type Network } from "./ec2-fixtures";

const ACL = "aws:ec2/networkAcl:NetworkAcl";
const RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";

const ALL = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0", action: "allow", ruleNo: 100 };

function acl({ aws, vpc }: Network, name: string, inputs: Properties = {}) {
    return aws.create(ACL, name, { vpcId: vpc.id, ...inputs });
}

/** The subnets that each ACL guards, by the name in the program; the default one is left out. */
function guarded({ aws }: Network, ids: readonly string[]): unknown[] {
    return ids.map((id) => aws.stored(ACL).find((one) => one.id === id)?.properties["subnetIds"]);
}

describe(ACL, () => {
    it("has its id, its ARN and no rules of its own", () => {
        const net = network();
        const { id, outputs } = acl(net, "app");
        assert.match(id, /^acl-[0-9a-f]{17}$/);
        assert.equal(outputs["arn"], `arn:aws:ec2:us-east-1:123456789012:network-acl/${id}`);
        assert.deepEqual([outputs["ingress"], outputs["egress"], outputs["subnetIds"]], [[], [], []]);
    });

    it("takes a subnet away from the ACL that had it", () => {
        const net = network();
        const one = acl(net, "one", { subnetIds: [net.first.id, net.second.id] });
        const two = acl(net, "two", { subnetIds: [net.first.id] });
        assert.deepEqual(guarded(net, [one.id, two.id]), [[net.second.id], [net.first.id]]);
        net.aws.update(two, { vpcId: net.vpc.id, subnetIds: [net.first.id, net.second.id] });
        assert.deepEqual(guarded(net, [one.id, two.id]), [[], [net.first.id, net.second.id]]);
    });

    it("compares sets of rules, and actions without regard to case", () => {
        const net = network();
        const other = { ...ALL, ruleNo: 200, action: "deny" };
        const made = acl(net, "app", { ingress: [ALL, other] });
        const changed = { vpcId: net.vpc.id, ingress: [other, { ...ALL, action: "ALLOW" }] };
        assert.deepEqual(net.aws.diff(made, changed).changed, []);
        assert.deepEqual(net.aws.diff(made, { ...changed, ingress: [ALL] }).changed, ["ingress"]);
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, message: string])[] = [
        [
            "ports with all protocols",
            { egress: [{ ...ALL, toPort: 443 }] },
            `to_port (443) and from_port (0) must both be 0 to use the 'all' "-1" protocol!`,
        ],
        [
            "two rules of one number",
            { ingress: [ALL, { ...ALL, cidrBlock: "10.0.0.0/8" }] },
            "operation error EC2: CreateNetworkAclEntry, api error NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.",
        ],
        [
            "more than 20 rules in one direction",
            { ingress: Array.from({ length: 21 }, (_, i) => ({ ...ALL, ruleNo: i + 1 })) },
            "operation error EC2: CreateNetworkAclEntry, api error NetworkAclEntryLimitExceeded: The maximum number of network acl entries has been reached.",
        ],
    ];
    it("knows two actions", () => {
        const { aws, vpc } = network();
        const { failures } = aws.check(ACL, "app", { vpcId: vpc.id, ingress: [{ ...ALL, action: "permit" }] });
        assert.deepEqual(
            failures.map(({ reason }) => reason),
            ["invalid value for ingress[0].action (allow or deny). Examine values at 'app.ingress[0].action'."],
        );
    });

    for (const [name, inputs, message] of refusals) {
        it(`refuses ${name}`, () => {
            assert.throws(() => acl(network(), "app", inputs), { message });
        });
    }

    it("refuses a subnet of another VPC", () => {
        const net = network();
        const other = net.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.9.0.0/16" });
        const foreign = net.aws.create("aws:ec2/subnet:Subnet", "foreign", { vpcId: other.id, cidrBlock: "10.9.0.0/24" });
        assert.throws(
            () => acl(net, "app", { subnetIds: [foreign.id] }),
            /api error InvalidParameterValue: Network ACL acl-\w+ and subnet/,
        );
    });

    it("takes its rules and associations with it", () => {
        const net = network();
        const made = acl(net, "app");
        net.aws.create(RULE, "in", { networkAclId: made.id, ruleNumber: 1, ruleAction: "allow", protocol: "6", cidrBlock: "0.0.0.0/0" });
        net.aws.create(ASSOCIATION, "first", { networkAclId: made.id, subnetId: net.first.id });
        net.aws.delete(made);
        assert.deepEqual([net.aws.stored(RULE), net.aws.stored(ASSOCIATION)], [[], []]);
    });

    it("keeps its VPC from being deleted", () => {
        const { aws } = network();
        const vpc = aws.create("aws:ec2/vpc:Vpc", "alone", { cidrBlock: "10.9.0.0/16" });
        const made = aws.create(ACL, "app", { vpcId: vpc.id });
        assert.throws(() => {
            aws.delete(vpc);
        }, /api error DependencyViolation/);
        aws.delete(made);
        aws.delete(vpc);
    });
});

describe(RULE, () => {
    const rule = { ruleNumber: 1, ruleAction: "allow", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" };

    it("is among the rules of its ACL in a refresh", () => {
        const net = network();
        const made = acl(net, "app");
        const { id } = net.aws.create(RULE, "in", { networkAclId: made.id, ...rule });
        assert.match(id, /^nacl-\d+$/);
        const { protocol, cidrBlock, fromPort, toPort } = rule;
        assert.deepEqual(net.aws.read(made)?.outputs["ingress"], [{ ruleNo: 1, action: "allow", protocol, cidrBlock, fromPort, toPort }]);
        assert.deepEqual(net.aws.read(made)?.outputs["egress"], []);
    });

    it("does not change when its protocol is written as a number", () => {
        const net = network();
        const made = net.aws.create(RULE, "in", { networkAclId: acl(net, "app").id, ...rule });
        assert.deepEqual(net.aws.diff(made, { ...made.inputs, protocol: "6" }).changed, []);
        assert.deepEqual(net.aws.diff(made, { ...made.inputs, protocol: "udp" }).replaces, ["protocol"]);
    });

    it("is refused a second time in one direction, also where the ACL has it inline", () => {
        const net = network();
        const made = acl(net, "app", { egress: [{ ...ALL, ruleNo: 1 }] });
        net.aws.create(RULE, "in", { networkAclId: made.id, ...rule });
        for (const egress of [false, true]) {
            assert.throws(() => net.aws.create(RULE, "again", { networkAclId: made.id, ...rule, egress }), {
                message: `EC2 Network ACL (${made.id}) Rule (egress: ${egress})(1) already exists`,
            });
        }
    });

    it("is refused for an ACL that is not there", () => {
        assert.throws(() => network().aws.create(RULE, "in", { networkAclId: "acl-0", ...rule }), {
            message:
                "operation error EC2: CreateNetworkAclEntry, api error InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-0' does not exist",
        });
    });
});

describe(ASSOCIATION, () => {
    it("moves a subnet to the ACL, and back to the default one", () => {
        const net = network();
        const [one, two] = [acl(net, "one", { subnetIds: [net.first.id] }), acl(net, "two")];
        const made = net.aws.create(ASSOCIATION, "first", { networkAclId: two.id, subnetId: net.first.id });
        assert.match(made.id, /^aclassoc-[0-9a-f]{17}$/);
        assert.deepEqual(guarded(net, [one.id, two.id]), [[], [net.first.id]]);
        net.aws.delete(made);
        assert.deepEqual(guarded(net, [one.id, two.id]), [[], []]);
    });

    it("ends the association that the subnet had", () => {
        const net = network();
        const [one, two] = [acl(net, "one"), acl(net, "two")];
        net.aws.create(ASSOCIATION, "first", { networkAclId: one.id, subnetId: net.first.id });
        const second = net.aws.create(ASSOCIATION, "second", { networkAclId: two.id, subnetId: net.first.id });
        assert.deepEqual(
            net.aws.stored(ASSOCIATION).map(({ id }) => id),
            [second.id],
        );
        assert.deepEqual(guarded(net, [one.id, two.id]), [[], [net.first.id]]);
    });
});
