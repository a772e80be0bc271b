/**
 * Network ACLs: what may cross the border of a subnet, in each direction, and again for replies.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { blockOf, contains, EVERYWHERE, ipv6BlockOf, isPrivate, overlaps, type Block } from "./addresses";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { remembered } from "./memo";
import { subnetOf, vpcOf } from "./places";
import type { Party } from "./security-groups";
import { all, type Truth } from "./three-valued";

export type Ports = readonly [first: number, last: number];

/** Replies go to a port of the client's choice: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const EPHEMERAL_PORTS: Ports = [1024, 65_535];

interface AclRule {
    readonly number: number;
    readonly allows: boolean;
    readonly ports: Ports;
    readonly block: Block;
}

const ACLS = [AWS.networkAcl, AWS.defaultNetworkAcl];

/** Key of the ACL of a subnet; `open` when it has the VPC's untouched default one, undefined when that cannot be told. */
export function aclOf(graph: Graph, subnet: string): string | undefined {
    return remembered(graph, `acl ${subnet}`, () => {
        const [association] = graph.referring(subnet, ["subnetId"], AWS.networkAclAssociation, AWS.subnet);
        if (association !== undefined) return graph.reference(association, ["networkAclId"], ...ACLS);
        for (const type of ACLS) {
            const named = graph.referring(subnet, ["subnetIds"], type, AWS.subnet);
            const exact = named.find((acl) => graph.references(acl, ["subnetIds"], AWS.subnet).certain);
            if (exact !== undefined) return exact.urn;
            if (named.length > 0) return undefined;
        }
        const { vpc } = subnetOf(graph, subnet);
        if (vpc === undefined || !vpcOf(graph, vpc).isWhole) return undefined;
        const [adopted] = graph.referring(vpc, ["defaultNetworkAclId"], AWS.defaultNetworkAcl, AWS.vpc);
        const id = textAt(graph.node(vpc)?.properties, "defaultNetworkAclId");
        const byId = graph.ofType(AWS.defaultNetworkAcl).find((acl) => id !== undefined && acl.properties["defaultNetworkAclId"] === id);
        return adopted?.urn ?? byId?.urn ?? OPEN;
    });
}

/** A default ACL lets everything through. */
export const OPEN = "open";

/** Whether all of the ports pass the border of a subnet, to or from another party. */
export function crosses(graph: Graph, subnet: string, direction: "ingress" | "egress", other: Party, ports: Ports): Truth {
    const acl = aclOf(graph, subnet);
    if (acl === OPEN) return true;
    const node = acl === undefined ? undefined : graph.node(acl);
    if (node === undefined) return "unknown";
    const rules = rulesOf(graph, node, direction, other.isIpv6 === true ? "ipv6CidrBlock" : "cidrBlock");
    if (rules === UNKNOWN) return "unknown";
    const block = other.isOnInternet ? EVERYWHERE : other.block;
    if (block === undefined) return "unknown";
    return all(decisivePorts(rules, ports).map((port) => decide(rules, port, block, other.isOnInternet)));
}

/** The first rule that fits decides; one that fits only some of the addresses decides only together with the ones after it. */
function decide(rules: readonly AclRule[], port: number, block: Block, isOnInternet: boolean): Truth {
    const partly = new Set<boolean>();
    for (const { ports, block: own, allows } of rules) {
        if (port < ports[0] || ports[1] < port || !overlaps(own, block)) continue;
        if (contains(own, block)) return agreed(partly, allows);
        // No host of the internet has a private address.
        if (!(isOnInternet && isPrivate(own))) partly.add(allows);
    }
    return agreed(partly, false);
}

function agreed(partly: ReadonlySet<boolean>, last: boolean): Truth {
    return partly.has(!last) ? "unknown" : last;
}

/** Lowest number first; unknown when a rule cannot be read. */
function rulesOf(
    graph: Graph,
    acl: GraphNode,
    direction: "ingress" | "egress",
    family: "cidrBlock" | "ipv6CidrBlock",
): readonly AclRule[] | typeof UNKNOWN {
    return remembered(graph, `acl rules ${family} ${direction} ${acl.urn}`, () => {
        const inline = listAt(acl.properties, direction);
        const isUnclear = !Array.isArray(inline) && (acl.propertyDependencies[direction] ?? []).length > 0;
        const separate = graph
            .referring(acl.urn, ["networkAclId"], AWS.networkAclRule, ...ACLS)
            .filter(({ properties }) => (valueAt(properties, "egress") === true) === (direction === "egress"));
        const read = [
            ...(Array.isArray(inline) ? inline.map((rule) => ruleOf(rule, "ruleNo", "action", family)) : []),
            ...separate.map(({ properties }) => ruleOf(properties, "ruleNumber", "ruleAction", family)),
        ];
        if (isUnclear || read.includes(UNKNOWN)) return UNKNOWN;
        return read.filter((rule) => rule !== undefined && rule !== UNKNOWN).sort((a, b) => a.number - b.number);
    });
}

/** Nothing for rules about the other family of addresses, or about other protocols than TCP. */
function ruleOf(
    rule: unknown,
    numberProperty: string,
    actionProperty: string,
    family: "cidrBlock" | "ipv6CidrBlock",
): AclRule | undefined | typeof UNKNOWN {
    const values = [numberProperty, actionProperty, "protocol", "fromPort", "toPort"].map((name) => valueAt(rule, name));
    const cidr = valueAt(rule, family);
    const [number, action, , fromPort, toPort] = values;
    // A preview does not know the block that the program left out in favour of the other one.
    if (cidr === UNKNOWN && typeof valueAt(rule, family === "cidrBlock" ? "ipv6CidrBlock" : "cidrBlock") === "string") return undefined;
    if (cidr === UNKNOWN || values.slice(0, 3).includes(UNKNOWN)) return UNKNOWN;
    const name = (textAt(rule, "protocol") ?? "-1").toLowerCase();
    const isForAll = name === "-1" || name === "all";
    if (typeof cidr !== "string" || cidr === "" || !(isForAll || name === "6" || name === "tcp")) return undefined;
    const block = family === "cidrBlock" ? blockOf(cidr) : ipv6BlockOf(cidr);
    if (block === undefined || (!isForAll && (fromPort === UNKNOWN || toPort === UNKNOWN))) return UNKNOWN;
    const ports: Ports = isForAll ? [0, 65_535] : [Number(fromPort ?? 0), Number(toPort ?? 65_535)];
    return { number: Number(number ?? 0), allows: String(action).toLowerCase() === "allow", ports, block };
}

/** Between two borders of rules all ports have the same fate, so one of each stretch is enough. */
function decisivePorts(rules: readonly AclRule[], [first, last]: Ports): readonly number[] {
    const borders = rules.flatMap(({ ports }) => [ports[0], ports[1] + 1]).filter((port) => first < port && port <= last);
    return [first, ...new Set(borders)];
}
