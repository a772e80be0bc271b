/**
 * Amazon EC2: VPC peering. The simulated AWS has one account, so a connection to another one waits for ever to be accepted.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import type { Account } from "../account";
import { addressBlock, overlaps } from "../addresses";
import { leftOut } from "../filled-in";
import { isSet, requiredText, textOf } from "../reading";
import type { Call, CreateCall, ResourceType, Service } from "../resource-type";
import { ec2Refusal, PEERING_CONNECTION, referred, VPC } from "./ec2-references";

const peeringConnection: ResourceType = {
    token: PEERING_CONNECTION,
    create: (call) => {
        const { account, region, inputs } = call;
        if (textOf(inputs, "peerRegion") !== undefined && isSet(inputs, "autoAccept")) {
            throw new ProviderError(
                "`peer_region` cannot be set whilst `auto_accept` is `true` when creating an EC2 VPC Peering Connection",
            );
        }
        const id = account.newId("pcx");
        refuseUnfit(call, id);
        return {
            id,
            computed: {
                acceptStatus: statusOf(call, id, inputs),
                ...leftOut(inputs, {
                    accepter: { allowRemoteVpcDnsResolution: false },
                    peerOwnerId: account.accountId,
                    peerRegion: region,
                    requester: { allowRemoteVpcDnsResolution: false },
                }),
            },
        };
    },
    update: (call) => {
        const isActive = call.current.properties["acceptStatus"] === "active";
        return {
            acceptStatus: statusOf(call, call.current.id, { ...call.inputs, autoAccept: isActive || isSet(call.inputs, "autoAccept") }),
        };
    },
};

/** AWS makes the connection and then lets it fail, which the provider reports. */
function refuseUnfit(call: CreateCall, id: string): void {
    const { account, inputs, region } = call;
    const own = referred(call, "CreateVpcPeeringConnection", VPC, requiredText(inputs, "vpcId"));
    if (isForeign(account, inputs)) return;
    const peer = account.find(VPC, requiredText(inputs, "peerVpcId"));
    const block = (vpc: { properties: Properties }) => addressBlock(requiredText(vpc.properties, "cidrBlock"));
    const fits = peer?.region === (textOf(inputs, "peerRegion") ?? region) && !overlaps(block(own), block(peer));
    if (fits) return;
    throw new ProviderError(
        `waiting for EC2 VPC Peering Connection (${id}) create: unexpected state 'failed', wanted target 'active, pending-acceptance'. ` +
            "last error: Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
    );
}

/** @throws Refusal when the other account would have to accept; ProviderError when options are set before anybody accepted */
function statusOf({ account }: Call, id: string, inputs: Properties): string {
    const isAccepted = isSet(inputs, "autoAccept");
    if (isAccepted && isForeign(account, inputs)) {
        const reason = `User ${account.accountId} cannot accept peering ${id}`;
        throw ec2Refusal("AcceptVpcPeeringConnection", "OperationNotPermitted", reason);
    }
    const status = isAccepted ? "active" : "pending-acceptance";
    if (!isAccepted && (inputs["accepter"] !== undefined || inputs["requester"] !== undefined)) {
        throw new ProviderError(
            `Unable to modify EC2 VPC Peering Connection Options. EC2 VPC Peering Connection (${id}) is not active (current status: ${status}). ` +
                "Please set the `auto_accept` attribute to `true` or activate the EC2 VPC Peering Connection manually.",
        );
    }
    return status;
}

function isForeign(account: Account, inputs: Properties): boolean {
    return (textOf(inputs, "peerOwnerId") ?? account.accountId) !== account.accountId;
}

export const service: Service = { name: "Amazon EC2 (VPC peering)", resourceTypes: [peeringConnection] };
