/**
 * Names of interface endpoints: those that AWS makes for each one, and the service's own names where private DNS captures them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#privatelink-dns-hostnames
 */
import type { Account, StoredResource } from "../account";
import { blocksOf, isSet, requiredText, textOf } from "../reading";
import { ec2Refusal, inVpc, VPC_ENDPOINT } from "./ec2-references";
import { endpointService, type EndpointService } from "./ec2-endpoint-services";
import type { Properties } from "../../provider/values";

/** Hosted zones in which AWS names endpoints: the `hostedZoneId` of their DNS entries, by Region. */
const ENDPOINT_ZONES: Readonly<Record<string, string>> = {
    "us-east-1": "Z7HUB22UULQXV",
    "us-east-2": "ZC8PG0KIFKBRI",
    "us-west-2": "Z1YSA3EXCYUU9Z",
    "eu-central-1": "Z273ZU8SZ5RJPC",
    "eu-west-1": "Z38GZ743OKFT7T",
};

/** The `dnsEntries` of an interface endpoint: its regional name, one for each zone, then the captured names. */
export function dnsEntries(
    account: Account,
    id: string,
    service: EndpointService,
    region: string,
    zones: readonly string[],
    isPrivateDnsOn: boolean,
): readonly Properties[] {
    const hostedZoneId = ENDPOINT_ZONES[region] ?? `Z${account.newHex(13).toUpperCase()}`;
    const label = `${id}-${account.newHex(8)}`;
    const host = service.name.split(".").reverse().join(".");
    const own = ["", ...zones.map((zone) => `-${zone}`)].map((suffix) => ({
        dnsName: `${label}${suffix}.${host}.${region}.vpce.amazonaws.com`,
        hostedZoneId,
    }));
    const privateZoneId = `Z${account.newHex(20).toUpperCase()}`;
    const captured = isPrivateDnsOn ? service.privateDnsNames.map((dnsName) => ({ dnsName, hostedZoneId: privateZoneId })) : [];
    return [...own, ...captured];
}

/**
 * Refuses private DNS where the VPC cannot have it.
 *
 * @param endpointId of the endpoint itself when it exists already
 * @throws Refusal when DNS is off in the VPC, when another endpoint or a hosted zone has the names, or when S3 lacks its gateway
 */
export function refusePrivateDns(
    account: Account,
    operation: string,
    vpc: StoredResource,
    service: EndpointService,
    dnsOptions: Properties | undefined,
    endpointId?: string,
): void {
    if (vpc.properties["enableDnsSupport"] !== true || vpc.properties["enableDnsHostnames"] !== true) {
        const reason = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`;
        throw ec2Refusal(operation, "InvalidParameter", reason);
    }
    const taken = service.privateDnsNames.find((name) => isCaptured(account, vpc.id, name, endpointId));
    if (taken !== undefined) {
        const reason = `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${taken} in the VPC ${vpc.id}`;
        throw ec2Refusal(operation, "InvalidParameter", reason);
    }
    const isForInboundOnly = dnsOptions?.["privateDnsOnlyForInboundResolverEndpoint"] !== false;
    if (service.name === "s3" && isForInboundOnly && !hasGateway(account, vpc.id, service)) {
        const reason =
            "To set PrivateDnsOnlyForInboundResolverEndpoint to true, " + `the VPC ${vpc.id} must have a Gateway endpoint for the service.`;
        throw ec2Refusal(operation, "InvalidParameter", reason);
    }
}

function isCaptured(account: Account, vpcId: string, name: string, endpointId: string | undefined): boolean {
    const endpoints = inVpc(account, VPC_ENDPOINT, vpcId).filter(
        ({ id, properties }) =>
            id !== endpointId && isSet(properties, "privateDnsEnabled") && serviceOf(properties)?.privateDnsNames.includes(name),
    );
    const zones = account
        .list("aws:route53/zone:Zone")
        .filter(({ properties }) => textOf(properties, "name")?.replace(/\.$/, "") === name && isOfVpc(properties, vpcId));
    return endpoints.length + zones.length > 0;
}

function isOfVpc(zone: Properties, vpcId: string): boolean {
    return blocksOf(zone, "vpcs").some((one) => one["vpcId"] === vpcId);
}

function hasGateway(account: Account, vpcId: string, service: EndpointService): boolean {
    return inVpc(account, VPC_ENDPOINT, vpcId).some(
        ({ properties }) => properties["vpcEndpointType"] === "Gateway" && serviceOf(properties)?.name === service.name,
    );
}

function serviceOf(endpoint: Properties): EndpointService | undefined {
    const serviceName = requiredText(endpoint, "serviceName");
    return endpointService(serviceName, serviceName.split(".")[2] ?? "");
}
