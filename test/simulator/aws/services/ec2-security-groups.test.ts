import { strict as assert } from "node:assert";
import { network, put, type Network, text } from "./ec2-fixtures";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const HTTPS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

describe("aws:ec2/securityGroup:SecurityGroup", () => {
    it("has no rules at first: the provider removes the one that AWS gives", () => {
        const { outputs, id } = network().securityGroup("web");
        assert.deepEqual([outputs["ingress"], outputs["egress"], outputs["description"]], [[], [], "Managed by Pulumi"]);
        assert.equal(outputs["arn"], `arn:aws:ec2:us-east-1:123456789012:security-group/${id}`);
        assert.match(text({ outputs }, "name"), /^web-[0-9a-f]{7}$/);
    });

    it("sees no difference in another order of rules and blocks", () => {
        const { aws, vpc, securityGroup } = network();
        const rule = (port: number, cidrBlocks: string[]) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });
        const group = securityGroup("web", { ingress: [rule(80, ["10.0.0.0/8", "192.168.0.0/16"]), rule(443, ["10.0.0.0/8"])] });
        const reordered = [rule(443, ["10.0.0.0/8"]), rule(80, ["192.168.0.0/16", "10.0.0.0/8"])];
        assert.deepEqual(aws.diff(group, { vpcId: vpc.id, ingress: reordered }).changed, []);
    });

    const REFUSED: readonly (readonly [string, Record<string, string>, (net: Network) => string])[] = [
        [
            "a name that AWS would take for an id",
            { name: "sg-web" },
            () => "invalid value for name (cannot begin with sg-). Examine values at 'b.name'.",
        ],
        [
            "a name in use",
            { name: "taken" },
            ({ vpc }) =>
                `operation error EC2: CreateSecurityGroup, api error InvalidGroup.Duplicate: The security group 'taken' already exists for VPC '${vpc.id}'`,
        ],
        [
            "the name default",
            { name: "default" },
            () =>
                "operation error EC2: CreateSecurityGroup, api error InvalidParameterValue: Cannot use reserved security group name: default",
        ],
        [
            "a typesetter's dash",
            { description: "web \u2013 public" },
            () =>
                "operation error EC2: CreateSecurityGroup, api error InvalidParameterValue: Value (web \u2013 public) for parameter " +
                "GroupDescription is invalid. Character sets beyond ASCII are not supported.",
        ],
        [
            "a VPC that is not there",
            { vpcId: "vpc-0" },
            () => "operation error EC2: CreateSecurityGroup, api error InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist",
        ],
    ];
    for (const [what, inputs, message] of REFUSED) {
        it(`is refused ${what}`, () => {
            const net = network();
            net.securityGroup("a", { name: "taken" });
            assert.throws(() => net.securityGroup("b", inputs), { message: message(net) });
        });
    }

    it("is refused without a VPC, since there is no default one", () => {
        assert.throws(() => network().aws.create(GROUP, "a", {}), {
            message: "operation error EC2: CreateSecurityGroup, api error VPCIdNotSpecified: No default VPC for this user",
        });
    });

    it("is not deleted while a function uses it or another group's rule points to it", () => {
        const { aws, securityGroup } = network();
        const [web, database] = [securityGroup("web"), securityGroup("database")];
        const rule = aws.create(INGRESS, "r", { ...HTTPS, securityGroupId: database.id, referencedSecurityGroupId: web.id });
        const refused = {
            message: `operation error EC2: DeleteSecurityGroup, api error DependencyViolation: resource ${web.id} has a dependent object`,
        };
        assert.throws(() => {
            aws.delete(web);
        }, refused);
        aws.delete(rule);
        put(aws, { type: "aws:lambda/function:Function", id: "f", properties: { vpcConfig: { securityGroupIds: [web.id] } } });
        assert.throws(() => {
            aws.delete(web);
        }, refused);
        aws.delete(database);
        assert.deepEqual(
            aws
                .stored(GROUP)
                .filter(({ note }) => note === undefined)
                .map(({ id }) => id),
            [web.id],
        );
    });

    it("takes other groups' rules with it when it revokes them", () => {
        const { aws, securityGroup } = network();
        const [web, database] = [securityGroup("web", { revokeRulesOnDelete: true }), securityGroup("database")];
        aws.create(INGRESS, "r", { ...HTTPS, securityGroupId: database.id, referencedSecurityGroupId: web.id });
        aws.delete(web);
        assert.deepEqual(aws.stored(INGRESS), []);
    });
});

