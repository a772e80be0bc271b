/** What AWS refuses of an ElastiCache replication group by its settings. */
import type { Properties } from "../../provider/values";
import { isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";

/** Versions that can be created, oldest first: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html */
const VERSIONS: Readonly<Record<string, readonly string[] | undefined>> = {
    redis: ["5.0.6", "6.0", "6.2", "7.0", "7.1"],
    valkey: ["7.2", "8.0", "8.1", "8.2"],
};

/** Versions in full, as nodes report them, where they have one more part than the program writes. */
const PATCHES: Readonly<Record<string, string | undefined>> = {
    "6.0": "6.0.5",
    "6.2": "6.2.6",
    "7.0": "7.0.7",
    "7.1": "7.1.0",
    "7.2": "7.2.6",
    "8.0": "8.0.1",
    "8.1": "8.1.0",
    "8.2": "8.2.0",
};

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html */
const NODE_FAMILIES = "t3 t4g m5 m6g m7g r5 r6g r6gd r7g c7gn".split(" ");
const BURSTABLE_SIZES = ["micro", "small", "medium"];
const FIXED_SIZES = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"];

export interface CacheVersion {
    /** As it is written, for example `7.1`. */
    readonly written: string;
    /** As it runs, for example `7.1.0`. */
    readonly actual: string;
    /** For example `redis7`. */
    readonly family: string;
}

function refusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("ElastiCache", operation, code, reason);
}

/**
 * The version that will run: a major version with `.x` means its newest one, nothing means the engine's newest.
 * @throws Refusal InvalidParameterCombination
 */
export function cacheVersionOf(operation: string, engine: string, requested: string | undefined): CacheVersion {
    const known = VERSIONS[engine] ?? [];
    const wanted = requested ?? known.at(-1) ?? "";
    const prefix = /^(\d+)\.x$/.exec(wanted)?.[1];
    const written =
        prefix === undefined
            ? known.find((version) => version === wanted)
            : known.filter((version) => version.startsWith(`${prefix}.`)).at(-1);
    if (written === undefined) throw refusal(operation, "InvalidParameterCombination", `Cannot find version ${wanted} for ${engine}`);
    return { written: wanted, actual: PATCHES[written] ?? written, family: familyOf(engine, written) };
}

/** Redis 6 writes its family with `.x`, the versions before it with their minor number, those after with the major one. */
function familyOf(engine: string, version: string): string {
    const [major = "", minor = ""] = version.split(".");
    if (major === "5") return `${engine}5.${minor}`;
    return major === "6" ? `${engine}6.x` : `${engine}${major}`;
}

/** Families of parameter groups. */
export const CACHE_FAMILIES: readonly string[] = [
    ...new Set(Object.entries(VERSIONS).flatMap(([engine, versions]) => (versions ?? []).map((version) => familyOf(engine, version)))),
];

export function refuseBadNodeType(operation: string, nodeType: string): void {
    const [prefix, family = "", size = ""] = nodeType.split(".");
    const sizes = family.startsWith("t") ? BURSTABLE_SIZES : FIXED_SIZES;
    if (prefix === "cache" && NODE_FAMILIES.includes(family) && sizes.includes(size)) return;
    throw refusal(operation, "InvalidParameterValue", `The parameter CacheNodeType is not a valid node type: ${nodeType}`);
}

/** Nodes of a group: those of each shard, times the shards. */
export function nodeCounts(inputs: Properties): { shards: number; replicasPerShard: number } {
    const clusters = numberOf(inputs, "numCacheClusters");
    if (clusters !== undefined) return { shards: 1, replicasPerShard: clusters - 1 };
    return { shards: numberOf(inputs, "numNodeGroups") ?? 1, replicasPerShard: numberOf(inputs, "replicasPerNodeGroup") ?? 0 };
}

/**
 * Failover needs a node to fail over to; several zones need failover.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 */
export function refuseBadFailover(operation: string, inputs: Properties): void {
    if (isSet(inputs, "automaticFailoverEnabled") && nodeCounts(inputs).replicasPerShard < 1) {
        const reason = "When using automatic failover, there must be at least 2 cache clusters in the replication group.";
        throw refusal(operation, "InvalidParameterValue", reason);
    }
    const zones = textsOf(inputs, "preferredCacheClusterAzs");
    const clusters = numberOf(inputs, "numCacheClusters");
    if (zones.length > 0 && clusters !== undefined && zones.length !== clusters) {
        const reason = "Number of Availability Zones must match the number of cache clusters";
        throw refusal(operation, "InvalidParameterCombination", reason);
    }
}

/**
 * The rules of the AUTH token. The token itself never gets into a message.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
 */
export function refuseBadAuthToken(operation: string, inputs: Properties): void {
    const token = textOf(inputs, "authToken") ?? textOf(inputs, "authTokenWo");
    if (token === undefined) return;
    if (!isSet(inputs, "transitEncryptionEnabled")) {
        const reason = "The AUTH token is only supported when encryption-in-transit is enabled";
        throw refusal(operation, "InvalidParameterCombination", reason);
    }
    if (token.length < 16 || token.length > 128 || !/^[!-~]+$/.test(token) || /[/@"]/.test(token)) {
        throw refusal(operation, "InvalidParameterValue", "Invalid AUTH token provided. Please check valid AUTH token format.");
    }
}

/** The port that the program says, else the engine's. */
export const CACHE_PORT = 6379;

/** @returns the engine as the provider sends it */
export function cacheEngineOf(inputs: Properties): string {
    return textOf(inputs, "engine") ?? "redis";
}

/** The id as AWS keeps it. */
export function groupIdOf(inputs: Properties): string {
    return requiredText(inputs, "replicationGroupId").toLowerCase();
}
