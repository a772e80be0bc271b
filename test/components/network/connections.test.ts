import { strict as assert } from "node:assert";
import type { ConnectionPlan } from "../../../components/network/connection-plan";
import { Connections } from "../../../components/network/connections";
import { record } from "../recorder";

describe("Connections: each edge is a rule at both ends", () => {
    const plan: ConnectionPlan = {
        parties: ["load-balancer", "librechat"],
        connections: [
            { from: { cidr: "203.0.113.0/24" }, to: "load-balancer", port: 443, reason: "People use LibreChat" },
            { from: "load-balancer", to: "librechat", port: 3080, reason: "Requests are forwarded" },
            { from: "librechat", to: { prefixList: "s3" }, port: 443, reason: "Files in S3" },
        ],
    };
    const recording = () => record(() => new Connections("connections", { vpcId: "vpc-1", s3PrefixListId: "pl-1", plan }));

    it("makes a group without rules of its own for each party", async () => {
        assert.deepEqual(
            (await recording()).ofType("aws:ec2/securityGroup:SecurityGroup").map(({ name, inputs }) => ({ name, inputs })),
            [
                { name: "connections-load-balancer", inputs: { vpcId: "vpc-1", description: "Front door of LibreChat" } },
                { name: "connections-librechat", inputs: { vpcId: "vpc-1", description: "LibreChat tasks" } },
            ],
        );
    });

    it("makes exactly these rules", async () => {
        const rules = (await recording()).registrations.filter(({ type }) => type.startsWith("aws:vpc/"));
        const tcp = (port: number, description: string) => ({ ipProtocol: "tcp", fromPort: port, toPort: port, description });
        assert.deepEqual(Object.fromEntries(rules.map(({ name, inputs }) => [name, inputs])), {
            "connections-203.0.113.0-24-to-load-balancer-443-ingress": {
                securityGroupId: "connections-load-balancer-id",
                ...tcp(443, "People use LibreChat"),
                cidrIpv4: "203.0.113.0/24",
            },
            "connections-load-balancer-to-librechat-3080-egress": {
                securityGroupId: "connections-load-balancer-id",
                ...tcp(3080, "Requests are forwarded"),
                referencedSecurityGroupId: "connections-librechat-id",
            },
            "connections-load-balancer-to-librechat-3080-ingress": {
                securityGroupId: "connections-librechat-id",
                ...tcp(3080, "Requests are forwarded"),
                referencedSecurityGroupId: "connections-load-balancer-id",
            },
            "connections-librechat-to-s3-443-egress": {
                securityGroupId: "connections-librechat-id",
                ...tcp(443, "Files in S3"),
                prefixListId: "pl-1",
            },
        });
    });

    it("fails when asked for a group that the plan does not have", async () => {
        const { result } = await recording();
        assert.throws(() => result.group("cache"), {
            message: "connections: there is no security group for cache; planConnections was told that it does not exist",
        });
    });
});
