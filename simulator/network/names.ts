/**
 * The VPC's DNS resolver: which address a name has, seen from one subnet.
 *
 * The resolver itself needs no rule: "You cannot filter traffic to or from the Amazon DNS server using network ACLs or security groups."
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
import { databaseNamed } from "./database-names";
import { interfaceEndpointNamed } from "./endpoint-names";
import { fileSystemNamed, loadBalancerNamed, serviceInNamespace } from "./private-names";
import { interfaceWith, type Place } from "./place";
import { publicName } from "./public-names";
import { notResolved, type Resolution } from "./resolution";

/** Asked in this order; the first that knows the name answers, and nobody after it: that is how private DNS captures a service. */
const ZONES: readonly ((host: string, place: Place) => Resolution | undefined)[] = [
    serviceInNamespace,
    interfaceEndpointNamed,
    databaseNamed,
    fileSystemNamed,
    loadBalancerNamed,
    publicName,
];

export function resolve(host: string, place: Place): Resolution {
    if (/^\d+(\.\d+){3}$/.test(host)) return addressOfInterface(host, place);
    if (place.vpc.properties["enableDnsSupport"] === false) {
        return notResolved(`${place.vpc.id} has enableDnsSupport = false, so nothing in it resolves ${host}`);
    }
    for (const zone of ZONES) {
        const resolution = zone(host.toLowerCase(), place);
        if (resolution !== undefined) return resolution;
    }
    return notResolved(`${host} is no name that anybody has`);
}

function addressOfInterface(address: string, place: Place): Resolution {
    const receiver = interfaceWith(address, place);
    if (receiver !== undefined) return { arrivals: [receiver] };
    return { lostAt: `no network interface in ${place.vpc.id} has the address ${address}`, symptom: "timed out" };
}
