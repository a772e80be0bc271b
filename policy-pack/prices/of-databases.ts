/** Prices of databases and caches. */
import { textAt, UNKNOWN, valueAt } from "../known";
import type { Graph, GraphNode } from "../reachability/graph";
import { byNumber, bySwitch, byText, cost, gap, hourly, together, type Priced, type Pricer } from "./cost";
import { usdPerHour } from "./instances";
import { DATABASE_STORAGE_USD_PER_GIB, USD_PER_HOUR } from "./rates";

const AURORA_CLUSTER = "aws:rds/cluster:Cluster";
const DOCUMENTDB_CLUSTER = "aws:docdb/cluster:Cluster";

/** The class that Aurora and DocumentDB bill by capacity in the place of hours of a machine. */
const SERVERLESS = "db.serverless";

function machine(what: string, engine: string, type: string, count: number): Priced {
    const usd = usdPerHour(engine, type);
    if (usd === undefined) return gap(`${type} with ${engine} is not in the price table`);
    return hourly(`${count === 1 ? "" : `${count} × `}${what} ${type}`, count * usd);
}

/** A standby in a second zone doubles the instance and its storage: https://aws.amazon.com/rds/postgresql/pricing/ */
const rdsInstance: Pricer = (node) =>
    bySwitch(node, ["multiAz"], (multiAz) => {
        const copies = multiAz ? 2 : 1;
        return together(
            byText(node, ["instanceClass"], undefined, (type) =>
                byText(node, ["engine"], undefined, (engine) => machine("RDS instance", engine, type, copies)),
            ),
            byNumber(node, ["allocatedStorage"], undefined, (gib) => storage(node, gib, copies)),
        );
    });

function storage(node: GraphNode, gib: number, copies: number): Priced {
    return byText(node, ["storageType"], "gp2", (type) => {
        const usd = DATABASE_STORAGE_USD_PER_GIB[type];
        if (usd === undefined) return gap(`storage of type ${type} is not in the price table`);
        const provisioned = /^io/.test(type) ? [gap("its provisioned operations")] : [];
        return together(cost(`${gib} GiB storage${copies === 1 ? "" : " twice"}`, gib * usd * copies), ...provisioned);
    });
}

const auroraInstance: Pricer = (node, graph) =>
    byText(node, ["instanceClass"], undefined, (type) =>
        type === SERVERLESS
            ? capacity(clusterOf(node, graph, AURORA_CLUSTER), "serverlessv2ScalingConfiguration", USD_PER_HOUR.auroraCapacityUnit)
            : byText(node, ["engine"], undefined, (engine) => machine("Aurora instance", engine, type, 1)),
    );

const documentDbInstance: Pricer = (node, graph) =>
    byText(node, ["instanceClass"], undefined, (type) =>
        type === SERVERLESS
            ? capacity(clusterOf(node, graph, DOCUMENTDB_CLUSTER), "serverlessV2ScalingConfiguration", USD_PER_HOUR.documentDbCapacityUnit)
            : machine("DocumentDB instance", "docdb", type, 1),
    );

function clusterOf(node: GraphNode, graph: Graph, type: string): GraphNode | undefined {
    const [key, ...others] = graph.references(node, ["clusterIdentifier"], type).keys;
    return key === undefined || others.length > 0 ? undefined : graph.node(key);
}

/** The least that a serverless instance runs with is what is sure to be paid. */
function capacity(cluster: GraphNode | undefined, property: string, usdPerUnit: number): Priced {
    if (cluster === undefined) return gap("its cluster is not in the stack, or not known yet");
    return byNumber(cluster, [property, "minCapacity"], undefined, (units) =>
        together(hourly(`serverless instance of ${units} capacity units`, units * usdPerUnit), gap("capacity above its minimum")),
    );
}

/** Instances have prices of their own; storage and requests are paid by use. */
const cluster: Pricer = (node) =>
    valueAt(node.properties, "dbClusterInstanceClass") === undefined
        ? gap("storage and requests, paid by use")
        : gap("clusters of Multi-AZ instances are not in the price table");

const cacheGroup: Pricer = (node) =>
    byText(node, ["nodeType"], undefined, (type) =>
        byText(node, ["engine"], "redis", (engine) => {
            const shards = valueAt(node.properties, "numNodeGroups");
            const replicas = valueAt(node.properties, "replicasPerNodeGroup");
            if (shards === UNKNOWN || replicas === UNKNOWN) return gap("its number of nodes is not known yet");
            const sharded = typeof shards === "number" && (shards > 1 || typeof replicas === "number");
            const perShard = 1 + (typeof replicas === "number" ? replicas : 0);
            if (sharded) return machine("cache node", engine, type, shards * perShard);
            return byNumber(node, ["numCacheClusters"], 1, (count) => machine("cache node", engine, type, count));
        }),
    );

const cacheCluster: Pricer = (node) => {
    // Its nodes are those of the group that it belongs to.
    if (textAt(node.properties, "replicationGroupId") !== undefined) return gap();
    return byText(node, ["nodeType"], undefined, (type) =>
        byText(node, ["engine"], undefined, (engine) =>
            byNumber(node, ["numCacheNodes"], 1, (count) => machine("cache node", engine, type, count)),
        ),
    );
};

/** Pricers by type token. */
export const DATABASE_PRICERS: Readonly<Record<string, Pricer>> = {
    "aws:rds/instance:Instance": rdsInstance,
    "aws:rds/clusterInstance:ClusterInstance": auroraInstance,
    [AURORA_CLUSTER]: cluster,
    "aws:docdb/clusterInstance:ClusterInstance": documentDbInstance,
    [DOCUMENTDB_CLUSTER]: cluster,
    "aws:elasticache/replicationGroup:ReplicationGroup": cacheGroup,
    "aws:elasticache/cluster:Cluster": cacheCluster,
};
