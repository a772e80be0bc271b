/**
 * A second look at what the proof says, from the resources alone.
 *
 * It knows neither how paths are found nor how references are followed: it is told a path and asks of each stage whether the resources
 * bear it out, with the plainest reading of their properties. Short, so that a person can believe it.
 */
import { UNKNOWN } from "../known";
import { AWS } from "./aws-types";
import type { Decision } from "./decide";
import type { GraphNode } from "./graph";
import type { Hop } from "./path";

/** @returns what does not hold, for people; nothing when the decision is borne out */
export function check(nodes: readonly GraphNode[], decision: Decision): string[] {
    const paths = decision.legs.flatMap(({ possible }) => possible.slice(0, 1));
    const faults = paths.flatMap(({ hops }) =>
        hops.flatMap((hop) => (hop.passes === true ? checkPassing(nodes, decision, hop) : checkBroken(nodes, decision, hop))),
    );
    const hops = paths.flatMap((path) => path.hops);
    if (decision.verdict === "REACHED" && hops.some(({ passes }) => passes !== true)) faults.push("REACHED with a hop that does not pass");
    if (decision.verdict === "BLOCKED" && !hops.some(({ passes }) => passes === false)) faults.push("BLOCKED without a broken hop");
    return faults;
}

function checkPassing(nodes: readonly GraphNode[], { workload }: Decision, hop: Hop): string[] {
    const on = nodes.filter(({ urn }) => hop.on.includes(urn));
    return on.flatMap((node): string[] => {
        const says = (holds: boolean, what: string): string[] => (holds ? [] : [`${hop.at}: ${node.name} ${what}`]);
        switch (node.type) {
            case AWS.vpcEndpoint:
                return says(hop.at.startsWith("DNS") ? node.properties["privateDnsEnabled"] === true : true, "has no private DNS");
            case AWS.vpc:
                return says(node.properties["enableDnsSupport"] !== false, "does not resolve names");
            case AWS.route:
                return says(isDefault(node) && node.properties["state"] !== "blackhole", "is no default route");
            case AWS.natGateway:
                return says(node.properties["connectivityType"] !== "private", "is private");
            case AWS.egressRule:
            case AWS.ingressRule: {
                const ends = [...workload.groups.keys, ...hop.on];
                const held = nodes.some((group) => ends.includes(group.urn) && points(node, "securityGroupId", group));
                return says(held && isTcp(node) && hasSource(node), "does not let the connection through");
            }
            default:
                return [];
        }
    });
}

function checkBroken(nodes: readonly GraphNode[], decision: Decision, { code, on, at }: Hop): string[] {
    const [first] = on;
    const node = nodes.find(({ urn }) => urn === first);
    const subnet = nodes.find(({ urn }) => urn === decision.subnet);
    const found = counterexample();
    return found === undefined ? [] : [`${at}: ${code ?? ""} is contradicted by ${found.name}`];

    function counterexample(): GraphNode | undefined {
        if (node === undefined) return undefined;
        switch (code) {
            case "NO_ROUTE":
                return nodes.find(
                    (each) =>
                        each.type === AWS.route &&
                        points(each, "routeTableId", node) &&
                        each.properties["destinationCidrBlock"] === "0.0.0.0/0",
                );
            case "SG_EGRESS":
                return node.type === AWS.securityGroup
                    ? nodes.find((each) => isOpen(each, AWS.egressRule) && points(each, "securityGroupId", node))
                    : undefined;
            case "SG_INGRESS":
            case "ENDPOINT_SG":
                return nodes.find((each) => isOpen(each, AWS.ingressRule) && points(each, "securityGroupId", node));
            case "ENDPOINT_NO_PRIVATE_DNS":
                return node.properties["privateDnsEnabled"] === true && !node.properties["dnsOptions"] ? node : undefined;
            case "VPC_DNS_OFF":
                return node.properties["enableDnsSupport"] !== false && node.properties["enableDnsHostnames"] === true ? node : undefined;
            case "SOURCE_DEST_CHECK":
                return node.properties["sourceDestCheck"] === false ? node : undefined;
            case "BLOCK_PUBLIC_ACCESS":
                return node.properties["internetGatewayBlockMode"] === "off" ? node : undefined;
            case "NO_LISTENER":
                return nodes.find((each) => INSTANCES.includes(each.type) && points(each, "clusterIdentifier", node));
            case "EFS_NO_MT_IN_AZ":
                return nodes.find(
                    (each) =>
                        each.type === AWS.mountTarget &&
                        points(each, "fileSystemId", node) &&
                        inZone(each, subnet?.properties["availabilityZone"]),
                );
            default:
                return undefined;
        }
    }

    function inZone(target: GraphNode, zone: unknown): boolean {
        return nodes.some(
            (each) => each.type === AWS.subnet && points(target, "subnetId", each) && each.properties["availabilityZone"] === zone,
        );
    }
}

const INSTANCES: readonly string[] = [AWS.rdsClusterInstance, AWS.documentDbClusterInstance];

/** Everything, of either family of addresses, or everything over IPv4 seen from IPv6. */
function isDefault({ properties }: GraphNode): boolean {
    return [properties["destinationCidrBlock"], properties["destinationIpv6CidrBlock"]].some((block) =>
        ["0.0.0.0/0", "::/0", "64:ff9b::/96"].includes(String(block)),
    );
}

/** Whether a property names a resource, by id or because its value came from it. */
function points(node: GraphNode, property: string, target: GraphNode): boolean {
    const value = node.properties[property];
    if (typeof value === "string" && target.id !== undefined) return value === target.id;
    return (node.propertyDependencies[property] ?? []).includes(target.urn);
}

function isTcp({ properties }: GraphNode): boolean {
    return ["tcp", "6", "-1", "all"].includes(String(properties["ipProtocol"]));
}

function hasSource({ properties, propertyDependencies }: GraphNode): boolean {
    return ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId"].some(
        (name) =>
            (typeof properties[name] === "string" && properties[name] !== "") ||
            (properties[name] === UNKNOWN && (propertyDependencies[name] ?? []).length > 0),
    );
}

/** A rule that lets everything through, on every port. */
function isOpen(node: GraphNode, type: string): boolean {
    return (
        node.type === type && node.properties["cidrIpv4"] === "0.0.0.0/0" && ["-1", "all"].includes(String(node.properties["ipProtocol"]))
    );
}
