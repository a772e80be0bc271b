/** Rules that let a packet through. */
import { listAt, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Change } from "./change";
import { add, newNode } from "./edits";
import type { Graph } from "./graph";
import type { Hop } from "./path";
import { nameOf } from "./places";
import { USD_PER_MONTH } from "./price";

type Hint<K> = Extract<NonNullable<Hop["repair"]>, { kind: K }>;

/** One rule of a group, for exactly the other end and the port. */
export function groupRuleChange(graph: Graph, { direction, group, peer, port }: Hint<"group-rule">): Change[] | undefined {
    if (graph.node(group) === undefined) return undefined;
    const type = direction === "ingress" ? AWS.ingressRule : AWS.egressRule;
    const other = "group" in peer ? nameOf(graph, peer.group) : "cidr" in peer ? peer.cidr : "the prefix list of the gateway endpoint";
    const key = `${direction}|${group}|${other}|${String(port)}`;
    const way = direction === "ingress" ? "from" : "to";
    const references: Record<string, readonly string[]> = {
        securityGroupId: [group],
        ...("group" in peer && { referencedSecurityGroupId: [peer.group] }),
        ...("prefixListOf" in peer && { prefixListId: [peer.prefixListOf] }),
    };
    const values = { ipProtocol: "tcp", fromPort: port, toPort: port, ...("cidr" in peer && { cidrIpv4: peer.cidr }) };
    const what = `add an ${direction} rule to security group ${nameOf(graph, group)}: tcp ${String(port)} ${way} ${other}`;
    return [{ key, what, usdPerMonth: USD_PER_MONTH.free, edits: [add(newNode(type, key, values, references))] }];
}

/** A rule that comes before all others. */
export function aclChange(graph: Graph, { acl, egress, ports }: Hint<"acl-rule">): Change {
    const node = graph.node(acl);
    const inline = listAt(node?.properties, egress ? "egress" : "ingress");
    const separate = graph.referring(acl, ["networkAclId"], AWS.networkAclRule, AWS.networkAcl, AWS.defaultNetworkAcl);
    const numbers = [
        ...(Array.isArray(inline) ? inline.map((rule) => valueAt(rule, "ruleNo")) : []),
        ...separate.map(({ properties }) => properties["ruleNumber"]),
    ].filter((number) => typeof number === "number");
    const ruleNumber = Math.max(0, Math.min(100, ...numbers) - 1);
    const [from, to] = ports;
    const key = `acl|${acl}|${String(egress)}|${ports.join("-")}`;
    const values = { egress, ruleNumber, ruleAction: "allow", protocol: "tcp", fromPort: from, toPort: to, cidrBlock: "0.0.0.0/0" };
    const traffic = `${egress ? "egress" : "ingress"} of tcp ${from === to ? String(from) : `${String(from)}-${String(to)}`}`;
    const what = `allow ${traffic} in network ACL ${nameOf(graph, acl)}, before its rule ${String(ruleNumber + 1)}`;
    return { key, what, usdPerMonth: USD_PER_MONTH.free, edits: [add(newNode(AWS.networkAclRule, key, values, { networkAclId: [acl] }))] };
}
