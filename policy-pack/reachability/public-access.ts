/**
 * Block Public Access of VPCs: a switch of the account that overrules internet gateways and egress-only internet gateways, and with them
 * NAT gateways.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
import { textAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph } from "./graph";
import { broken, passes, unsure, type Hop } from "./path";
import { nameOf } from "./places";
import { regionOf } from "./region";
import { all, any, type Truth } from "./three-valued";

/** How a path leaves: with a public address of its own, or by a gateway that only lets connections out. */
export type Leaving = "direct" | "egress-only";

const AT = "Block Public Access of VPCs";

/** Whether the account lets a path out of the VPC; no hop where the program does not use the switch. */
export function publicAccessHops(graph: Graph, vpc: string, subnets: readonly string[], leaving: Leaving): Hop[] {
    const [options] = graph.ofType(AWS.publicAccessOptions).filter(({ properties }) => {
        const [region, own] = [textAt(properties, "region"), regionOf(graph, vpc)];
        return region === undefined || own === undefined || region === own;
    });
    if (options === undefined) return [];
    const mode = textAt(options.properties, "internetGatewayBlockMode");
    if (mode === undefined) return [unsure(AT, "what it blocks is not known", [options.urn])];
    // Blocking what comes in leaves gateways that only let connections out, but not public addresses.
    if (mode === "off" || (mode === "block-ingress" && leaving === "egress-only")) return [passes(AT, `is ${mode}`, [options.urn])];
    const isExcluded = any([
        exclusionOf(graph, "vpcId", vpc, leaving),
        all(subnets.map((key) => exclusionOf(graph, "subnetId", key, leaving))),
    ]);
    const isPartly = subnets.some((key) => exclusionOf(graph, "subnetId", key, leaving) !== false);
    if (isExcluded === true) return [passes(AT, `is ${mode}, with an exclusion for it`, [options.urn])];
    if (isExcluded === "unknown" || isPartly)
        return [unsure(AT, `is ${mode}, and whether its exclusions let this path out is not known`, [options.urn])];
    const repair = { kind: "public-access-exclusion", vpc, mode: leaving === "direct" ? "allow-bidirectional" : "allow-egress" } as const;
    return [broken("BLOCK_PUBLIC_ACCESS", AT, `is ${mode}, without an exclusion for VPC ${nameOf(graph, vpc)}`, [options.urn], repair)];
}

function exclusionOf(graph: Graph, property: "vpcId" | "subnetId", key: string, leaving: Leaving): Truth {
    const exclusions = graph.referring(key, [property], AWS.publicAccessExclusion, AWS.vpc, AWS.subnet);
    const truths = exclusions.map((each): Truth => {
        const mode = textAt(each.properties, "internetGatewayExclusionMode");
        // What an exclusion for egress does to connections from public addresses is not documented.
        const isEnough = mode === "allow-bidirectional" || (mode === "allow-egress" && leaving === "egress-only");
        return isEnough ? graph.references(each, [property], AWS.vpc, AWS.subnet).certain || "unknown" : "unknown";
    });
    return any(truths);
}
