/** Who answers at the address of a database cluster: its instances, and without one nobody does, however open the way is. */
import { textAt, UNKNOWN, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { broken, unsure, type Hop } from "./path";

const INSTANCES: Readonly<Record<string, string>> = {
    [AWS.rdsCluster]: AWS.rdsClusterInstance,
    [AWS.documentDbCluster]: AWS.documentDbClusterInstance,
};

/**
 * What is wrong with the other end of a connection itself; nothing where somebody answers, as far as the graph shows.
 *
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html,
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-manage-performance.html
 */
export function listenerHops(graph: Graph, node: GraphNode): Hop[] {
    const type = INSTANCES[node.type];
    if (type === undefined || hasOwnInstances(node)) return [];
    if (graph.referring(node.urn, ["clusterIdentifier"], type, node.type).length > 0) return [];
    const isUnclear = graph.ofType(type).some((instance) => {
        const { keys, certain } = graph.references(instance, ["clusterIdentifier"], node.type);
        return keys.length === 0 && !certain;
    });
    const at = `cluster ${node.name}`;
    if (isUnclear) return [unsure(at, "which instances it has is not known", [node.urn])];
    return [
        broken("NO_LISTENER", at, "has no instance, so nobody answers at its address", [node.urn], {
            kind: "cluster-instance",
            cluster: node.urn,
        }),
    ];
}

/** Multi-AZ clusters and the first kind of serverless ones bring theirs: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
function hasOwnInstances({ properties, propertyDependencies }: GraphNode): boolean {
    const instanceClass = valueAt(properties, "dbClusterInstanceClass");
    const isGiven = instanceClass === UNKNOWN ? (propertyDependencies["dbClusterInstanceClass"] ?? []).length > 0 : Boolean(instanceClass);
    return isGiven || textAt(properties, "engineMode") === "serverless";
}
