/**
 * Amazon EC2: Elastic IP addresses.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html
 */
import type { Account, StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { blockOf, requiredText, textOf } from "../reading";
import type { Computed, CreateCall, ResourceType, Service } from "../resource-type";
import { ec2Arn, ec2Refusal, ELASTIC_IP, INSTANCE, NETWORK_INTERFACE, referred } from "./ec2-references";
import { interfacesOf, newPublicAddress } from "./ec2-network-interfaces";

/** Quota of an account that never asked for more, as the user guide says. */
const ADDRESSES_PER_REGION = 5;

const elasticIp: ResourceType = {
    token: ELASTIC_IP,
    create: (call) => {
        const { account, region, inputs } = call;
        if (account.list(ELASTIC_IP).filter((other) => other.region === region).length >= ADDRESSES_PER_REGION) {
            throw ec2Refusal("AllocateAddress", "AddressLimitExceeded", "The maximum number of addresses has been reached.");
        }
        const id = account.newId("eipalloc");
        const publicIp = newPublicAddress(account);
        return {
            id,
            computed: {
                allocationId: id,
                arn: ec2Arn(call, "elastic-ip", id),
                publicIp,
                publicDns: publicName(publicIp, region),
                carrierIp: "",
                customerOwnedIp: "",
                ptrRecord: "",
                ...leftOut(inputs, {
                    domain: "vpc",
                    instance: "",
                    ipamPoolId: "",
                    networkBorderGroup: region,
                    networkInterface: "",
                    publicIpv4Pool: "amazon",
                }),
                ...association(call, id, publicIp),
            },
        };
    },
    update: (call) => {
        if (!call.changed.has("instance") && !call.changed.has("networkInterface")) return {};
        disassociate(call.account, call.current.id);
        return association(call, call.current.id, requiredText(call.current.properties, "publicIp"));
    },
    delete: ({ account, current }) => {
        // The provider disassociates first what it associated itself; the address of a NAT gateway is not among it.
        if (textOf(current.properties, "associationId") !== undefined) disassociate(account, current.id);
        if (holderOf(account, current.id) !== undefined) {
            const reason = `Address ${requiredText(current.properties, "publicIp")} is in use.`;
            throw ec2Refusal("ReleaseAddress", "InvalidIPAddress.InUse", reason);
        }
        return "removed";
    },
};

/** Gives the address to the interface that the inputs name, or to the first one of the instance. */
function association(call: CreateCall, allocationId: string, publicIp: string): Computed {
    const { account, inputs, region } = call;
    const instanceId = textOf(inputs, "instance");
    if (instanceId !== undefined) referred(call, "AssociateAddress", INSTANCE, instanceId);
    const interfaceId = instanceId === undefined ? textOf(inputs, "networkInterface") : interfacesOf(account, instanceId)[0]?.id;
    if (interfaceId === undefined) return { associationId: "", privateIp: "", privateDns: "" };
    const holder = referred(call, "AssociateAddress", NETWORK_INTERFACE, interfaceId);
    const associationId = account.newId("eipassoc");
    account.put({ ...holder, properties: { ...holder.properties, association: { associationId, publicIp, allocationId } } });
    const privateIp = requiredText(holder.properties, "privateIp");
    return { associationId, privateIp, privateDns: privateName(privateIp, region), networkInterface: interfaceId };
}

function disassociate(account: Account, allocationId: string): void {
    const holder = holderOf(account, allocationId);
    if (holder === undefined) return;
    account.put({ ...holder, properties: { ...holder.properties, association: undefined } });
}

/** The interface that has the address, if any. */
export function holderOf(account: Account, allocationId: string): StoredResource | undefined {
    return account
        .list(NETWORK_INTERFACE)
        .find(({ properties }) => textOf(blockOf(properties, "association") ?? {}, "allocationId") === allocationId);
}

/** Name that resolves to a public address: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
export function publicName(address: string, region: string): string {
    return `ec2-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "compute-1" : `${region}.compute`}.amazonaws.com`;
}

/** Name that resolves to a private address inside the VPC. */
export function privateName(address: string, region: string): string {
    return `ip-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`;
}

export const service: Service = { name: "Amazon EC2 (Elastic IP addresses)", resourceTypes: [elasticIp] };
