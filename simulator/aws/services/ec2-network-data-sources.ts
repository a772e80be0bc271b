/**
 * Amazon EC2: data sources about VPCs, subnets, route tables and prefix lists.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
 */
import { ProviderError } from "../../provider/errors";
import type { Account, StoredResource } from "../account";
import { isSet, listOf, requiredText, textOf } from "../reading";
import type { DataSource, Service } from "../resource-type";
import type { Properties } from "../../provider/values";
import { chosen, property, theOnly, type FilterNames } from "./ec2-filters";
import { freeAddressCount } from "./ec2-network-interfaces";
import { referredPrefixList, ROUTE, ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION, SUBNET, tagsOf, VPC } from "./ec2-references";
import { prefixListsOf, type PrefixList } from "./ec2-regions";

const VPC_FILTERS: FilterNames = {
    cidr: property("cidrBlock"),
    "cidr-block-association.cidr-block": property("cidrBlock"),
    "dhcp-options-id": property("dhcpOptionsId"),
    "is-default": () => ["false"],
    isDefault: () => ["false"],
    "owner-id": property("ownerId"),
    state: () => ["available"],
    "vpc-id": ({ id }) => [id],
};

const SUBNET_FILTERS: FilterNames = {
    "availability-zone": property("availabilityZone"),
    availabilityZone: property("availabilityZone"),
    "availability-zone-id": property("availabilityZoneId"),
    "cidr-block": property("cidrBlock"),
    cidr: property("cidrBlock"),
    "default-for-az": () => ["false"],
    "map-public-ip-on-launch": property("mapPublicIpOnLaunch"),
    "owner-id": property("ownerId"),
    state: () => ["available"],
    "subnet-id": ({ id }) => [id],
    "vpc-id": property("vpcId"),
};

const getVpc: DataSource = {
    token: "aws:ec2/getVpc:getVpc",
    answer: ({ account, region, args }) => {
        const candidates = isSet(args, "default") ? [] : inRegion(account, VPC, region, textOf(args, "id"));
        const { id, properties } = theOnly(chosen(candidates, args, VPC_FILTERS, ["cidrBlock", "dhcpOptionsId"]), "EC2 VPC");
        const cidrBlock = requiredText(properties, "cidrBlock");
        return {
            ...pick(properties, ["arn", "dhcpOptionsId", "enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics"]),
            ...pick(properties, ["instanceTenancy", "ipv6AssociationId", "ipv6CidrBlock", "mainRouteTableId", "ownerId"]),
            ...filtersOf(args),
            cidrBlock,
            cidrBlockAssociations: [{ associationId: `vpc-cidr-assoc-${id.slice("vpc-".length)}`, cidrBlock, state: "associated" }],
            ipv6CidrBlockAssociations: [],
            default: false,
            id,
            region,
            state: "available",
            tags: tagsOf(properties),
        };
    },
};

const getSubnet: DataSource = {
    token: "aws:ec2/getSubnet:getSubnet",
    answer: ({ account, region, args }) => {
        const candidates = isSet(args, "defaultForAz") ? [] : inRegion(account, SUBNET, region, textOf(args, "id"));
        const equals = ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6CidrBlock", "vpcId"];
        const subnet = theOnly(chosen(candidates, args, SUBNET_FILTERS, equals), "EC2 Subnet");
        const { id, properties } = subnet;
        return {
            ...pick(properties, [...equals, "arn", "assignIpv6AddressOnCreation", "enableDns64", "enableResourceNameDnsARecordOnLaunch"]),
            ...pick(properties, [
                "enableResourceNameDnsAaaaRecordOnLaunch",
                "ipv6CidrBlockAssociationId",
                "ipv6Native",
                "mapPublicIpOnLaunch",
            ]),
            ...pick(properties, ["ownerId", "privateDnsHostnameTypeOnLaunch"]),
            ...filtersOf(args),
            availableIpAddressCount: textOf(properties, "cidrBlock") === undefined ? 0 : freeAddressCount(account, subnet),
            customerOwnedIpv4Pool: "",
            defaultForAz: false,
            enableLniAtDeviceIndex: 0,
            id,
            mapCustomerOwnedIpOnLaunch: false,
            outpostArn: "",
            region,
            state: "available",
            tags: tagsOf(properties),
        };
    },
};

const getSubnets: DataSource = {
    token: "aws:ec2/getSubnets:getSubnets",
    answer: ({ account, region, args }) => ({
        ...filtersOf(args),
        id: region,
        region,
        ids: chosen(inRegion(account, SUBNET, region), args, SUBNET_FILTERS, []).map(({ id }) => id),
        tags: args["tags"] ?? {},
    }),
};

