import type { Graph } from "../../../policy-pack/reachability/graph";
import type { Workload } from "../../../policy-pack/reachability/workload";
import { uniqueName } from "./words";

/** What the box of a workload in one of its subnets is called. */
export function workloadId(graph: Graph, { node, kind }: Workload, subnet: string | undefined): string {
    return `${uniqueName(graph, node.urn)} (${kind}) in ${subnet === undefined ? "a subnet that is not known" : uniqueName(graph, subnet)}`;
}
