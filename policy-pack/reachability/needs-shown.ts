/** Needs that several kinds of workload show in the same way: secrets, databases, buckets. */
import { textAt, UNKNOWN, valueAt } from "../known";
import { AWS } from "./aws-types";
import { unique, type Graph, type GraphNode } from "./graph";

const DATABASES: Readonly<Record<string, { readonly hosts: readonly string[]; readonly port: (node: GraphNode) => number }>> = {
    [AWS.rdsInstance]: { hosts: ["address"], port: rdsPort },
    [AWS.rdsCluster]: { hosts: ["endpoint", "readerEndpoint"], port: rdsPort },
    [AWS.rdsProxy]: { hosts: ["endpoint"], port: ({ properties }) => (properties["engineFamily"] === "MYSQL" ? 3306 : 5432) },
    [AWS.documentDbCluster]: { hosts: ["endpoint", "readerEndpoint"], port: () => 27_017 },
    [AWS.cacheGroup]: { hosts: ["primaryEndpointAddress", "configurationEndpointAddress"], port: () => 6379 },
    [AWS.cacheCluster]: { hosts: ["clusterAddress", "configurationEndpoint"], port: () => 6379 },
};

/** Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Troubleshooting.html#CHAP_Troubleshooting.Connecting */
function rdsPort({ properties }: GraphNode): number {
    return textAt(properties, "engine")?.includes("postgres") === true ? 5432 : 3306;
}

/** Databases whose address is in a text, or from which the property that holds the text came. */
export function databasesIn(graph: Graph, texts: readonly string[], node: GraphNode, property: string): string[] {
    const behind = (node.propertyDependencies[property] ?? []).flatMap((urn) => graph.node(urn) ?? []);
    const named = graph.ofType(...Object.keys(DATABASES)).filter(({ type, properties }) =>
        (DATABASES[type]?.hosts ?? []).some((each) => {
            const host = textAt(properties, each);
            return host !== undefined && host !== "" && texts.some((text) => text.includes(host));
        }),
    );
    return unique([...behind.filter(({ type }) => type in DATABASES), ...named]).map((database) => {
        const port = valueAt(database.properties, "port");
        return `tcp:${database.name}:${String(typeof port === "number" ? port : (DATABASES[database.type]?.port(database) ?? 0))}`;
    });
}

/** Whether a property came from a secret. */
export function comesFrom(graph: Graph, node: GraphNode, property: string, ...types: readonly string[]): boolean {
    return (node.propertyDependencies[property] ?? []).some((urn) => types.includes(graph.node(urn)?.type ?? ""));
}

/** Services whose data a role may use, where a statement names the bucket or table: nobody writes one for nothing. */
export function servicesOfRole(graph: Graph, node: GraphNode, property: string): string[] {
    const role = graph.reference(node, [property], ROLE);
    if (role === undefined) return [];
    const texts = graph
        .referring(role, ["role"], "aws:iam/rolePolicy:RolePolicy", ROLE)
        .map(({ properties }) => valueAt(properties, "policy"));
    const named = texts.filter((text) => typeof text === "string");
    return unique(named.flatMap((text) => DATA_ARNS.flatMap(([pattern, service]) => (pattern.test(text) ? [`service:${service}`] : []))));
}

const ROLE = "aws:iam/role:Role";

const DATA_ARNS: readonly (readonly [RegExp, string])[] = [
    [/"arn:aws[a-z-]*:s3:::/, "s3"],
    [/"arn:aws[a-z-]*:dynamodb:/, "dynamodb"],
];

/** Texts of a map of settings, as far as they are known. */
export function textsOf(settings: unknown): string[] {
    if (typeof settings !== "object" || settings === null) return [];
    return Object.keys(settings).flatMap((name) => {
        const value = valueAt(settings, name);
        return value !== UNKNOWN && typeof value === "string" ? [value] : [];
    });
}
