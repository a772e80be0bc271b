/**
 * The rules of security groups in one form, wherever they were written: on the group, as a SecurityGroupRule, or as an ingress or
 * egress rule of its own; and what EC2 refuses of a rule.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
import type { Account, StoredResource } from "../account";
import { blocksOf, isSet, numberOf, textOf, textsOf } from "../reading";
import type { Call } from "../resource-type";
import type { Properties } from "../../provider/values";
import { ec2Refusal, referredPrefixList, SECURITY_GROUP, vpcIdOf } from "./ec2-references";
import { prefixListsOf } from "./ec2-regions";

export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
export const SECURITY_GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";

export type Direction = "ingress" | "egress";

/** One rule as EC2 has it: exactly one peer. */
export interface GroupRule {
    readonly direction: Direction;
    /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or another protocol's number. */
    readonly protocol: string;
    /** Undefined when every port is meant. For ICMP: type and code. */
    readonly fromPort: number | undefined;
    readonly toPort: number | undefined;
    /** A CIDR block, a prefix list's id or a security group's id. */
    readonly peer: string;
}

/** Quota of an account that never asked for more, for each direction: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const RULES_PER_DIRECTION = 60;

/** IANA's numbers for the protocols that EC2 has names for. */
const PROTOCOL_NAMES: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", all: "-1" };

/** What EC2 takes as a description; an apostrophe or a dash of typesetters is the usual mistake. */
export const DESCRIPTION = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/** A protocol in the form that rules are compared in. */
export function protocolNamed(protocol: string): string {
    const lower = protocol.toLowerCase();
    return PROTOCOL_NAMES[lower] ?? lower;
}

/** The rules of a block in the older form, which lists peers of all kinds: on a group, or as a SecurityGroupRule. */
export function rulesOfBlock(block: Properties, direction: Direction, ownGroupId: string): readonly GroupRule[] {
    const protocol = protocolNamed(textOf(block, "protocol") ?? "-1");
    const [fromPort, toPort] = protocol === "-1" ? [] : [numberOf(block, "fromPort"), numberOf(block, "toPort")];
    const source = textOf(block, "sourceSecurityGroupId");
    const peers = [
        ...["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"].flatMap((property) => textsOf(block, property)),
        ...(isSet(block, "self") ? [ownGroupId] : []),
        ...(source === undefined ? [] : [source]),
    ];
    return peers.map((peer) => ({ direction, protocol, fromPort, toPort, peer }));
}

