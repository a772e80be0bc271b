import { strict as assert } from "node:assert";
import type { Delivery } from "../../../simulator/network/delivery";
import { lostAt, SampleNetwork, type SubnetName } from "./sample-network";

const SECRETS = "secretsmanager.us-east-1.amazonaws.com";
const S3 = "files.s3.us-east-1.amazonaws.com";
const EVERY_SUBNET: readonly SubnetName[] = ["public-a", "private-a", "private-b", "isolated-a", "isolated-b"];

describe("interface endpoints", () => {
    it("serve every subnet of the VPC and every zone, wherever their interfaces are", () => {
        const network = new SampleNetwork();
        network.addInterfaceEndpoint("secretsmanager");
        for (const subnet of EVERY_SUBNET) assert.equal(network.send(subnet, SECRETS).delivered, true, subnet);
    });

    it("are needed where nothing else leads out", () => {
        const network = new SampleNetwork();
        assert.match(lostAt(network.send("isolated-a", SECRETS)), /^route table rtb-\w+ of subnet-\w+ has no route to secretsmanager/);
        assert.equal(network.send("private-a", SECRETS).delivered, true);
    });

    for (const attribute of ["enableDnsHostnames", "enableDnsSupport"]) {
        it(`capture nothing when ${attribute} is turned off later`, () => {
            const network = new SampleNetwork();
            network.addInterfaceEndpoint("secretsmanager");
            network.aws.update(network.vpc, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, [attribute]: false });
            const delivery = network.send("isolated-a", SECRETS);
            const isUnresolved = attribute === "enableDnsSupport";
            assert.equal(symptom(delivery), isUnresolved ? "name not resolved" : "timed out");
            assert.equal(network.send("private-a", SECRETS).delivered, !isUnresolved, "by name over the NAT gateway");
        });
    }

    for (const privateDnsEnabled of [false, undefined]) {
        it(`leave the service's name alone when privateDnsEnabled is ${privateDnsEnabled ?? "left out"}`, () => {
            const network = new SampleNetwork();
            const endpoint = network.addInterfaceEndpoint("secretsmanager", { privateDnsEnabled });
            assert.equal(symptom(network.send("isolated-a", SECRETS)), "timed out");
            const [own] = endpoint.outputs["dnsEntries"] as unknown as { dnsName: string }[];
            assert.equal(network.send("isolated-a", own!.dnsName).delivered, true, "the endpoint's own name works all the same");
        });
    }

    it("have the VPC's default group when given none, which admits only itself", () => {
        const network = new SampleNetwork();
        network.addInterfaceEndpoint("secretsmanager", { securityGroupIds: undefined });
        const defaultGroup = network.vpc.outputs["defaultSecurityGroupId"] as string;
        assert.ok(lostAt(network.send("isolated-a", SECRETS)).startsWith(`no ingress rule of ${defaultGroup} allows tcp 443`));
        assert.equal(
            network.send("isolated-a", SECRETS, 443, { securityGroupIds: [] }).delivered,
            true,
            "a sender without a group is in it too",
        );
    });

    it("admit by group, by a block that holds the whole subnet, and by nothing else", () => {
        const cases: [Record<string, unknown>, boolean][] = [
            [{ cidrIpv4: "10.0.0.0/16" }, true],
            [{ cidrIpv4: "10.0.64.0/22" }, true],
            [{ cidrIpv4: "10.0.64.0/23" }, false],
            [{ cidrIpv4: "10.0.16.0/20" }, false],
            [{ cidrIpv4: "10.0.0.0/16", fromPort: 80, toPort: 442 }, false],
            [{ cidrIpv4: "10.0.0.0/16", fromPort: 0, toPort: 65_535 }, true],
            [{ cidrIpv4: "10.0.0.0/16", ipProtocol: "udp" }, false],
            [{ cidrIpv4: "10.0.0.0/16", ipProtocol: "-1" }, true],
        ];
        for (const [rule, isAdmitted] of cases) {
            const network = new SampleNetwork();
            const group = network.addGroup();
            network.allow("ingress", group, rule as never);
            network.addInterfaceEndpoint("secretsmanager", { securityGroupIds: [group.id] });
            assert.equal(network.send("isolated-a", SECRETS).delivered, isAdmitted, JSON.stringify(rule));
        }
    });

    it("are not reached by a sender whose group lets nothing out to them", () => {
        const network = new SampleNetwork();
        const endpointGroup = network.addGroup();
        const closed = network.addGroup();
        network.allow("ingress", endpointGroup, { cidrIpv4: "10.0.0.0/16" });
        network.addInterfaceEndpoint("secretsmanager", { securityGroupIds: [endpointGroup.id] });
        const send = () => network.send("isolated-a", SECRETS, 443, { securityGroupIds: [closed.id] });
        assert.match(lostAt(send()), new RegExp(`^no egress rule of ${closed.id} allows tcp 443 to 10\\.0\\.16\\.4 \\(vpce-`));
        network.allow("egress", closed, { referencedSecurityGroupId: endpointGroup.id });
        assert.equal(send().delivered, true, "443 to the endpoint alone is enough: DNS needs no rule");
    });

    it("capture the service: what they refuse does not go through the NAT gateway instead", () => {
        const network = new SampleNetwork();
        network.addInterfaceEndpoint("secretsmanager", { securityGroupIds: [network.addGroup().id] });
        assert.match(lostAt(network.send("private-a", SECRETS)), /^no ingress rule of sg-/);
        assert.equal(network.send("private-a", "sts.us-east-1.amazonaws.com").delivered, true, "other services are not concerned");
    });

    it("capture the names that the service really has", () => {
        const network = new SampleNetwork();
        for (const service of ["ecr.api", "ecr.dkr"]) network.addInterfaceEndpoint(service);
        for (const host of ["api.ecr.us-east-1.amazonaws.com", "123456789012.dkr.ecr.us-east-1.amazonaws.com"]) {
            assert.equal(network.send("isolated-a", host).delivered, true, host);
        }
        for (const host of ["dkr.ecr.us-east-1.amazonaws.com", "api.ecr.us-west-2.amazonaws.com", "public.ecr.aws"]) {
            assert.equal(network.send("isolated-a", host).delivered, false, host);
        }
    });

    it("serve their own Region: Bedrock elsewhere needs a way to the internet", () => {
        const network = new SampleNetwork();
        network.addInterfaceEndpoint("bedrock-runtime");
        assert.equal(network.send("isolated-a", "bedrock-runtime.us-east-1.amazonaws.com").delivered, true);
        assert.equal(network.send("isolated-a", "bedrock-runtime.us-west-2.amazonaws.com").delivered, false);
        assert.equal(network.send("private-a", "bedrock-runtime.us-west-2.amazonaws.com").delivered, true);
    });

    it("must be reachable in each of their subnets, since the name leads to any of them", () => {
        const network = new SampleNetwork();
        network.addInterfaceEndpoint("secretsmanager", { subnetIds: [network.subnetId("private-a"), network.subnetId("private-b")] });
        assert.equal(network.send("isolated-a", SECRETS).delivered, true);
        network.put("aws:ec2/networkAcl:NetworkAcl", "acl-closed", { subnetIds: [network.subnetId("private-b")] });
        assert.equal(
            lostAt(network.send("isolated-a", SECRETS)),
            `network ACL acl-closed of ${network.subnetId("private-b")}, ingress, tcp port 443: no rule allows it`,
        );
    });

    it("without a subnet capture the service and lead nowhere", () => {
        const network = new SampleNetwork();
        const endpoint = network.addInterfaceEndpoint("secretsmanager", { subnetIds: undefined });
        assert.equal(
            lostAt(network.send("private-a", SECRETS)),
            `${endpoint.id} captures ${SECRETS} but has no network interface in any subnet`,
        );
    });

    it("for S3 serve only the inbound resolver when told so", () => {
        const isolated = (isForInboundOnly: boolean) => {
            const network = new SampleNetwork();
            network.addGatewayEndpoint("s3", ["private-a"]);
            const dnsOptions = { privateDnsOnlyForInboundResolverEndpoint: isForInboundOnly };
            network.addInterfaceEndpoint("s3", { dnsOptions });
            return network.send("isolated-a", S3).delivered;
        };
        assert.deepEqual([isolated(false), isolated(true)], [true, false]);
    });
});

