/** Names of databases, caches and database proxies: each leads to one of the subnets that it may be in. */
import type { Account, StoredResource } from "../aws/account";
import { isSet, textOf, textsOf } from "../aws/reading";
import { partyIn, placeOf, type Party, type Place } from "./place";
import { notResolved, type Resolution } from "./resolution";

interface Kind {
    readonly type: string;
    /** Properties that hold a host name. */
    readonly addresses: readonly string[];
    readonly securityGroups: string;
    /** The subnets themselves, or a subnet group that lists them. */
    readonly subnets: { readonly list: string } | { readonly group: string; readonly groupType: string };
    /** The type of its servers, where it is a cluster: it answers only when it has one, from the zones that they are in. */
    readonly members?: string;
}

const RDS_GROUP = { group: "dbSubnetGroupName", groupType: "aws:rds/subnetGroup:SubnetGroup" };
const DOCDB_GROUP = { group: "dbSubnetGroupName", groupType: "aws:docdb/subnetGroup:SubnetGroup" };
const CACHE_GROUP = { group: "subnetGroupName", groupType: "aws:elasticache/subnetGroup:SubnetGroup" };

const KINDS: readonly Kind[] = [
    { type: "aws:rds/instance:Instance", addresses: ["address"], securityGroups: "vpcSecurityGroupIds", subnets: RDS_GROUP },
    {
        type: "aws:rds/cluster:Cluster",
        addresses: ["endpoint", "readerEndpoint"],
        securityGroups: "vpcSecurityGroupIds",
        subnets: RDS_GROUP,
        members: "aws:rds/clusterInstance:ClusterInstance",
    },
    { type: "aws:rds/proxy:Proxy", addresses: ["endpoint"], securityGroups: "vpcSecurityGroupIds", subnets: { list: "vpcSubnetIds" } },
    {
        type: "aws:docdb/cluster:Cluster",
        addresses: ["endpoint", "readerEndpoint"],
        securityGroups: "vpcSecurityGroupIds",
        subnets: DOCDB_GROUP,
        members: "aws:docdb/clusterInstance:ClusterInstance",
    },
    {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        addresses: ["primaryEndpointAddress", "readerEndpointAddress", "configurationEndpointAddress"],
        securityGroups: "securityGroupIds",
        subnets: CACHE_GROUP,
    },
    {
        type: "aws:elasticache/cluster:Cluster",
        addresses: ["clusterAddress", "configurationEndpoint"],
        securityGroups: "securityGroupIds",
        subnets: CACHE_GROUP,
    },
];

/** Names under which AWS gives out databases and caches; the API `rds.us-east-1.amazonaws.com` is not one of them. */
const DATABASE_NAME = /\.(rds|docdb|cache)\.amazonaws\.com$/;

export function databaseNamed(host: string, { account }: Place): Resolution | undefined {
    for (const kind of KINDS) {
        const found = account
            .list(kind.type)
            .find(({ properties }) => kind.addresses.some((address) => textOf(properties, address)?.toLowerCase() === host));
        if (found !== undefined) return arrivalsOf(account, kind, found);
    }
    return DATABASE_NAME.test(host) ? notResolved(`${host} is no database or cache in the account`) : undefined;
}

function arrivalsOf(account: Account, kind: Kind, database: StoredResource): Resolution {
    const { properties } = database;
    // An instance's id is a meaningless number; people know it by its identifier.
    const what = textOf(properties, "identifier") ?? database.id;
    const members = kind.members === undefined ? undefined : membersOf(account, kind.members, database);
    if (members?.length === 0) return { lostAt: `${what} is a cluster without an instance, so nothing answers`, symptom: "timed out" };
    const zones = zonesOf(members ?? [database]);
    const parties = subnetIdsOf(account, kind, database)
        .flatMap((subnetId) => placeOf(account, subnetId) ?? [])
        .filter(({ subnet }) => zones.length === 0 || zones.includes(textOf(subnet.properties, "availabilityZone") ?? ""))
        .map((place): Party => partyIn(place, what, textsOf(properties, kind.securityGroups)));
    return parties.length > 0 ? { arrivals: parties } : notResolved(`${what} has no subnet in its zone`);
}

function membersOf(account: Account, type: string, cluster: StoredResource): readonly StoredResource[] {
    return account.list(type).filter(({ properties }) => properties["clusterIdentifier"] === cluster.id);
}

/** Zones that the database is in; empty when it may be in all of its subnets, as after a failover. */
function zonesOf(servers: readonly StoredResource[]): readonly string[] {
    const zones = servers.map(({ properties }) => (isSet(properties, "multiAz") ? undefined : textOf(properties, "availabilityZone")));
    return zones.every((zone) => zone !== undefined) ? zones : [];
}

function subnetIdsOf(account: Account, { subnets }: Kind, { properties }: StoredResource): readonly string[] {
    if ("list" in subnets) return textsOf(properties, subnets.list);
    const name = textOf(properties, subnets.group);
    const group = account.list(subnets.groupType).find((each) => each.id === name || each.properties["name"] === name);
    return group === undefined ? [] : textsOf(group.properties, "subnetIds");
}
