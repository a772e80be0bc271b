import { AWS } from "./aws-types";
import type { Client } from "./client";
import type { Graph } from "./graph";
import { broken, passes, unsure, type Hop } from "./path";
import { nameOf } from "./places";
import { publicAccessHops } from "./public-access";
import type { Route, Table } from "./routes";
import type { Truth } from "./three-valued";

/**
 * An internet gateway sends on only what comes from a public address, which lying in a public subnet does not give by itself.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function internetGatewayHop(client: Client, table: Table, route: Route): Hop[] {
    const { graph, workload, subnet } = client;
    const gateway = route.target ?? "";
    const at = `internet gateway ${nameOf(graph, gateway)}`;
    return [
        attachedHop(graph, gateway, subnet.vpc, route),
        ...publicAccessHops(graph, subnet.vpc ?? "", [subnet.key], "direct"),
        addressHop(),
    ];

    function addressHop(): Hop {
        const hasPublicIp = workload.hasPublicIp(subnet.key);
        const who = `${workload.node.name} in ${subnet.name}`;
        if (hasPublicIp === true) return passes(at, `sends on what comes from the public address of ${workload.node.name}`, [gateway]);
        if (hasPublicIp === "unknown") return unsure(at, `whether ${who} has a public address is not known`, [workload.node.urn]);
        const hint = {
            kind: "public-ip",
            workload: workload.node.urn,
            vpc: subnet.vpc ?? "",
            table: table.key,
            isPossible: workload.canHavePublicIp,
        } as const;
        return broken(
            "NO_PUBLIC_IP",
            at,
            `sends on only what comes from a public address, and ${who} has none (${workload.kind})`,
            [workload.node.urn],
            hint,
        );
    }
}

/** Whether the gateway is attached to the VPC; a route to one that is not is a blackhole. */
export function attachedHop(graph: Graph, gateway: string, vpc: string | undefined, { holder }: Route): Hop {
    const at = `internet gateway ${nameOf(graph, gateway)}`;
    const verdict = isAttached(graph, gateway, vpc);
    if (verdict === true) return passes(at, "is attached to the VPC", [gateway]);
    if (verdict === "unknown") return unsure(at, "whether it is attached to the VPC is not known", [gateway]);
    const repair = vpc === undefined ? undefined : ({ kind: "attach-gateway", gateway, vpc } as const);
    const what = `is not attached to VPC ${nameOf(graph, vpc ?? "")}, so the route to it drops packets`;
    return broken("BLACKHOLE", at, what, [holder, gateway], repair);
}

function isAttached(graph: Graph, gateway: string, vpc: string | undefined): Truth {
    const node = graph.node(gateway);
    if (node === undefined || vpc === undefined) return "unknown";
    const attachments = graph.referring(gateway, ["internetGatewayId"], AWS.internetGatewayAttachment, AWS.internetGateway);
    if (attachments.some((each) => graph.reference(each, ["vpcId"], AWS.vpc) === vpc)) return true;
    const { keys, certain } = graph.references(node, ["vpcId"], AWS.vpc);
    if (certain && keys[0] === vpc) return true;
    return certain ? false : "unknown";
}

/** Whether an egress-only internet gateway belongs to the VPC: https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html */
export function egressOnlyHop(graph: Graph, gateway: string, vpc: string, { holder }: Route): Hop {
    const at = `egress-only internet gateway ${nameOf(graph, gateway)}`;
    const node = graph.node(gateway);
    const { keys, certain } = node === undefined ? { keys: [], certain: false } : graph.references(node, ["vpcId"], AWS.vpc);
    if (!certain) return unsure(at, "which VPC it belongs to is not known", [gateway]);
    if (keys.includes(vpc)) return passes(at, "lets connections over IPv6 out", [gateway]);
    return broken("BLACKHOLE", at, `does not belong to VPC ${nameOf(graph, vpc)}, so the route to it drops packets`, [holder, gateway]);
}
