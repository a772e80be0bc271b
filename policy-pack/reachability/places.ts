/** VPCs and subnets: what the proof needs to know of them. */
import { textAt, UNKNOWN, valueAt } from "../known";
import { blockOf, type Block } from "./addresses";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { remembered } from "./memo";
import type { Truth } from "./three-valued";

export interface Subnet {
    readonly key: string;
    readonly name: string;
    /** Key of its VPC; undefined when that cannot be told. */
    readonly vpc: string | undefined;
    readonly zone: string | undefined;
    readonly block: Block | undefined;
    /** Whether instances get a public address by default. */
    readonly givesPublicIp: Truth;
    /** Whether it has IPv6 addresses. */
    readonly hasIpv6: Truth;
    /** Whether interfaces in it get an IPv6 address by default. */
    readonly givesIpv6: Truth;
    /** Whether it has no IPv4 addresses. */
    readonly isIpv6Only: Truth;
    /** Whether its resolver gives hosts that have IPv4 addresses only an IPv6 one, which a NAT gateway translates. */
    readonly hasDns64: Truth;
    /** `Public`, `Private` or `Isolated`, where awsx has tagged it. */
    readonly tier: string | undefined;
}

export function subnetOf(graph: Graph, key: string): Subnet {
    return remembered(graph, `subnet ${key}`, () => {
        const node = graph.node(key);
        const nothing = {
            key,
            name: key,
            vpc: undefined,
            zone: undefined,
            block: undefined,
            givesPublicIp: "unknown",
            hasIpv6: "unknown",
            givesIpv6: "unknown",
            isIpv6Only: false,
            hasDns64: "unknown",
            tier: undefined,
        } as const;
        if (node === undefined) return nothing;
        const { properties } = node;
        const cidr = textAt(properties, "cidrBlock");
        return {
            key,
            name: node.name,
            vpc: graph.reference(node, ["vpcId"], AWS.vpc),
            zone: textAt(properties, "availabilityZone") ?? textAt(properties, "availabilityZoneId"),
            block: cidr === undefined ? undefined : blockOf(cidr),
            givesPublicIp: truthOf(valueAt(properties, "mapPublicIpOnLaunch"), false),
            hasIpv6: hasIpv6(node),
            givesIpv6: truthOf(valueAt(properties, "assignIpv6AddressOnCreation"), false),
            isIpv6Only: truthOf(valueAt(properties, "ipv6Native"), false),
            hasDns64: truthOf(valueAt(properties, "enableDns64"), false),
            tier: textAt(properties, "tags", "SubnetType"),
        };
    });
}

/** A block that a preview does not know yet came from somewhere: from the VPC, whose own block AWS chooses. */
function hasIpv6({ properties, propertyDependencies }: GraphNode): boolean {
    const block = valueAt(properties, "ipv6CidrBlock");
    if (block === UNKNOWN) return (propertyDependencies["ipv6CidrBlock"] ?? []).length > 0;
    return valueAt(properties, "ipv6Native") === true || (typeof block === "string" && block !== "");
}

export interface Vpc {
    readonly key: string;
    readonly name: string;
    readonly dnsSupport: Truth;
    /** Off by default in a VPC that is not the default one: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
    readonly dnsHostnames: Truth;
    /** Whether the stack made it, so that what the graph does not show of it is not there. */
    readonly isWhole: boolean;
}

export function vpcOf(graph: Graph, key: string): Vpc {
    return remembered(graph, `vpc ${key}`, () => {
        const node = graph.node(key);
        if (node === undefined) return { key, name: key, dnsSupport: "unknown", dnsHostnames: "unknown", isWhole: false };
        const { properties, name } = node;
        return {
            key,
            name,
            dnsSupport: truthOf(valueAt(properties, "enableDnsSupport"), true),
            dnsHostnames: truthOf(valueAt(properties, "enableDnsHostnames"), false),
            isWhole: true,
        };
    });
}

/** A value that is left out has its default, and a preview shows it as not known; with dependencies it would be somebody's output. */
export function truthOf(value: unknown, whenLeftOut: Truth): Truth {
    if (value === undefined || value === UNKNOWN) return whenLeftOut;
    if (typeof value === "boolean") return value;
    return value === "true" ? true : value === "false" ? false : "unknown";
}

/** The name of what a key stands for. */
export function nameOf(graph: Graph, key: string): string {
    return graph.node(key)?.name ?? key;
}
