/**
 * Amazon EC2: internet gateways. A VPC has at most one, and keeps it as long as anything in it has a public address.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html
 */
import type { Account } from "../account";
import { requiredText, textOf } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { usersOfInternet } from "./ec2-in-use";
import { ec2Arn, ec2Refusal, EGRESS_ONLY_GATEWAY, INTERNET_GATEWAY, inVpc, referred, VPC } from "./ec2-references";

const internetGateway: ResourceType = {
    token: INTERNET_GATEWAY,
    create: (call) => {
        const { account, inputs } = call;
        const id = account.newId("igw");
        const vpcId = textOf(inputs, "vpcId");
        if (vpcId !== undefined) attach(call, vpcId);
        return { id, computed: { arn: ec2Arn(call, "internet-gateway", id), ownerId: account.accountId, vpcId: vpcId ?? "" } };
    },
    update: (call) => {
        const vpcId = textOf(call.inputs, "vpcId");
        if (!call.changed.has("vpcId") || vpcId === undefined) return {};
        refuseDetaching(call.account, textOf(call.current.properties, "vpcId"));
        attach(call, vpcId);
        return { vpcId };
    },
    delete: ({ account, current }) => {
        refuseDetaching(account, textOf(current.properties, "vpcId"));
        return "removed";
    },
};

function attach(call: CreateCall, vpcId: string): void {
    referred(call, "AttachInternetGateway", VPC, vpcId);
    if (internetGatewayOf(call.account, vpcId) !== undefined) {
        const reason = `Network ${vpcId} already has an internet gateway attached`;
        throw ec2Refusal("AttachInternetGateway", "InvalidParameterValue", reason);
    }
}

function refuseDetaching(account: Account, vpcId: string | undefined): void {
    if (vpcId === undefined || usersOfInternet(account, vpcId).length === 0) return;
    const reason = `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
    throw ec2Refusal("DetachInternetGateway", "DependencyViolation", reason);
}

/** Id of the internet gateway that is attached to a VPC. */
export function internetGatewayOf(account: Account, vpcId: string): string | undefined {
    return inVpc(account, INTERNET_GATEWAY, vpcId)[0]?.id;
}

/** @throws Refusal when what needs the internet is put into a VPC without an internet gateway */
export function requireInternetGateway(account: Account, subnet: { readonly properties: CreateCall["inputs"] }, operation: string): void {
    const vpcId = requiredText(subnet.properties, "vpcId");
    if (internetGatewayOf(account, vpcId) !== undefined) return;
    throw ec2Refusal(operation, "Gateway.NotAttached", `Network ${vpcId} has no Internet gateway attached`);
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html */
const egressOnlyGateway: ResourceType = {
    token: EGRESS_ONLY_GATEWAY,
    create: (call) => {
        referred(call, "CreateEgressOnlyInternetGateway", VPC, requiredText(call.inputs, "vpcId"));
        return { id: call.account.newId("eigw"), computed: {} };
    },
};

export const service: Service = { name: "Amazon EC2 (internet gateways)", resourceTypes: [internetGateway, egressOnlyGateway] };
