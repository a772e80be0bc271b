/** The first and the last stages of every path: out of the workload's interface, over the border of its subnet, and back. */
import type { Graph } from "./graph";
import { aclOf, crosses, EPHEMERAL_PORTS } from "./network-acls";
import { broken, passes, unsure, type Code, type Hop, type Peer } from "./path";
import { nameOf, subnetOf, type Subnet } from "./places";
import type { Direction } from "./group-rules";
import { admits, groupName, type Party } from "./security-groups";
import type { Workload } from "./workload";

/** A workload in one of its subnets. */
export interface Client {
    readonly graph: Graph;
    readonly workload: Workload;
    readonly subnet: Subnet;
    /** How rules at the other end see it. */
    readonly party: Party;
}

export function clientIn(graph: Graph, workload: Workload, subnetKey: string): Client {
    const subnet = subnetOf(graph, subnetKey);
    const party = { what: `${workload.node.name} in ${subnet.name}`, block: subnet.block, isOnInternet: false, groups: workload.groups };
    return { graph, workload, subnet, party };
}

/** Whether groups at one end let the other end through; what a repair would add is a rule of the first group. */
export function groupHop(
    graph: Graph,
    groups: Party["groups"],
    direction: Direction,
    other: Party,
    port: number,
    { code, peer }: { readonly code: Code; readonly peer: Peer | undefined },
): Hop {
    const names = groups.keys.map((key) => groupName(graph, key)).join(", ");
    const at = `security group ${names}`;
    const { passes: verdict, text, holders } = admits(graph, groups, direction, other, port);
    if (verdict === true) return passes(at, `${direction}: ${text}`, holders);
    const way = direction === "egress" ? "to" : "from";
    if (verdict === "unknown") {
        return { ...unsure(at, `whether it allows ${direction} of tcp ${port} ${way} ${other.what} is not known`, groups.keys) };
    }
    const [group] = groups.keys;
    const repair = group !== undefined && peer !== undefined ? ({ kind: "group-rule", direction, group, peer, port } as const) : undefined;
    return broken(code, at, `no rule allows ${direction} of tcp ${port} ${way} ${other.what}`, groups.keys, repair);
}

/** How a new rule would best name a party. */
export function peerOf(graph: Graph, party: Party): Peer | undefined {
    const [group] = party.groups.keys;
    if (party.isOnInternet) return { cidr: "0.0.0.0/0" };
    if (group !== undefined && graph.node(group) !== undefined) return { group };
    return party.block === undefined ? undefined : { cidr: cidrOf(party.block) };
}

function cidrOf({ first, last }: NonNullable<Party["block"]>): string {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
    return `${octets.join(".")}/${32 - Math.log2(last - first + 1)}`;
}

/** Whether packets pass the border of a subnet; `NACL_RETURN` for replies, whose ports the client chooses. */
export function borderHop(
    graph: Graph,
    subnet: string,
    direction: "ingress" | "egress",
    other: Party,
    port: number | "reply",
): Hop | undefined {
    const ports = port === "reply" ? EPHEMERAL_PORTS : ([port, port] as const);
    const verdict = crosses(graph, subnet, direction, other, ports);
    if (verdict === true) return undefined;
    const acl = aclOf(graph, subnet);
    const at = `network ACL of subnet ${nameOf(graph, subnet)}`;
    const traffic = `${direction} of tcp ${ports[0] === ports[1] ? ports[0] : ports.join("-")} ${direction === "egress" ? "to" : "from"} ${other.what}`;
    if (verdict === "unknown" || acl === undefined)
        return unsure(at, `whether it allows ${traffic} is not known`, acl === undefined ? [subnet] : [acl]);
    const code = port === "reply" ? "NACL_RETURN" : direction === "egress" ? "NACL_OUT" : "NACL_IN";
    const what = `${nameOf(graph, acl)} does not allow ${traffic}${port === "reply" ? ", the ports of replies" : ""}`;
    return broken(code, at, what, [acl], { kind: "acl-rule", acl, egress: direction === "egress", ports });
}

/** Both borders between two subnets, there and back; none inside one subnet, where ACLs have no say. */
export function borderHops(client: Client, subnet: string, other: Party, port: number): Hop[] {
    const { graph, party } = client;
    if (subnet === client.subnet.key) return [];
    return [
        borderHop(graph, client.subnet.key, "egress", other, port),
        borderHop(graph, subnet, "ingress", party, port),
        borderHop(graph, subnet, "egress", party, "reply"),
        borderHop(graph, client.subnet.key, "ingress", other, "reply"),
    ].filter((hop) => hop !== undefined);
}
