/** The rules of security groups, however they are written: as resources of their own, of two generations, or inline. */
import { listAt, textAt, UNKNOWN, valueAt } from "../known";
import { blockOf, EVERYWHERE, ipv6BlockOf, type Block } from "./addresses";
import { AWS } from "./aws-types";
import type { Graph, GraphNode, PropertyPath, References } from "./graph";
import { DEFAULT_GROUP } from "./ids";
import { remembered } from "./memo";
import { nameOf } from "./places";
import type { Truth } from "./three-valued";

export type Direction = "ingress" | "egress";

export interface GroupRule {
    readonly holder: string;
    readonly hasPort: (port: number) => Truth;
    readonly text: string;
    readonly blocks: readonly (Block | "unknown")[];
    /** IPv6 blocks, as the internet sees them. */
    readonly ipv6Blocks: readonly (Block | "unknown")[];
    readonly groups: References;
    readonly prefixLists: References;
}

export const GROUPS = [AWS.securityGroup, AWS.defaultSecurityGroup];
const NOTHING: References = { keys: [], certain: true };

export function rulesOf(graph: Graph, group: string, direction: Direction): readonly GroupRule[] {
    return remembered(graph, `rules ${direction} ${group}`, () => {
        const standalone = graph.referring(
            group,
            ["securityGroupId"],
            direction === "ingress" ? AWS.ingressRule : AWS.egressRule,
            ...GROUPS,
        );
        const older = graph
            .referring(group, ["securityGroupId"], AWS.groupRule, ...GROUPS)
            .filter(({ properties }) => properties["type"] === direction);
        const node = graph.node(group);
        const inline = node === undefined ? virtualRules(group, direction) : inlineRules(graph, node, direction);
        return [
            ...orphanRules(graph, group, direction),
            ...standalone.map((rule) => newRule(graph, rule)),
            ...older.map((rule) => entryRule(graph, rule, [], rule.properties, group, ["sourceSecurityGroupId"])),
            ...inline,
        ];
    });
}

/** A rule of a VPC's default group names it by an output of the VPC, which a preview does not know. */
function orphanRules(graph: Graph, group: string, direction: Direction): GroupRule[] {
    if (!group.startsWith(DEFAULT_GROUP)) return [];
    const orphans = remembered(graph, "rules of groups that are not known", () =>
        graph.ofType(AWS.ingressRule, AWS.egressRule, AWS.groupRule).filter((rule) => {
            const { keys, certain } = graph.references(rule, ["securityGroupId"], ...GROUPS);
            return keys.length === 0 && !certain;
        }),
    );
    const vpc = group.slice(DEFAULT_GROUP.length);
    const types = direction === "ingress" ? [AWS.ingressRule] : [AWS.egressRule];
    return orphans
        .filter(({ type, properties }) => [...types, properties["type"] === direction ? AWS.groupRule : ""].includes(type))
        .filter(({ propertyDependencies }) => (propertyDependencies["securityGroupId"] ?? []).includes(vpc))
        .map(({ urn }) => unclearRule(urn));
}

/** The same rules by the groups that they name. */
export function rulesBySource(graph: Graph, group: string, direction: Direction): ReadonlyMap<string, readonly GroupRule[]> {
    return remembered(graph, `rules by source ${direction} ${group}`, () => {
        const bySource = new Map<string, GroupRule[]>();
        for (const rule of rulesOf(graph, group, direction)) {
            for (const key of rule.groups.keys) {
                const known = bySource.get(key);
                if (known === undefined) bySource.set(key, [rule]);
                else known.push(rule);
            }
        }
        return bySource;
    });
}

/** What AWS puts into a default group: its members reach each other, and everything outside. */
function virtualRules(group: string, direction: Direction): GroupRule[] {
    if (!group.startsWith(DEFAULT_GROUP)) return [];
    const rule = { holder: group, hasPort: () => true, blocks: [], ipv6Blocks: [], groups: NOTHING, prefixLists: NOTHING };
    return direction === "egress"
        ? [{ ...rule, text: "all to 0.0.0.0/0", blocks: [EVERYWHERE], ipv6Blocks: [EVERYWHERE] }]
        : [{ ...rule, text: "all from itself", groups: { keys: [group], certain: true } }];
}

function newRule(graph: Graph, rule: GraphNode): GroupRule {
    const { properties } = rule;
    return {
        holder: rule.urn,
        hasPort: portsOf(properties, "ipProtocol"),
        text: `${trafficText(properties, "ipProtocol")} ${peerText(graph, rule)}`,
        blocks: givenBlocks(rule, "cidrIpv4", blockOf),
        ipv6Blocks: givenBlocks(rule, "cidrIpv6", ipv6BlockOf),
        groups: sourced(graph, rule, ["referencedSecurityGroupId"]),
        prefixLists: graph.references(rule, ["prefixListId"], AWS.vpcEndpoint, AWS.managedPrefixList),
    };
}

/** A property without value and without dependencies is one that the program left out. */
function givenBlocks(rule: GraphNode, property: string, read: (cidr: string) => Block | undefined): (Block | "unknown")[] {
    const cidr = valueAt(rule.properties, property);
    if (cidr === undefined || cidr === "" || (cidr === UNKNOWN && (rule.propertyDependencies[property] ?? []).length === 0)) return [];
    return [typeof cidr === "string" ? (read(cidr) ?? "unknown") : "unknown"];
}

