/** One network for each fact in AWS's documents about interface endpoints; E1 and so on are the numbers of docs/reachability.md. */
import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { verdicts, reports } from "./judged";
import { asFirstPreview, line, Network, withValues, without } from "./network";

const NO_NAT = [without(AWS.route, "route-private-a"), without(AWS.route, "route-private-b")];
const REACHED = ["service:secretsmanager from private-a: REACHED", "service:secretsmanager from private-b: REACHED"];
const blocked = (...codes: string[]) => REACHED.map((verdict) => verdict.replace("REACHED", ["BLOCKED", ...codes].join(" ")));

describe("interface endpoints", () => {
    const withEndpoint = (properties: Record<string, unknown> = {}) =>
        new Network().endpoint("secretsmanager", properties).client("service:secretsmanager");

    it("E1: two subnets of one zone on one endpoint cannot be created", () => {
        const found = reports(withEndpoint({ subnetIds: ["private-a", "isolated-a"] }).graph());
        assert.deepEqual(
            found.map(({ message }) => message),
            [
                "DUP_AZ_SUBNET: subnets of endpoint-secretsmanager = private-a and isolated-a, both in us-east-1a; AWS allows one in each zone and refuses the second " +
                    "(DuplicateSubnetsInSameZone). Repair: remove isolated-a from endpoint-secretsmanager: one subnet in a zone serves all subnets of the VPC (free of charge).",
            ],
        );
    });

    it("E2: an endpoint in one subnet serves every subnet of the VPC", () => {
        assert.deepEqual(verdicts(withEndpoint({ subnetIds: ["isolated-a"] }).changed(...NO_NAT)), REACHED);
    });

    it("E2: also in a first preview", () => {
        assert.deepEqual(verdicts(asFirstPreview(withEndpoint().changed(...NO_NAT))), REACHED);
    });

    it("E3: private DNS needs enableDnsHostnames, which is off unless it is set", () => {
        const network = withEndpoint();
        for (const enableDnsHostnames of [false, undefined]) {
            assert.deepEqual(
                verdicts(network.changed(...NO_NAT, withValues(AWS.vpc, "net", { enableDnsHostnames }))),
                blocked("NO_ROUTE", "VPC_DNS_OFF"),
            );
        }
    });

    it("E3: with hostnames off, the name leads to public addresses, and a NAT gateway reaches them", () => {
        assert.deepEqual(verdicts(withEndpoint().changed(withValues(AWS.vpc, "net", { enableDnsHostnames: false }))), REACHED);
    });

    it("E3: without enableDnsSupport no name resolves at all", () => {
        assert.deepEqual(verdicts(withEndpoint().changed(withValues(AWS.vpc, "net", { enableDnsSupport: false }))), blocked("VPC_DNS_OFF"));
    });

    it("E4: without private DNS the usual name does not lead to the endpoint", () => {
        assert.deepEqual(
            verdicts(withEndpoint({ privateDnsEnabled: false }).changed(...NO_NAT)),
            blocked("NO_ROUTE", "ENDPOINT_NO_PRIVATE_DNS"),
        );
    });

    it("E4: private DNS that is not set explicitly is not decided", () => {
        const unknown = [
            "service:secretsmanager from private-a: UNKNOWN ENDPOINT_NO_PRIVATE_DNS NO_ROUTE",
            "service:secretsmanager from private-b: UNKNOWN ENDPOINT_NO_PRIVATE_DNS NO_ROUTE",
        ];
        assert.deepEqual(verdicts(withEndpoint({ privateDnsEnabled: undefined }).changed(...NO_NAT)), unknown);
    });

    it("E5: an endpoint without a group has the default one, which admits its own members only", () => {
        assert.deepEqual(verdicts(withEndpoint({ securityGroupIds: [] }).graph()), blocked("ENDPOINT_DEFAULT_SG"));
    });

    it("E6: the endpoint's group must admit the client on 443", () => {
        const network = withEndpoint();
        assert.deepEqual(verdicts(network.changed(without(AWS.ingressRule, "ingress-door-secretsmanager-0"))), blocked("ENDPOINT_SG"));
        const onAnotherPort = withValues(AWS.ingressRule, "ingress-door-secretsmanager-0", { fromPort: 80, toPort: 442 });
        assert.deepEqual(verdicts(network.changed(onAnotherPort)), blocked("ENDPOINT_SG"));
        const overUdp = withValues(AWS.ingressRule, "ingress-door-secretsmanager-0", { ipProtocol: "udp" });
        assert.deepEqual(verdicts(network.changed(overUdp)), blocked("ENDPOINT_SG"));
    });

    it("E6: a block that holds the client's subnet admits it, one that holds another subnet does not", () => {
        const from = (cidrIpv4: string) =>
            withEndpoint().changed(
                withValues(AWS.ingressRule, "ingress-door-secretsmanager-0", { referencedSecurityGroupId: undefined, cidrIpv4 }),
            );
        assert.deepEqual(verdicts(from("10.0.0.0/16")), REACHED);
        assert.deepEqual(verdicts(from("10.0.10.0/24")), [REACHED[0], "service:secretsmanager from private-b: BLOCKED ENDPOINT_SG"]);
        assert.deepEqual(verdicts(from("10.0.10.0/25")), [
            "service:secretsmanager from private-a: UNKNOWN UNKNOWN",
            "service:secretsmanager from private-b: BLOCKED ENDPOINT_SG",
        ]);
    });

    it("E6: the client's group must let 443 out, without which the NAT gateway is no help", () => {
        assert.deepEqual(verdicts(withEndpoint().changed(without(AWS.egressRule, "egress-client-0"))), blocked("SG_EGRESS"));
    });

    it("E6: network ACLs see the packet at both borders, and the reply", () => {
        const all = [line(100, "allow", 0, 65_535)];
        const acl = (subnets: string[], ingress: unknown[], egress: unknown[]) =>
            withEndpoint({ subnetIds: ["isolated-a"] })
                .acl(subnets, ingress, egress)
                .graph();
        assert.deepEqual(verdicts(acl(["isolated-a"], all, all)), REACHED);
        assert.deepEqual(verdicts(acl(["isolated-a"], [], all)), blocked("NACL_IN"));
        assert.deepEqual(verdicts(acl(["isolated-a"], all, [line(100, "allow", 443, 443)])), blocked("NACL_RETURN"));
        assert.deepEqual(verdicts(acl(["private-a", "private-b"], all, [line(90, "deny", 443, 443), ...all])), blocked("NACL_OUT"));
        assert.deepEqual(verdicts(acl(["private-a", "private-b"], [line(100, "allow", 1024, 40_000)], all)), blocked("NACL_RETURN"));
    });

    it("E7: the endpoint's policy can refuse the calls", () => {
        const policy = (...Statement: unknown[]) => verdicts(withEndpoint({ policy: JSON.stringify({ Statement }) }).graph());
        const everything = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
        assert.deepEqual(policy(everything), REACHED);
        assert.deepEqual(policy({ ...everything, Action: "secretsmanager:GetSecretValue" }), REACHED);
        assert.deepEqual(policy({ ...everything, Action: "s3:GetObject" }), blocked("ENDPOINT_POLICY"));
        assert.deepEqual(policy(everything, { ...everything, Effect: "Deny" }), blocked("ENDPOINT_POLICY"));
        const unsure = REACHED.map((verdict) => verdict.replace("REACHED", "UNKNOWN UNKNOWN"));
        assert.deepEqual(policy({ ...everything, Condition: { StringEquals: {} } }), unsure);
        assert.deepEqual(verdicts(withEndpoint({ policy: "{" }).graph()), unsure);
    });

    it("E8: private DNS captures the name, also of workloads that have a NAT gateway", () => {
        const tight = withEndpoint().changed(without(AWS.ingressRule, "ingress-door-secretsmanager-0"));
        const other = new Network().client("service:secretsmanager").graph();
        assert.deepEqual(verdicts(other), REACHED);
        assert.deepEqual(verdicts(tight), blocked("ENDPOINT_SG"));
    });

    it("E9: a second endpoint with private DNS for the service cannot be created", () => {
        const network = withEndpoint().add(AWS.vpcEndpoint, "second", {
            vpcId: "net",
            serviceName: "com.amazonaws.us-east-1.secretsmanager",
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            subnetIds: ["private-b"],
            securityGroupIds: ["door-secretsmanager"],
        });
        assert.deepEqual(
            reports(network.graph()).map(({ message }) => message),
            [
                "DNS_CONFLICT: endpoint-secretsmanager and second both claim the name of secretsmanager in VPC net; AWS refuses private DNS for the second (conflicting DNS domain). " +
                    "Repair: remove second: one endpoint with private DNS serves the whole VPC (free of charge).",
            ],
        );
        assert.deepEqual(reports(network.changed(withValues(AWS.vpcEndpoint, "second", { privateDnsEnabled: false }))), []);
    });

    it("E9: nor one beside a private hosted zone of the service's name", () => {
        const network = withEndpoint().add(AWS.privateZone, "zone", {
            name: "secretsmanager.us-east-1.amazonaws.com",
            vpcs: [{ vpcId: "net" }],
        });
        assert.deepEqual(
            reports(network.graph()).map(({ codes }) => codes),
            [["DNS_CONFLICT"]],
        );
    });

    it("E12: no rule for DNS is needed", () => {
        const only443 = withValues(AWS.egressRule, "egress-client-0", { ipProtocol: "tcp", fromPort: 443, toPort: 443 });
        assert.deepEqual(verdicts(withEndpoint().changed(only443)), REACHED);
    });

    it("E13: an S3 interface endpoint answers inbound resolvers only, unless told otherwise", () => {
        const s3 = (dnsOptions?: object) =>
            new Network()
                .endpoint("s3", { dnsOptions })
                .client("service:s3", ["private-a"])
                .changed(...NO_NAT);
        assert.deepEqual(verdicts(s3()), ["service:s3 from private-a: BLOCKED NO_ROUTE ENDPOINT_NO_PRIVATE_DNS ENDPOINT_MISSING"]);
        assert.deepEqual(verdicts(s3({ privateDnsOnlyForInboundResolverEndpoint: false })), ["service:s3 from private-a: REACHED"]);
    });
});
