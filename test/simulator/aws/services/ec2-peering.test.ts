import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { network } from "./ec2-fixtures";

const PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";

/** The network, a second VPC, and inputs that join the two. */
function twoNetworks(peerBlock = "10.9.0.0/16") {
    const net = network();
    const peer = net.aws.create("aws:ec2/vpc:Vpc", "peer", { cidrBlock: peerBlock });
    const inputs: Properties = { vpcId: net.vpc.id, peerVpcId: peer.id };
    return { ...net, peer, inputs };
}

describe(PEERING, () => {
    it("waits to be accepted, unless it is accepted at once", () => {
        const { aws, inputs } = twoNetworks();
        const waiting = aws.create(PEERING, "it", inputs);
        assert.match(waiting.id, /^pcx-[0-9a-f]{17}$/);
        const { acceptStatus, peerOwnerId, peerRegion } = waiting.outputs;
        assert.deepEqual([acceptStatus, peerOwnerId, peerRegion], ["pending-acceptance", "123456789012", "us-east-1"]);
        const accepted = aws.update(waiting, { ...inputs, autoAccept: true });
        assert.equal(accepted.outputs["acceptStatus"], "active");
        assert.equal(aws.update(accepted, inputs).outputs["acceptStatus"], "active");
    });

    const failures: readonly (readonly [name: string, peerBlock: string, more: Properties, message: RegExp])[] = [
        [
            "blocks overlap",
            "10.0.128.0/17",
            {},
            /unexpected state 'failed'.* last error: Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range$/,
        ],
        ["the peer is not there", "10.9.0.0/16", { peerVpcId: "vpc-0" }, /Failed due to incorrect VPC-ID/],
        ["the peer is in another Region", "10.9.0.0/16", { peerRegion: "eu-west-1" }, /Failed due to incorrect VPC-ID/],
        [
            "another Region is to accept at once",
            "10.9.0.0/16",
            { peerRegion: "eu-west-1", autoAccept: true },
            /^Error: `peer_region` cannot be set whilst `auto_accept` is `true` when creating an EC2 VPC Peering Connection$/,
        ],
        [
            "another account is to accept at once",
            "10.9.0.0/16",
            { peerOwnerId: "210987654321", autoAccept: true },
            /api error OperationNotPermitted/,
        ],
        [
            "options are set before it is active",
            "10.9.0.0/16",
            { requester: { allowRemoteVpcDnsResolution: true } },
            /is not active \(current status: pending-acceptance\)\. Please set the `auto_accept` attribute to `true`/,
        ],
    ];
    for (const [name, peerBlock, more, message] of failures) {
        it(`fails when ${name}`, () => {
            const { aws, inputs } = twoNetworks(peerBlock);
            assert.throws(() => aws.create(PEERING, "it", { ...inputs, ...more }), message);
        });
    }

    it("can be the target of routes in both VPCs, and of no other", () => {
        const { aws, inputs, peer, routeTable } = twoNetworks();
        const connection = aws.create(PEERING, "it", { ...inputs, autoAccept: true });
        const route = (name: string, routeTableId: string) =>
            aws.create("aws:ec2/route:Route", name, {
                routeTableId,
                destinationCidrBlock: "172.16.0.0/12",
                vpcPeeringConnectionId: connection.id,
            });
        const made = route("there", routeTable("own").id);
        route("back", aws.create("aws:ec2/routeTable:RouteTable", "peer", { vpcId: peer.id }).id);
        const third = aws.create("aws:ec2/vpc:Vpc", "third", { cidrBlock: "10.10.0.0/16" });
        const foreign = aws.create("aws:ec2/routeTable:RouteTable", "third", { vpcId: third.id });
        assert.throws(() => route("no", foreign.id), /belong to different networks/);
        aws.delete(connection);
        assert.equal(aws.read(made)?.outputs["state"], "blackhole");
    });
});