const getRouteTable: DataSource = {
    token: "aws:ec2/getRouteTable:getRouteTable",
    answer: ({ account, region, args }) => {
        const given = ["routeTableId", "vpcId", "subnetId", "gatewayId"].filter((argument) => textOf(args, argument) !== undefined);
        if (given.length === 0 && args["filters"] === undefined && args["tags"] === undefined) {
            throw new ProviderError("one of route_table_id, vpc_id, subnet_id, gateway_id, filters, or tags must be assigned");
        }
        const associations = account.list(ROUTE_TABLE_ASSOCIATION);
        const associated = (argument: string) => (table: StoredResource) =>
            textOf(args, argument) === undefined ||
            associations.some(({ properties }) => properties[argument] === args[argument] && properties["routeTableId"] === table.id);
        const filters: FilterNames = {
            "association.main": ({ properties }) => [String(isSet(properties, "isDefault"))],
            "association.subnet-id": ({ id }) =>
                associations.filter(({ properties }) => properties["routeTableId"] === id).map(({ properties }) => properties["subnetId"]),
            "owner-id": property("ownerId"),
            "route-table-id": ({ id }) => [id],
            "vpc-id": property("vpcId"),
        };
        const candidates = inRegion(account, ROUTE_TABLE, region, textOf(args, "routeTableId"))
            .filter(associated("subnetId"))
            .filter(associated("gatewayId"));
        const found = chosen(candidates, args, filters, ["vpcId"]);
        if (found.length === 0) throw new ProviderError("query returned no results. Please change your search criteria and try again");
        if (found.length > 1)
            throw new ProviderError("multiple Route Tables matched; use additional constraints to reduce matches to a single Route Table");
        return describeTable(account, region, args, theOnly(found, "Route Table"));
    },
};

function describeTable(account: Account, region: string, args: Properties, { id, properties }: StoredResource): Properties {
    const ofTable = (type: string) => account.list(type).filter((one) => one.properties["routeTableId"] === id);
    const separate = ofTable(ROUTE).map((route) => ({
        ...pick(route.properties, ["gatewayId", "natGatewayId", "networkInterfaceId", "vpcEndpointId", "destinationPrefixListId"]),
        cidrBlock: textOf(route.properties, "destinationCidrBlock") ?? "",
        ipv6CidrBlock: textOf(route.properties, "destinationIpv6CidrBlock") ?? "",
    }));
    return {
        ...pick(properties, ["arn", "ownerId", "vpcId"]),
        ...filtersOf(args),
        associations: ofTable(ROUTE_TABLE_ASSOCIATION).map((association) => ({
            ...pick(association.properties, ["gatewayId", "subnetId"]),
            main: false,
            routeTableAssociationId: association.id,
            routeTableId: id,
        })),
        gatewayId: textOf(args, "gatewayId") ?? "",
        id,
        region,
        routeTableId: id,
        routes: [...listOf(properties, "routes"), ...separate],
        subnetId: textOf(args, "subnetId") ?? "",
        tags: tagsOf(properties),
    };
}

const getPrefixList: DataSource = {
    token: "aws:ec2/getPrefixList:getPrefixList",
    answer: ({ account, region, args }) => {
        const { id, name, cidrBlocks } = prefixList(account, region, args, textOf(args, "prefixListId"), "EC2 Prefix List");
        return { ...filtersOf(args), cidrBlocks, id, name, prefixListId: textOf(args, "prefixListId") ?? "", region };
    },
};

const getManagedPrefixList: DataSource = {
    token: "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    answer: ({ account, region, args }) => {
        const { id, name, cidrBlocks } = prefixList(account, region, args, textOf(args, "id"), "EC2 Managed Prefix List");
        return {
            ...filtersOf(args),
            addressFamily: "IPv4",
            arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
            entries: cidrBlocks.map((cidr) => ({ cidr, description: "" })),
            id,
            maxEntries: 0,
            name,
            ownerId: "AWS",
            region,
            tags: {},
            version: 0,
        };
    },
};

function prefixList(account: Account, region: string, args: Properties, id: string | undefined, noun: string): PrefixList {
    const resources = prefixListsOf(region)
        .filter((list) => (id === undefined || list.id === id) && (textOf(args, "name") ?? list.name) === list.name)
        .map((list) => ({ type: "prefix list", id: list.id, region, properties: { name: list.name } }));
    const filters: FilterNames = {
        "owner-id": () => ["AWS"],
        "prefix-list-id": (list) => [list.id],
        "prefix-list-name": property("name"),
    };
    const only = theOnly(chosen(resources, args, filters, []), noun);
    return referredPrefixList({ account, region }, "DescribePrefixLists", only.id);
}

function inRegion(account: Account, type: string, region: string, id?: string): readonly StoredResource[] {
    return account.list(type).filter((resource) => resource.region === region && (id === undefined || resource.id === id));
}

function pick(properties: Properties, names: readonly string[]): Properties {
    return Object.fromEntries(names.map((name) => [name, properties[name] ?? ""]));
}

function filtersOf(args: Properties): Properties {
    return args["filters"] === undefined ? {} : { filters: args["filters"] };
}

export const service: Service = {
    name: "Amazon EC2 (data sources of the network)",
    resourceTypes: [],
    dataSources: [getVpc, getSubnet, getSubnets, getRouteTable, getPrefixList, getManagedPrefixList],
};
