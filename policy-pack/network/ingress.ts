import type { PolicyResource } from "@pulumi/policy";
import { parseIpv4Block } from "../../config/addresses";
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { ofType, reference, references } from "../references";
import { TYPES } from "../types";

/** One source that a rule of a security group admits. */
export interface IngressRule {
    /** The resource that holds the rule: the group itself for inline rules. */
    holder: PolicyResource;
    /** Groups that the rule belongs to; several only where a preview cannot tell. */
    groups: readonly PolicyResource[];
    /** Protocol and ports; `unknown` where any of them is. */
    traffic: { protocol: string; fromPort: number; toPort: number } | "unknown";
    /** Address blocks, as far as they are known. */
    cidrs: readonly string[];
    /** Groups whose members are admitted. */
    sources: readonly PolicyResource[];
    /** Whether members of the group itself are admitted. */
    self: boolean;
    /** Whether there is a source that is not known yet. */
    unclear: boolean;
}

/** Every ingress rule of the stack, however it is written. */
export function ingressRules(all: readonly PolicyResource[]): IngressRule[] {
    return [
        ...ofType(all, TYPES.securityGroupIngressRule).map((rule) => standaloneRule(rule, all)),
        ...ofType(all, TYPES.securityGroupRule)
            .filter(({ props }) => valueAt(props, "type") === "ingress")
            .map((rule) => olderRule(rule, all)),
        ...ofType(all, TYPES.securityGroup).flatMap((group) => inlineRules(group, all)),
    ];
}

/** Whether a rule lets connections to a TCP port through. */
export function coversPort({ traffic }: IngressRule, port: number): boolean | "unknown" {
    if (traffic === "unknown") return "unknown";
    if (traffic.protocol === "-1") return true;
    return traffic.protocol === "tcp" && traffic.fromPort <= port && port <= traffic.toPort;
}

/** Whether one block contains another; false when either is no block. */
export function containsBlock(outer: string, inner: string): boolean {
    const [one, other] = [parseIpv4Block(outer), parseIpv4Block(inner)];
    if (one === undefined || other === undefined || one.prefixLength > other.prefixLength) return false;
    const size = 2 ** (32 - one.prefixLength);
    return Math.floor(other.first / size) * size === one.first;
}

function standaloneRule(rule: PolicyResource, all: readonly PolicyResource[]): IngressRule {
    const blocks = [valueAt(rule.props, "cidrIpv4"), valueAt(rule.props, "cidrIpv6")];
    const source = reference(rule, ["referencedSecurityGroupId"], TYPES.securityGroup, all);
    return {
        holder: rule,
        groups: reference(rule, ["securityGroupId"], TYPES.securityGroup, all).resources,
        traffic: trafficOf(rule.props, "ipProtocol"),
        cidrs: blocks.filter((block) => typeof block === "string"),
        sources: source.resources,
        self: false,
        unclear: blocks.includes(UNKNOWN) || !source.certain,
    };
}

function olderRule(rule: PolicyResource, all: readonly PolicyResource[]): IngressRule {
    const source = reference(rule, ["sourceSecurityGroupId"], TYPES.securityGroup, all);
    return {
        holder: rule,
        groups: reference(rule, ["securityGroupId"], TYPES.securityGroup, all).resources,
        traffic: trafficOf(rule.props, "protocol"),
        ...blocksOf(rule.props, !source.certain),
        sources: source.resources,
        self: valueAt(rule.props, "self") === true,
    };
}

/**
 * Inline rules share the dependencies of one property, so each rule's sources are candidates only, unless their ids are known.
 *
 * A group without inline rules has an unknown `ingress` in a first preview, since AWS fills it in; a program that passes an unknown value
 * passes its dependencies with it.
 */
function inlineRules(group: PolicyResource, all: readonly PolicyResource[]): IngressRule[] {
    const entries = listAt(group.props, "ingress");
    if (entries === undefined) return [];
    if (entries === UNKNOWN && (group.propertyDependencies["ingress"] ?? []).length === 0) return [];
    if (entries === UNKNOWN)
        return [{ holder: group, groups: [group], traffic: "unknown", cidrs: [], sources: [], self: false, unclear: true }];
    return entries.map((entry, i) => {
        const source = references(group, ["ingress", i, "securityGroups"], TYPES.securityGroup, all);
        return {
            holder: group,
            groups: [group],
            traffic: trafficOf(entry, "protocol"),
            ...blocksOf(entry, !source.certain),
            sources: source.resources,
            self: valueAt(entry, "self") === true,
        };
    });
}

function blocksOf(props: unknown, unclearSource: boolean): Pick<IngressRule, "cidrs" | "unclear"> {
    const lists = [listAt(props, "cidrBlocks"), listAt(props, "ipv6CidrBlocks")];
    const blocks = lists.flatMap((list) => (Array.isArray(list) ? list : []));
    return {
        cidrs: blocks.filter((block) => typeof block === "string"),
        unclear: unclearSource || lists.includes(UNKNOWN) || blocks.includes(UNKNOWN),
    };
}

function trafficOf(props: unknown, protocolProperty: string): IngressRule["traffic"] {
    const [protocol, fromPort, toPort] = [valueAt(props, protocolProperty), valueAt(props, "fromPort"), valueAt(props, "toPort")];
    if ([protocol, fromPort, toPort].includes(UNKNOWN)) return "unknown";
    const name = textAt(props, protocolProperty)?.toLowerCase() ?? "-1";
    return { protocol: PROTOCOLS[name] ?? name, fromPort: Number(fromPort ?? 0), toPort: Number(toPort ?? 65535) };
}

/** Other spellings that AWS takes. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const PROTOCOLS: Readonly<Record<string, string>> = { all: "-1", "6": "tcp" };
