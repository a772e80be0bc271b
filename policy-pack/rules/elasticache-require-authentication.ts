import { isGiven, listAt, textAt, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Caches ask their clients for a token or a user.
 *
 * Without one, whoever reaches the port reads every session. A single cluster of Redis or Valkey cannot ask: AWS takes a token only for
 * replication groups. Memcached knows no passwords and is not judged; serverless caches have users by default.
 */
export const checkAuthentication: ResourceCheck = ({ type, name, props }) =>
    type === TYPES.cacheCluster ? judgeCluster(name, props) : judgeGroup(name, props);

function judgeGroup(name: string, props: unknown): ReturnType<ResourceCheck> {
    // A group in a global datastore takes over what the primary group asks for.
    if (isGiven(valueAt(props, "globalReplicationGroupId"))) return [];
    const token = valueAt(props, "authToken");
    const users = listAt(props, "userGroupIds");
    if (token === UNKNOWN || users === UNKNOWN) return "unknown";
    const asks = isGiven(token) || (users ?? []).length > 0;
    return asks
        ? []
        : [`authToken and userGroupIds of cache ${name} = not set; wanted is one of them, with transitEncryptionEnabled = true.`];
}

function judgeCluster(name: string, props: unknown): ReturnType<ResourceCheck> {
    const [engine, group] = [valueAt(props, "engine"), valueAt(props, "replicationGroupId")];
    if (engine === UNKNOWN || group === UNKNOWN) return "unknown";
    const cannotAsk = !isGiven(group) && /^(redis|valkey)$/.test(textAt(props, "engine") ?? "");
    return cannotAsk ? [`engine of cache cluster ${name} = ${String(engine)}, without authToken; wanted is a ReplicationGroup.`] : [];
}

export const elasticacheRequireAuthentication = resourcePolicy(
    {
        name: "elasticache-require-authentication",
        displayName: "Caches ask who their clients are",
        description: "Caches ask their clients for a token or a user.",
        severity: "high",
        remediationSteps:
            "Set authToken (16 to 128 characters) or userGroupIds on the ReplicationGroup, and transitEncryptionEnabled: true.",
        url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
    },
    [TYPES.replicationGroup, TYPES.cacheCluster],
    checkAuthentication,
);
