/** ElastiCache replication groups (Redis OSS and Valkey): nodes, addresses, encryption, failover. */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import { accountToken, leftOut } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { problemsOf } from "../validation";
import { cacheNetworkOf, refuseUnfitCacheGroup } from "./elasticache-groups";
import {
    cacheEngineOf,
    CACHE_PORT,
    cacheVersionOf,
    groupIdOf,
    nodeCounts,
    refuseBadAuthToken,
    refuseBadFailover,
    refuseBadNodeType,
    type CacheVersion,
} from "./elasticache-rules";
import { findUsableKey } from "./kms";
import { compareVersions } from "./rds-engines";

const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SNAPSHOT = "aws:elasticache/snapshot:Snapshot";

/** From this version on encryption in transit can be switched without a new group. */
const SWITCHES_ENCRYPTION_FROM = "7.0.5";

function refusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("ElastiCache", operation, code, reason);
}

function refuseBadSettings(call: Call, operation: string, inputs: Properties, version: CacheVersion): void {
    const nodeType = textOf(inputs, "nodeType");
    if (nodeType !== undefined) refuseBadNodeType(operation, nodeType);
    refuseBadFailover(operation, inputs);
    refuseBadAuthToken(operation, inputs);
    const group = textOf(inputs, "parameterGroupName");
    if (group !== undefined) refuseUnfitCacheGroup(call, operation, group, version.family);
    for (const id of textsOf(inputs, "securityGroupIds")) refuseUnfitSecurityGroup(call, operation, id, inputs);
}

function refuseUnfitSecurityGroup(call: Call, operation: string, id: string, inputs: Properties): void {
    const group = call.account.find("aws:ec2/securityGroup:SecurityGroup", id);
    if (group === undefined) throw refusal(operation, "InvalidParameterValue", `Some security groups are invalid: ${id}`);
    const { vpcId } = cacheNetworkOf(call, operation, textOf(inputs, "subnetGroupName"));
    const groupVpc = requiredText(group.properties, "vpcId");
    if (groupVpc === vpcId) return;
    const reason = `The cache cluster and the security group ${id} are in different VPCs: ${vpcId} and ${groupVpc}`;
    throw refusal(operation, "InvalidParameterCombination", reason);
}

/** Whether data is spread over shards, so that clients need the configuration endpoint. */
function isClustered(inputs: Properties): boolean {
    return (
        (numberOf(inputs, "numNodeGroups") ?? 1) > 1 ||
        textOf(inputs, "clusterMode") === "enabled" ||
        (textOf(inputs, "parameterGroupName") ?? "").endsWith(".cluster.on")
    );
}

/**
 * Addresses of a group: with encryption in transit, `master.` and `replica.` stand before its id.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html
 */
function addressesOf(call: Pick<Call, "account" | "region">, id: string, inputs: Properties): Properties {
    const domain = `${accountToken(call.account, `elasticache ${call.region}`, 6)}.${shortRegion(call.region)}.cache.amazonaws.com`;
    const isTls = isSet(inputs, "transitEncryptionEnabled");
    const none = { configurationEndpointAddress: "", primaryEndpointAddress: "", readerEndpointAddress: "" };
    if (isClustered(inputs))
        return {
            ...none,
            configurationEndpointAddress: isTls ? `clustercfg.${id}.${domain}` : `${id}.${domain.replace(".", ".clustercfg.")}`,
        };
    if (isTls) return { ...none, primaryEndpointAddress: `master.${id}.${domain}`, readerEndpointAddress: `replica.${id}.${domain}` };
    const [token = "", ...rest] = domain.split(".");
    return {
        ...none,
        primaryEndpointAddress: `${id}.${token}.ng.0001.${rest.join(".")}`,
        readerEndpointAddress: `${id}-ro.${token}.ng.0001.${rest.join(".")}`,
    };
}

