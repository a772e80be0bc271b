/** ElastiCache subnet groups and parameter groups. */
import { arnOf, blocksOf, requiredText, textsOf } from "../reading";
import type { StoredResource } from "../account";
import { Refusal } from "../refusal";
import type { Call, ResourceType, Service } from "../resource-type";
import { CACHE_FAMILIES } from "./elasticache-rules";

const SUBNET_GROUP = "aws:elasticache/subnetGroup:SubnetGroup";
const PARAMETER_GROUP = "aws:elasticache/parameterGroup:ParameterGroup";
const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

type Place = Pick<Call, "account" | "region">;

function refusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("ElastiCache", operation, code, reason);
}

function named({ account, region }: Place, type: string, name: string): StoredResource | undefined {
    const found = account.find(type, name.toLowerCase());
    return found?.region === region ? found : undefined;
}

/** Groups that name the resource in that property. */
function isInUse({ account, region }: Place, property: string, name: string): boolean {
    return account.list(REPLICATION_GROUP).some((group) => group.region === region && group.properties[property] === name);
}

/**
 * The VPC and zones of a subnet group.
 * @throws Refusal CacheSubnetGroupNotFoundFault; InvalidParameterValue without a group, since there is no default VPC
 */
export function cacheNetworkOf(call: Place, operation: string, groupName: string | undefined): { vpcId: string; zones: readonly string[] } {
    if (groupName === undefined)
        throw refusal(
            operation,
            "InvalidParameterValue",
            "Use of cache security groups is not permitted in this API version for your account.",
        );
    const group = named(call, SUBNET_GROUP, groupName);
    if (group === undefined) throw refusal(operation, "CacheSubnetGroupNotFoundFault", `Cache Subnet Group ${groupName} does not exist.`);
    const subnets = textsOf(group.properties, "subnetIds").flatMap((id) => call.account.find("aws:ec2/subnet:Subnet", id) ?? []);
    const zones = [...new Set(subnets.map(({ properties }) => requiredText(properties, "availabilityZone")))].sort();
    return { vpcId: requiredText(group.properties, "vpcId"), zones };
}

