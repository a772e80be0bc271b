/** Finds what a call refers to, or refuses as EC2 does; the words of every EC2 file. */
import type { Account, StoredResource } from "../account";
import { blockOf, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Properties } from "../../provider/values";
import { prefixListsOf, type PrefixList } from "./ec2-regions";

export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
export const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
export const ELASTIC_IP = "aws:ec2/eip:Eip";
export const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
export const ROUTE = "aws:ec2/route:Route";
export const ROUTE_TABLE_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl";
export const NETWORK_ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
export const NETWORK_ACL_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";
export const MAIN_ROUTE_TABLE_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
export const EGRESS_ONLY_GATEWAY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway";
export const PEERING_CONNECTION = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";
export const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";
export const INSTANCE = "aws:ec2/instance:Instance";

/** A refusal by EC2. */
export function ec2Refusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("EC2", operation, code, reason);
}

/** Codes and nouns of what EC2 does not find. */
const NOT_FOUND: Readonly<Record<string, readonly [code: string, noun: string]>> = {
    [VPC]: ["InvalidVpcID.NotFound", "vpc ID"],
    [SUBNET]: ["InvalidSubnetID.NotFound", "subnet ID"],
    [INTERNET_GATEWAY]: ["InvalidInternetGatewayID.NotFound", "internetGateway ID"],
    [NAT_GATEWAY]: ["InvalidNatGatewayID.NotFound", "natGateway ID"],
    [ELASTIC_IP]: ["InvalidAllocationID.NotFound", "allocation ID"],
    [ROUTE_TABLE]: ["InvalidRouteTableID.NotFound", "routeTable ID"],
    [SECURITY_GROUP]: ["InvalidGroup.NotFound", "security group"],
    [NETWORK_ACL]: ["InvalidNetworkAclID.NotFound", "networkAcl ID"],
    [EGRESS_ONLY_GATEWAY]: ["InvalidGatewayID.NotFound", "gateway ID"],
    [PEERING_CONNECTION]: ["InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection ID"],
    [VPC_ENDPOINT]: ["InvalidVpcEndpointId.NotFound", "Vpc Endpoint Id"],
    [NETWORK_INTERFACE]: ["InvalidNetworkInterfaceID.NotFound", "networkInterface ID"],
    [INSTANCE]: ["InvalidInstanceID.NotFound", "instance ID"],
};

interface Place {
    readonly account: Account;
    readonly region: string;
}

/**
 * What the id names.
 *
 * @throws Refusal `Invalid...NotFound` when it is not in the account or in another Region
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function referred({ account, region }: Place, operation: string, type: string, id: string): StoredResource {
    const found = account.find(type, id);
    if (found?.region === region) return found;
    const [code, noun] = NOT_FOUND[type] ?? ["InvalidParameterValue", "resource"];
    throw ec2Refusal(operation, code, `The ${noun} '${id}' does not exist`);
}

/** As {@link referred}, for each id that is given. */
export function referredAll(place: Place, operation: string, type: string, ids: readonly string[]): readonly StoredResource[] {
    return ids.map((id) => referred(place, operation, type, id));
}

/** @throws Refusal when AWS manages no prefix list of that id in the Region */
export function referredPrefixList({ region }: Place, operation: string, id: string): PrefixList {
    const found = prefixListsOf(region).find((list) => list.id === id);
    if (found === undefined) throw ec2Refusal(operation, "InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`);
    return found;
}

/** All resources of a type in a VPC. */
export function inVpc(account: Account, type: string, vpcId: string): readonly StoredResource[] {
    return account.list(type).filter(({ properties }) => properties["vpcId"] === vpcId);
}

/** VPC of a subnet, security group or the like that is in the account; empty when it has none. */
export function vpcIdOf(resource: StoredResource): string {
    return textOf(resource.properties, "vpcId") ?? "";
}

/** @param kind as in the ARN, for example `subnet` or `security-group` */
export function ec2Arn(place: Place, kind: string, id: string): string {
    return `arn:aws:ec2:${place.region}:${place.account.accountId}:${kind}/${id}`;
}

/** Tags as the resource has them, for data sources that filter by them. */
export function tagsOf(properties: Properties): Properties {
    return blockOf(properties, "tagsAll") ?? blockOf(properties, "tags") ?? {};
}
