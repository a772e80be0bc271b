/**
 * Where a load balancer stands: its subnets, at most one in each zone, and its security groups.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
import type { StoredResource } from "../account";
import { blocksOf, isSet, requiredText, textOf, textsOf } from "../reading";
import type { Computed, CreateCall } from "../resource-type";
import type { Properties } from "../../provider/values";
import { internetGatewayOf } from "./ec2-internet-gateway";
import { addInterface, freeAddressCount, newPublicAddress } from "./ec2-network-interfaces";
import { ELASTIC_IP, SECURITY_GROUP, SUBNET, VPC, vpcIdOf } from "./ec2-references";
import { loadBalancingRefusal } from "./elastic-load-balancing-references";

/** An application load balancer grows; AWS wants room for it in each subnet. */
const FREE_ADDRESSES_NEEDED = 8;

/**
 * Puts one network interface into each subnet.
 *
 * @returns the computed properties that say where the load balancer stands
 * @throws Refusal
 */
export function placeLoadBalancer(call: CreateCall, operation: string, arn: string, arnSuffix: string): Computed {
    const { account, inputs } = call;
    const mappings = mappingsOf(inputs);
    const subnets = mappings.map((mapping) => subnetOf(call, operation, requiredText(mapping, "subnetId")));
    const vpcId = refuseSubnets(call, operation, subnets);
    const securityGroups = groupsOf(call, operation, vpcId);
    const isPublic = !isSet(inputs, "internal") && inputs["loadBalancerType"] !== "gateway";
    if (isPublic && internetGatewayOf(account, vpcId) === undefined) {
        throw loadBalancingRefusal(operation, "InvalidSubnet", `VPC ${vpcId} has no internet gateway`);
    }
    for (const mapping of mappings) {
        const allocationId = textOf(mapping, "allocationId");
        addInterface(call, {
            owner: arn,
            operation,
            subnetId: requiredText(mapping, "subnetId"),
            securityGroupIds: securityGroups,
            description: `ELB ${arnSuffix}`,
            privateIp: textOf(mapping, "privateIpv4Address"),
            publicIp: isPublic ? publicAddress(call, operation, allocationId) : undefined,
            allocationId,
        });
    }
    return {
        vpcId,
        securityGroups,
        subnets: subnets.map(({ id }) => id),
        subnetMappings: mappings.map((mapping) => ({ outpostId: "", ...mapping })),
    };
}

function mappingsOf(inputs: Properties): readonly Properties[] {
    const mappings = blocksOf(inputs, "subnetMappings");
    return mappings.length > 0 ? mappings : textsOf(inputs, "subnets").map((subnetId) => ({ subnetId }));
}

function subnetOf({ account, region }: CreateCall, operation: string, id: string): StoredResource {
    const subnet = account.find(SUBNET, id);
    if (subnet?.region === region) return subnet;
    throw loadBalancingRefusal(operation, "SubnetNotFound", `The subnet ID '${id}' does not exist`);
}

/** @returns the VPC of the subnets */
function refuseSubnets({ account, inputs }: CreateCall, operation: string, subnets: readonly StoredResource[]): string {
    const isApplication = inputs["loadBalancerType"] === "application";
    const [first, ...others] = subnets;
    if (first === undefined || (isApplication && others.length === 0)) {
        const needed = isApplication ? "At least two subnets in two different Availability Zones" : "At least one subnet";
        throw loadBalancingRefusal(operation, "ValidationError", `${needed} must be specified`);
    }
    const vpcId = vpcIdOf(first);
    if (others.some((subnet) => vpcIdOf(subnet) !== vpcId)) {
        throw loadBalancingRefusal(operation, "InvalidConfigurationRequest", "All subnets must belong to the same VPC");
    }
    if (new Set(subnets.map(({ properties }) => properties["availabilityZone"])).size < subnets.length) {
        const reason = "A load balancer cannot be attached to multiple subnets in the same Availability Zone";
        throw loadBalancingRefusal(operation, "InvalidConfigurationRequest", reason);
    }
    const full = subnets.find((subnet) => freeAddressCount(account, subnet) < FREE_ADDRESSES_NEEDED);
    if (isApplication && full !== undefined) {
        const reason = `Not enough IP space available in ${full.id}. ELB requires at least ${FREE_ADDRESSES_NEEDED} free IP addresses in each subnet.`;
        throw loadBalancingRefusal(operation, "InvalidSubnet", reason);
    }
    return vpcId;
}

/** Without groups an application load balancer gets the default one of its VPC; a network load balancer may go without. */
function groupsOf({ account, inputs }: CreateCall, operation: string, vpcId: string): readonly string[] {
    const given = textsOf(inputs, "securityGroups");
    for (const id of given) {
        const group = account.find(SECURITY_GROUP, id);
        if (group !== undefined && vpcIdOf(group) === vpcId) continue;
        const reason = group === undefined ? `The security group '${id}' does not exist` : "One or more security groups are invalid";
        const code = group === undefined ? "InvalidSecurityGroup" : "InvalidConfigurationRequest";
        throw loadBalancingRefusal(operation, code, reason);
    }
    const vpc = account.find(VPC, vpcId);
    if (given.length > 0 || inputs["loadBalancerType"] !== "application" || vpc === undefined) return given;
    return [requiredText(vpc.properties, "defaultSecurityGroupId")];
}

function publicAddress({ account }: CreateCall, operation: string, allocationId: string | undefined): string {
    if (allocationId === undefined) return newPublicAddress(account);
    const address = account.find(ELASTIC_IP, allocationId);
    if (address !== undefined) return requiredText(address.properties, "publicIp");
    throw loadBalancingRefusal(operation, "AllocationIdNotFound", `The allocation IDs '${allocationId}' do not exist`);
}