describe("endpoint policies", () => {
    const statement = (more: object) =>
        JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...more }] });
    const layers = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*";
    const cases: [string, string, boolean][] = [
        ["everything", statement({}), true],
        ["all actions of the service", statement({ Action: "s3:*" }), true],
        ["an action of the service", statement({ Action: ["s3:GetObject"] }), true],
        ["everyone, written as an AWS principal", statement({ Principal: { AWS: "*" } }), true],
        ["the bucket", statement({ Resource: ["arn:aws:s3:::files/*"] }), true],
        ["another service", statement({ Action: "dynamodb:*" }), false],
        ["another bucket", statement({ Resource: layers }), false],
        ["one role", statement({ Principal: { AWS: "arn:aws:iam::123456789012:role/other" } }), false],
        ["nobody in particular", statement({ Principal: undefined }), false],
        ["on a condition that a packet does not show", statement({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }), false],
    ];
    for (const [what, policy, isAllowed] of cases) {
        it(`${isAllowed ? "let pass" : "stop"} what they allow to ${what}`, () => {
            const network = new SampleNetwork();
            const endpoint = network.addGatewayEndpoint("s3", ["isolated-a"], { policy });
            const delivery = network.send("isolated-a", S3);
            assert.equal(delivery.delivered, isAllowed);
            if (delivery.delivered) return;
            assert.equal(delivery.symptom, "access denied");
            assert.equal(delivery.lostAt, `no statement in the policy of ${endpoint.id} surely allows s3 bucket files to everyone`);
        });
    }

    it("deny before they allow, in interface endpoints as in gateways", () => {
        const network = new SampleNetwork();
        const policy = JSON.stringify({
            Statement: [
                { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
                { Effect: "Deny", Principal: "*", Action: "secretsmanager:*", Resource: "*" },
            ],
        });
        const endpoint = network.addInterfaceEndpoint("secretsmanager", { policy });
        const delivery = network.send("isolated-a", SECRETS);
        assert.deepEqual(
            [symptom(delivery), lostAt(delivery)],
            ["explicitly denied", `the policy of ${endpoint.id} denies secretsmanager`],
        );
    });
});

