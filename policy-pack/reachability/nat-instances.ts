/**
 * NAT instances: machines that send on with their own public address. That the software on them does, no graph shows; one that a route
 * leads to, and that AWS lets send on what is not for itself, is taken to be meant so.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 */
import { listAt, valueAt } from "../known";
import { AWS } from "./aws-types";
import { groupHop, peerOf, type Client } from "./client";
import type { Graph, GraphNode, References } from "./graph";
import { beyond, type Call } from "./nat";
import { broken, passes, unsure, type Hop } from "./path";
import { subnetOf, truthOf } from "./places";
import type { Route, Table } from "./routes";
import { groupsAt, type Party } from "./security-groups";
import { any, type Truth } from "./three-valued";
import { placeOfInstance } from "./workloads-on-instances";

/** An interface that forwards. */
interface Forwarder {
    readonly node: GraphNode;
    readonly subnet: string | undefined;
    readonly groups: References;
    readonly hasPublicIp: Truth;
}

/** What happens to a packet that a route sends to an instance or its interface; undefined where the graph does not show which that is. */
export function natInstanceHops(client: Client, outside: Party, call: Call, table: Table, route: Route): Hop[] | undefined {
    const { graph, subnet: own } = client;
    const forwarder = forwarderAt(graph, route.target ?? "");
    if (forwarder?.subnet === undefined) return undefined;
    const { node, subnet, groups, hasPublicIp } = forwarder;
    const at = `NAT instance ${node.name}`;
    const replace = own.vpc === undefined ? undefined : ({ kind: "nat", vpc: own.vpc, table: table.key, route: route.holder } as const);
    const address =
        hasPublicIp === true
            ? passes(at, "has a public address", [node.urn])
            : hasPublicIp === false
              ? broken("NAT_NOT_PUBLIC", at, "has no public address", [node.urn], replace)
              : unsure(at, "whether it has a public address is not known", [node.urn]);
    return [
        forwardingHop(node, at),
        groupHop(graph, groups, "ingress", client.party, call.port, { code: "SG_INGRESS", peer: peerOf(graph, client.party) }),
        groupHop(graph, groups, "egress", outside, call.port, { code: "SG_EGRESS", peer: peerOf(graph, outside) }),
        address,
        ...beyond(client, outside, call, { node, at, subnet }).map((hop) =>
            hop.code === "NAT_NOT_PUBLIC" && replace ? { ...hop, repair: replace } : hop,
        ),
    ];
}

/** On by default: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
function forwardingHop(node: GraphNode, at: string): Hop {
    const isChecked = truthOf(valueAt(node.properties, "sourceDestCheck"), true);
    if (isChecked === false) return passes(at, "may send on what is not for itself", [node.urn]);
    if (isChecked === "unknown") return unsure(at, "whether sourceDestCheck is off is not known", [node.urn]);
    return broken("SOURCE_DEST_CHECK", at, "sourceDestCheck is on, so it drops what is not for itself", [node.urn], {
        kind: "source-dest-check",
        forwarder: node.urn,
    });
}

function forwarderAt(graph: Graph, key: string): Forwarder | undefined {
    const node = graph.node(key);
    if (node?.type === AWS.instance) {
        const { subnets, groups, hasPublicIp } = placeOfInstance(graph, node);
        const subnet = subnets.certain ? subnets.keys[0] : undefined;
        return { node, subnet, groups, hasPublicIp: hasPublicIp(subnet ?? "") };
    }
    if (node?.type !== AWS.networkInterface || !isAttached(graph, node)) return undefined;
    const subnet = graph.reference(node, ["subnetId"], AWS.subnet);
    const groups = groupsAt(graph, node, ["securityGroups"], subnet === undefined ? undefined : subnetOf(graph, subnet).vpc);
    const addresses = [
        ...graph.referring(key, ["networkInterface"], AWS.eip, AWS.networkInterface),
        ...graph.referring(key, ["networkInterfaceId"], AWS.eipAssociation, AWS.networkInterface),
    ];
    return { node, subnet, groups, hasPublicIp: any([addresses.length > 0]) };
}

/** Whether an instance of the program has the interface. */
function isAttached(graph: Graph, node: GraphNode): boolean {
    const attachments = listAt(node.properties, "attachments");
    const count = Array.isArray(attachments) ? attachments.length : 0;
    const inline = Array.from({ length: count }, (_, i) => graph.reference(node, ["attachments", i, "instance"], AWS.instance));
    return (
        inline.some((instance) => instance !== undefined) ||
        graph.referring(node.urn, ["networkInterfaceId"], AWS.networkInterfaceAttachment, AWS.networkInterface).length > 0 ||
        graph.referring(node.urn, ["primaryNetworkInterface", "networkInterfaceId"], AWS.instance, AWS.networkInterface).length > 0 ||
        graph.referring(node.urn, ["networkInterfaces", 0, "networkInterfaceId"], AWS.instance, AWS.networkInterface).length > 0
    );
}
