/**
 * The virtual network: forwards one packet over what is in the simulated account, from the sender's interface to the receiver's and back.
 *
 * It is an opinion of its own. It knows nothing of why the network was built, and shares no code with the proof in the policy pack.
 */
import type { Account } from "../aws/account";
import type { Delivery, Destination, Hop, Loss, Sender } from "./delivery";
import { policyRefusal } from "./endpoint-policy";
import { throughGatewayEndpoint, throughInternetGateway, throughNatGateway, throughPeering, type Obstacle } from "./gateways";
import { resolve } from "./names";
import { EPHEMERAL_PORTS, stoppingRule } from "./network-acls";
import { partyIn, placeOf, type Party, type Place } from "./place";
import type { Arrival } from "./resolution";
import { routeTableOf, routeTo, type Route } from "./routes";
import { admittingRule } from "./security-groups";

/** What each stage is given. */
interface Packet {
    readonly account: Account;
    readonly place: Place;
    readonly sender: Party;
    readonly hasPublicIp: boolean;
    readonly receiver: Arrival;
    readonly port: number;
    readonly hops: Hop[];
}

/**
 * Opens a TCP connection.
 *
 * A name may have several addresses, of which the software uses any: the connection is delivered when all of them can be reached.
 * Nothing is asked of the DNS resolver's rules, since it has none.
 *
 * @returns the way that it took, and where it was lost if it was
 */
export function connect(account: Account, sender: Sender, { host, port }: Destination): Delivery {
    const hops: Hop[] = [];
    const place = placeOf(account, sender.subnetId);
    if (place === undefined) return { delivered: false, hops, lostAt: `${sender.subnetId} does not exist`, symptom: "timed out" };
    const resolution = resolve(host, place);
    if ("lostAt" in resolution) return { delivered: false, hops, ...resolution };
    const party = partyIn(place, "the sender", sender.securityGroupIds);
    for (const receiver of resolution.arrivals) {
        hops.push({ at: "DNS", what: `${host} -> ${receiver.what}` });
        const loss = forward({ account, place, sender: party, hasPublicIp: sender.hasPublicIp, receiver, port, hops });
        if (loss !== undefined) return { delivered: false, hops, ...loss };
    }
    return { delivered: true, hops };
}

/** The stages in the order in which the packet meets them. */
const STAGES: readonly ((packet: Packet) => Loss | undefined)[] = [
    leaveInterface,
    leaveSubnet,
    followRoute,
    enterSubnet,
    enterInterface,
    askPolicy,
    reply,
];

function forward(packet: Packet): Loss | undefined {
    for (const stage of STAGES) {
        const loss = stage(packet);
        if (loss !== undefined) return loss;
    }
    return undefined;
}

function leaveInterface({ account, sender, receiver, port, hops }: Packet): Loss | undefined {
    const rule = admittingRule(account, sender.securityGroupIds, "egress", receiver, port);
    if (rule === undefined) {
        return timedOut(`no egress rule of ${sender.securityGroupIds.join(", ")} allows tcp ${port} to ${receiver.what}`);
    }
    hops.push({ at: "security group of the sender", what: rule });
    return undefined;
}

function leaveSubnet({ place, receiver, port }: Packet): Loss | undefined {
    return isNeighbour(place, receiver) ? undefined : stopped(stoppingRule(place, "egress", receiver.block, [port, port]));
}

function followRoute(packet: Packet): Loss | undefined {
    const { place, receiver, hops } = packet;
    const tableId = routeTableOf(place);
    const route = routeTo(place, receiver);
    if (route === undefined) return timedOut(`route table ${tableId} of ${place.subnet.id} has no route to ${receiver.what}`);
    hops.push({ at: `route table ${tableId}`, what: `${route.destination} -> ${route.target.id}` });
    const obstacle = throughTarget(packet, route);
    if (obstacle === undefined && receiver.place === undefined) hops.push({ at: route.target.id, what: `sends on to ${receiver.what}` });
    return obstacle === undefined || typeof obstacle === "object" ? obstacle : timedOut(`${tableId}: ${route.destination} -> ${obstacle}`);
}

/** @returns why the target does not send the packet on */
function throughTarget({ place, sender, hasPublicIp, receiver, port }: Packet, { target }: Route): Obstacle {
    if (target.kind === "local" || target.id === "local") {
        return receiver.place?.vpc.id === place.vpc.id ? undefined : `nothing in ${place.vpc.id} has the address of ${receiver.what}`;
    }
    if (target.kind === "vpcEndpointId" || target.id.startsWith("vpce-")) return throughGatewayEndpoint(place, target.id, receiver);
    if (target.kind === "vpcPeeringConnectionId") return throughPeering(place, target.id, sender, receiver);
    if (target.kind === "egressOnlyGatewayId") return `${target.id}, which carries IPv6 alone, and the simulated network has only IPv4`;
    if (receiver.place !== undefined)
        return `${target.id} leads out of ${place.vpc.id}, where the private address of ${receiver.what} means nothing`;
    if (target.kind === "gatewayId") return throughInternetGateway(place, target.id, hasPublicIp, "the sender");
    if (target.kind === "natGatewayId") return throughNatGateway(place, target.id, sender, receiver, port);
    return `${target.id}, a kind of target that the simulated network does not follow`;
}

function enterSubnet({ place, sender, receiver, port }: Packet): Loss | undefined {
    if (receiver.place === undefined || isNeighbour(place, receiver)) return undefined;
    return stopped(stoppingRule(receiver.place, "ingress", sender.block, [port, port]));
}

function enterInterface({ account, sender, receiver, port, hops }: Packet): Loss | undefined {
    if (receiver.place === undefined) return undefined;
    const rule = admittingRule(account, receiver.securityGroupIds, "ingress", sender, port);
    if (rule === undefined) {
        const from = `${sender.securityGroupIds.join(", ")} in ${sender.place?.subnet.id ?? "another network"}`;
        return timedOut(`no ingress rule of ${receiver.securityGroupIds.join(", ")} allows tcp ${port} from ${from} to ${receiver.what}`);
    }
    hops.push({ at: "security group of the receiver", what: rule });
    return undefined;
}

function askPolicy({ receiver }: Packet): Loss | undefined {
    return receiver.endpoint && policyRefusal(receiver.endpoint, receiver.bucket);
}

/** Security groups remember the connection; network ACLs do not, and the reply goes to a port that the sender chose. */
function reply({ place, sender, receiver }: Packet): Loss | undefined {
    if (isNeighbour(place, receiver)) return undefined;
    const leaving = receiver.place && stoppingRule(receiver.place, "egress", sender.block, EPHEMERAL_PORTS);
    const rule = leaving ?? stoppingRule(place, "ingress", receiver.block, EPHEMERAL_PORTS);
    return rule === undefined ? undefined : timedOut(`${rule} (for the reply)`);
}

/** ACLs stand at the border of a subnet: inside it they have no say. */
function isNeighbour(place: Place, receiver: Party): boolean {
    return receiver.place?.subnet.id === place.subnet.id;
}

function stopped(rule: string | undefined): Loss | undefined {
    return rule === undefined ? undefined : timedOut(rule);
}

function timedOut(lostAt: string): Loss {
    return { lostAt, symptom: "timed out" };
}
