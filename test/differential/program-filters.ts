/** Security groups, their rules and network ACLs of a random program. */
import { Reference, type Declaration, type Inputs } from "./declarations";
import type { Acl, AclRule, Blueprint, GroupRule } from "./blueprint";
import { blockOfTier, subnetsIn, VPC_BLOCK } from "./program-subnets";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = new Reference("net", "defaultSecurityGroupId");

/** `client` and `other` of workloads, `guarded` and `closed` of what they talk to. */
export function groups({ clientEgress, guardIngress }: Blueprint): Declaration[] {
    const vpcId = new Reference("net");
    const group = (name: string, inputs: Inputs = {}): Declaration => ({
        type: GROUP,
        name,
        inputs: { vpcId, description: name, ...inputs },
    });
    return [
        group("client", inlineOf("egress", clientEgress, undefined)),
        group("other"),
        group("guarded", inlineOf("ingress", guardIngress, new Reference("client"))),
        group("closed"),
    ];
}

const PORTS: Readonly<Record<string, readonly [protocol: string, from: number, to: number]>> = {
    all: ["-1", 0, 0],
    https: ["tcp", 443, 443],
    database: ["tcp", 2049, 27_017],
};

function inlineOf(direction: "ingress" | "egress", rules: readonly GroupRule[], group: Reference | undefined): Inputs {
    const blocks = rules
        .filter(({ writing }) => writing === "inline")
        .flatMap(({ peer, ports }): Inputs[] => {
            const [protocol = "-1", fromPort = 0, toPort = 0] = PORTS[ports] ?? [];
            const at = { protocol, fromPort, toPort };
            if (peer === "anywhere") return [{ ...at, cidrBlocks: ["0.0.0.0/0"] }];
            if (peer === "vpc") return [{ ...at, cidrBlocks: [VPC_BLOCK] }];
            return peer === "group" && group !== undefined ? [{ ...at, securityGroups: [group] }] : [];
        });
    return blocks.length === 0 ? {} : { [direction]: blocks };
}

/** Rules that are resources; those for a prefix list come after the gateway endpoint that has it. */
export function groupRules(blueprint: Blueprint): Declaration[] {
    const { clientEgress, guardIngress } = blueprint;
    return [
        ...clientEgress.flatMap((rule, i) => ruleOf(blueprint, `egress-${i}`, "egress", rule)),
        ...guardIngress.flatMap((rule, i) => ruleOf(blueprint, `ingress-${i}`, "ingress", rule)),
    ];
}

function ruleOf(blueprint: Blueprint, name: string, direction: "ingress" | "egress", { peer, ports, writing }: GroupRule): Declaration[] {
    const [protocol = "-1", fromPort = 0, toPort = 0] = PORTS[ports] ?? [];
    const securityGroupId = new Reference(direction === "egress" ? "client" : "guarded");
    const other = new Reference(direction === "egress" ? "guarded" : "client");
    const [gateway] = blueprint.gatewayEndpoints;
    const list = gateway === undefined ? undefined : new Reference(`gateway-${gateway.service}`, "prefixListId");
    const isNothing = writing === "inline" || peer === "nobody" || (peer === "prefix list" && list === undefined);
    if (isNothing) return [];
    const range = protocol === "-1" ? {} : { fromPort, toPort };
    if (writing === "older") {
        const peers: Readonly<Record<string, Inputs>> = {
            anywhere: { cidrBlocks: ["0.0.0.0/0"] },
            vpc: { cidrBlocks: [VPC_BLOCK] },
            group: { sourceSecurityGroupId: other },
            "prefix list": { prefixListIds: [list] } as Inputs,
            "default group": { sourceSecurityGroupId: DEFAULT_GROUP },
        };
        const inputs = { type: direction, securityGroupId, protocol, fromPort, toPort, ...peers[peer] };
        return [{ type: "aws:ec2/securityGroupRule:SecurityGroupRule", name, inputs }];
    }
    const peers: Readonly<Record<string, Inputs>> = {
        anywhere: { cidrIpv4: "0.0.0.0/0" },
        vpc: { cidrIpv4: VPC_BLOCK },
        group: { referencedSecurityGroupId: other },
        "prefix list": { prefixListId: list },
        "default group": { referencedSecurityGroupId: DEFAULT_GROUP },
    };
    const kind = direction === "egress" ? "Egress" : "Ingress";
    const type = `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`;
    return [{ type, name, inputs: { securityGroupId, ipProtocol: protocol, ...range, ...peers[peer] } }];
}

export function acls(blueprint: Blueprint): Declaration[] {
    return blueprint.acls.flatMap((acl) => aclOf(blueprint, acl));
}

function aclOf(blueprint: Blueprint, { tier, isListed, rules, isOpenOtherwise }: Acl): Declaration[] {
    const name = `acl-${tier}`;
    const subnets = subnetsIn(blueprint, tier, 7);
    const open = { protocol: "-1", ruleAction: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };
    const last = isOpenOtherwise ? [false, true].map((egress) => ({ ...open, egress, ruleNumber: 100 })) : [];
    const taken = new Set<string>();
    const first = rules.flatMap((rule) => {
        const key = `${String(rule.egress)} ${rule.number}`;
        if (taken.has(key)) return [];
        taken.add(key);
        return [aclRuleOf(rule, tier)];
    });
    return [
        {
            type: "aws:ec2/networkAcl:NetworkAcl",
            name,
            inputs: { vpcId: new Reference("net"), ...(isListed && { subnetIds: subnets }) },
        },
        ...(isListed ? [] : subnets).map((subnetId) => ({
            type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
            name: `${name}-of-${subnetId.name}`,
            inputs: { networkAclId: new Reference(name), subnetId },
        })),
        ...[...first, ...last].map((inputs, i) => ({
            type: "aws:ec2/networkAclRule:NetworkAclRule",
            name: `${name}-rule-${i}`,
            inputs: { networkAclId: new Reference(name), ...inputs },
        })),
    ];
}

const ALL_PORTS = [0, 0] as const;
const ACL_PORTS: Readonly<Record<string, readonly [from: number, to: number]>> = {
    https: [443, 443],
    replies: [1024, 65_535],
    database: [2049, 27_017],
    low: [0, 1023],
};

function aclRuleOf({ egress, number, allows, peer, ports }: AclRule, tier: string): Inputs {
    const cidrBlock = peer === "anywhere" ? "0.0.0.0/0" : peer === "vpc" ? VPC_BLOCK : blockOfTier(tier);
    const [fromPort, toPort] = ACL_PORTS[ports] ?? ALL_PORTS;
    const protocol = ports === "all" ? "-1" : "tcp";
    return { egress, ruleNumber: number, ruleAction: allows ? "allow" : "deny", cidrBlock, protocol, fromPort, toPort };
}