/**
 * The groups that a rule names, none where the program left the property out. Inline rules share their dependencies, and one that names
 * the default group of a VPC depends on the VPC.
 */
function sourced(graph: Graph, rule: GraphNode, path: PropertyPath): References {
    const value = valueAt(rule.properties, ...path);
    if (value === UNKNOWN && (rule.propertyDependencies[path[0]] ?? []).length === 0) return NOTHING;
    const found = graph.references(rule, path, ...GROUPS);
    if (found.certain) return found;
    const vpcs = (rule.propertyDependencies[path[0]] ?? []).filter((urn) => graph.node(urn)?.type === AWS.vpc);
    return { keys: [...found.keys, ...vpcs.map((vpc) => `${DEFAULT_GROUP}${vpc}`)], certain: false };
}

function inlineRules(graph: Graph, group: GraphNode, direction: Direction): GroupRule[] {
    const entries = listAt(group.properties, direction);
    // A preview leaves a property out altogether where something inside it is not known: https://github.com/pulumi/pulumi/issues/7854
    if (entries === UNKNOWN || entries === undefined)
        return (group.propertyDependencies[direction] ?? []).length > 0 ? [unclearRule(group.urn)] : [];
    return entries.map((entry, i) => entryRule(graph, group, [direction, i], entry, group.urn, [direction, i, "securityGroups"]));
}

/** A rule of which nothing is known. */
function unclearRule(holder: string): GroupRule {
    const blocks = ["unknown"] as const;
    const text = "rules that are not known yet";
    return { holder, hasPort: () => "unknown", text, blocks, ipv6Blocks: blocks, groups: NOTHING, prefixLists: NOTHING };
}

function entryRule(
    graph: Graph,
    holder: GraphNode,
    path: readonly (string | number)[],
    entry: unknown,
    group: string,
    sources: readonly (string | number)[],
): GroupRule {
    const groups = sourced(graph, holder, sources as unknown as PropertyPath);
    const lists = graph.references(holder, [...path, "prefixListIds"] as unknown as PropertyPath, AWS.vpcEndpoint, AWS.managedPrefixList);
    const [blocks, ipv6Blocks] = ["cidrBlocks", "ipv6CidrBlocks"].map((property) => {
        const cidrs = listAt(entry, property);
        return cidrs === UNKNOWN ? [UNKNOWN] : (cidrs ?? []);
    }) as [unknown[], unknown[]];
    const isSelf = valueAt(entry, "self") === true;
    return {
        holder: holder.urn,
        hasPort: portsOf(entry, "protocol"),
        text: `${trafficText(entry, "protocol")} ${[...blocks.filter((each) => typeof each === "string"), ...groups.keys.map((key) => nameOf(graph, key)), ...(isSelf ? ["itself"] : [])].join(", ")}`,
        blocks: blocks.map((cidr) => (typeof cidr === "string" ? (blockOf(cidr) ?? "unknown") : "unknown")),
        ipv6Blocks: ipv6Blocks.map((cidr) => (typeof cidr === "string" ? ipv6BlockOf(cidr) : "unknown")),
        groups: isSelf ? { keys: [...groups.keys, group], certain: groups.certain } : groups,
        prefixLists: valueAt(entry, "prefixListIds") === undefined ? NOTHING : lists,
    };
}

function portsOf(entry: unknown, protocolProperty: string): (port: number) => Truth {
    const values = [valueAt(entry, protocolProperty), valueAt(entry, "fromPort"), valueAt(entry, "toPort")];
    const [protocol, from, to] = values;
    if (protocol === UNKNOWN) return () => "unknown";
    const name = (typeof protocol === "string" ? protocol : "-1").toLowerCase();
    if (name === "-1" || name === "all") return () => true;
    if (name !== "tcp" && name !== "6") return () => false;
    if (from === UNKNOWN || to === UNKNOWN) return () => "unknown";
    return (port) => Number(from ?? 0) <= port && port <= Number(to ?? 65_535);
}

function trafficText(entry: unknown, protocolProperty: string): string {
    const protocol = textAt(entry, protocolProperty)?.toLowerCase();
    if (protocol === undefined || protocol === "-1" || protocol === "all") return "all";
    const [from, to] = [valueAt(entry, "fromPort"), valueAt(entry, "toPort")].map((port) => (typeof port === "number" ? port : "?"));
    return `${protocol} ${from === to ? String(from) : `${String(from)}-${String(to)}`}`;
}

function peerText(graph: Graph, rule: GraphNode): string {
    const cidr = textAt(rule.properties, "cidrIpv4") ?? textAt(rule.properties, "cidrIpv6");
    if (cidr !== undefined) return cidr;
    const [group] = graph.references(rule, ["referencedSecurityGroupId"], ...GROUPS).keys;
    const [list] = graph.references(rule, ["prefixListId"], AWS.vpcEndpoint, AWS.managedPrefixList).keys;
    return group !== undefined
        ? nameOf(graph, group)
        : list !== undefined
          ? `the prefix list of ${nameOf(graph, list)}`
          : "somebody unknown";
}
