/**
 * Security groups: what they let out of an interface and into another. Replies need no rule of their own, and DNS none at all.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import { textAt } from "../known";
import { contains, EVERYWHERE, isPrivate, overlaps, type Block } from "./addresses";
import { AWS } from "./aws-types";
import type { Graph, GraphNode, PropertyPath, References } from "./graph";
import { DEFAULT_GROUP } from "./ids";
import { GROUPS, rulesBySource, rulesOf, type Direction, type GroupRule } from "./group-rules";
import { remembered } from "./memo";
import { nameOf } from "./places";
import { any, type Truth } from "./three-valued";

/** One end of a connection, as the rules of the other end see it. */
export interface Party {
    /** For people. */
    readonly what: string;
    /** All addresses that it may have; undefined on the internet, where nobody can tell. */
    readonly block: Block | undefined;
    readonly isOnInternet: boolean;
    /** Whether packets to it are IPv6; on the internet only. */
    readonly isIpv6?: true;
    readonly groups: References;
    /** `s3` or `dynamodb`: their addresses are in a prefix list. */
    readonly prefixListOf?: string;
}

/** An interface without a group gets the VPC's default one: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
export function defaultGroupOf(graph: Graph, vpc: string): string {
    return graph.referring(vpc, ["vpcId"], AWS.defaultSecurityGroup, AWS.vpc)[0]?.urn ?? `${DEFAULT_GROUP}${vpc}`;
}

/** The name of a group for people. */
export function groupName(graph: Graph, key: string): string {
    return key.startsWith(DEFAULT_GROUP) ? `${DEFAULT_GROUP}${nameOf(graph, key.slice(DEFAULT_GROUP.length))}` : nameOf(graph, key);
}

export function isDefaultGroup(graph: Graph, key: string): boolean {
    return key.startsWith(DEFAULT_GROUP) || graph.node(key)?.type === AWS.defaultSecurityGroup;
}

/** The groups behind a property of a node; the default one of the VPC where it names none. */
export function groupsAt(graph: Graph, node: GraphNode, path: PropertyPath, vpc: string | undefined): References {
    const found = graph.references(node, path, ...GROUPS);
    // A preview shows what the program left out as not known, but without a source; with one it may be any group.
    const hasSource = path.length > 1 || (node.propertyDependencies[path[0]] ?? []).length > 0;
    if (found.keys.length > 0 || vpc === undefined || (!found.certain && hasSource)) return found;
    return { keys: [defaultGroupOf(graph, vpc)], certain: true };
}

export interface Admission {
    readonly passes: Truth;
    /** The rule that lets it through, for people, and its resource. */
    readonly text: string;
    readonly holders: readonly string[];
}

/** Whether some rule of some group lets TCP through between an interface with these groups and another party. */
export function admits(graph: Graph, groups: References, direction: Direction, other: Party, port: number): Admission {
    const key = [
        groups.keys.join(),
        groups.certain,
        direction,
        other.what,
        other.groups.keys.join(),
        other.prefixListOf,
        other.isIpv6,
        port,
    ].join("|");
    return remembered(graph, `admits ${key}`, () => {
        const perGroup = groups.keys.map((group) => admitsOne(graph, group, direction, other, port));
        const admitting = perGroup.find(({ passes }) => passes === true);
        if (groups.certain && admitting !== undefined) return admitting;
        const verdicts = perGroup.map(({ passes }) => passes);
        const agreed = verdicts.length > 0 && verdicts.every((each) => each === verdicts[0]) ? verdicts[0] : undefined;
        return {
            passes: (groups.certain ? any(verdicts) : agreed) ?? "unknown",
            text: admitting?.text ?? "",
            holders: admitting?.holders ?? [],
        };
    });
}

function admitsOne(graph: Graph, group: string, direction: Direction, other: Party, port: number): Admission {
    const rules = rulesOf(graph, group, direction);
    // Groups with thousands of rules mostly name other groups: those that name this one come first.
    const likely = other.groups.keys.flatMap((key) => rulesBySource(graph, group, direction).get(key) ?? []);
    let isDoubtful = false;
    const admitting = [...likely, ...rules].find((rule) => {
        const truth = fits(graph, rule, other, port);
        isDoubtful ||= truth === "unknown";
        return truth === true;
    });
    if (admitting !== undefined) {
        const holders = admitting.holder === group ? [group] : [admitting.holder, group];
        return { passes: true, text: `${groupName(graph, group)}: ${admitting.text}`, holders };
    }
    // A group that the stack did not make may have any rule.
    const isWhole = graph.node(group) !== undefined || group.startsWith(DEFAULT_GROUP);
    const isUnsure = !isWhole || isDoubtful;
    return { passes: isUnsure ? "unknown" : false, text: "", holders: [] };
}

function fits(graph: Graph, rule: GroupRule, other: Party, port: number): Truth {
    const hasPort = rule.hasPort(port);
    if (hasPort === false) return false;
    const isPeer = any([
        ...(other.isIpv6 === true ? rule.ipv6Blocks : rule.blocks).map((block) => holds(block, other)),
        isMember(rule.groups, other.groups),
        isListed(graph, rule, other),
    ]);
    return isPeer === true ? hasPort : isPeer;
}

function holds(block: Block | "unknown", other: Party): Truth {
    if (block === "unknown") return "unknown";
    if (contains(block, EVERYWHERE)) return true;
    // A rule for some addresses of the internet may be right: only who wrote it knows the addresses of the host.
    if (other.isOnInternet) return isPrivate(block) ? false : "unknown";
    if (other.block === undefined) return "unknown";
    if (contains(block, other.block)) return true;
    return overlaps(block, other.block) ? "unknown" : false;
}

function isMember(sources: References, groups: References): Truth {
    const common = sources.keys.filter((key) => groups.keys.includes(key));
    if (common.length > 0) return sources.certain && groups.certain ? true : "unknown";
    // A party of whose groups nothing is known may be in any of them.
    if (!groups.certain && groups.keys.length === 0 && sources.keys.length > 0) return "unknown";
    return sources.certain || sources.keys.length > 0 ? false : "unknown";
}

function isListed(graph: Graph, { prefixLists }: GroupRule, other: Party): Truth {
    if (prefixLists.keys.length === 0) return false;
    const verdicts = prefixLists.keys.map((key): Truth => {
        const service = textAt(graph.node(key)?.properties, "serviceName")?.split(".").at(-1);
        if (service !== undefined) return service === other.prefixListOf;
        const own = graph.ofType(AWS.vpcEndpoint).find(({ properties }) => textAt(properties, "prefixListId") === key);
        if (own !== undefined) return textAt(own.properties, "serviceName")?.split(".").at(-1) === other.prefixListOf;
        return other.prefixListOf === undefined && !other.isOnInternet ? false : "unknown";
    });
    return any(verdicts);
}
