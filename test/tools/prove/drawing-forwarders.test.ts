import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { Network, line, without } from "../../policy-pack/reachability/network";
import { drawn, framesOf, linesOf, placesOf } from "./drawn";

const HOST = "internet:api.example.com:443";
const CLIENT = "client (Lambda function) in private-a";
const TABLE = "route table of private-a";
const INSTANCE = "EC2 instance forwarder";

describe("npm run prove: the picture of NAT instances and of what is not drawn itself", () => {
    const forwarding = (properties = {}) => new Network().client(HOST, ["private-a"]).natInstance(properties);
    const faultOf = (network: ReturnType<Network["graph"]>) => {
        const picture = drawn(network);
        const [fault, ...more] = placesOf(picture.areas).filter(({ kind }) => kind === "fault");
        assert.ok(fault !== undefined && more.length === 0);
        return { label: fault.label, frames: framesOf(picture.areas, fault.id), lines: linesOf(picture) };
    };

    it("passes the instance in its own subnet, and that subnet's routes", () => {
        const picture = drawn(forwarding().graph());
        assert.deepEqual(linesOf(picture), [
            `${CLIENT} -> ${TABLE}: reached`,
            `${TABLE}:route1 -> ${INSTANCE}: reached`,
            `${INSTANCE} -> route table of public-a: reached`,
            "route table of public-a:route1 -> internet gateway igw: reached",
            "internet gateway igw -> api.example.com: reached",
        ]);
        const instance = placesOf(picture.areas).find(({ id }) => id === INSTANCE);
        assert.deepEqual([instance?.kind, instance?.label], ["gateway", ["forwarder", "NAT instance"]]);
        assert.deepEqual(framesOf(picture.areas, INSTANCE), ["VPC net", "public subnets of net", "subnet public-a"]);
    });

    it("ends at the instance that does not send on, in a subnet that nothing else is drawn in", () => {
        const fault = faultOf(forwarding({ sourceDestCheck: true, subnetId: "public-b" }).graph());
        assert.deepEqual(fault.lines, [
            `${CLIENT} -> ${TABLE}: blocked`,
            `${TABLE}:route1 -> ${INSTANCE}: blocked`,
            `${INSTANCE} -> SOURCE_DEST_CHECK at ${INSTANCE}: blocked`,
            `SOURCE_DEST_CHECK at ${INSTANCE} -> api.example.com: lost`,
        ]);
        assert.deepEqual(fault.frames, ["VPC net", "public subnets of net", "subnet public-b"]);
        const notes = placesOf(drawn(forwarding({ subnetId: "public-b" }).graph()).areas).filter(({ kind }) => kind === "note");
        assert.ok(
            !notes.flatMap(({ rows }) => rows ?? []).some(({ left }) => left.startsWith("public-b")),
            "public-b is framed, and no note",
        );
    });

    for (const [code, rule, text] of [
        ["SG_INGRESS", without(AWS.ingressRule, "ingress-forwarder-group-0"), "no rule allows ingress of tcp 443 from client in private-a"],
        ["SG_EGRESS", without(AWS.egressRule, "egress-forwarder-group-1"), "no rule allows egress of tcp 443 to api.example.com"],
    ] as const) {
        it(`names the group of the instance, and not the workload's: ${code}`, () => {
            const { label, lines } = faultOf(forwarding().changed(rule));
            assert.equal(lines.at(-2), `${INSTANCE} -> ${code} at ${INSTANCE}: blocked`);
            assert.match(label.join(" "), new RegExp(`^✗ ${code} security group forwarder-group ${text}`));
        });
    }

    it("has the network ACL of its subnet before it", () => {
        const all = [line(100, "allow", 0, 65_535)];
        const { label, lines } = faultOf(forwarding().acl(["public-a"], [], all).graph());
        assert.equal(lines.at(-2), `${TABLE}:route1 -> NACL_IN at ${INSTANCE}: blocked`);
        assert.match(label.join(" "), /^✗ NACL_IN network ACL of subnet public-a /);
    });

    it("names Block Public Access at the gateway that it overrules", () => {
        const network = new Network().client(HOST, ["private-a"]);
        network.add(AWS.publicAccessOptions, "switch", { internetGatewayBlockMode: "block-bidirectional" });
        const { label, lines } = faultOf(network.graph());
        assert.deepEqual(label.slice(0, 2), ["✗ BLOCK_PUBLIC_ACCESS", "Block Public Access of VPCs"]);
        assert.equal(lines.at(-2), "internet gateway igw -> BLOCK_PUBLIC_ACCESS at internet gateway igw: blocked");
    });

    it("names the network ACL beside the route table", () => {
        const all = [line(100, "allow", 0, 65_535)];
        const { label, lines } = faultOf(new Network().client(HOST, ["private-a"]).acl(["private-a"], all, []).graph());
        assert.deepEqual(label.slice(0, 1), ["✗ NACL_OUT"]);
        assert.match(label.join(" "), /network ACL/);
        assert.equal(lines.at(-2), `${TABLE} -> NACL_OUT at ${TABLE}: blocked`);
    });

    it("says of a missing public address nothing that the gateway beside it shows", () => {
        const { label } = faultOf(new Network().service(HOST, ["public-a"], false).graph());
        assert.equal(label[0], "✗ NO_PUBLIC_IP");
        assert.ok(!label.includes("internet gateway igw"));
    });
});

describe("npm run prove: the picture of what listens", () => {
    it("is a cylinder only for what keeps data; a service is beside the tiers, and an instance in its subnet", () => {
        const network = new Network().database("notes").client("tcp:notes:5432 tcp:worker:80 tcp:machine:80", ["private-a"]);
        network.add(AWS.ecsService, "worker", {
            networkConfiguration: { subnets: ["private-a", "private-b"], securityGroups: ["client"] },
        });
        network.add(AWS.instance, "machine", { subnetId: "public-b", vpcSecurityGroupIds: ["client"] });
        const { areas } = drawn(network.graph());
        const kinds = placesOf(areas).filter(({ kind }) => kind === "server" || kind === "store");
        assert.deepEqual(kinds.map(({ id, kind }) => [id, kind, framesOf(areas, id).at(-1)]).sort(), [
            ["EC2 instance machine", "server", "subnet public-b"],
            ["ECS service worker", "server", "VPC net"],
            ["RDS instance notes", "store", "isolated subnets of net"],
        ]);
    });
});
