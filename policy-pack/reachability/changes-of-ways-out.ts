/** Ways to the internet: NAT gateways, their routes and addresses. */
import { listAt, textAt } from "../known";
import { AWS } from "./aws-types";
import type { Change } from "./change";
import { add, newNode, newUrn, refer, remove, set, type Edit } from "./edits";
import type { Graph } from "./graph";
import type { Hop } from "./path";
import { nameOf } from "./places";
import { USD_PER_MONTH } from "./price";
import { internetGatewayOf, publicSubnetOf, subnetsBehindNat, workingNatOf } from "./public-subnets";

type Hint<K> = Extract<NonNullable<Hop["repair"]>, { kind: K }>;

/** A default route to a NAT gateway: one that works already, or a new one for the whole VPC. */
export function internetChanges(graph: Graph, { vpc, table, route }: Hint<"nat">): Change[] {
    const existing = workingNatOf(graph, vpc);
    const nat = existing ?? newUrn(AWS.natGateway, vpc);
    const replaced = route === undefined ? [] : [withoutDefaultRoute(graph, route)];
    const added = newNode(
        AWS.route,
        `0.0.0.0/0 of ${table}`,
        { destinationCidrBlock: "0.0.0.0/0" },
        { routeTableId: [table], natGatewayId: [nat] },
    );
    const where = existing === undefined ? "it" : `NAT gateway ${nameOf(graph, existing)}`;
    const what = `route 0.0.0.0/0 of ${nameOf(graph, table)} to ${where}`;
    const routing: Change = { key: `route|${table}`, what, usdPerMonth: USD_PER_MONTH.free, edits: [...replaced, add(added)] };
    return existing === undefined ? [newNatChange(graph, vpc), routing] : [routing];
}

/** A NAT gateway with an address, in a public subnet; both are made where there is none. */
function newNatChange(graph: Graph, vpc: string): Change {
    const subnet = publicSubnetOf(graph, vpc);
    const made = subnet === undefined ? newPublicSubnet(graph, vpc) : { subnet, edits: [] };
    const eip = newNode(AWS.eip, vpc, { domain: "vpc" }, {});
    const nat = newNode(AWS.natGateway, vpc, { connectivityType: "public" }, { subnetId: [made.subnet], allocationId: [eip.urn] });
    const where = subnet === undefined ? "a new public subnet" : `public subnet ${nameOf(graph, subnet)}`;
    return {
        key: `nat|${vpc}`,
        what: `add a NAT gateway with an Elastic IP address in ${where}`,
        usdPerMonth: USD_PER_MONTH.natGatewayWithAddress,
        edits: [...made.edits, add(eip, nat)],
    };
}

function newPublicSubnet(graph: Graph, vpc: string): { subnet: string; edits: Edit[] } {
    const gateway = internetGatewayOf(graph, vpc) ?? newUrn(AWS.internetGateway, vpc);
    const subnet = newNode(
        AWS.subnet,
        `public of ${vpc}`,
        { mapPublicIpOnLaunch: true, availabilityZone: "a", cidrBlock: "10.255.255.0/28" },
        { vpcId: [vpc] },
    );
    const table = newNode(AWS.routeTable, `public of ${vpc}`, { routes: [] }, { vpcId: [vpc] });
    const association = newNode(AWS.association, `public of ${vpc}`, {}, { subnetId: [subnet.urn], routeTableId: [table.urn] });
    const route = newNode(
        AWS.route,
        `public of ${vpc}`,
        { destinationCidrBlock: "0.0.0.0/0" },
        { routeTableId: [table.urn], gatewayId: [gateway] },
    );
    return {
        subnet: subnet.urn,
        edits: [...internetGatewayEdits(graph, vpc), add(subnet, table, association, route)],
    };
}

function internetGatewayEdits(graph: Graph, vpc: string): Edit[] {
    return internetGatewayOf(graph, vpc) === undefined ? [add(newNode(AWS.internetGateway, vpc, {}, { vpcId: [vpc] }))] : [];
}

/** Takes the default route away, whether it is a resource or a line of a table. */
function withoutDefaultRoute(graph: Graph, holder: string): Edit {
    const node = graph.node(holder);
    if (node?.type === AWS.route) return remove(holder);
    const routes = listAt(node?.properties, "routes");
    const kept = Array.isArray(routes) ? routes.filter((route) => textAt(route, "cidrBlock") !== "0.0.0.0/0") : [];
    return set(holder, { routes: kept });
}

