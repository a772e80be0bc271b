/** Databases, caches and file systems of a random program, behind the group `guarded`. */
import { Reference, type Declaration } from "./declarations";
import type { Blueprint } from "./blueprint";
import { subnetsIn, zonesOf } from "./program-subnets";

const PASSWORD = "correct-horse-battery";

export function databases(blueprint: Blueprint): Declaration[] {
    return blueprint.databases.flatMap((kind) => KINDS[kind]?.(blueprint) ?? []);
}

const GUARDED = [new Reference("guarded")];

const KINDS: Readonly<Record<string, (blueprint: Blueprint) => Declaration[]>> = {
    postgres: (blueprint) => [
        subnetGroup("aws:rds/subnetGroup:SubnetGroup", "postgres", blueprint),
        {
            type: "aws:rds/instance:Instance",
            name: "postgres",
            inputs: {
                identifier: "postgres",
                engine: "postgres",
                instanceClass: "db.t4g.micro",
                allocatedStorage: 20,
                username: "librechat",
                password: PASSWORD,
                skipFinalSnapshot: true,
                multiAz: true,
                dbSubnetGroupName: new Reference("postgres-subnets", "name"),
                vpcSecurityGroupIds: GUARDED,
            },
        },
    ],
    chats: (blueprint) => [
        subnetGroup("aws:docdb/subnetGroup:SubnetGroup", "chats", blueprint),
        {
            type: "aws:docdb/cluster:Cluster",
            name: "chats",
            inputs: {
                clusterIdentifier: "chats",
                masterUsername: "librechat",
                masterPassword: PASSWORD,
                skipFinalSnapshot: true,
                dbSubnetGroupName: new Reference("chats-subnets", "name"),
                vpcSecurityGroupIds: GUARDED,
            },
        },
        ...zonesOf(blueprint).map((zone) => ({
            type: "aws:docdb/clusterInstance:ClusterInstance",
            name: `chats-${zone}`,
            inputs: {
                clusterIdentifier: new Reference("chats"),
                identifier: `chats-${zone}`,
                instanceClass: "db.t4g.medium",
                availabilityZone: `us-east-1${zone}`,
            },
        })),
    ],
    cache: (blueprint) => [
        subnetGroup("aws:elasticache/subnetGroup:SubnetGroup", "cache", blueprint),
        {
            type: "aws:elasticache/replicationGroup:ReplicationGroup",
            name: "cache",
            inputs: {
                replicationGroupId: "cache",
                description: "Cache",
                nodeType: "cache.t4g.micro",
                subnetGroupName: new Reference("cache-subnets", "name"),
                securityGroupIds: GUARDED,
            },
        },
    ],
    files: (blueprint) => [
        { type: "aws:efs/fileSystem:FileSystem", name: "files", inputs: { creationToken: "files" } },
        ...subnetsIn(blueprint, blueprint.databaseTier, blueprint.mountZones).map((subnetId) => ({
            type: "aws:efs/mountTarget:MountTarget",
            name: `mount-${subnetId.name}`,
            inputs: { fileSystemId: new Reference("files"), subnetId, securityGroups: GUARDED },
        })),
    ],
};

function subnetGroup(type: string, name: string, blueprint: Blueprint): Declaration {
    return {
        type,
        name: `${name}-subnets`,
        inputs: { name: `${name}-subnets`, subnetIds: subnetsIn(blueprint, blueprint.databaseTier, 7) },
    };
}
