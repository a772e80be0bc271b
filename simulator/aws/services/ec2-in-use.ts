/**
 * What keeps a subnet, a security group or an internet gateway from being deleted: whoever has a network interface with them.
 *
 * NAT gateways, endpoints, load balancers and instances have their interfaces in the account. Services that keep theirs to themselves
 * (a function's, a task's, a database's) are found through their own properties, by the tables here. A subnet group alone holds
 * nothing: AWS deletes its subnets.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/delete-subnets.html
 */
import type { Account, StoredResource } from "../account";
import { valuesAt } from "../paths";
import { blockOf, isSet, textOf, textsOf } from "../reading";
import { inVpc, NETWORK_INTERFACE } from "./ec2-references";

/** Types with interfaces in the subnets that they list, and where. */
const SUBNETS_LISTED_BY: readonly (readonly [type: string, path: string])[] = [
    ["aws:lambda/function:Function", "vpcConfig.subnetIds"],
    ["aws:ecs/service:Service", "networkConfiguration.subnets"],
    ["aws:efs/mountTarget:MountTarget", "subnetId"],
    ["aws:rds/proxy:Proxy", "vpcSubnetIds"],
    ["aws:codebuild/project:Project", "vpcConfig.subnets"],
];

/** Types with interfaces in the subnets of a subnet group: the group's name in them, the type of the group. */
const SUBNET_GROUP_OF: readonly (readonly [type: string, nameProperty: string, groupType: string])[] = [
    ["aws:rds/instance:Instance", "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"],
    ["aws:rds/clusterInstance:ClusterInstance", "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"],
    ["aws:docdb/clusterInstance:ClusterInstance", "dbSubnetGroupName", "aws:docdb/subnetGroup:SubnetGroup"],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "subnetGroupName", "aws:elasticache/subnetGroup:SubnetGroup"],
    ["aws:elasticache/cluster:Cluster", "subnetGroupName", "aws:elasticache/subnetGroup:SubnetGroup"],
];

/** Types that use security groups, and where. */
const GROUPS_LISTED_BY: readonly (readonly [type: string, path: string])[] = [
    [NETWORK_INTERFACE, "securityGroups"],
    ["aws:lambda/function:Function", "vpcConfig.securityGroupIds"],
    ["aws:ecs/service:Service", "networkConfiguration.securityGroups"],
    ["aws:efs/mountTarget:MountTarget", "securityGroups"],
    ["aws:rds/instance:Instance", "vpcSecurityGroupIds"],
    ["aws:rds/cluster:Cluster", "vpcSecurityGroupIds"],
    ["aws:docdb/cluster:Cluster", "vpcSecurityGroupIds"],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "securityGroupIds"],
    ["aws:elasticache/cluster:Cluster", "securityGroupIds"],
    ["aws:rds/proxy:Proxy", "vpcSecurityGroupIds"],
    ["aws:codebuild/project:Project", "vpcConfig.securityGroupIds"],
];

/** Ids of what has a network interface in the subnet. */
export function usersOfSubnet(account: Account, subnet: StoredResource): readonly string[] {
    const own = account.list(NETWORK_INTERFACE).filter(({ properties }) => properties["subnetId"] === subnet.id);
    return [
        ...own.map(({ id }) => id),
        ...listing(account, SUBNETS_LISTED_BY, subnet.id),
        ...SUBNET_GROUP_OF.flatMap(([type, nameProperty, groupType]) =>
            account
                .list(type)
                .filter((user) => mayStandIn(subnet, user) && groupHasSubnet(account, groupType, user.properties[nameProperty], subnet.id))
                .map(({ id }) => id),
        ),
    ];
}

/** Ids of what uses the security group; rules of other groups are not counted. */
export function usersOfSecurityGroup(account: Account, groupId: string): readonly string[] {
    return listing(account, GROUPS_LISTED_BY, groupId);
}

/** Ids of what has a public address in the VPC, so that its internet gateway cannot be detached. */
export function usersOfInternet(account: Account, vpcId: string): readonly string[] {
    const interfaces = inVpc(account, NETWORK_INTERFACE, vpcId).filter(
        ({ properties }) => blockOf(properties, "association") !== undefined,
    );
    const subnetIds = new Set(inVpc(account, "aws:ec2/subnet:Subnet", vpcId).map(({ id }) => id));
    const services = account.list("aws:ecs/service:Service").filter(({ properties }) => {
        const network = blockOf(properties, "networkConfiguration") ?? {};
        return isSet(network, "assignPublicIp") && textsOf(network, "subnets").some((id) => subnetIds.has(id));
    });
    return [...interfaces, ...services].map(({ id }) => id);
}

function listing(account: Account, table: readonly (readonly [string, string])[], id: string): readonly string[] {
    return table.flatMap(([type, path]) =>
        account
            .list(type)
            .filter(({ properties }) => valuesAt(properties, path).flat().includes(id))
            .map((user) => user.id),
    );
}

/** A database instance has one interface, in its own zone; where the zone is not known it may be any. */
function mayStandIn(subnet: StoredResource, user: StoredResource): boolean {
    const zone = textOf(user.properties, "availabilityZone");
    return zone === undefined || isSet(user.properties, "multiAz") || zone === subnet.properties["availabilityZone"];
}

function groupHasSubnet(account: Account, groupType: string, name: unknown, subnetId: string): boolean {
    return account
        .list(groupType)
        .some(
            ({ id, properties }) =>
                (id === name || properties["name"] === name) && valuesAt(properties, "subnetIds").flat().includes(subnetId),
        );
}
