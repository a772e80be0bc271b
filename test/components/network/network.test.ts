import { strict as assert } from "node:assert";
import { Network, type NetworkArgs } from "../../../components/network/network";
import { fate } from "../application/parts";
import { record, unwrap } from "../recorder";

describe("Network: places to run in, and what must be ready before", () => {
    const args: NetworkArgs = {
        region: "us-east-1",
        vpcCidr: "10.0.0.0/16",
        availabilityZones: 2,
        natGateways: 1,
        services: ["secretsmanager"],
        connections: {
            documentDb: true,
            mongoPorts: [],
            sitePorts: [],
            rag: false,
            initialiserFunctions: true,
            cache: false,
            https: false,
            allowedCidrs: ["0.0.0.0/0"],
        },
        fate,
    };
    const build = (changed: Partial<NetworkArgs> = {}) => record(() => new Network("network", { ...args, ...changed }));

    it("gives each party its group, in the subnets of its tier", async () => {
        const { result } = await build();
        const place = async ({ subnetIds, securityGroupId }: ReturnType<Network["public"]>) => [
            await unwrap(subnetIds),
            await unwrap(securityGroupId),
        ];
        assert.deepEqual(await place(result.public("load-balancer")), [
            ["subnet-public-1", "subnet-public-2"],
            "network-connections-load-balancer-id",
        ]);
        assert.deepEqual(await place(result.private("librechat")), [
            ["subnet-private-1", "subnet-private-2"],
            "network-connections-librechat-id",
        ]);
        assert.deepEqual(await place(result.isolated("documentdb")), [
            ["subnet-isolated-1", "subnet-isolated-2"],
            "network-connections-documentdb-id",
        ]);
    });

    it("makes an endpoint for each service, one subnet per zone, and waits for it", async () => {
        const recording = await build();
        const endpoint = recording.one("aws:ec2/vpcEndpoint:VpcEndpoint", "network-endpoints-secretsmanager");
        assert.deepEqual(endpoint.inputs["subnetIds"], ["subnet-private-1", "subnet-private-2"]);
        assert.deepEqual(endpoint.inputs["securityGroupIds"], ["network-connections-endpoints-id"]);
        assert.equal(recording.result.ready.length, 3);
    });

    it("has no endpoints, and no group for them, when there are no services", async () => {
        const recording = await build({ services: [] });
        assert.equal(recording.ofType("librechat:network:InterfaceEndpoints").length, 0);
        assert.equal(recording.result.ready.length, 2);
        assert.throws(() => recording.result.private("endpoints"), {
            message: "connections: there is no security group for endpoints; planConnections was told that it does not exist",
        });
    });

    for (const natGateways of [0, 1]) {
        it(`${natGateways > 0 ? "lets" : "does not let"} tasks out with ${natGateways} NAT gateways`, async () => {
            const rules = (await build({ natGateways })).ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
            assert.equal(rules.filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0").length, natGateways);
        });
    }
});
