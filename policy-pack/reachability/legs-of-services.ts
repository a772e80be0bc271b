/** The ways to the APIs of AWS: by an endpoint in the VPC, or out of it. */
import { textAt } from "../known";
import { groupHop, type Client } from "./client";
import { viaEndpoint } from "./inside";
import { lost, type Leg } from "./leg";
import { GATEWAY_SERVICES, gatewayEndpoints, interfaceEndpoints, newGatewayUrn, resolverHop } from "./names";
import { partyOf, waysOut } from "./outside";
import { broken, type Path } from "./path";
import { regionOf } from "./region";
import { tableOf } from "./routes";

/** What of a service is asked for. */
interface Asked {
    /** S3 only. */
    readonly bucket?: string;
    /** Where it is not the one of the VPC. */
    readonly region?: string;
}

/** The API of a service: an interface endpoint that captures its name, else the way out of the subnet. */
export function service(client: Client, name: string, { bucket, region }: Asked = {}): Leg {
    const { graph, subnet } = client;
    if (subnet.vpc === undefined) return lost(name, `which VPC subnet ${subnet.name} is in is not known`);
    const own = regionOf(graph, subnet.vpc);
    const isElsewhere = region !== undefined && own !== undefined && region !== own;
    const endpoints = interfaceEndpoints(graph, subnet.vpc, name, isElsewhere ? region : undefined);
    const captured = endpoints.filter(({ captures }) => captures === true).map((endpoint) => viaEndpoint(client, endpoint, name));
    if (captured.length > 0) return { what: name, possible: captured.slice(0, 1), others: [] };
    // A gateway endpoint leads to its own Region only.
    const isGateway = GATEWAY_SERVICES.has(name) && !isElsewhere;
    const outside = {
        what: isElsewhere ? `${name} in ${region}` : name,
        port: 443,
        service: name,
        ...(isGateway && { prefixListOf: name }),
        ...(bucket !== undefined && { bucket }),
    };
    const uncertain = endpoints.filter(({ captures }) => captures === "unknown").map((endpoint) => viaEndpoint(client, endpoint, name));
    const uncaptured = endpoints.filter(({ captures }) => captures === false).map((endpoint) => viaEndpoint(client, endpoint, name));
    const possible = [...uncertain.slice(0, 1), ...waysOut(client, outside)];
    const isServed = possible.some(({ isThroughGatewayEndpoint }) => isThroughGatewayEndpoint === true);
    const missing = isGateway
        ? isServed
            ? []
            : missingGateway(client, name)
        : endpoints.length === 0 && !isElsewhere
          ? missingEndpoint(client, name)
          : [];
    return { what: name, possible, others: [...uncaptured, ...missing] };
}

/** The path that there would be with an interface endpoint in the client's subnet. */
function missingEndpoint(client: Client, name: string): Path[] {
    const { graph, subnet, workload } = client;
    if (subnet.vpc === undefined) return [];
    const group = workload.groups.keys[0];
    const at = `DNS of ${name}`;
    const what = `its VPC has no interface endpoint for ${name}, so the name leads to public addresses`;
    const hint = { kind: "endpoint", service: name, vpc: subnet.vpc, subnets: [subnet.key], group } as const;
    const party = {
        what: `a new endpoint for ${name}`,
        block: subnet.block,
        isOnInternet: false,
        groups: { keys: [`new endpoint ${name}`], certain: true },
    };
    const peer = subnetCidr(client);
    const egress = groupHop(graph, workload.groups, "egress", party, 443, { code: "SG_EGRESS", peer });
    const attributes = resolverHop(graph, subnet.vpc, name);
    return [
        {
            via: `an interface endpoint for ${name}`,
            hops: [broken("ENDPOINT_MISSING", at, what, [`${subnet.vpc}|${name}`], hint), attributes, egress],
        },
    ];
}

function subnetCidr({ graph, subnet }: Client): { readonly cidr: string } | undefined {
    const cidr = textAt(graph.node(subnet.vpc ?? "")?.properties, "cidrBlock") ?? textAt(graph.node(subnet.key)?.properties, "cidrBlock");
    return cidr === undefined ? undefined : { cidr };
}

function missingGateway(client: Client, name: string): Path[] {
    const { graph, subnet, workload } = client;
    const { vpc } = subnet;
    const table = tableOf(graph, subnet.key);
    if (table === undefined || vpc === undefined) return [];
    const [existing] = gatewayEndpoints(graph, vpc, name);
    const hint = { kind: "gateway-endpoint", service: name, vpc, table: table.key, ...(existing && { endpoint: existing.urn }) } as const;
    const hop = broken("ENDPOINT_MISSING", table.name, `no gateway endpoint for ${name} has a route in it`, [table.key, name], hint);
    const peer = { prefixListOf: existing?.urn ?? newGatewayUrn(vpc, name) };
    const egress = groupHop(graph, workload.groups, "egress", partyOf({ what: name, port: 443, prefixListOf: name }), 443, {
        code: "S3_PREFIX_EGRESS",
        peer,
    });
    return [{ via: `a gateway endpoint for ${name}`, hops: [hop, egress] }];
}
