/** Gateway endpoints: routes to the prefix list of their service, in some tables. */
import { AWS } from "./aws-types";
import { unique, type Graph, type GraphNode } from "./graph";
import type { Table } from "./routes";
import type { Truth } from "./three-valued";

const TABLES = [AWS.routeTable, AWS.defaultRouteTable, AWS.vpc];

/** The tables that an endpoint surely has a route in. */
export function tablesOf(graph: Graph, endpoint: GraphNode): readonly string[] {
    const separate = graph.referring(endpoint.urn, ["vpcEndpointId"], AWS.endpointTable, AWS.vpcEndpoint);
    const added = separate.flatMap((each) => graph.reference(each, ["routeTableId"], ...TABLES) ?? []);
    const { keys, certain } = graph.references(endpoint, ["routeTableIds"], ...TABLES);
    return unique([...(certain ? keys : []), ...added]);
}

/**
 * Whether a gateway endpoint has a route in a table.
 *
 * Where a preview does not know the list, the tables that it came from are in it: outputs of `awsx:ec2:Vpc` that are not about route
 * tables depend on none.
 */
export function isIn(graph: Graph, endpoint: GraphNode, table: Table): Truth {
    const separate = graph.referring(endpoint.urn, ["vpcEndpointId"], AWS.endpointTable, AWS.vpcEndpoint);
    if (separate.some((each) => graph.reference(each, ["routeTableId"], ...TABLES) === table.key)) return true;
    const listed = graph.references(endpoint, ["routeTableIds"], ...TABLES);
    if (listed.certain) return listed.keys.includes(table.key);
    const { keys } = graph.references(endpoint, ["routeTableIds"], AWS.routeTable, AWS.defaultRouteTable);
    return keys.includes(table.key) ? true : keys.length > 0 ? false : "unknown";
}
