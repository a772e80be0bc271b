/** Ways out of a VPC: internet gateways, NAT gateways and gateway endpoints. */
import { textOf } from "../aws/reading";
import { INTERNET_GATEWAY, NAT_GATEWAY, PEERING_CONNECTION, VPC_ENDPOINT } from "../aws/services/ec2-references";
import type { Loss } from "./delivery";
import { policyRefusal } from "./endpoint-policy";
import { EPHEMERAL_PORTS, stoppingRule } from "./network-acls";
import { placeOf, type Party, type Place } from "./place";
import type { Arrival } from "./resolution";
import { routeTableOf, routeTo } from "./routes";

/** Why a gateway does not send the packet on: words that complete "route -> ...", or the loss itself; undefined when it does. */
export type Obstacle = string | Loss | undefined;

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
export function throughInternetGateway(place: Place, id: string, hasPublicIp: boolean, who: string): Obstacle {
    const gateway = place.account.find(INTERNET_GATEWAY, id);
    if (gateway?.properties["vpcId"] !== place.vpc.id) return `${id} is not attached to ${place.vpc.id} any more: the route is a blackhole`;
    return hasPublicIp ? undefined : `${id} sends on only what comes from a public address, and ${who} has none`;
}

/**
 * A public NAT gateway replaces the sender's address by its own, and then is a sender itself: its subnet needs a route to an internet
 * gateway. A regional one has its own way out.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export function throughNatGateway(place: Place, id: string, sender: Party, receiver: Arrival, port: number): Obstacle {
    const gateway = place.account.find(NAT_GATEWAY, id);
    if (gateway === undefined) return `${id} does not exist any more: the route is a blackhole`;
    const { properties } = gateway;
    if (textOf(properties, "connectivityType") === "private") return `${id} is private: the internet gateway drops what comes from it`;
    if (textOf(properties, "availabilityMode") === "regional") return regionalObstacle(place, id);
    if (textOf(properties, "publicIp") === undefined && textOf(properties, "allocationId") === undefined)
        return `${id} has no public address`;
    const subnetId = textOf(properties, "subnetId") ?? "";
    const own = placeOf(place.account, subnetId);
    if (own === undefined) return `${id} is in ${subnetId}, which does not exist`;
    const route = routeTo(own, receiver);
    if (route?.target.kind === "vpcEndpointId") {
        return throughGatewayEndpoint(own, route.target.id, receiver) ?? aclObstacle(place, own, sender, receiver, port);
    }
    if (route?.target.kind !== "gatewayId") {
        return `${id} is in ${subnetId}, and ${routeTableOf(own)} there has no route to an internet gateway`;
    }
    return throughInternetGateway(own, route.target.id, true, id) ?? aclObstacle(place, own, sender, receiver, port);
}

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
export function throughGatewayEndpoint({ account }: Place, id: string, receiver: Arrival): Obstacle {
    const endpoint = account.find(VPC_ENDPOINT, id);
    if (endpoint === undefined) return `${id} does not exist any more: the route is a blackhole`;
    return policyRefusal(endpoint, receiver.bucket);
}

/**
 * A peering connection joins two VPCs and no more, and the way back needs a route of its own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
 */
export function throughPeering(place: Place, id: string, sender: Party, receiver: Arrival): Obstacle {
    const connection = place.account.find(PEERING_CONNECTION, id);
    if (connection === undefined) return `${id} does not exist any more: the route is a blackhole`;
    const status = textOf(connection.properties, "acceptStatus") ?? "";
    if (status !== "active") return `${id} is ${status}: nothing passes until it is accepted`;
    const peer = receiver.place;
    if (peer === undefined) return `${id} leads into one VPC and not beyond, and ${receiver.what} is outside it`;
    const joined = [connection.properties["vpcId"], connection.properties["peerVpcId"]];
    if (!joined.includes(place.vpc.id) || !joined.includes(peer.vpc.id)) return `${id} does not lead to ${peer.vpc.id}`;
    if (routeTo(peer, sender)?.target.id === id) return undefined;
    return `${id}, and ${routeTableOf(peer)} of ${peer.subnet.id} has no route back through it`;
}

function regionalObstacle({ account, vpc }: Place, id: string): Obstacle {
    if (account.list(INTERNET_GATEWAY).some(({ properties }) => properties["vpcId"] === vpc.id)) return undefined;
    return `${id} is regional, and ${vpc.id} has no internet gateway`;
}

/** The packet crosses the border of the gateway's subnet four times: in, out, and both again for the reply. */
function aclObstacle(from: Place, own: Place, sender: Party, receiver: Party, port: number): Obstacle {
    const isNeighbour = from.subnet.id === own.subnet.id;
    return (
        (isNeighbour ? undefined : stoppingRule(own, "ingress", sender.block, [port, port])) ??
        stoppingRule(own, "egress", receiver.block, [port, port]) ??
        stoppingRule(own, "ingress", receiver.block, EPHEMERAL_PORTS) ??
        (isNeighbour ? undefined : stoppingRule(own, "egress", sender.block, EPHEMERAL_PORTS))
    );
}