describe("security group rules", () => {
    it("have an id and an ARN of their own", () => {
        const { aws, securityGroup } = network();
        const rule = aws.create(EGRESS, "out", { securityGroupId: securityGroup("web").id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        assert.match(rule.id, /^sgr-[0-9a-f]{17}$/);
        assert.deepEqual(
            [rule.outputs["securityGroupRuleId"], rule.outputs["arn"]],
            [rule.id, `arn:aws:ec2:us-east-1:123456789012:security-group-rule/${rule.id}`],
        );
    });

    it("change in place, but for the kind of peer", () => {
        const { aws, securityGroup } = network();
        const base = { ...HTTPS, securityGroupId: securityGroup("web").id };
        const rule = aws.create(INGRESS, "r", { ...base, cidrIpv4: "10.0.0.0/16" });
        assert.equal(aws.update(rule, { ...base, cidrIpv4: "10.1.0.0/16" }).outputs["cidrIpv4"], "10.1.0.0/16");
        assert.deepEqual(aws.diff(rule, { ...base, prefixListId: "pl-63a5400a" }).replaces, ["cidrIpv4", "prefixListId"]);
    });

    it("are duplicates in whatever form they are written", () => {
        const { aws, securityGroup } = network();
        const inline = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] };
        const group = securityGroup("web", { ingress: [inline] });
        const message =
            "operation error EC2: AuthorizeSecurityGroupIngress, api error InvalidPermission.Duplicate: " +
            'the specified rule "peer: 10.0.0.0/16, TCP, from port: 443, to port: 443, ALLOW" already exists';
        assert.throws(() => aws.create(INGRESS, "r", { ...HTTPS, ipProtocol: "6", securityGroupId: group.id, cidrIpv4: "10.0.0.0/16" }), {
            message,
        });
        assert.throws(() => aws.create(RULE, "r", { ...inline, type: "ingress", securityGroupId: group.id }), { message });
        aws.create(EGRESS, "other-way", { ...HTTPS, securityGroupId: group.id, cidrIpv4: "10.0.0.0/16" });
    });

    it("keep the older resource's id as Terraform makes it", () => {
        const { aws, securityGroup } = network();
        const rule = aws.create(RULE, "r", {
            type: "ingress",
            protocol: "tcp",
            fromPort: 1,
            toPort: 2,
            self: true,
            securityGroupId: securityGroup("a").id,
        });
        assert.match(rule.id, /^sgrule-\d+$/);
        assert.match(text(rule, "securityGroupRuleId"), /^sgr-/);
    });

    it("are refused beyond sixty in a direction; CloudFront's prefix list counts as 55", () => {
        const { aws, securityGroup } = network();
        const base = { ...HTTPS, securityGroupId: securityGroup("web").id };
        aws.create(INGRESS, "cloudfront", { ...base, prefixListId: "pl-3b927c52" });
        for (const i of [0, 1, 2, 3, 4]) aws.create(INGRESS, `r${i}`, { ...base, cidrIpv4: `10.${i}.0.0/16` });
        aws.create(EGRESS, "out", { ...base, cidrIpv4: "10.0.0.0/16" });
        assert.throws(() => aws.create(INGRESS, "r5", { ...base, cidrIpv4: "10.5.0.0/16" }), {
            message:
                "operation error EC2: AuthorizeSecurityGroupIngress, api error RulesPerSecurityGroupLimitExceeded: " +
                "The maximum number of rules per security group has been reached.",
        });
    });

    const REFUSED = [
        [{ ...HTTPS, referencedSecurityGroupId: "sg-0" }, "InvalidGroup.NotFound: The security group 'sg-0' does not exist"],
        [{ ...HTTPS, prefixListId: "pl-0" }, "InvalidPrefixListID.NotFound: The prefix list ID 'pl-0' does not exist"],
        [{ ipProtocol: "tcp", cidrIpv4: "10.0.0.0/16" }, "InvalidParameterValue: TCP/UDP port (-1) out of range"],
        [
            { ipProtocol: "udp", fromPort: 60, toPort: 50, cidrIpv4: "10.0.0.0/16" },
            "InvalidParameterValue: Invalid TCP/UDP port range (60:50)",
        ],
        [
            { ...HTTPS, cidrIpv4: "10.0.0.0/16", description: "the team's" },
            "InvalidParameterValue: Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  " +
                "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
        ],
        [{ ...HTTPS, cidrIpv4: "10.0.0.0/16", securityGroupId: "sg-0" }, "InvalidGroup.NotFound: The security group 'sg-0' does not exist"],
    ] as const;
    for (const [inputs, reason] of REFUSED) {
        it(`are refused: ${reason.split(":")[0]} for ${JSON.stringify(inputs)}`, () => {
            const { aws, securityGroup } = network();
            assert.throws(() => aws.create(EGRESS, "r", { securityGroupId: securityGroup("web").id, ...inputs }), {
                message: `operation error EC2: AuthorizeSecurityGroupEgress, api error ${reason}`,
            });
        });
    }

    it("do not point into another VPC", () => {
        const { aws, securityGroup } = network();
        const other = aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        const foreign = aws.create(GROUP, "foreign", { vpcId: other.id });
        assert.throws(
            () => aws.create(INGRESS, "r", { ...HTTPS, securityGroupId: securityGroup("a").id, referencedSecurityGroupId: foreign.id }),
            {
                message:
                    "operation error EC2: AuthorizeSecurityGroupIngress, api error InvalidGroup.NotFound: " +
                    "You have specified two resources that belong to different networks.",
            },
        );
    });
});
