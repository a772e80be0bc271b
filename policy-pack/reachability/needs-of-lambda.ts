import { textAt, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { comesFrom, databasesIn, servicesOfRole, textsOf } from "./needs-shown";

/**
 * Needs that a function shows: the secret and the database in its environment, the bucket in its role, its file system.
 *
 * Its own log does not pass its network interface.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export function needsOfFunction(graph: Graph, lambda: GraphNode): string[] {
    const texts = textsOf(valueAt(lambda.properties, "environment", "variables"));
    const namesSecret = texts.some((text) => /^arn:aws[a-z-]*:secretsmanager:/.test(text));
    const accessPoint = textAt(lambda.properties, "fileSystemConfig", "arn");
    const fileSystems = (lambda.propertyDependencies["fileSystemConfig"] ?? [])
        .flatMap((urn) => graph.node(urn) ?? [])
        .concat(graph.ofType(ACCESS_POINT).filter(({ properties }) => accessPoint !== undefined && properties["arn"] === accessPoint))
        .flatMap((node) => (node.type === ACCESS_POINT ? graph.references(node, ["fileSystemId"], AWS.fileSystem).keys : []));
    return [
        ...(namesSecret || comesFrom(graph, lambda, "environment", AWS.secret, AWS.secretVersion) ? ["service:secretsmanager"] : []),
        ...databasesIn(graph, texts, lambda, "environment"),
        ...servicesOfRole(graph, lambda, "role"),
        ...fileSystems.map((key) => `efs:${graph.node(key)?.name ?? key}`),
    ];
}

const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";
