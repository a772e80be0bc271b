import { strict as assert } from "node:assert";
import fc from "fast-check";
import { AccountStore } from "../../../simulator/aws/account-store";
import { addressBlock } from "../../../simulator/aws/addresses";
import { stoppingRule, type Ports } from "../../../simulator/network/network-acls";
import { placeOf } from "../../../simulator/network/place";

interface Rule {
    readonly ruleNo: number;
    readonly action: "allow" | "deny";
    readonly fromPort: number;
    readonly toPort: number;
}

describe("stoppingRule", () => {
    const rules = fc.uniqueArray(
        fc
            .record({
                ruleNo: fc.integer({ min: 1, max: 50 }),
                action: fc.constantFrom("allow", "deny"),
                first: fc.nat(30),
                more: fc.nat(30),
            })
            .map(({ first, more, ...rule }): Rule => ({ ...rule, fromPort: first, toPort: first + more })),
        { selector: ({ ruleNo }) => ruleNo, maxLength: 8 },
    );
    const ports = fc.tuple(fc.nat(60), fc.nat(20)).map(([first, more]): Ports => [first, first + more]);

    it("agrees with asking for each port on its own, lowest rule number first", () => {
        fc.assert(
            fc.property(rules, ports, (acl, range) => {
                const eachPort = Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
                const isStopped = eachPort.some((port) => !allows(acl, port));
                assert.equal(verdict(acl, range) !== undefined, isStopped);
            }),
            { numRuns: 500 },
        );
    });

    it("stops no less when a rule is taken to deny", () => {
        fc.assert(
            fc.property(rules, ports, fc.nat(7), (acl, range, index) => {
                const stricter = acl.map((rule, i): Rule => (i === index ? { ...rule, action: "deny" } : rule));
                if (verdict(acl, range) !== undefined) assert.notEqual(verdict(stricter, range), undefined);
            }),
        );
    });

    function allows(acl: readonly Rule[], port: number): boolean {
        const inOrder = [...acl].sort((a, b) => a.ruleNo - b.ruleNo);
        return inOrder.find(({ fromPort, toPort }) => fromPort <= port && port <= toPort)?.action === "allow";
    }

    function verdict(acl: readonly Rule[], range: Ports): string | undefined {
        return new AccountStore().transact((account) => {
            const put = (type: string, id: string, properties: object) => {
                account.put({ type, id, region: "us-east-1", properties: properties as never });
            };
            const ingress = acl.map((rule) => ({ ...rule, protocol: "tcp", cidrBlock: "0.0.0.0/0" }));
            put("aws:ec2/vpc:Vpc", "vpc-1", { cidrBlock: "10.0.0.0/16" });
            put("aws:ec2/subnet:Subnet", "subnet-1", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
            put("aws:ec2/networkAcl:NetworkAcl", "acl-1", { subnetIds: ["subnet-1"], ingress });
            return stoppingRule(placeOf(account, "subnet-1")!, "ingress", addressBlock("10.0.1.0/24"), range);
        });
    }
});
