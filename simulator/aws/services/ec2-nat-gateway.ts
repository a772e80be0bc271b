/**
 * Amazon EC2: NAT gateways, zonal (in one subnet) and regional.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
 */
import { leftOut } from "../filled-in";
import { listOf, requiredText, textOf } from "../reading";
import type { CreateCall, Created, ResourceType, Service } from "../resource-type";
import type { Problem } from "../validation";
import type { Properties } from "../../provider/values";
import { holderOf } from "./ec2-elastic-ip";
import { internetGatewayOf, requireInternetGateway } from "./ec2-internet-gateway";
import { addInterface, removeInterfaces } from "./ec2-network-interfaces";
import { ec2Refusal, ELASTIC_IP, NAT_GATEWAY, referred, SUBNET, VPC } from "./ec2-references";

/** Quota of an account that never asked for more: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const GATEWAYS_PER_ZONE = 5;

const natGateway: ResourceType = {
    token: NAT_GATEWAY,
    sets: ["secondaryAllocationIds", "secondaryPrivateIpAddresses", "availabilityZoneAddresses"],
    replaceWhen: (olds, news) => [
        ...(news["connectivityType"] === "private" &&
        news["secondaryPrivateIpAddressCount"] !== undefined &&
        olds["secondaryPrivateIpAddressCount"] !== news["secondaryPrivateIpAddressCount"]
            ? ["secondaryPrivateIpAddressCount"]
            : []),
        ...(news["availabilityMode"] === "regional" && hasZoneAddresses(olds) !== hasZoneAddresses(news)
            ? ["availabilityZoneAddresses"]
            : []),
    ],
    check: connectivityProblems,
    create: (call) => (call.inputs["availabilityMode"] === "regional" ? createRegional(call) : createZonal(call)),
    delete: ({ account, current }) => {
        removeInterfaces(account, current.id);
        return "removed";
    },
};

function hasZoneAddresses(inputs: Properties): boolean {
    return listOf(inputs, "availabilityZoneAddresses").length > 0;
}

function connectivityProblems(inputs: Properties): readonly Problem[] {
    const { connectivityType } = inputs;
    const excluded = connectivityType === "private" ? ["allocationId", "secondaryAllocationIds"] : ["secondaryPrivateIpAddressCount"];
    return excluded
        .filter((property) => inputs[property] !== undefined && (connectivityType === "private" || connectivityType === "public"))
        .map((property) => ({
            property,
            reason: `"${property}" is not supported with connectivityType = "${connectivityType as string}"`,
        }));
}

function createZonal(call: CreateCall): Created {
    const { account, inputs } = call;
    const subnet = referred(call, "CreateNatGateway", SUBNET, parameter(inputs, "subnetId", "SubnetId"));
    refuseAboveQuota(call, subnet.properties["availabilityZone"]);
    const isPublic = inputs["connectivityType"] === "public";
    const address = isPublic ? addressOf(call) : undefined;
    // The gateway is accepted and fails while it starts; the provider waits for that and shows the reason.
    if (isPublic) requireInternetGateway(account, subnet, "CreateNatGateway");
    const gatewayId = account.newId("nat");
    const made = addInterface(call, {
        owner: gatewayId,
        operation: "CreateNatGateway",
        subnetId: subnet.id,
        securityGroupIds: [],
        description: `Interface for NAT Gateway ${gatewayId}`,
        privateIp: textOf(inputs, "privateIp"),
        ...address,
    });
    return {
        id: gatewayId,
        computed: {
            associationId: made.associationId,
            networkInterfaceId: made.id,
            privateIp: made.privateIp,
            publicIp: address?.publicIp ?? "",
            ...notRegional(inputs),
            ...leftOut(inputs, { vpcId: requiredText(subnet.properties, "vpcId") }),
        },
    };
}

function createRegional(call: CreateCall): Created {
    const { account, inputs } = call;
    const vpc = referred(call, "CreateNatGateway", VPC, parameter(inputs, "vpcId", "VpcId"));
    if (internetGatewayOf(account, vpc.id) === undefined) {
        throw ec2Refusal("CreateNatGateway", "Gateway.NotAttached", `Network ${vpc.id} has no Internet gateway attached`);
    }
    const mode = hasZoneAddresses(inputs) ? "disabled" : "enabled";
    return {
        id: account.newId("nat"),
        computed: {
            ...notRegional(inputs),
            ...leftOut(inputs, { privateIp: "" }),
            associationId: "",
            networkInterfaceId: "",
            publicIp: "",
            autoProvisionZones: mode,
            autoScalingIps: mode,
            regionalNatGatewayAutoMode: mode,
            routeTableId: account.newId("rtb"),
        },
    };
}

/** What every gateway reports, and a zonal one leaves empty. */
function notRegional(inputs: Properties): Properties {
    return {
        autoProvisionZones: "",
        autoScalingIps: "",
        regionalNatGatewayAddresses: [],
        regionalNatGatewayAutoMode: "",
        routeTableId: "",
        ...leftOut(inputs, {
            availabilityMode: "zonal",
            secondaryAllocationIds: [],
            secondaryPrivateIpAddressCount: 0,
            secondaryPrivateIpAddresses: [],
        }),
    };
}

function addressOf(call: CreateCall): { allocationId: string; publicIp: string } {
    const allocationId = parameter(call.inputs, "allocationId", "AllocationId");
    const address = referred(call, "CreateNatGateway", ELASTIC_IP, allocationId);
    if (holderOf(call.account, allocationId) !== undefined || textOf(address.properties, "associationId") !== undefined) {
        const reason = `Elastic IP address [${allocationId}] is already associated`;
        throw ec2Refusal("CreateNatGateway", "Resource.AlreadyAssociated", reason);
    }
    return { allocationId, publicIp: requiredText(address.properties, "publicIp") };
}

/** The schema asks for neither subnet nor address, since a regional or private gateway goes without; AWS does. */
function parameter(inputs: Properties, property: string, name: string): string {
    const value = textOf(inputs, property);
    if (value !== undefined) return value;
    const reason = `The request must include the ${name} parameter. Add the required parameter and retry the request.`;
    throw ec2Refusal("CreateNatGateway", "MissingParameter", reason);
}

function refuseAboveQuota({ account }: CreateCall, zone: Properties[string]): void {
    const inZone = account.list(NAT_GATEWAY).filter(({ properties }) => {
        const subnet = account.find(SUBNET, textOf(properties, "subnetId") ?? "");
        return subnet !== undefined && subnet.properties["availabilityZone"] === zone;
    });
    if (inZone.length < GATEWAYS_PER_ZONE) return;
    const reason = "Performing this operation would exceed the limit of 5 NAT gateways";
    throw ec2Refusal("CreateNatGateway", "NatGatewayLimitExceeded", reason);
}

export const service: Service = { name: "Amazon EC2 (NAT gateways)", resourceTypes: [natGateway] };