describe("gateway endpoints", () => {
    it("serve the subnets of their tables, and only their own Region", () => {
        const network = new SampleNetwork();
        network.addGatewayEndpoint("s3", ["isolated-a"]);
        assert.equal(network.send("isolated-a", S3).delivered, true);
        assert.equal(network.send("isolated-a", "s3.us-east-1.amazonaws.com").delivered, true);
        assert.equal(network.send("isolated-a", "files.s3.amazonaws.com").delivered, true, "names without a Region are us-east-1's");
        assert.equal(network.send("isolated-a", "files.s3.eu-west-1.amazonaws.com").delivered, false);
        assert.equal(network.send("isolated-a", "dynamodb.us-east-1.amazonaws.com").delivered, false);
        assert.equal(network.send("isolated-b", S3).delivered, false);
    });

    it("win over the default route, because a prefix list is more specific", () => {
        const network = new SampleNetwork();
        const endpoint = network.addGatewayEndpoint("s3", ["private-a"]);
        assert.ok(routeTaken(network.send("private-a", S3)).endsWith(`-> ${endpoint.id}`));
        assert.ok(routeTaken(network.send("private-b", S3)).endsWith(`-> ${network.natGateway.id}`));
    });

    it("serve DynamoDB as well", () => {
        const network = new SampleNetwork();
        network.addGatewayEndpoint("dynamodb", ["isolated-a"]);
        assert.equal(network.send("isolated-a", "dynamodb.us-east-1.amazonaws.com").delivered, true);
    });

    it("are not reached when egress is limited to the VPC's block, but when it names the prefix list", () => {
        const network = new SampleNetwork();
        const endpoint = network.addGatewayEndpoint("s3", ["isolated-a"]);
        const group = network.addGroup();
        network.allow("egress", group, { ipProtocol: "-1", cidrIpv4: "10.0.0.0/16" });
        const send = () => network.send("isolated-a", S3, 443, { securityGroupIds: [group.id] });
        assert.match(lostAt(send()), /^no egress rule of sg-\w+ allows tcp 443 to files\.s3\.us-east-1/);
        network.allow("egress", group, { prefixListId: endpoint.outputs["prefixListId"] });
        assert.equal(send().delivered, true);
    });

    it("are not reached when DNS support of the VPC is off", () => {
        const network = new SampleNetwork({ enableDnsSupport: false, enableDnsHostnames: false });
        network.addGatewayEndpoint("s3", ["isolated-a"]);
        const delivery = network.send("isolated-a", S3);
        assert.equal(lostAt(delivery), `${network.vpc.id} has enableDnsSupport = false, so nothing in it resolves ${S3}`);
        assert.equal(symptom(delivery), "name not resolved");
    });
});

function symptom(delivery: Delivery): string {
    return delivery.delivered ? "delivered" : delivery.symptom;
}

function routeTaken({ hops }: Delivery): string {
    return hops.find(({ at }) => at.startsWith("route table"))?.what ?? "";
}
