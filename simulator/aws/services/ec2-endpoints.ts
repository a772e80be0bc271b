/**
 * Amazon EC2: VPC endpoints, gateways in route tables and interfaces in subnets.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
import type { StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { blockOf, isSet, requiredText, textOf, textsOf } from "../reading";
import type { Call, Computed, CreateCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { dnsEntries, refusePrivateDns } from "./ec2-endpoint-dns";
import { endpointService, type EndpointService } from "./ec2-endpoint-services";
import { addInterface, interfacesOf, removeInterfaces } from "./ec2-network-interfaces";
import {
    ec2Arn,
    ec2Refusal,
    inVpc,
    referred,
    referredAll,
    ROUTE,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
    vpcIdOf,
} from "./ec2-references";
import { prefixListsOf } from "./ec2-regions";

/** What an endpoint lets through when it is given no policy: everything. */
const FULL_ACCESS = JSON.stringify({
    Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
    Version: "2008-10-17",
});

/** Inputs whose change moves the interfaces of an endpoint, or is refused for one. */
const PLACING = ["subnetIds", "securityGroupIds", "routeTableIds", "privateDnsEnabled", "dnsOptions"];

const vpcEndpoint: ResourceType = {
    token: VPC_ENDPOINT,
    sets: ["routeTableIds", "securityGroupIds", "subnetIds", "subnetConfigurations"],
    json: ["policy"],
    replaceWhen: (olds, news) =>
        news["vpcEndpointType"] !== "Interface" && olds["privateDnsEnabled"] !== news["privateDnsEnabled"] ? ["privateDnsEnabled"] : [],
    create: createEndpoint,
    update: updateEndpoint,
    delete: ({ account, current }) => {
        removeInterfaces(account, current.id);
        return "removed";
    },
};

function createEndpoint(call: CreateCall) {
    const { account, inputs } = call;
    const operation = "CreateVpcEndpoint";
    const vpc = referred(call, operation, VPC, requiredText(inputs, "vpcId"));
    const service = serviceOf(call);
    const id = account.newId("vpce");
    const placed = isInterface(inputs) ? placeInterfaces(call, operation, vpc, service, id) : placeGateway(call, operation, vpc, service);
    const [ipAddressType, dnsRecordIpType] = isInterface(inputs) ? ["ipv4", "ipv4"] : ["", "service-defined"];
    return {
        id,
        computed: {
            arn: ec2Arn(call, "vpc-endpoint", id),
            ownerId: account.accountId,
            requesterManaged: false,
            state: "available",
            ...leftOut(inputs, {
                dnsOptions: { dnsRecordIpType, privateDnsOnlyForInboundResolverEndpoint: false },
                ipAddressType,
                policy: FULL_ACCESS,
                privateDnsEnabled: false,
                routeTableIds: [],
                securityGroupIds: [],
                serviceRegion: call.region,
                subnetConfigurations: [],
                subnetIds: [],
            }),
            ...placed,
        },
    };
}

function updateEndpoint(call: UpdateCall): Computed {
    const { account, current } = call;
    const operation = "ModifyVpcEndpoint";
    const vpc = referred(call, operation, VPC, vpcIdOf(current));
    // Lists that the program leaves out stay as they are.
    const inputs = { ...current.properties, ...call.inputs };
    const service = serviceOf({ ...call, inputs });
    if (!isInterface(inputs)) return placeGateway({ ...call, inputs }, operation, vpc, service, current.id);
    if (!PLACING.some((input) => call.changed.has(input))) return {};
    removeInterfaces(account, current.id);
    return placeInterfaces({ ...call, inputs }, operation, vpc, service, current.id);
}

/** What an endpoint has several of; a gateway has tables, an interface endpoint the others. */
export type EndpointList = "routeTableIds" | "subnetIds" | "securityGroupIds";

/**
 * Changes one list of an endpoint, as `ModifyVpcEndpoint` does.
 *
 * @throws Refusal when the endpoint is not there, or AWS would refuse the result
 */
export function changeEndpoint(call: Call, endpointId: string, list: EndpointList, change: (ids: readonly string[]) => readonly string[]) {
    const current = referred(call, "ModifyVpcEndpoint", VPC_ENDPOINT, endpointId);
    const inputs = { ...current.properties, [list]: change(textsOf(current.properties, list)) };
    const computed = updateEndpoint({ ...call, inputs, current, changed: new Set([list]) });
    call.account.put({ ...current, properties: { ...inputs, ...computed } });
}

function isInterface(inputs: CreateCall["inputs"]): boolean {
    return inputs["vpcEndpointType"] === "Interface";
}

/** @throws Refusal when there is no such service, or it has no endpoint of the type */
function serviceOf({ inputs, region }: CreateCall): EndpointService {
    const serviceName = textOf(inputs, "serviceName");
    const type = requiredText(inputs, "vpcEndpointType");
    if (serviceName === undefined) {
        throw ec2Refusal("CreateVpcEndpoint", "MissingParameter", "The request must contain the parameter ServiceName");
    }
    const service = endpointService(serviceName, textOf(inputs, "serviceRegion") ?? region);
    if (service === undefined) {
        throw ec2Refusal("CreateVpcEndpoint", "InvalidServiceName", `The Vpc Endpoint Service '${serviceName}' does not exist`);
    }
    if (!service.types.some((offered) => offered === type)) {
        const reason = `Endpoint type (${type}) does not match available service types ([${service.types.join(", ")}]).`;
        throw ec2Refusal("CreateVpcEndpoint", "InvalidParameter", reason);
    }
    return service;
}

