/**
 * Security groups: what they let out of an interface and into another. Replies need no rule of their own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import type { Account } from "../aws/account";
import { addressBlock, contains } from "../aws/addresses";
import { SECURITY_GROUP } from "../aws/services/ec2-references";
import { rulesOf, type Direction, type GroupRule } from "../aws/services/ec2-security-group-rules";
import type { Party } from "./place";

/**
 * The first rule that lets a TCP connection through.
 *
 * @param groupIds of the interface whose groups are asked
 * @param other the party at the other end: the receiver for egress, the sender for ingress
 * @returns for people, for example `sg-1: tcp 443 sg-2`; undefined when no rule of any group does
 */
export function admittingRule(
    account: Account,
    groupIds: readonly string[],
    direction: Direction,
    other: Party,
    port: number,
): string | undefined {
    for (const id of groupIds) {
        const group = account.find(SECURITY_GROUP, id);
        const rules = group === undefined ? [] : rulesOf(account, group).filter((rule) => rule.direction === direction);
        const admitting = rules.find((rule) => hasPort(rule, port) && isPeer(rule.peer, other));
        if (admitting !== undefined) return `${id}: ${textOfRule(admitting)}`;
    }
    return undefined;
}

function hasPort({ protocol, fromPort, toPort }: GroupRule, port: number): boolean {
    if (protocol === "-1") return true;
    return protocol === "tcp" && (fromPort ?? 0) <= port && port <= (toPort ?? 65_535);
}

/** A group stands for the private addresses of its interfaces, so it never stands for an address outside the VPC. */
function isPeer(peer: string, other: Party): boolean {
    if (peer.startsWith("sg-")) return other.securityGroupIds.includes(peer);
    if (peer.startsWith("pl-")) return other.prefixListId === peer;
    return !peer.includes(":") && peer.includes("/") && contains(addressBlock(peer), other.block);
}

function textOfRule({ protocol, fromPort, toPort, peer }: GroupRule): string {
    if (protocol === "-1" || fromPort === undefined) return `${protocol === "-1" ? "all" : protocol} ${peer}`;
    return `${protocol} ${fromPort === toPort ? fromPort : `${fromPort}-${toPort ?? 65_535}`} ${peer}`;
}
