import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { vpcEndpointRequireOneSubnetPerZone } from "../../../policy-pack/rules/vpc-endpoint-require-one-subnet-per-zone";
import { vpcEndpointRequirePrivateDns } from "../../../policy-pack/rules/vpc-endpoint-require-private-dns";
import { TYPES } from "../../../policy-pack/types";
import { reported, resource, UNKNOWN_TEXT } from "../graph";
import { endpoint, net, proven } from "./endpoint-parts";

describe("vpc-endpoint-require-private-dns", () => {
    const policy = vpcEndpointRequirePrivateDns;
    const wanted = (found: string) => [`secrets: privateDnsEnabled of endpoint secrets = ${found}; wanted is true, explicitly.`];

    it("accepts private DNS that is switched on, and gateway endpoints without", async () => {
        for (const props of [{ privateDnsEnabled: true }, { privateDnsEnabled: false, vpcEndpointType: "Gateway" }])
            assert.deepEqual(await reported(policy, [...net.all, endpoint(props, {})]), []);
    });

    it("fails where it is off or left out, which a preview shows as not known", async () => {
        for (const [privateDnsEnabled, found] of [
            [false, "false"],
            [undefined, "not set"],
            [UNKNOWN_TEXT, "not set"],
            [["true"], "(a list)"],
        ] as const)
            assert.deepEqual(await reported(policy, [...net.all, endpoint({ privateDnsEnabled }, {})]), wanted(found));
    });

    it("cannot tell while an output decides it", async () => {
        const decided = endpoint({ privateDnsEnabled: UNKNOWN_TEXT }, { privateDnsEnabled: [net.network] });
        assert.deepEqual(await reported(policy, [...net.all, decided]), []);
    });

    it("leaves to the proof what stops a workload", async () => {
        const lambda = resource(
            TYPES.function,
            "initialise",
            { vpcConfig: { subnetIds: [UNKNOWN_TEXT] }, tags: { "reachability:needs": "service:secretsmanager" } },
            { vpcConfig: net.tier("isolated").slice(0, 1) },
        );
        const resources = [...net.all, lambda, endpoint({ privateDnsEnabled: false }, {})];
        assert.ok(proven(resources).includes("ENDPOINT_NO_PRIVATE_DNS"));
        assert.deepEqual(await reported(policy, resources), []);
    });
});

describe("vpc-endpoint-require-one-subnet-per-zone", () => {
    const policy = vpcEndpointRequireOneSubnetPerZone;
    const listing = (...subnets: PolicyResource[]) => endpoint({ subnetIds: subnets.map(() => UNKNOWN_TEXT) }, { subnetIds: subnets });

    it("accepts one subnet in each zone", async () => {
        assert.deepEqual(await reported(policy, [...net.all, listing(...net.tier("private"))]), []);
    });

    it("leaves to the proof what is known without the tier of a component", async () => {
        const resources = [...net.all, listing(...net.tier("private"), ...net.tier("isolated"))];
        assert.deepEqual(proven(resources), ["DUP_AZ_SUBNET", "DUP_AZ_SUBNET", "VPC_DNS_OFF"]);
        assert.deepEqual(await reported(policy, resources), []);
    });

    it("fails when the tier that a component names has two subnets in a zone", async () => {
        const second = resource(
            TYPES.subnet,
            "net-private-3",
            { availabilityZone: "us-east-1a", tags: { SubnetType: "Private" }, vpcId: UNKNOWN_TEXT },
            { vpcId: [net.network] },
        );
        const parent = resource("librechat:network:InterfaceEndpoints", "endpoints", { placement: "private" });
        const listed = endpoint({ subnetIds: UNKNOWN_TEXT }, { subnetIds: [...net.behindOutputs, second] }, parent);
        assert.deepEqual(await reported(policy, [...net.all, second, listed]), [
            "secrets: subnetIds of endpoint secrets = net-private-1 and net-private-3, both in us-east-1a; allowed is one subnet in each zone. Remove net-private-3.",
        ]);
    });

    it("accepts an endpoint without subnets, and a gateway endpoint with any", async () => {
        assert.deepEqual(
            await reported(policy, [...net.all, endpoint({}, {}), endpoint({ vpcEndpointType: "Gateway" }, { subnetIds: net.subnets })]),
            [],
        );
    });

    it("goes by the tier that a component names where the list is unknown as a whole", async () => {
        const parent = resource("librechat:network:InterfaceEndpoints", "endpoints", { placement: "private" });
        const resources = [...net.all, endpoint({ subnetIds: UNKNOWN_TEXT }, { subnetIds: net.behindOutputs }, parent)];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), []);
    });

    it("cannot tell where the list is unknown as a whole and nobody names a tier, and says so", async () => {
        const resources = [...net.all, endpoint({ subnetIds: UNKNOWN_TEXT }, { subnetIds: net.behindOutputs })];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "secrets: which subnets endpoint secrets has is not known yet.",
        ]);
    });

    it("cannot tell while a zone is unknown, and says so", async () => {
        const subnet = resource(TYPES.subnet, "mine", { availabilityZone: UNKNOWN_TEXT });
        const resources = [subnet, listing(subnet)];
        assert.deepEqual(await reported(policy, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [
            "secrets: the zones of the subnets of endpoint secrets are not known yet.",
        ]);
    });
});