/** A NAT gateway that has no way out itself: it moves to a public subnet, or its own subnet becomes one. */
export function natRouteChange(graph: Graph, { nat, table, vpc, route: wrong }: Hint<"nat-route">): Change {
    const subnet = publicSubnetOf(graph, vpc);
    if (subnet !== undefined) {
        const what = `move NAT gateway ${nameOf(graph, nat)} to public subnet ${nameOf(graph, subnet)}`;
        return { key: `move|${nat}`, what, usdPerMonth: USD_PER_MONTH.free, edits: [refer(nat, ["subnetId"], [subnet], false)] };
    }
    const gateway = internetGatewayOf(graph, vpc) ?? newUrn(AWS.internetGateway, vpc);
    const route = newNode(
        AWS.route,
        `0.0.0.0/0 of ${table}`,
        { destinationCidrBlock: "0.0.0.0/0" },
        { routeTableId: [table], gatewayId: [gateway] },
    );
    const what = `route 0.0.0.0/0 of ${nameOf(graph, table)}, the table of NAT gateway ${nameOf(graph, nat)}, to an internet gateway`;
    const replaced = wrong === undefined ? [] : [withoutDefaultRoute(graph, wrong)];
    const edits = [...internetGatewayEdits(graph, vpc), ...replaced, add(route)];
    return { key: `nat-route|${nat}`, what, usdPerMonth: USD_PER_MONTH.free, edits };
}

export function natPublicChange(graph: Graph, nat: string): Change {
    const eip = newNode(AWS.eip, nat, { domain: "vpc" }, {});
    const what = `make NAT gateway ${nameOf(graph, nat)} a public one (connectivityType: public) with an Elastic IP address`;
    const edits = [add(eip), set(nat, { connectivityType: "public" }), refer(nat, ["allocationId"], [eip.urn], false)];
    return { key: `nat-public|${nat}`, what, usdPerMonth: USD_PER_MONTH.publicAddress, edits };
}

/** Properties by which a workload names its subnets. */
const SUBNETS: Readonly<Record<string, readonly [string, string?]>> = {
    [AWS.function]: ["vpcConfig", "subnetIds"],
    [AWS.ecsService]: ["networkConfiguration", "subnets"],
    [AWS.codeBuildProject]: ["vpcConfig", "subnets"],
    [AWS.rdsProxy]: ["vpcSubnetIds"],
    [AWS.autoScalingGroup]: ["vpcZoneIdentifiers"],
    [AWS.instance]: ["subnetId"],
};

/** A public address where the kind of workload can have one; a place behind a NAT gateway where it cannot. */
export function publicIpChanges(graph: Graph, { workload, vpc, isPossible }: Hint<"public-ip">): Change[] | undefined {
    const node = graph.node(workload);
    const path = node && SUBNETS[node.type];
    if (node === undefined || path === undefined) return undefined;
    if (isPossible && node.type === AWS.ecsService) {
        const what = `set assignPublicIp: true on ${node.name}, for each task`;
        const configuration = { ...(node.properties["networkConfiguration"] as object), assignPublicIp: true };
        return [
            {
                key: `public-ip|${workload}`,
                what,
                usdPerMonth: USD_PER_MONTH.publicAddress,
                edits: [set(workload, { networkConfiguration: configuration })],
            },
        ];
    }
    if (isPossible && node.type === AWS.instance) {
        const what = `set associatePublicIpAddress: true on ${node.name}`;
        return [
            {
                key: `public-ip|${workload}`,
                what,
                usdPerMonth: USD_PER_MONTH.publicAddress,
                edits: [set(workload, { associatePublicIpAddress: true })],
            },
        ];
    }
    const behind = subnetsBehindNat(graph, vpc);
    if (behind.length > 0) {
        const what = `place ${node.name} in subnets behind a NAT gateway: ${behind.map((key) => nameOf(graph, key)).join(", ")}`;
        return [{ key: `move|${workload}`, what, usdPerMonth: USD_PER_MONTH.free, edits: [refer(workload, path, behind, true)] }];
    }
    return [newNatChange(graph, vpc), moveBehindNewNat(graph, vpc, workload, path)];
}

function moveBehindNewNat(graph: Graph, vpc: string, workload: string, path: readonly [string, string?]): Change {
    const subnet = newNode(
        AWS.subnet,
        `private of ${vpc}`,
        { mapPublicIpOnLaunch: false, availabilityZone: "a", cidrBlock: "10.255.254.0/24" },
        { vpcId: [vpc] },
    );
    const table = newNode(AWS.routeTable, `private of ${vpc}`, { routes: [] }, { vpcId: [vpc] });
    const association = newNode(AWS.association, `private of ${vpc}`, {}, { subnetId: [subnet.urn], routeTableId: [table.urn] });
    const nat = newUrn(AWS.natGateway, vpc);
    const route = newNode(
        AWS.route,
        `private of ${vpc}`,
        { destinationCidrBlock: "0.0.0.0/0" },
        { routeTableId: [table.urn], natGatewayId: [nat] },
    );
    const what = `place ${nameOf(graph, workload)} in a new private subnet whose route 0.0.0.0/0 leads to it`;
    const edits = [add(subnet, table, association, route), refer(workload, path, [subnet.urn], true)];
    return { key: `move|${workload}`, what, usdPerMonth: USD_PER_MONTH.free, edits };
}
