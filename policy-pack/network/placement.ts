import type { PolicyResource } from "@pulumi/policy";
import { textAt, UNKNOWN, valueAt } from "../known";
import { ofType, reference, references, type References, withAncestors } from "../references";
import { TYPES } from "../types";

/**
 * The subnets behind a property.
 *
 * In a first preview a list from `awsx:ec2:Vpc` could be any of its subnets. Our components publish the tier that they use, and awsx tags
 * each subnet with its own, which settles it.
 */
export function subnetsAt(resource: PolicyResource, path: readonly [string, ...string[]], all: readonly PolicyResource[]): References {
    const found = references(resource, path, TYPES.subnet, all);
    const tier = found.certain ? undefined : publishedTier(resource);
    const ofTier = found.resources.filter((subnet) => textAt(subnet.props, "tags", "SubnetType")?.toLowerCase() === tier);
    return ofTier.length > 0 ? { resources: ofTier, certain: true } : found;
}

/** `private`, `public` or `isolated`, where a component around the resource says so. */
function publishedTier(resource: PolicyResource): string | undefined {
    return withAncestors(resource)
        .filter(({ type }) => type.startsWith("librechat:"))
        .map(({ props }) => textAt(props, "placement"))
        .find((placement) => placement !== undefined);
}

/** What tells a VPC from others: its URN, or its id when the stack does not create it. Nothing where it cannot be told. */
export function vpcOf(resource: PolicyResource, all: readonly PolicyResource[]): string | undefined {
    const { resources, certain } = reference(resource, ["vpcId"], TYPES.vpc, all);
    const [vpc] = resources;
    if (certain && vpc !== undefined) return vpc.urn;
    return textAt(resource.props, "vpcId");
}

/** Where a subnet's packets to the internet go. */
export type Exit = "nat" | "internet-gateway" | "none" | "unknown";

/**
 * Follows the default route of a subnet.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function exitOf(subnet: PolicyResource, all: readonly PolicyResource[]): Exit {
    const tables = ofType(all, TYPES.routeTableAssociation)
        .filter((association) => reference(association, ["subnetId"], TYPES.subnet, all).resources.includes(subnet))
        .flatMap((association) => reference(association, ["routeTableId"], TYPES.routeTable, all).resources);
    const [table] = tables;
    if (table === undefined) return exitOfMainTable(subnet, all);
    const routes = ofType(all, TYPES.route).filter((route) =>
        reference(route, ["routeTableId"], TYPES.routeTable, all).resources.includes(table),
    );
    const exits = [...routes.map(exitOfRoute), ...inlineRoutes(table).map(exitOfInlineRoute)].filter((exit) => exit !== "none");
    return exits[0] ?? "none";
}

/** A subnet without a table of its own uses the VPC's main one, which has no way out unless somebody gives it one. */
function exitOfMainTable(subnet: PolicyResource, all: readonly PolicyResource[]): Exit {
    const created = reference(subnet, ["vpcId"], TYPES.vpc, all).resources.length > 0;
    const changed = ofType(all, TYPES.mainRouteTableAssociation, TYPES.defaultRouteTable).length > 0;
    return created && !changed ? "none" : "unknown";
}

function exitOfRoute(route: PolicyResource): Exit {
    const destination = valueAt(route.props, "destinationCidrBlock");
    if (destination === UNKNOWN) return "unknown";
    if (destination !== "0.0.0.0/0") return "none";
    if (isSet(route, "natGatewayId")) return "nat";
    return isSet(route, "gatewayId") ? "internet-gateway" : "unknown";
}

/** A preview shows computed properties as unknown: only what the program passed counts, and that has dependencies or a value. */
function isSet(route: PolicyResource, property: string): boolean {
    const value = valueAt(route.props, property);
    return (route.propertyDependencies[property] ?? []).length > 0 || (typeof value === "string" && value !== "");
}

function inlineRoutes(table: PolicyResource): unknown[] {
    const routes = valueAt(table.props, "routes");
    return Array.isArray(routes) ? Array.from({ length: routes.length }, (_, i) => valueAt(routes, i)) : [];
}

function exitOfInlineRoute(route: unknown): Exit {
    if (valueAt(route, "cidrBlock") !== "0.0.0.0/0") return "none";
    if (valueAt(route, "natGatewayId") !== undefined && valueAt(route, "natGatewayId") !== "") return "nat";
    return valueAt(route, "gatewayId") !== undefined ? "internet-gateway" : "unknown";
}