/** The rule of a SecurityGroupIngressRule or SecurityGroupEgressRule. */
export function ruleOf(properties: Properties, direction: Direction): GroupRule {
    const protocol = protocolNamed(textOf(properties, "ipProtocol") ?? "-1");
    const [fromPort, toPort] = protocol === "-1" ? [] : [numberOf(properties, "fromPort"), numberOf(properties, "toPort")];
    const peer = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"].map((kind) => textOf(properties, kind));
    // A group of another account is written with the account in front.
    return { direction, protocol, fromPort, toPort, peer: (peer.find((one) => one !== undefined) ?? "").replace(/^\d{12}\//, "") };
}

/** All rules of a group, each with the id of the resource that it is written in. */
export function rulesOf(account: Account, group: StoredResource): readonly (GroupRule & { readonly writtenIn: string })[] {
    const ofGroup = (type: string) => account.list(type).filter(({ properties }) => properties["securityGroupId"] === group.id);
    const writtenIn = (id: string) => (rule: GroupRule) => ({ ...rule, writtenIn: id });
    const inline = (["ingress", "egress"] as const).flatMap((direction) =>
        blocksOf(group.properties, direction).flatMap((block) => rulesOfBlock(block, direction, group.id)),
    );
    return [
        ...inline.map(writtenIn(group.id)),
        ...ofGroup(INGRESS_RULE).map(({ id, properties }) => writtenIn(id)(ruleOf(properties, "ingress"))),
        ...ofGroup(EGRESS_RULE).map(({ id, properties }) => writtenIn(id)(ruleOf(properties, "egress"))),
        ...ofGroup(SECURITY_GROUP_RULE).flatMap(({ id, properties }) =>
            rulesOfBlock(properties, properties["type"] === "egress" ? "egress" : "ingress", group.id).map(writtenIn(id)),
        ),
    ];
}

/**
 * Refuses what EC2 would not add to a group.
 *
 * @param replaced id of the resource whose own rules are being replaced, so that they do not count
 * @throws Refusal
 */
export function refuseRules(call: Call, group: StoredResource, added: readonly GroupRule[], replaced?: string): void {
    const existing: GroupRule[] = rulesOf(call.account, group).filter(({ writtenIn }) => writtenIn !== replaced);
    for (const rule of added) {
        const operation = operationOf(rule.direction);
        refusePorts(operation, rule);
        refusePeer(call, operation, group, rule);
        if (existing.some((other) => isSameRule(other, rule))) {
            throw ec2Refusal(operation, "InvalidPermission.Duplicate", `the specified rule "${textOfRule(rule)}" already exists`);
        }
        existing.push(rule);
        const used = existing.filter(({ direction }) => direction === rule.direction).reduce((sum, one) => sum + weightOf(call, one), 0);
        if (used > RULES_PER_DIRECTION) {
            const reason = "The maximum number of rules per security group has been reached.";
            throw ec2Refusal(operation, "RulesPerSecurityGroupLimitExceeded", reason);
        }
    }
}

/** @throws Refusal when a rule's description has a character that EC2 does not take; for rules that the provider does not check */
export function refuseDescription(direction: Direction, description: string | undefined): void {
    if (description === undefined || DESCRIPTION.test(description)) return;
    throw ec2Refusal(
        operationOf(direction),
        "InvalidParameterValue",
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: " +
            " a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    );
}

function operationOf(direction: Direction): string {
    return direction === "ingress" ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress";
}

function refusePorts(operation: string, { protocol, fromPort, toPort }: GroupRule): void {
    if (protocol !== "tcp" && protocol !== "udp") return;
    const outOfRange = [fromPort, toPort].find((port) => port === undefined || port < 0 || port > 65535);
    if (outOfRange !== undefined || fromPort === undefined || toPort === undefined) {
        throw ec2Refusal(operation, "InvalidParameterValue", `TCP/UDP port (${outOfRange ?? -1}) out of range`);
    }
    if (fromPort > toPort) {
        throw ec2Refusal(operation, "InvalidParameterValue", `Invalid TCP/UDP port range (${fromPort}:${toPort})`);
    }
}

function refusePeer(call: Call, operation: string, group: StoredResource, { peer }: GroupRule): void {
    if (peer.startsWith("pl-")) referredPrefixList(call, operation, peer);
    if (!peer.startsWith("sg-") || peer === group.id) return;
    const other = call.account.find(SECURITY_GROUP, peer);
    const isThere = other?.region === call.region;
    if (isThere && vpcIdOf(other) === vpcIdOf(group)) return;
    const reason = isThere
        ? "You have specified two resources that belong to different networks."
        : `The security group '${peer}' does not exist`;
    throw ec2Refusal(operation, "InvalidGroup.NotFound", reason);
}

function isSameRule(one: GroupRule, other: GroupRule): boolean {
    return (
        one.direction === other.direction &&
        one.protocol === other.protocol &&
        one.fromPort === other.fromPort &&
        one.toPort === other.toPort &&
        one.peer === other.peer
    );
}

function textOfRule({ protocol, fromPort, toPort, peer }: GroupRule): string {
    const ports = fromPort === undefined || toPort === undefined ? "" : `, from port: ${fromPort}, to port: ${toPort}`;
    return `peer: ${peer}, ${protocol === "-1" ? "ALL" : protocol.toUpperCase()}${ports}, ALLOW`;
}

function weightOf({ region }: Call, { peer }: GroupRule): number {
    return prefixListsOf(region).find(({ id }) => id === peer)?.weight ?? 1;
}