/** A gateway is a route to the prefix list of its service in each of its tables. */
function placeGateway(call: CreateCall, operation: string, vpc: StoredResource, service: EndpointService, own?: string): Computed {
    const { account, inputs, region } = call;
    for (const property of ["subnetIds", "securityGroupIds"]) {
        if (textsOf(inputs, property).length === 0) continue;
        const what = property === "subnetIds" ? "Subnet IDs" : "Security group IDs";
        throw ec2Refusal(operation, "InvalidParameter", `${what} are only supported for Interface type VPC endpoints.`);
    }
    if (isSet(inputs, "privateDnsEnabled")) {
        throw ec2Refusal(operation, "InvalidParameter", "Private DNS can't be enabled for Gateway type VPC endpoints.");
    }
    const list = prefixListsOf(region).find(({ name }) => name === inputs["serviceName"]);
    const prefixListId = list?.id ?? "";
    for (const table of referredAll(call, operation, ROUTE_TABLE, textsOf(inputs, "routeTableIds"))) {
        refuseForeign(operation, "Route table", table, vpc);
        const others = inVpc(account, VPC_ENDPOINT, vpc.id).filter(
            ({ id, properties }) =>
                id !== own &&
                properties["serviceName"] === inputs["serviceName"] &&
                textsOf(properties, "routeTableIds").includes(table.id),
        );
        const isRouted = account
            .list(ROUTE)
            .some(({ properties }) => properties["routeTableId"] === table.id && properties["destinationPrefixListId"] === prefixListId);
        if (others.length === 0 && !isRouted) continue;
        const reason = `route table ${table.id} already has a route with destination-prefix-list-id ${prefixListId || service.name}`;
        throw ec2Refusal(operation, "RouteAlreadyExists", reason);
    }
    return { cidrBlocks: list?.cidrBlocks ?? [], dnsEntries: [], networkInterfaceIds: [], prefixListId };
}

function placeInterfaces(call: CreateCall, operation: string, vpc: StoredResource, service: EndpointService, id: string): Computed {
    const { account, inputs, region } = call;
    if (textsOf(inputs, "routeTableIds").length > 0) {
        throw ec2Refusal(operation, "InvalidParameter", "Route table IDs are only supported for Gateway type VPC endpoints.");
    }
    const subnets = referredAll(call, operation, SUBNET, textsOf(inputs, "subnetIds"));
    refuseSharedZones(operation, subnets, vpc);
    const given = textsOf(inputs, "securityGroupIds");
    for (const group of referredAll(call, operation, SECURITY_GROUP, given)) refuseForeign(operation, "Security group", group, vpc);
    const isPrivateDnsOn = isSet(inputs, "privateDnsEnabled");
    if (isPrivateDnsOn) refusePrivateDns(account, operation, vpc, service, blockOf(inputs, "dnsOptions"), id);
    const securityGroupIds = given.length > 0 ? given : [requiredText(vpc.properties, "defaultSecurityGroupId")];
    for (const subnet of subnets) {
        addInterface(call, { owner: id, operation, subnetId: subnet.id, securityGroupIds, description: `VPC Endpoint Interface ${id}` });
    }
    const made = interfacesOf(account, id);
    const zones = subnets.map(({ properties }) => requiredText(properties, "availabilityZone"));
    return {
        cidrBlocks: [],
        dnsEntries: dnsEntries(account, id, service, region, zones, isPrivateDnsOn),
        networkInterfaceIds: made.map((one) => one.id),
        prefixListId: "",
        securityGroupIds,
        subnetConfigurations: made.map(({ properties }) => ({
            subnetId: requiredText(properties, "subnetId"),
            ipv4: requiredText(properties, "privateIp"),
        })),
    };
}

/** One subnet in each zone: the endpoint has one interface there, which serves every subnet of the VPC. */
function refuseSharedZones(operation: string, subnets: readonly StoredResource[], vpc: StoredResource): void {
    const zones = new Set<unknown>();
    for (const subnet of subnets) {
        refuseForeign(operation, "Subnet", subnet, vpc);
        const zone = subnet.properties["availabilityZone"];
        if (zones.has(zone)) {
            throw ec2Refusal(
                operation,
                "DuplicateSubnetsInSameZone",
                `Found another VPC endpoint subnet in the availability zone of ${subnet.id}. ` +
                    "VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.",
            );
        }
        zones.add(zone);
    }
}

function refuseForeign(operation: string, noun: string, resource: StoredResource, vpc: StoredResource): void {
    if (vpcIdOf(resource) === vpc.id) return;
    throw ec2Refusal(operation, "InvalidParameter", `${noun} ${resource.id} does not belong to VPC ${vpc.id}`);
}

export const service: Service = { name: "Amazon EC2 (VPC endpoints)", resourceTypes: [vpcEndpoint] };
