import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { vpcEndpointRequireAdmittingGroup } from "../../../policy-pack/rules/vpc-endpoint-require-admitting-group";
import { TYPES } from "../../../policy-pack/types";
import { admission, group, reported, resource, UNKNOWN_TEXT } from "../graph";
import { endpoint, net, proven } from "./endpoint-parts";

describe("vpc-endpoint-require-admitting-group", () => {
    const policy = vpcEndpointRequireAdmittingGroup;
    const [clients, doors] = [group("clients"), group("doors")];
    const lambda = resource(
        TYPES.function,
        "initialise",
        {
            vpcConfig: { subnetIds: net.tier("private").map(() => UNKNOWN_TEXT), securityGroupIds: [UNKNOWN_TEXT] },
            tags: { "reachability:needs": "service:secretsmanager" },
        },
        { vpcConfig: [...net.tier("private"), clients] },
    );
    const guarded = endpoint({ securityGroupIds: [UNKNOWN_TEXT] }, { securityGroupIds: [doors] });
    const base = [...net.all, clients, doors, lambda, guarded];
    const refusal =
        "secrets: no rule of doors, the group of endpoint secrets, admits tcp 443 from clients, the group of initialise, which needs the service. " +
        "With private DNS no other way to it is left. Add an ingress rule for that group.";
    const doubt = "secrets: whether endpoint secrets admits tcp 443 from initialise is not known yet.";

    const older = (props: Record<string, unknown>, dependencies: Record<string, PolicyResource[]> = {}) =>
        resource(
            TYPES.securityGroupRule,
            "older",
            { type: "ingress", protocol: "tcp", fromPort: 443, toPort: 443, securityGroupId: UNKNOWN_TEXT, ...props },
            { securityGroupId: [doors], ...dependencies },
        );
    const byAddress = (cidrIpv4: unknown) =>
        resource(
            TYPES.securityGroupIngressRule,
            "by-address",
            { ipProtocol: "tcp", fromPort: 443, toPort: 443, securityGroupId: UNKNOWN_TEXT, cidrIpv4 },
            { securityGroupId: [doors] },
        );

    const accepted: Record<string, PolicyResource> = {
        "a rule for the group": admission(clients, doors),
        "a rule for all traffic of the group": admission(clients, doors, { ipProtocol: "-1", fromPort: undefined, toPort: undefined }),
        "a rule for more ports of the group": admission(clients, doors, { fromPort: 0, toPort: 1024 }),
        "the addresses of the VPC": byAddress("10.0.0.0/16"),
        "every address": byAddress("0.0.0.0/0"),
        "an older rule for the group": older({ sourceSecurityGroupId: UNKNOWN_TEXT }, { sourceSecurityGroupId: [clients] }),
        "an older rule for addresses": older({ cidrBlocks: ["10.0.0.0/8"] }),
    };
    for (const [name, rule] of Object.entries(accepted)) {
        it(`accepts ${name}`, async () => {
            assert.deepEqual(await reported(policy, [...base, rule]), []);
            assert.deepEqual(await reported(previewInformUndecided, [...base, rule]), []);
        });
    }

    const refused: Record<string, PolicyResource> = {
        "another port": admission(clients, doors, { fromPort: 80, toPort: 80 }),
        "another protocol": admission(clients, doors, { ipProtocol: "udp" }),
        "another group": admission(group("others"), doors),
        "the wrong way round": admission(doors, clients),
        "other addresses": byAddress("10.0.32.0/20"),
        "a rule for egress": older({ type: "egress", cidrBlocks: ["0.0.0.0/0"] }),
        "members of the endpoint's group": older({ self: true }),
    };
    for (const [name, rule] of Object.entries(refused)) {
        it(`fails when only ${name} is admitted`, async () => {
            assert.deepEqual(await reported(policy, [...base, rule]), [refusal]);
        });
    }

    it("fails when nothing is admitted", async () => {
        assert.deepEqual(await reported(policy, base), [refusal]);
    });

    it("accepts members of the same group where client and endpoint share it", async () => {
        const shared = endpoint({ securityGroupIds: [UNKNOWN_TEXT] }, { securityGroupIds: [clients] });
        const self = resource(
            TYPES.securityGroupRule,
            "self",
            { type: "ingress", protocol: "-1", self: true, securityGroupId: UNKNOWN_TEXT },
            { securityGroupId: [clients] },
        );
        assert.deepEqual(await reported(policy, [...net.all, clients, lambda, shared, self]), []);
    });

    it("reads inline rules by known ids, and by addresses", async () => {
        const [one, other] = [
            group("clients", { id: "sg-1" }),
            group("doors", { id: "sg-2", ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["sg-1"] }] }),
        ];
        const f = resource(TYPES.function, "initialise", {
            ...lambdaProps(),
            vpcConfig: { subnetIds: ["s-1"], securityGroupIds: ["sg-1"] },
        });
        const guardedById = endpoint({ securityGroupIds: ["sg-2"] }, {});
        assert.deepEqual(await reported(policy, [one, other, f, guardedById]), []);
        const shut = group("doors", { id: "sg-2", ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["sg-2"] }] });
        assert.deepEqual(await reported(policy, [one, shut, f, guardedById]), [refusal]);
    });

    it("fails when the endpoint has no group", async () => {
        assert.deepEqual(await reported(policy, [...net.all, clients, lambda, endpoint({}, {})]), [
            "secrets: securityGroupIds of endpoint secrets = not set; AWS attaches the VPC's default group then, which admits none but its own members. " +
                "Wanted is a group that admits tcp 443.",
        ]);
    });

    it("leaves to the proof the workload that it stops", async () => {
        const door = endpoint(
            { subnetIds: [UNKNOWN_TEXT], securityGroupIds: [UNKNOWN_TEXT] },
            { subnetIds: net.tier("private").slice(0, 1), securityGroupIds: [doors] },
        );
        const resources = [...net.all, clients, doors, lambda, door];
        assert.ok(proven(resources).includes("ENDPOINT_SG"));
        assert.deepEqual(await reported(policy, resources), []);
    });

    it("accepts an endpoint that nobody needs", async () => {
        assert.deepEqual(await reported(policy, [...net.all, doors, guarded]), []);
    });

    it("cannot tell while a rule's port, block or groups are unknown, and says so", async () => {
        for (const rule of [admission(clients, doors, { fromPort: UNKNOWN_TEXT }), byAddress(UNKNOWN_TEXT)]) {
            assert.deepEqual(await reported(policy, [...base, rule]), []);
            assert.ok((await reported(previewInformUndecided, [...base, rule])).includes(doubt));
        }
        const adopted = endpoint({ securityGroupIds: ["sg-elsewhere"] }, {});
        assert.deepEqual(await reported(policy, [...net.all, clients, lambda, adopted]), []);
        assert.deepEqual(await reported(previewInformUndecided, [...net.all, clients, lambda, adopted]), [
            "secrets: the security groups of endpoint secrets are not in the stack, or not known yet.",
        ]);
    });

    function lambdaProps(): Record<string, unknown> {
        return { tags: { "reachability:needs": "service:secretsmanager" } };
    }
});
