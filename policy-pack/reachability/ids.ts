/** What resources are called in AWS: ids, and what stands in their place. */
import { textAt } from "../known";
import type { GraphNode } from "./graph-node";

/** What ids of AWS look like: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
export const ID = /^[a-z]+-[0-9a-z-]+$/;

/** Only where several kinds may stand behind one property. */
export const PREFIXES: Readonly<Record<string, RegExp>> = {
    "aws:ec2/vpc:Vpc": /^vpc-/,
    "aws:ec2/subnet:Subnet": /^subnet-/,
    "aws:ec2/routeTable:RouteTable": /^rtb-/,
    "aws:ec2/internetGateway:InternetGateway": /^igw-/,
    "aws:ec2/natGateway:NatGateway": /^nat-/,
    "aws:ec2/eip:Eip": /^eipalloc-/,
    "aws:ec2/vpcEndpoint:VpcEndpoint": /^vpce-/,
    "aws:ec2/securityGroup:SecurityGroup": /^sg-/,
    "aws:ec2/networkAcl:NetworkAcl": /^acl-/,
    "aws:efs/fileSystem:FileSystem": /^fs-/,
    "aws:ec2/instance:Instance": /^i-/,
    "aws:ec2/networkInterface:NetworkInterface": /^eni-/,
};

/** An id, and what other resources use in its place: an ARN, a name, an allocation. */
export function idsOf({ id, properties }: GraphNode): string[] {
    const arn = textAt(properties, "arn");
    const fromArn = arn?.split(/[/:]/).at(-1);
    const alternatives = [
        "name",
        "allocationId",
        "identifier",
        "clusterIdentifier",
        "replicationGroupId",
        "dnsName",
        "primaryNetworkInterfaceId",
    ];
    const all = [id, arn, fromArn, ...alternatives.map((each) => textAt(properties, each))];
    return [...new Set(all)].filter((each) => each !== undefined).filter((each) => each !== "");
}

/** How the default security group of a VPC is called where no resource stands for it. */
export const DEFAULT_GROUP = "default security group of ";

/** Ids of what AWS makes with a VPC: the main route table, for which the VPC itself stands, and the default security group. */
export function companionsOf({ urn, properties }: GraphNode): [id: string, key: string][] {
    const keys = { mainRouteTableId: urn, defaultRouteTableId: urn, defaultSecurityGroupId: `${DEFAULT_GROUP}${urn}` };
    return Object.entries(keys).flatMap(([property, key]): [string, string][] => {
        const id = textAt(properties, property);
        return id === undefined || id === "" ? [] : [[id, key]];
    });
}
