/** Where things are: subnets in VPCs, and the parties at the two ends of a connection. */
import type { Account, StoredResource } from "../aws/account";
import { addressBlock, type Block } from "../aws/addresses";
import { requiredText, textOf } from "../aws/reading";
import { NETWORK_INTERFACE, SUBNET, VPC } from "../aws/services/ec2-references";

/** A subnet with its VPC. */
export interface Place {
    readonly account: Account;
    readonly subnet: StoredResource;
    readonly vpc: StoredResource;
}

/** One end of a connection, as routes and filters see it. */
export interface Party {
    /** For people, for example `the interface of vpce-1 in subnet-1`. */
    readonly what: string;
    /** Its address; the whole subnet where the account does not say which one it has, so that filters must fit all of them. */
    readonly block: Block;
    /** Undefined for what is outside every VPC of the account. */
    readonly place?: Place;
    readonly securityGroupIds: readonly string[];
    /** The AWS-managed prefix list that the address is in, in the sender's Region. */
    readonly prefixListId?: string;
}

/** @returns undefined when the subnet or its VPC is not in the account */
export function placeOf(account: Account, subnetId: string): Place | undefined {
    const subnet = account.find(SUBNET, subnetId);
    const vpc = subnet && account.find(VPC, textOf(subnet.properties, "vpcId") ?? "");
    return subnet === undefined || vpc === undefined ? undefined : { account, subnet, vpc };
}

export function blockOfSubnet({ subnet }: Place): Block {
    return addressBlock(requiredText(subnet.properties, "cidrBlock"));
}

/** Something in a subnet whose exact address is not known. */
export function partyIn(place: Place, what: string, securityGroupIds: readonly string[]): Party {
    return {
        what: `${what} in ${place.subnet.id}`,
        block: blockOfSubnet(place),
        place,
        securityGroupIds: orDefault(place, securityGroupIds),
    };
}

/** A network interface of the account by its private address; addresses are unique only within a VPC. */
export function interfaceWith(address: string, { account, vpc }: Place): Party | undefined {
    const found = account
        .list(NETWORK_INTERFACE)
        .find(({ properties }) => properties["privateIp"] === address && properties["vpcId"] === vpc.id);
    return found && partyOfInterface(account, found);
}

export function partyOfInterface(account: Account, { id, properties }: StoredResource): Party | undefined {
    const place = placeOf(account, textOf(properties, "subnetId") ?? "");
    const address = textOf(properties, "privateIp");
    if (place === undefined || address === undefined) return undefined;
    const groups = properties["securityGroups"] as readonly string[] | undefined;
    return {
        what: `${address} (${textOf(properties, "attachedTo") ?? id}) in ${place.subnet.id}`,
        block: addressBlock(`${address}/32`),
        place,
        securityGroupIds: orDefault(place, groups ?? []),
    };
}

/** An interface that is given no group has the VPC's default one: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
function orDefault({ vpc }: Place, securityGroupIds: readonly string[]): readonly string[] {
    return securityGroupIds.length > 0 ? securityGroupIds : [textOf(vpc.properties, "defaultSecurityGroupId") ?? ""];
}
