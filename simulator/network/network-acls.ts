/**
 * Network ACLs: what may cross the border of a subnet, in each direction and for replies too.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
import type { Account, StoredResource } from "../aws/account";
import { addressBlock, contains, overlaps, type Block } from "../aws/addresses";
import { numberOf, textOf, textsOf } from "../aws/reading";
import { rulesIn } from "../aws/services/ec2-network-acls";
import { NETWORK_ACL } from "../aws/services/ec2-references";
import type { Properties } from "../provider/values";
import type { Place } from "./place";

/** First and last port of a range. */
export type Ports = readonly [first: number, last: number];

/** Replies go to a port of the client's choice: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const EPHEMERAL_PORTS: Ports = [1024, 65_535];

interface Rule {
    readonly number: number;
    readonly allows: boolean;
    readonly ports: Ports;
    readonly block: Block;
}

/**
 * Whether a subnet's ACL stops what goes to, or comes from, the other party.
 *
 * @param ports of the packet's destination, all of which must be allowed
 * @returns the rule that stops it, for people; undefined when it passes
 */
export function stoppingRule(place: Place, direction: "ingress" | "egress", other: Block, ports: Ports): string | undefined {
    const acl = aclOf(place);
    if (acl === undefined) return undefined;
    const rules = rulesOf(place.account, acl, direction);
    for (const port of decisivePorts(rules, ports)) {
        // An address that is known only as a subnet is stopped when any of it may be, and passes only when all of it does.
        const decisive = rules.find(
            (rule) =>
                rule.ports[0] <= port && port <= rule.ports[1] && (rule.allows ? contains(rule.block, other) : overlaps(rule.block, other)),
        );
        if (decisive?.allows === true) continue;
        const which = decisive === undefined ? "no rule allows it" : `rule ${decisive.number} denies it`;
        return `network ACL ${acl.id} of ${place.subnet.id}, ${direction}, tcp port ${port}: ${which}`;
    }
    return undefined;
}

/** A subnet has exactly one ACL: the one that names it, else the VPC's default. */
function aclOf({ account, subnet, vpc }: Place): StoredResource | undefined {
    const named = account.list(NETWORK_ACL).find(({ properties }) => textsOf(properties, "subnetIds").includes(subnet.id));
    return named ?? account.find(NETWORK_ACL, textOf(vpc.properties, "defaultNetworkAclId") ?? "");
}

/** Lowest number first: the first rule that fits decides. */
function rulesOf(account: Account, acl: StoredResource, direction: "ingress" | "egress"): readonly Rule[] {
    return rulesIn(account, acl, direction)
        .flatMap(readRule)
        .sort((a, b) => a.number - b.number);
}

/** @returns nothing for rules about IPv6 or other protocols than TCP, which cannot fit */
function readRule(rule: Properties): readonly Rule[] {
    const cidr = textOf(rule, "cidrBlock");
    const protocol = textOf(rule, "protocol") ?? "-1";
    const isForAll = ["-1", "all"].includes(protocol);
    if (cidr === undefined || !(isForAll || ["6", "tcp"].includes(protocol))) return [];
    const ports: Ports = isForAll ? [0, 65_535] : [numberOf(rule, "fromPort") ?? 0, numberOf(rule, "toPort") ?? 65_535];
    const allows = textOf(rule, "action")?.toLowerCase() === "allow";
    return [{ number: numberOf(rule, "ruleNo") ?? 0, allows, ports, block: addressBlock(cidr) }];
}

/** Between two borders of rules all ports have the same fate, so one of each stretch is enough. */
function decisivePorts(rules: readonly Rule[], [first, last]: Ports): readonly number[] {
    const borders = rules.flatMap(({ ports }) => [ports[0], ports[1] + 1]).filter((port) => first < port && port <= last);
    return [first, ...new Set(borders)].sort((a, b) => a - b);
}
