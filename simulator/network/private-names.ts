/** Names that only a VPC knows: services in a Cloud Map namespace, file systems, internal load balancers. */
import type { StoredResource } from "../aws/account";
import { blockOf, isSet, textOf, textsOf } from "../aws/reading";
import { interfaceWith, partyIn, placeOf, type Place } from "./place";
import { hasPrivateZones } from "./private-zones";
import { notResolved, type Resolution } from "./resolution";

/**
 * A service in a private DNS namespace has the addresses of its registered instances.
 *
 * @see https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html
 */
export function serviceInNamespace(host: string, place: Place): Resolution | undefined {
    const { account, vpc } = place;
    const namespace = account
        .list("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")
        .find(({ properties }) => host.endsWith(`.${nameOf(properties)}`) && properties["vpc"] === vpc.id);
    if (namespace === undefined) return undefined;
    const zone = nameOf(namespace.properties);
    if (!hasPrivateZones(place)) return notResolved(`${zone} needs enableDnsSupport and enableDnsHostnames of ${vpc.id} to be true`);
    const service = account
        .list("aws:servicediscovery/service:Service")
        .find(({ properties }) => isIn(properties, namespace.id) && `${nameOf(properties)}.${zone}` === host);
    if (service === undefined) return notResolved(`no service in ${zone} is called ${host}`);
    const addresses = account
        .list("aws:servicediscovery/instance:Instance")
        .filter(({ properties }) => properties["serviceId"] === service.id)
        .flatMap(({ properties }) => textOf(blockOf(properties, "attributes") ?? {}, "AWS_INSTANCE_IPV4") ?? []);
    const arrivals = addresses.flatMap((address) => interfaceWith(address, place) ?? []);
    return arrivals.length > 0 ? { arrivals } : notResolved(`${host} has no registered instance: no task of the service is running`);
}

function isIn(service: StoredResource["properties"], namespaceId: string): boolean {
    return (blockOf(service, "dnsConfig")?.["namespaceId"] ?? service["namespaceId"]) === namespaceId;
}

function nameOf(properties: StoredResource["properties"]): string {
    return textOf(properties, "name")?.toLowerCase() ?? "";
}

/**
 * A file system's name leads to the mount target in the caller's own zone, and to nothing when there is none.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
 */
export function fileSystemNamed(host: string, place: Place): Resolution | undefined {
    const fileSystemId = /^(fs-[0-9a-f]+)\.efs\.[a-z0-9-]+\.amazonaws\.com$/.exec(host)?.[1];
    if (fileSystemId === undefined) return undefined;
    const { account, subnet, vpc } = place;
    if (!hasPrivateZones(place)) return notResolved(`${host} needs enableDnsSupport and enableDnsHostnames of ${vpc.id} to be true`);
    const zone = textOf(subnet.properties, "availabilityZone") ?? "";
    const arrivals = account
        .list("aws:efs/mountTarget:MountTarget")
        .filter(({ properties }) => properties["fileSystemId"] === fileSystemId)
        .flatMap(({ id, properties }) => {
            const at = placeOf(account, textOf(properties, "subnetId") ?? "");
            if (at?.vpc.id !== vpc.id || at.subnet.properties["availabilityZone"] !== zone) return [];
            return [partyIn(at, id, textsOf(properties, "securityGroups"))];
        });
    return arrivals.length > 0 ? { arrivals } : notResolved(`${fileSystemId} has no mount target in ${zone}`);
}

/** An internal load balancer has private addresses only; the others are found on the internet, also from inside the VPC. */
export function loadBalancerNamed(host: string, { account }: Place): Resolution | undefined {
    const found = account
        .list("aws:lb/loadBalancer:LoadBalancer")
        .find(({ properties }) => isSet(properties, "internal") && textOf(properties, "dnsName")?.toLowerCase() === host);
    if (found === undefined) return undefined;
    const places = textsOf(found.properties, "subnets").flatMap((subnetId) => placeOf(account, subnetId) ?? []);
    return { arrivals: places.map((at) => partyIn(at, found.id, textsOf(found.properties, "securityGroups"))) };
}
