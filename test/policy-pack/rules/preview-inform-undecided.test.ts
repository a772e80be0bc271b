import { strict as assert } from "node:assert";
import { checkUndecided, previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { vpcEndpointRequirePrivateDns } from "../../../policy-pack/rules/vpc-endpoint-require-private-dns";
import { TYPES } from "../../../policy-pack/types";
import { reported, resource, UNKNOWN_TEXT, vpc } from "../graph";

describe("preview-inform-undecided", () => {
    const net = vpc({ natGateways: true });

    function endpoint(privateDnsEnabled: unknown, isDecidedByNetwork: boolean) {
        const props = { serviceName: "com.amazonaws.us-east-1.secretsmanager", vpcEndpointType: "Interface", vpcId: UNKNOWN_TEXT };
        const dependencies = { vpcId: net.behindOutputs, ...(isDecidedByNetwork && { privateDnsEnabled: [net.network] }) };
        const group = { subnetIds: [UNKNOWN_TEXT] };
        return resource(
            TYPES.vpcEndpoint,
            "secrets",
            { ...props, ...group, privateDnsEnabled },
            { ...dependencies, subnetIds: net.tier("private").slice(0, 1) },
        );
    }

    const DOUBT = "whether endpoint secrets has private DNS is not known yet";
    const undecided = endpoint(UNKNOWN_TEXT, true);

    it("says that an output decides whether an endpoint has private DNS", async () => {
        const resources = [...net.all, undecided];
        assert.deepEqual(await reported(vpcEndpointRequirePrivateDns, resources), []);
        assert.deepEqual(await reported(previewInformUndecided, resources), [`secrets: ${DOUBT}.`]);
    });

    it("says nothing of private DNS that is known: its own rule does", () => {
        for (const [privateDnsEnabled, isDecidedByNetwork] of [
            [true, true],
            [false, true],
            [UNKNOWN_TEXT, false],
        ] as const)
            assert.deepEqual(checkUndecided([...net.all, endpoint(privateDnsEnabled, isDecidedByNetwork)]).undecided, []);
    });

    it("leaves to the proof the endpoint that a workload may miss", async () => {
        const lambda = resource(
            TYPES.function,
            "initialise",
            { vpcConfig: { subnetIds: [UNKNOWN_TEXT] }, tags: { "reachability:needs": "service:secretsmanager" } },
            { vpcConfig: net.tier("private").slice(0, 1) },
        );
        const found = await reported(previewInformUndecided, [...net.all, lambda, undecided]);
        assert.ok(!found.some((message) => message.includes(DOUBT)), found.join("\n"));
    });

    it("is silent about what an exception covers", async () => {
        const config = { exceptions: [{ resource: "secrets", reason: "created by another team, which has private DNS" }] };
        assert.deepEqual(await reported(previewInformUndecided, [...net.all, undecided], { config }), []);
    });
});
