/** Security groups and network ACLs that no other fixture has, each for a rule that could be read wrongly otherwise, with the page of AWS that it is from. */
import { strict as assert } from "node:assert";
import { AWS } from "../../policy-pack/reachability/aws-types";
import { line, withValues, without } from "../policy-pack/reachability/network";
import { client, from, HOST } from "./one-verdict";

describe("security groups", () => {
    const NO_EGRESS = without(AWS.egressRule, "egress-client-0");
    const withGroups = (...securityGroupIds: string[]) =>
        withValues(AWS.function, "client", { vpcConfig: { subnetIds: ["private-a"], securityGroupIds } });

    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
    it("know TCP by its number", () => {
        const byNumber = withValues(AWS.egressRule, "egress-client-0", { ipProtocol: "6", fromPort: 443, toPort: 443 });
        assert.equal(from(client(HOST), byNumber), "REACHED");
    });

    it("take no rule of the older generation for one of the other direction", () => {
        const rule = { securityGroupId: "client", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
        const network = (type: string) => client(HOST).add(AWS.groupRule, "older", { ...rule, type });
        assert.equal(from(network("ingress"), NO_EGRESS), "BLOCKED SG_EGRESS");
        assert.equal(from(network("egress"), NO_EGRESS), "REACHED");
    });

    it("may admit their own members", () => {
        const rule = { securityGroupId: "client", protocol: "tcp", fromPort: 443, toPort: 443, self: true, type: "ingress" };
        const network = client("service:logs").endpoint("logs", { securityGroupIds: ["client"] });
        assert.equal(from(network), "BLOCKED ENDPOINT_SG");
        assert.equal(from(network.add(AWS.groupRule, "itself", rule)), "REACHED");
    });

    it("of another stack may have any rule", () => {
        assert.equal(from(client(HOST), withGroups("sg-elsewhere")), "UNKNOWN UNKNOWN");
        assert.equal(from(client(HOST), NO_EGRESS, withGroups("client", "sg-elsewhere")), "UNKNOWN UNKNOWN");
    });

    it("do not care for whom a rule is when it is for another port", () => {
        const part = { referencedSecurityGroupId: undefined, cidrIpv4: "10.0.10.0/25", fromPort: 80, toPort: 80 };
        const network = client("service:logs").endpoint("logs");
        assert.equal(from(network, withValues(AWS.ingressRule, "ingress-door-logs-0", part)), "BLOCKED ENDPOINT_SG");
    });

    /** RFC 1918 */
    it("reach no host of the internet by a rule for private addresses", () => {
        for (const cidrIpv4 of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
            assert.equal(from(client(HOST), withValues(AWS.egressRule, "egress-client-0", { cidrIpv4 })), "BLOCKED SG_EGRESS");
    });
});

describe("network ACLs", () => {
    const all = [line(100, "allow", 0, 65_535)];
    const network = () => client("service:logs").endpoint("logs", { subnetIds: ["isolated-a"] });

    it("are given to subnets by associations too", () => {
        const associated = network()
            .acl([], [], all)
            .add(AWS.networkAclAssociation, "association", { subnetId: "isolated-a", networkAclId: "acl" });
        assert.equal(from(associated), "BLOCKED NACL_IN");
    });

    it("have rules of their own for each direction", () => {
        const rule = { networkAclId: "acl", ruleNumber: 100, ruleAction: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0" };
        const outward = network()
            .acl(["isolated-a"], [], [])
            .add(AWS.networkAclRule, "outward", { ...rule, egress: true });
        assert.equal(from(outward), "BLOCKED NACL_IN");
        assert.equal(from(outward.add(AWS.networkAclRule, "inward", { ...rule, egress: false })), "REACHED");
    });

    it("do not care for rules about other addresses or protocols", () => {
        for (const other of [line(90, "deny", 443, 443, "192.168.0.0/16"), { ...line(90, "deny", 443, 443), protocol: "udp" }])
            assert.equal(from(network().acl(["isolated-a"], [other, ...all], all)), "REACHED");
    });

    it("have no say inside a subnet", () => {
        assert.equal(from(client("service:logs").endpoint("logs").acl(["private-a"], [], [])), "REACHED");
    });

    it("that deny a part of a subnet's addresses are not decided", () => {
        const part = [line(90, "deny", 443, 443, "10.0.10.0/25"), ...all];
        assert.equal(from(network().acl(["isolated-a"], part, all)), "UNKNOWN UNKNOWN");
    });
});