/** `us-east-1` as ElastiCache writes it in its endpoints: `use1`. */
function shortRegion(region: string): string {
    const [area = "", direction = "", number = ""] = region.split("-");
    const letters = direction.replace("north", "n").replace("south", "s").replace("east", "e").replace("west", "w").replace("central", "c");
    return `${area}${letters}${number}`;
}

function membersOf(id: string, inputs: Properties): readonly string[] {
    const { shards, replicasPerShard } = nodeCounts(inputs);
    const nodes = Array.from({ length: replicasPerShard + 1 }, (_, i) => String(i + 1).padStart(3, "0"));
    if (!isClustered(inputs)) return nodes.map((node) => `${id}-${node}`);
    return Array.from({ length: shards }, (_, i) => String(i + 1).padStart(4, "0")).flatMap((shard) =>
        nodes.map((node) => `${id}-${shard}-${node}`),
    );
}

function nodesOf(id: string, inputs: Properties): Properties {
    const { shards, replicasPerShard } = nodeCounts(inputs);
    return {
        memberClusters: membersOf(id, inputs),
        numCacheClusters: shards * (replicasPerShard + 1),
        numNodeGroups: shards,
        replicasPerNodeGroup: replicasPerShard,
    };
}

function create(call: CreateCall) {
    const { account, region, inputs } = call;
    const operation = "CreateReplicationGroup";
    const id = groupIdOf(inputs);
    if (account.find(REPLICATION_GROUP, id)?.region === region) {
        throw refusal(operation, "ReplicationGroupAlreadyExists", `Replication group ${id} already exists.`);
    }
    if (textOf(inputs, "nodeType") === undefined)
        throw new ProviderError('"node_type" is required unless "global_replication_group_id" is set.');
    const version = cacheVersionOf(operation, cacheEngineOf(inputs), textOf(inputs, "engineVersion"));
    const { vpcId } = cacheNetworkOf(call, operation, textOf(inputs, "subnetGroupName"));
    refuseBadSettings(call, operation, inputs, version);
    const key = textOf(inputs, "kmsKeyId");
    if (key !== undefined && findUsableKey(call, key) === undefined) {
        throw refusal(operation, "InvalidParameterValue", `The specified KMS key ${key} does not exist, or it is not enabled.`);
    }
    const vpc = account.find("aws:ec2/vpc:Vpc", vpcId);
    return {
        id,
        computed: {
            ...leftOut(inputs, {
                applyImmediately: false,
                // Valkey encrypts at rest and in transit unless told otherwise, Redis does not.
                atRestEncryptionEnabled: cacheEngineOf(inputs) === "valkey",
                autoMinorVersionUpgrade: true,
                clusterMode: isClustered(inputs) ? "enabled" : "disabled",
                dataTieringEnabled: false,
                durability: "",
                engine: "redis",
                engineVersion: version.written,
                globalReplicationGroupId: "",
                ipDiscovery: "ipv4",
                maintenanceWindow: "sun:06:00-sun:07:00",
                networkType: "ipv4",
                nodeGroupConfigurations: [],
                parameterGroupName: `default.${version.family}${isClustered(inputs) ? ".cluster.on" : ""}`,
                port: CACHE_PORT,
                securityGroupIds: vpc === undefined ? [] : [requiredText(vpc.properties, "defaultSecurityGroupId")],
                securityGroupNames: [],
                snapshotWindow: "04:00-05:00",
                transitEncryptionEnabled: cacheEngineOf(inputs) === "valkey",
                transitEncryptionMode: isSet(inputs, "transitEncryptionEnabled") ? "required" : "",
                ...nodesOf(id, inputs),
            }),
            memberClusters: membersOf(id, inputs),
            arn: arnOf(account, "elasticache", region, `replicationgroup:${id}`),
            clusterEnabled: isClustered(inputs),
            engineVersionActual: version.actual,
            replicationGroupId: id,
            ...addressesOf(call, id, inputs),
        },
    };
}

