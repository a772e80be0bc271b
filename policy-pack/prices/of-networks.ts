/** Prices of what connects: gateways, endpoints, load balancers, addresses. */
import { listAt, textAt, UNKNOWN } from "../known";
import { unique, type Graph, type GraphNode } from "../reachability/graph";
import { byText, FREE, gap, hourly, together, type Pricer } from "./cost";
import { USD_PER_HOUR } from "./rates";

const SUBNET = "aws:ec2/subnet:Subnet";

/** An endpoint with an interface in each of its subnets; gateway endpoints cost nothing. */
const endpoint: Pricer = (node, graph) =>
    byText(node, ["vpcEndpointType"], "Gateway", (type) => {
        if (type === "Gateway") return FREE;
        const zones = zonesOf(node, graph);
        if (zones === undefined) return gap("the subnets it is in are not known yet");
        return hourly(`${type} endpoint in ${zones} ${zones === 1 ? "zone" : "zones"}`, zones * USD_PER_HOUR.interfaceEndpointInOneZone);
    });

/**
 * AWS takes one subnet of an endpoint in each zone. Where a preview knows no more than the subnets it may be in, as behind every output of
 * `awsx:ec2:Vpc`, it is priced for each of their zones.
 */
function zonesOf(node: GraphNode, graph: Graph): number | undefined {
    const listed = listAt(node.properties, "subnetIds");
    if (listed !== UNKNOWN) return listed?.length ?? 0;
    const subnets = graph.references(node, ["subnetIds"], SUBNET).keys.map((key) => graph.node(key)?.properties);
    const zones = subnets.map((properties) => textAt(properties, "availabilityZone") ?? textAt(properties, "availabilityZoneId"));
    return zones.length === 0 || zones.includes(undefined) ? undefined : unique(zones).length;
}

/** AWS chooses how many public addresses a load balancer has, and changes it with the load. */
const loadBalancer: Pricer = (node) =>
    byText(node, ["loadBalancerType"], "application", (type) => {
        const usd = type === "gateway" ? USD_PER_HOUR.gatewayLoadBalancer : USD_PER_HOUR.applicationOrNetworkLoadBalancer;
        return together(hourly(`${type} load balancer`, usd), gap("its capacity units, and public addresses if it has any"));
    });

const natGateway: Pricer = () => hourly("NAT gateway", USD_PER_HOUR.natGateway);

const address: Pricer = () => hourly("public address", USD_PER_HOUR.publicAddress);

const attachment: Pricer = () => hourly("transit gateway attachment", USD_PER_HOUR.transitGatewayAttachment);

const vpn: Pricer = () => hourly("VPN connection", USD_PER_HOUR.vpnConnection);

const classicLoadBalancer: Pricer = () => hourly("classic load balancer", USD_PER_HOUR.classicLoadBalancer);

export const NETWORK_PRICERS: Readonly<Record<string, Pricer>> = {
    "aws:ec2/natGateway:NatGateway": natGateway,
    "aws:ec2/eip:Eip": address,
    "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
    "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:elb/loadBalancer:LoadBalancer": classicLoadBalancer,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": attachment,
    "aws:ec2/vpnConnection:VpnConnection": vpn,
};
