/**
 * Amazon EC2: route tables, subnets and security groups that are given to a VPC endpoint one by one. Each is a change of the endpoint,
 * which alone knows what it has.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 */
import { crc32 } from "node:zlib";
import { ProviderError } from "../../provider/errors";
import type { StoredResource } from "../account";
import { isSet, requiredText, textsOf } from "../reading";
import type { Call, ResourceType, Service } from "../resource-type";
import { changeEndpoint, type EndpointList } from "./ec2-endpoints";
import { referred, VPC, VPC_ENDPOINT, vpcIdOf } from "./ec2-references";

/** @param list of the endpoint that the property of the association adds to */
function association(token: string, property: string, list: EndpointList): ResourceType {
    return {
        token,
        create: (call) => {
            const endpointId = requiredText(call.inputs, "vpcEndpointId");
            const added = requiredText(call.inputs, property);
            const replaced = isSet(call.inputs, "replaceDefaultAssociation") ? replacedGroup(call, endpointId, added) : undefined;
            changeEndpoint(call, endpointId, list, (ids) => [...ids.filter((id) => id !== added && id !== replaced), added]);
            return { id: `a-${endpointId}${crc32(added)}`, computed: {} };
        },
        delete: (call) => {
            const { account, current } = call;
            const endpoint = account.find(VPC_ENDPOINT, requiredText(current.properties, "vpcEndpointId"));
            if (endpoint === undefined) return "removed";
            const returned = isSet(current.properties, "replaceDefaultAssociation") ? [defaultGroup(call, endpoint)] : [];
            const removed = requiredText(current.properties, property);
            changeEndpoint(call, endpoint.id, list, (ids) => [...ids.filter((id) => id !== removed), ...returned]);
            return "removed";
        },
    };
}

/** The VPC's default group, which the endpoint must have so that it can be replaced. */
function replacedGroup(call: Call, endpointId: string, added: string): string {
    const endpoint = referred(call, "DescribeVpcEndpoints", VPC_ENDPOINT, endpointId);
    const group = defaultGroup(call, endpoint);
    if (group === added) throw new ProviderError(`${added} is the default Security Group for EC2 VPC (${vpcIdOf(endpoint)})`);
    if (textsOf(endpoint.properties, "securityGroupIds").includes(group)) return group;
    throw new ProviderError(`no association of default Security Group (${group}) with VPC Endpoint (${endpointId})`);
}

function defaultGroup(call: Call, endpoint: StoredResource): string {
    return requiredText(referred(call, "DescribeVpcs", VPC, vpcIdOf(endpoint)).properties, "defaultSecurityGroupId");
}

export const service: Service = {
    name: "Amazon EC2 (associations of VPC endpoints)",
    resourceTypes: [
        association("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "routeTableId", "routeTableIds"),
        association("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "subnetId", "subnetIds"),
        association("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "securityGroupId", "securityGroupIds"),
    ],
};
