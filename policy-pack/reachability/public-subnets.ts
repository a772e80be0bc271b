/** What of a way out exists already: repairs build on it. */
import { textAt } from "../known";
import { EVERYWHERE } from "./addresses";
import { AWS } from "./aws-types";
import type { Graph } from "./graph";
import { remembered } from "./memo";
import { subnetOf } from "./places";
import { routeTo, tableOf } from "./routes";

/** Subnets of a VPC, in a fixed order. */
export function subnetsIn(graph: Graph, vpc: string): readonly string[] {
    return remembered(graph, `subnets in ${vpc}`, () =>
        graph
            .referring(vpc, ["vpcId"], AWS.subnet, AWS.vpc)
            .map(({ urn }) => urn)
            .sort(),
    );
}

/** The type of what the default route of a subnet leads to, and its key. */
function defaultTarget(graph: Graph, subnet: string): { readonly type: string | undefined; readonly key: string } | undefined {
    const table = tableOf(graph, subnet);
    const route = table && routeTo(table, EVERYWHERE);
    return route?.target === undefined || route.isBlackhole ? undefined : { type: graph.node(route.target)?.type, key: route.target };
}

/** A subnet whose default route leads to an internet gateway. */
export function publicSubnetOf(graph: Graph, vpc: string): string | undefined {
    return subnetsIn(graph, vpc).find((subnet) => defaultTarget(graph, subnet)?.type === AWS.internetGateway);
}

/** NAT gateways of a VPC that have a way out of their own. */
export function workingNatOf(graph: Graph, vpc: string): string | undefined {
    const working = graph.ofType(AWS.natGateway).filter((node) => {
        const subnet = graph.reference(node, ["subnetId"], AWS.subnet);
        if (subnet === undefined || subnetOf(graph, subnet).vpc !== vpc || textAt(node.properties, "connectivityType") === "private")
            return false;
        const hasAddress =
            textAt(node.properties, "allocationId") !== undefined || (node.propertyDependencies["allocationId"] ?? []).length > 0;
        return hasAddress && defaultTarget(graph, subnet)?.type === AWS.internetGateway;
    });
    return working.map(({ urn }) => urn).sort()[0];
}

/** Subnets whose default route leads to a NAT gateway that works. */
export function subnetsBehindNat(graph: Graph, vpc: string): readonly string[] {
    const nat = workingNatOf(graph, vpc);
    return nat === undefined ? [] : subnetsIn(graph, vpc).filter((subnet) => defaultTarget(graph, subnet)?.key === nat);
}

export function internetGatewayOf(graph: Graph, vpc: string): string | undefined {
    return graph.ofType(AWS.internetGateway).find((node) => graph.reference(node, ["vpcId"], AWS.vpc) === vpc)?.urn;
}
