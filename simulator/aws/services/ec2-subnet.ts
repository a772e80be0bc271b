/**
 * Amazon EC2: subnets.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
 */
import type { StoredResource } from "../account";
import { addressBlock, contains, overlaps } from "../addresses";
import { isSet, requiredText, textOf } from "../reading";
import type { Computed, CreateCall, DeleteCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { usersOfSubnet } from "./ec2-in-use";
import { ec2Arn, ec2Refusal, inVpc, referred, SUBNET, VPC } from "./ec2-references";
import { zonesOf, type Zone } from "./ec2-regions";

const subnet: ResourceType = {
    token: SUBNET,
    replaceWhen: (olds, news) =>
        isSet(olds, "assignIpv6AddressOnCreation") && olds["ipv6CidrBlock"] !== news["ipv6CidrBlock"] ? ["ipv6CidrBlock"] : [],
    create: createSubnet,
    update: updateSubnet,
    delete: deleteSubnet,
};

function createSubnet(call: CreateCall) {
    const { account, inputs } = call;
    const vpc = referred(call, "CreateSubnet", VPC, requiredText(inputs, "vpcId"));
    const zone = zoneOf(call);
    const cidrBlock = cidrBlockOf(call, vpc);
    const id = account.newId("subnet");
    return {
        id,
        computed: {
            arn: ec2Arn(call, "subnet", id),
            ownerId: account.accountId,
            availabilityZone: zone.name,
            availabilityZoneId: zone.id,
            cidrBlock,
            privateDnsHostnameTypeOnLaunch: textOf(inputs, "privateDnsHostnameTypeOnLaunch") ?? "ip-name",
            ...ipv6Association(call, vpc),
        },
    };
}

function zoneOf({ region, inputs }: CreateCall): Zone {
    const zones = zonesOf(region);
    const name = textOf(inputs, "availabilityZone");
    const id = textOf(inputs, "availabilityZoneId");
    const zone = zones.find((one) => (name === undefined || one.name === name) && (id === undefined || one.id === id));
    if (zone !== undefined) return zone;
    const [parameter, value, allowed] =
        name === undefined
            ? ["availabilityZoneId", id, zones.map((one) => one.id)]
            : ["availabilityZone", name, zones.map((one) => one.name)];
    throw ec2Refusal(
        "CreateSubnet",
        "InvalidParameterValue",
        `Value (${value}) for parameter ${parameter} is invalid. ` +
            `Subnets can currently only be created in the following availability zones: ${allowed.join(", ")}.`,
    );
}

/** @throws Refusal when the block is missing, too large or small (/16 to /28), outside the VPC, or shares addresses with another subnet */
function cidrBlockOf({ account, inputs }: CreateCall, vpc: StoredResource): string {
    const cidrBlock = textOf(inputs, "cidrBlock");
    if (cidrBlock === undefined) {
        if (isSet(inputs, "ipv6Native")) return "";
        throw ec2Refusal("CreateSubnet", "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    }
    const block = addressBlock(cidrBlock);
    if (block.prefixLength < 16 || block.prefixLength > 28 || !contains(addressBlock(requiredText(vpc.properties, "cidrBlock")), block)) {
        throw ec2Refusal("CreateSubnet", "InvalidSubnet.Range", `The CIDR '${cidrBlock}' is invalid.`);
    }
    const others = inVpc(account, SUBNET, vpc.id).flatMap(({ properties }) => textOf(properties, "cidrBlock") ?? []);
    if (others.some((other) => overlaps(addressBlock(other), block))) {
        throw ec2Refusal("CreateSubnet", "InvalidSubnet.Conflict", `The CIDR '${cidrBlock}' conflicts with another subnet`);
    }
    return cidrBlock;
}

/** A subnet takes one /64 of the /56 that its VPC has: the first 56 bits agree, which are 14 hex digits of the address. */
function ipv6Association({ account, inputs }: CreateCall, vpc: StoredResource): Computed {
    const block = textOf(inputs, "ipv6CidrBlock");
    if (block === undefined) return { ipv6CidrBlock: "", ipv6CidrBlockAssociationId: "" };
    const start = (text: string) =>
        text
            .split(":")
            .slice(0, 4)
            .map((group) => group.padStart(4, "0"))
            .join("")
            .slice(0, 14);
    const vpcBlock = textOf(vpc.properties, "ipv6CidrBlock");
    if (vpcBlock === undefined || start(vpcBlock) !== start(block)) {
        throw ec2Refusal("CreateSubnet", "InvalidSubnet.Range", `The CIDR '${block}' is invalid.`);
    }
    if (inVpc(account, SUBNET, vpc.id).some(({ properties }) => properties["ipv6CidrBlock"] === block)) {
        throw ec2Refusal("CreateSubnet", "InvalidSubnet.Conflict", `The IPv6 CIDR '${block}' conflicts with another subnet`);
    }
    return { ipv6CidrBlock: block, ipv6CidrBlockAssociationId: account.newId("subnet-cidr-assoc") };
}

function updateSubnet(call: UpdateCall): Computed {
    if (!call.changed.has("ipv6CidrBlock")) return {};
    return ipv6Association(call, referred(call, "AssociateSubnetCidrBlock", VPC, requiredText(call.inputs, "vpcId")));
}

function deleteSubnet({ account, current }: DeleteCall): "removed" {
    if (usersOfSubnet(account, current).length > 0) {
        throw ec2Refusal("DeleteSubnet", "DependencyViolation", `The subnet '${current.id}' has dependencies and cannot be deleted.`);
    }
    return "removed";
}

export const service: Service = { name: "Amazon EC2 (subnets)", resourceTypes: [subnet] };
