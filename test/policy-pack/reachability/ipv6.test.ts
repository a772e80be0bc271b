/** Ways out over IPv6, where the one over IPv4 is closed. */
import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import type { Edit } from "../../../policy-pack/reachability/edits";
import { verdicts } from "./judged";
import { asFirstPreview, line, Network, urn, withValues, without } from "./network";

/** A name of AWS's that has IPv6 addresses, by its pattern. */
const DUAL_STACK = "internet:secretsmanager.us-east-1.api.aws:443";
const noNat = without(AWS.route, "route-private-a");

function dualStack(need: string, ...edits: readonly Edit[]): string[] {
    return verdicts(
        new Network()
            .client(need, ["private-a"])
            .ipv6()
            .changed(noNat, ...edits),
    );
}

const from = (need: string, verdict: string) => [`${need} from private-a: ${verdict}`];

describe("over IPv6", () => {
    it("an egress-only gateway leads to hosts that have IPv6 addresses", () => {
        assert.deepEqual(dualStack(DUAL_STACK), from(DUAL_STACK, "REACHED"));
        assert.deepEqual(
            verdicts(asFirstPreview(new Network().client(DUAL_STACK, ["private-a"]).ipv6().changed(noNat))),
            from(DUAL_STACK, "REACHED"),
        );
    });

    it("hosts of which nobody knows whether they have any are not decided", () => {
        const need = "internet:api.example.com:443";
        assert.deepEqual(dualStack(need), from(need, "UNKNOWN NO_ROUTE UNKNOWN"));
        const closed = without(AWS.egressOnlyGateway, "eigw");
        assert.deepEqual(dualStack(need, without(AWS.route, "route6-private-a"), closed), from(need, "BLOCKED NO_ROUTE"));
    });

    it("an open way over IPv4 is enough", () => {
        const need = "internet:api.example.com:443";
        assert.deepEqual(verdicts(new Network().client(need, ["private-a"]).ipv6().graph()), from(need, "REACHED"));
    });

    it("the usual names of services have none, unless the client asks for dual-stack ones", () => {
        const need = "service:secretsmanager";
        assert.deepEqual(dualStack(need), from(need, "BLOCKED NO_ROUTE ENDPOINT_MISSING"));
        const asks = withValues(AWS.function, "client", { environment: { variables: { AWS_USE_DUALSTACK_ENDPOINT: "true" } } });
        assert.deepEqual(dualStack(need, asks), from(need, "REACHED"));
        assert.deepEqual(dualStack("service:sqs", asks), from("service:sqs", "UNKNOWN NO_ROUTE UNKNOWN"));
        const regional = "internet:sqs.us-east-1.amazonaws.com:8443";
        assert.deepEqual(dualStack(regional), from(regional, "BLOCKED NO_ROUTE"));
    });

    it("tasks ask for dual-stack names by the environment of every container", () => {
        const task = (value: string) =>
            verdicts(
                new Network()
                    .service("service:s3", ["private-a"], false)
                    .ipv6()
                    .changed(
                        noNat,
                        withValues(AWS.taskDefinition, "client-task", {
                            containerDefinitions: JSON.stringify([{ environment: [{ name: "AWS_USE_DUALSTACK_ENDPOINT", value }] }]),
                        }),
                    ),
            );
        assert.deepEqual(task("true"), ["service:s3 from private-a: REACHED"]);
        assert.deepEqual(task("false"), ["service:s3 from private-a: BLOCKED NO_ROUTE ENDPOINT_MISSING"]);
    });

    it("a function needs ipv6AllowedForDualStack, and a subnet that has addresses", () => {
        const vpcConfig = { subnetIds: ["private-a"], securityGroupIds: ["client"] };
        assert.deepEqual(dualStack(DUAL_STACK, withValues(AWS.function, "client", { vpcConfig })), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        const bare = withValues(AWS.subnet, "private-a", { ipv6CidrBlock: "" });
        assert.deepEqual(dualStack(DUAL_STACK, bare), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
    });

    it("an instance needs an address of its own, or a subnet that gives one to each", () => {
        const instance = (properties: Record<string, unknown>, ...edits: readonly Edit[]) =>
            verdicts(
                new Network()
                    .add(AWS.instance, "box", {
                        subnetId: "private-a",
                        vpcSecurityGroupIds: ["client"],
                        tags: { "reachability:needs": DUAL_STACK },
                        ...properties,
                    })
                    .ipv6()
                    .changed(noNat, ...edits),
            );
        assert.deepEqual(instance({}), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        assert.deepEqual(instance({ ipv6AddressCount: 1 }), from(DUAL_STACK, "REACHED"));
        const gives = withValues(AWS.subnet, "private-a", { assignIpv6AddressOnCreation: true });
        assert.deepEqual(instance({}, gives), from(DUAL_STACK, "REACHED"));
    });

    it("groups need a rule for IPv6: one for all IPv4 addresses is none", () => {
        const six = (properties: Record<string, unknown>) =>
            dualStack(DUAL_STACK, withValues(AWS.egressRule, "egress-client-1", properties));
        assert.deepEqual(dualStack(DUAL_STACK, without(AWS.egressRule, "egress-client-1")), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        assert.deepEqual(six({ cidrIpv6: "fd00::/8" }), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        assert.deepEqual(six({ cidrIpv6: "2600::/12" }), from(DUAL_STACK, "UNKNOWN NO_ROUTE UNKNOWN"));
        assert.deepEqual(six({ ipProtocol: "tcp", fromPort: 80, toPort: 80 }), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        const inline = { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }] };
        assert.deepEqual(
            dualStack(DUAL_STACK, without(AWS.egressRule, "egress-client-1"), withValues(AWS.securityGroup, "client", inline)),
            from(DUAL_STACK, "REACHED"),
        );
    });

    it("network ACLs need entries for IPv6, in both directions", () => {
        const four = line(100, "allow", 0, 65_535);
        const six = { ...four, ruleNo: 101, cidrBlock: "", ipv6CidrBlock: "::/0" };
        const acl = (ingress: unknown[], egress: unknown[]) =>
            verdicts(new Network().client(DUAL_STACK, ["private-a"]).ipv6().acl(["private-a"], ingress, egress).changed(noNat));
        assert.deepEqual(acl([four, six], [four, six]), from(DUAL_STACK, "REACHED"));
        assert.deepEqual(acl([four], [four, six]), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        assert.deepEqual(acl([four, six], [four]), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
    });

    it("the gateway must belong to the VPC", () => {
        const other = new Network()
            .add(AWS.vpc, "other", { cidrBlock: "10.1.0.0/16" })
            .client(DUAL_STACK, ["private-a"])
            .ipv6()
            .changed(noNat, withValues(AWS.egressOnlyGateway, "eigw", { vpcId: "other" }));
        assert.deepEqual(verdicts(other), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
        assert.deepEqual(dualStack(DUAL_STACK, without(AWS.egressOnlyGateway, "eigw")), from(DUAL_STACK, "UNKNOWN NO_ROUTE UNKNOWN"));
    });

    it("an internet gateway needs no more: IPv6 addresses are public", () => {
        const network = new Network().client(DUAL_STACK, ["private-a"]).ipv6({ gatewayId: "igw" });
        assert.deepEqual(verdicts(network.changed(noNat)), from(DUAL_STACK, "REACHED"));
    });

    it("a route that was left behind leads nowhere", () => {
        const stale = withValues(AWS.route, "route6-private-a", { state: "blackhole" });
        assert.deepEqual(dualStack(DUAL_STACK, stale), from(DUAL_STACK, "BLOCKED NO_ROUTE"));
    });
});

describe("out of a subnet without IPv4 addresses", () => {
    const need = "internet:api.example.com:443";
    const only = (...edits: readonly Edit[]) =>
        verdicts(
            new Network()
                .service(`${need} tcp:db:5432`, ["private-a"], false)
                .database("db")
                .ipv6()
                .add(AWS.route, "route64", {
                    routeTableId: "table-private-a",
                    destinationIpv6CidrBlock: "64:ff9b::/96",
                    natGatewayId: "nat",
                })
                .changed(withValues(AWS.subnet, "private-a", { ipv6Native: true, enableDns64: true }), ...edits),
        );

    it("a NAT gateway translates, where the resolver prepares it", () => {
        assert.equal(only()[0], `${need} from private-a: REACHED`);
    });

    it("there is no way to a host of which nobody knows whether it has IPv6 addresses", () => {
        assert.equal(only(without(AWS.route, "route64"))[0], `${need} from private-a: UNKNOWN NO_ROUTE UNKNOWN`);
        const noDns64 = withValues(AWS.subnet, "private-a", { ipv6Native: true, enableDns64: false });
        assert.equal(only(noDns64, without(AWS.route, "route6-private-a"))[0], `${need} from private-a: BLOCKED NO_ROUTE`);
    });

    it("whether what is in the VPC answers over IPv6 is not decided", () => {
        assert.equal(only()[1], "tcp:db:5432 from private-a: UNKNOWN UNKNOWN");
    });
});

it("the block of a subnet that a preview does not know counts, for it came from somewhere", () => {
    const graph = asFirstPreview(new Network().client(DUAL_STACK, ["private-a"]).ipv6().changed(noNat));
    assert.ok(graph.node(urn(AWS.subnet, "private-a")));
    assert.deepEqual(verdicts(graph), from(DUAL_STACK, "REACHED"));
});