/** Refuses a parameter group that is missing or of another family. AWS's default groups always exist. */
export function refuseUnfitCacheGroup(call: Place, operation: string, groupName: string, family: string): void {
    if (groupName === `default.${family}` || groupName === `default.${family}.cluster.on`) return;
    const group = named(call, PARAMETER_GROUP, groupName);
    if (group === undefined) throw refusal(operation, "CacheParameterGroupNotFound", `CacheParameterGroup not found: ${groupName}`);
    const found = requiredText(group.properties, "family");
    if (found === family) return;
    const reason = `Expected a parameter group of family ${family} but found one of family ${found}`;
    throw refusal(operation, "InvalidParameterCombination", reason);
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html */
function vpcOf({ account }: Place, operation: string, subnetIds: readonly string[]): string {
    const missing = subnetIds.filter((id) => account.find("aws:ec2/subnet:Subnet", id) === undefined);
    if (missing.length > 0) throw refusal(operation, "InvalidSubnet", `Some input subnets in :[${missing.join(", ")}] are invalid.`);
    const vpcs = subnetIds
        .flatMap((id) => account.find("aws:ec2/subnet:Subnet", id) ?? [])
        .map(({ properties }) => requiredText(properties, "vpcId"));
    const [vpcId = "", other] = [...new Set(vpcs)];
    if (other !== undefined) throw refusal(operation, "InvalidSubnet", `Subnet has different VPC Id: ${other} than ${vpcId}`);
    return vpcId;
}

const subnetGroup: ResourceType = {
    token: SUBNET_GROUP,
    sets: ["subnetIds"],
    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name").toLowerCase();
        const operation = "CreateCacheSubnetGroup";
        if (named(call, SUBNET_GROUP, name))
            throw refusal(operation, "CacheSubnetGroupAlreadyExists", `Cache subnet group ${name} already exists.`);
        const vpcId = vpcOf(call, operation, textsOf(inputs, "subnetIds"));
        return { id: name, computed: { arn: arnOf(account, "elasticache", region, `subnetgroup:${name}`), name, vpcId } };
    },
    update: (call) => ({ vpcId: vpcOf(call, "ModifyCacheSubnetGroup", textsOf(call.inputs, "subnetIds")) }),
    delete(call) {
        if (!isInUse(call, "subnetGroupName", call.current.id)) return "removed";
        const reason = `Cache subnet group ${call.current.id} is currently in use by a cache cluster.`;
        throw refusal("DeleteCacheSubnetGroup", "CacheSubnetGroupInUse", reason);
    },
};

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html */
const PARAMETERS =
    `acl-pubsub-default acllog-max-len active-defrag-cycle-max active-defrag-cycle-min active-defrag-ignore-bytes active-defrag-max-scan-fields
    active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort activedefrag activerehashing appendfsync appendonly
    client-output-buffer-limit-normal-hard-limit client-output-buffer-limit-normal-soft-limit client-output-buffer-limit-normal-soft-seconds
    client-output-buffer-limit-pubsub-hard-limit client-output-buffer-limit-pubsub-soft-limit client-output-buffer-limit-pubsub-soft-seconds
    client-output-buffer-limit-replica-soft-seconds client-query-buffer-limit close-on-replica-write close-on-slave-write
    cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down cluster-enabled cluster-require-full-coverage databases hash-max-listpack-entries
    hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value hll-sparse-max-bytes lazyfree-lazy-eviction lazyfree-lazy-expire
    lazyfree-lazy-server-del lazyfree-lazy-user-del lfu-decay-time lfu-log-factor list-compress-depth list-max-listpack-size list-max-ziplist-size
    lua-replicate-commands lua-time-limit maxclients maxmemory-policy maxmemory-samples min-replicas-max-lag min-replicas-to-write
    min-slaves-max-lag min-slaves-to-write notify-keyspace-events proto-max-bulk-len rename-commands repl-backlog-size repl-backlog-ttl repl-timeout
    replica-allow-chaining replica-ignore-maxmemory replica-lazy-flush reserved-memory reserved-memory-percent set-max-intset-entries
    slave-allow-chaining slowlog-log-slower-than slowlog-max-len stream-node-max-bytes stream-node-max-entries tcp-keepalive timeout
    tracking-table-max-keys zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries zset-max-ziplist-value`.split(/\s+/);

function refuseUnknownParameters(inputs: Parameters<ResourceType["create"]>[0]["inputs"]): void {
    const unknown = blocksOf(inputs, "parameters").find((parameter) => !PARAMETERS.includes(requiredText(parameter, "name")));
    if (unknown === undefined) return;
    const reason = `Could not find parameter with name: ${requiredText(unknown, "name")}`;
    throw refusal("ModifyCacheParameterGroup", "InvalidParameterValue", reason);
}

const parameterGroup: ResourceType = {
    token: PARAMETER_GROUP,
    sets: ["parameters"],
    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name").toLowerCase();
        const family = requiredText(inputs, "family");
        const operation = "CreateCacheParameterGroup";
        if (named(call, PARAMETER_GROUP, name))
            throw refusal(operation, "CacheParameterGroupAlreadyExists", `CacheParameterGroup ${name} already exists.`);
        if (!CACHE_FAMILIES.includes(family)) {
            throw refusal(operation, "InvalidParameterValue", `CacheParameterGroupFamily ${family} is not a valid parameter group family.`);
        }
        refuseUnknownParameters(inputs);
        return { id: name, computed: { arn: arnOf(account, "elasticache", region, `parametergroup:${name}`), name } };
    },
    update({ inputs }) {
        refuseUnknownParameters(inputs);
        return {};
    },
    delete(call) {
        if (!isInUse(call, "parameterGroupName", call.current.id)) return "removed";
        const reason = `One or more cache clusters are still members of this parameter group ${call.current.id}, so the group cannot be deleted.`;
        throw refusal("DeleteCacheParameterGroup", "InvalidCacheParameterGroupState", reason);
    },
};

export const service: Service = { name: "Amazon ElastiCache (groups)", resourceTypes: [subnetGroup, parameterGroup] };
