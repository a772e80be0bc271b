/**
 * Names that lead to interface endpoints: those of the endpoint itself, and the service's own names where private DNS is on.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#privatelink-dns-hostnames
 */
import type { StoredResource } from "../aws/account";
import { blockOf, blocksOf, isSet, requiredText, textOf, textsOf } from "../aws/reading";
import { endpointService } from "../aws/services/ec2-endpoint-services";
import { NETWORK_INTERFACE, VPC_ENDPOINT } from "../aws/services/ec2-references";
import { partyIn, partyOfInterface, placeOf, type Party, type Place } from "./place";
import { hasPrivateZones } from "./private-zones";
import type { Resolution } from "./resolution";

/**
 * Private DNS is in force in the whole VPC, whichever subnets the endpoint is in, and takes the service's names away from every other
 * way: when the endpoint refuses a packet, there is no falling back to a NAT gateway.
 */
export function interfaceEndpointNamed(host: string, place: Place): Resolution | undefined {
    const { account, vpc } = place;
    const endpoint = account
        .list(VPC_ENDPOINT)
        .filter(({ properties }) => properties["vpcId"] === vpc.id && properties["vpcEndpointType"] === "Interface")
        .find((each) => hasOwnName(each, host) || (hasPrivateZones(place) && captures(each, host)));
    if (endpoint === undefined) return undefined;
    const parties = interfacesOf(place, endpoint);
    if (parties.length > 0) return { arrivals: parties.map((party) => ({ ...party, endpoint })) };
    return { lostAt: `${endpoint.id} captures ${host} but has no network interface in any subnet`, symptom: "timed out" };
}

/** Works without private DNS too, but only for software that was told the name. */
function hasOwnName({ properties }: StoredResource, host: string): boolean {
    return blocksOf(properties, "dnsEntries").some((entry) => entry["dnsName"] === host && host.endsWith(".vpce.amazonaws.com"));
}

function captures({ properties, region }: StoredResource, host: string): boolean {
    const isForInboundResolverOnly = isSet(blockOf(properties, "dnsOptions") ?? {}, "privateDnsOnlyForInboundResolverEndpoint");
    if (!isSet(properties, "privateDnsEnabled") || isForInboundResolverOnly) return false;
    const service = endpointService(requiredText(properties, "serviceName"), textOf(properties, "serviceRegion") ?? region);
    return service?.privateDnsNames.some((name) => isNamed(host, name)) ?? false;
}

/** `*` stands for one or more labels, as in a DNS wildcard. */
function isNamed(host: string, name: string): boolean {
    return name.startsWith("*.") ? host.endsWith(name.slice(1)) && host.length >= name.length : host === name;
}

function interfacesOf({ account }: Place, endpoint: StoredResource): readonly Party[] {
    const known = account.list(NETWORK_INTERFACE).filter(({ properties }) => properties["attachedTo"] === endpoint.id);
    if (known.length > 0) return known.flatMap((each) => partyOfInterface(account, each) ?? []);
    const groups = textsOf(endpoint.properties, "securityGroupIds");
    return textsOf(endpoint.properties, "subnetIds")
        .flatMap((subnetId) => placeOf(account, subnetId) ?? [])
        .map((place) => partyIn(place, endpoint.id, groups));
}