function update(call: UpdateCall) {
    const { inputs, current } = call;
    const operation = "ModifyReplicationGroup";
    const version = cacheVersionOf(
        operation,
        cacheEngineOf(inputs),
        textOf(inputs, "engineVersion") ?? textOf(current.properties, "engineVersion"),
    );
    refuseBadSettings(call, operation, inputs, version);
    return { ...nodesOf(current.id, inputs), engineVersionActual: version.actual, ...addressesOf(call, current.id, inputs) };
}

const replicationGroup: ResourceType = {
    token: REPLICATION_GROUP,
    sets: [
        "securityGroupIds",
        "securityGroupNames",
        "snapshotArns",
        "userGroupIds",
        "logDeliveryConfigurations",
        "nodeGroupConfigurations",
    ],
    changesOnUpdate: {
        memberClusters: ["numCacheClusters", "numNodeGroups", "replicasPerNodeGroup"],
        engineVersionActual: ["engine", "engineVersion"],
    },
    check: (inputs) => [
        ...problemsOf(inputs, [
            { property: "replicationGroupId", length: [1, 40] },
            {
                property: "replicationGroupId",
                pattern: /^[A-Za-z](?!.*--)[0-9A-Za-z-]*(?<!-)$/,
                allowed: "letters, digits and hyphens; a letter first, no two hyphens in a row, none at the end",
            },
            { property: "engine", oneOf: ["redis", "valkey"] },
            { property: "replicasPerNodeGroup", range: [0, 5] },
            { property: "snapshotRetentionLimit", range: [0, 35] },
            { property: "notificationTopicArn", format: "ARN" },
        ]),
        ...(inputs["multiAzEnabled"] === true && inputs["automaticFailoverEnabled"] === false
            ? [{ property: "multiAzEnabled", reason: "automatic_failover_enabled must be true if multi_az_enabled is true" }]
            : []),
        ...(inputs["automaticFailoverEnabled"] === true && typeof inputs["numCacheClusters"] === "number" && inputs["numCacheClusters"] < 2
            ? [{ property: "numCacheClusters", reason: `"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true` }]
            : []),
    ],
    replaceWhen(olds, news) {
        const replaced: string[] = [];
        const from = textOf(olds, "engineVersion");
        const to = textOf(news, "engineVersion");
        const numbers = (version: string) => version.replace(/\.x$/, "");
        if (from !== undefined && to !== undefined && compareVersions(numbers(to), numbers(from)) < 0 && olds["engine"] === news["engine"])
            replaced.push("engineVersion");
        if (olds["engine"] === "valkey" && cacheEngineOf(news) === "redis") replaced.push("engine");
        if (JSON.stringify(olds["nodeGroupConfigurations"]) !== JSON.stringify(news["nodeGroupConfigurations"]))
            replaced.push("nodeGroupConfigurations");
        const actual = from === undefined ? undefined : cacheVersionOf("ModifyReplicationGroup", cacheEngineOf(olds), from).actual;
        if (actual !== undefined && compareVersions(actual, SWITCHES_ENCRYPTION_FROM) < 0) replaced.push("transitEncryptionEnabled");
        return replaced;
    },
    keepsWhen: (olds, news) => (olds["port"] === CACHE_PORT && news["port"] === undefined ? ["port"] : []),
    create,
    update,
    delete({ account, region, current }) {
        const name = textOf(current.properties, "finalSnapshotIdentifier");
        if (name === undefined) return "removed";
        if (account.find(SNAPSHOT, name)) {
            throw refusal("DeleteReplicationGroup", "SnapshotAlreadyExistsFault", "Snapshot with specified name already exists.");
        }
        const properties = {
            name,
            replicationGroupId: current.id,
            status: "available",
            arn: arnOf(account, "elasticache", region, `snapshot:${name}`),
        };
        account.put({ type: SNAPSHOT, id: name, region, properties, note: `final snapshot of ${current.id}` });
        return "removed";
    },
};

export const service: Service = { name: "Amazon ElastiCache (replication groups)", resourceTypes: [replicationGroup] };
