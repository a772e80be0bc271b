import type { Graph } from "../../../policy-pack/reachability/graph";
import { nameOf } from "../../../policy-pack/reachability/places";
import type { Workload } from "../../../policy-pack/reachability/workload";

/** What the box of a workload in one of its subnets is called. */
export function workloadId(graph: Graph, { node, kind }: Workload, subnet: string | undefined): string {
    return `${node.name} (${kind}) in ${subnet === undefined ? "a subnet that is not known" : nameOf(graph, subnet)}`;
}
