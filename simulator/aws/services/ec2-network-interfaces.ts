/**
 * The network interfaces that other resources have in subnets: a NAT gateway's, an endpoint's, a load balancer's, an instance's.
 *
 * They are in the account, not in the program. Whatever lies in a subnet, uses a security group or has a public address is found
 * through them.
 */
import type { Account, StoredResource } from "../account";
import { addressAt, addressBlock } from "../addresses";
import { blockOf, requiredText, textOf } from "../reading";
import { ec2Arn, ec2Refusal, ELASTIC_IP, NETWORK_INTERFACE, referred, SUBNET } from "./ec2-references";

/** AWS keeps the first four addresses of each subnet and the last one: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED_AT_START = 4;
const RESERVED_AT_END = 1;

interface Place {
    readonly account: Account;
    readonly region: string;
}

export interface NewInterface {
    /** Id of the resource that it serves; they go together. */
    readonly owner: string;
    /** The API call that makes it, for refusals. */
    readonly operation: string;
    readonly subnetId: string;
    readonly securityGroupIds: readonly string[];
    /** As the console shows it, for example `ELB app/web/0123456789abcdef`. */
    readonly description: string;
    /** Left out: the next free address of the subnet. */
    readonly privateIp?: string | undefined;
    /** Left out: reachable from inside only. */
    readonly publicIp?: string | undefined;
    /** The Elastic IP address behind `publicIp`, if it is one. */
    readonly allocationId?: string | undefined;
}

export interface MadeInterface {
    readonly id: string;
    readonly privateIp: string;
    /** Empty when there is no public address. */
    readonly associationId: string;
}

/**
 * Puts an interface into a subnet.
 *
 * @throws Refusal when the subnet is not there or has no free address
 */
export function addInterface(place: Place, made: NewInterface): MadeInterface {
    const { account, region } = place;
    const subnet = referred(place, made.operation, SUBNET, made.subnetId);
    const id = account.newId("eni");
    const privateIp = made.privateIp ?? freeAddress(account, subnet, made.operation);
    const associationId = made.publicIp === undefined ? "" : account.newId("eipassoc");
    account.put({
        type: NETWORK_INTERFACE,
        id,
        region,
        properties: {
            arn: ec2Arn(place, "network-interface", id),
            description: made.description,
            ownerId: account.accountId,
            subnetId: subnet.id,
            vpcId: requiredText(subnet.properties, "vpcId"),
            privateIp,
            privateIps: [privateIp],
            securityGroups: made.securityGroupIds,
            attachedTo: made.owner,
            ...(made.publicIp === undefined
                ? {}
                : { association: { associationId, publicIp: made.publicIp, allocationId: made.allocationId ?? "" } }),
        },
        note: `network interface of ${made.owner}`,
    });
    return { id, privateIp, associationId };
}

/** Removes the interfaces that serve a resource. */
export function removeInterfaces(account: Account, owner: string): void {
    for (const { id } of interfacesOf(account, owner)) account.remove(NETWORK_INTERFACE, id);
}

export function interfacesOf(account: Account, owner: string): readonly StoredResource[] {
    return account.list(NETWORK_INTERFACE).filter(({ properties }) => properties["attachedTo"] === owner);
}

/** Addresses that a subnet still has to give. */
export function freeAddressCount(account: Account, subnet: StoredResource): number {
    const { prefixLength } = addressBlock(requiredText(subnet.properties, "cidrBlock"));
    return 2 ** (32 - prefixLength) - RESERVED_AT_START - RESERVED_AT_END - usedAddresses(account, subnet.id).size;
}

/** A public address of Amazon's that nothing in the account has. */
export function newPublicAddress(account: Account): string {
    const taken = new Set([
        ...account.list(ELASTIC_IP).map(({ properties }) => textOf(properties, "publicIp")),
        ...account.list(NETWORK_INTERFACE).map(({ properties }) => textOf(blockOf(properties, "association") ?? {}, "publicIp")),
    ]);
    for (;;) {
        const octets = account.newHex(6).match(/../g) ?? [];
        const address = `52.${octets.map((octet) => Number.parseInt(octet, 16)).join(".")}`;
        if (!taken.has(address)) return address;
    }
}

function freeAddress(account: Account, subnet: StoredResource, operation: string): string {
    const block = addressBlock(requiredText(subnet.properties, "cidrBlock"));
    const used = usedAddresses(account, subnet.id);
    const last = block.last - block.first - RESERVED_AT_END;
    for (let offset = RESERVED_AT_START; offset <= last; offset++) {
        const address = addressAt(block, offset);
        if (!used.has(address)) return address;
    }
    const reason = "The specified subnet does not have enough free addresses to satisfy the request.";
    throw ec2Refusal(operation, "InsufficientFreeAddressesInSubnet", reason);
}

function usedAddresses(account: Account, subnetId: string): ReadonlySet<string> {
    return new Set(
        account
            .list(NETWORK_INTERFACE)
            .filter(({ properties }) => properties["subnetId"] === subnetId)
            .map(({ properties }) => requiredText(properties, "privateIp")),
    );
}
