/** What AWS would refuse to create, whoever needs it. */
import { listAt, textAt, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode, PropertyPath } from "./graph";
import { tablesOf } from "./gateway-endpoints";
import { GATEWAY_SERVICES, isInterface, serviceOf } from "./names";
import type { Code } from "./path";
import { nameOf, subnetOf, vpcOf } from "./places";

/** One thing that is wrong on its own, without any path. */
export interface Finding {
    /** `lint:create` for what AWS refuses to create, `lint:order` for what may be created too early. */
    readonly need: "lint:create" | "lint:order";
    readonly code: Code;
    /** The resource to change. */
    readonly urn: string;
    /** Its name, or that of the workload concerned. */
    readonly subject: string;
    readonly message: string;
    readonly repairs: readonly { readonly what: string; readonly usdPerMonth: number }[];
    /** Keys of everything concerned. */
    readonly on: readonly string[];
}

export function lint(graph: Graph): Finding[] {
    return [
        ...sharedZones(graph),
        ...mountTargetsSharingAZone(graph),
        ...gatewaysSharingATable(graph),
        ...conflictingNames(graph),
        ...attributesOff(graph),
    ];
}

const ONE_SUBNET_PER_ZONE: readonly {
    readonly type: string;
    readonly path: PropertyPath;
    readonly error: string;
    readonly is: (node: GraphNode) => boolean;
}[] = [
    { type: AWS.vpcEndpoint, path: ["subnetIds"], error: "DuplicateSubnetsInSameZone", is: isInterface },
    { type: AWS.loadBalancer, path: ["subnets"], error: "InvalidConfigurationRequest", is: () => true },
    { type: AWS.albLoadBalancer, path: ["subnets"], error: "InvalidConfigurationRequest", is: () => true },
];

/**
 * At most one subnet per zone: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
function sharedZones(graph: Graph): Finding[] {
    return ONE_SUBNET_PER_ZONE.flatMap(({ type, path, error, is }) =>
        graph
            .ofType(type)
            .filter(is)
            .flatMap((node) => {
                const { keys, certain } = graph.references(node, path, AWS.subnet);
                return certain
                    ? pairsInAZone(
                          keys.map((key) => ({ key, subnet: key })),
                          graph,
                      ).map(([one, other, zone]) => twoInAZone(graph, node, one, other, zone, error))
                    : [];
            }),
    );
}

function twoInAZone(graph: Graph, node: GraphNode, one: string, other: string, zone: string, error: string): Finding {
    const names = `${nameOf(graph, one)} and ${nameOf(graph, other)}`;
    return {
        need: "lint:create",
        code: "DUP_AZ_SUBNET",
        urn: node.urn,
        subject: node.name,
        message: `subnets of ${node.name} = ${names}, both in ${zone}; AWS allows one in each zone and refuses the second (${error})`,
        repairs: [
            {
                what: `remove ${nameOf(graph, other)} from ${node.name}: one subnet in a zone serves all subnets of the VPC`,
                usdPerMonth: 0,
            },
        ],
        on: [one, other],
    };
}

function pairsInAZone(items: readonly { readonly key: string; readonly subnet: string }[], graph: Graph): [string, string, string][] {
    const first = new Map<string, string>();
    return items.flatMap(({ key, subnet }): [string, string, string][] => {
        const { zone } = subnetOf(graph, subnet);
        if (zone === undefined) return [];
        const earlier = first.get(zone);
        if (earlier === undefined) first.set(zone, key);
        return earlier === undefined ? [] : [[earlier, key, zone]];
    });
}

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html */
function mountTargetsSharingAZone(graph: Graph): Finding[] {
    return graph.ofType(AWS.fileSystem).flatMap((fileSystem) => {
        const targets = graph.referring(fileSystem.urn, ["fileSystemId"], AWS.mountTarget, AWS.fileSystem).flatMap((node) => {
            const subnet = graph.reference(node, ["subnetId"], AWS.subnet);
            return subnet === undefined ? [] : [{ key: node.urn, subnet }];
        });
        return pairsInAZone(targets, graph).map(([one, other, zone]): Finding => ({
            need: "lint:create",
            code: "DUP_AZ_SUBNET",
            urn: other,
            subject: nameOf(graph, other),
            message: `${nameOf(graph, one)} and ${nameOf(graph, other)} are mount targets of ${fileSystem.name} in ${zone}; AWS allows one in each zone and refuses the second (MountTargetConflict)`,
            repairs: [{ what: `remove ${nameOf(graph, other)}: one mount target in a zone serves all of its subnets`, usdPerMonth: 0 }],
            on: [one, other],
        }));
    });
}

/** One route to a prefix list in a table: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing */
function gatewaysSharingATable(graph: Graph): Finding[] {
    const first = new Map<string, GraphNode>();
    return graph.ofType(AWS.vpcEndpoint).flatMap((endpoint) => {
        const service = serviceOf(endpoint);
        if (service === undefined || !GATEWAY_SERVICES.has(service) || isInterface(endpoint)) return [];
        return tablesOf(graph, endpoint).flatMap((table): Finding[] => {
            const earlier = first.get(`${table}|${service}`);
            if (earlier === undefined) first.set(`${table}|${service}`, endpoint);
            if (earlier === undefined || earlier === endpoint) return [];
            return [
                {
                    need: "lint:create",
                    code: "DUP_GATEWAY_ROUTE",
                    urn: endpoint.urn,
                    subject: endpoint.name,
                    message: `${earlier.name} and ${endpoint.name} are both gateway endpoints for ${service} in ${nameOf(graph, table)}; AWS allows one route to a prefix list in a table and refuses the second (RouteAlreadyExists)`,
                    repairs: [
                        {
                            what: `remove ${nameOf(graph, table)} from ${endpoint.name}: one gateway endpoint serves the table`,
                            usdPerMonth: 0,
                        },
                    ],
                    on: [earlier.urn, endpoint.urn],
                },
            ];
        });
    });
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-troubleshooting.html: `private-dns-enabled cannot be set` */
function conflictingNames(graph: Graph): Finding[] {
    const first = new Map<string, GraphNode>();
    return graph.ofType(AWS.vpcEndpoint).flatMap((endpoint): Finding[] => {
        const [vpc, service] = [graph.reference(endpoint, ["vpcId"], AWS.vpc), serviceOf(endpoint)];
        if (
            vpc === undefined ||
            service === undefined ||
            !isInterface(endpoint) ||
            valueAt(endpoint.properties, "privateDnsEnabled") !== true
        )
            return [];
        // The same service of another Region has another name.
        const key = `${vpc}|${textAt(endpoint.properties, "serviceName") ?? ""}`;
        const earlier = first.get(key) ?? zoneFor(graph, endpoint, vpc);
        if (earlier === undefined) first.set(key, endpoint);
        if (earlier === undefined) return [];
        return [
            {
                need: "lint:create",
                code: "DNS_CONFLICT",
                urn: endpoint.urn,
                subject: endpoint.name,
                message: `${earlier.name} and ${endpoint.name} both claim the name of ${service} in VPC ${nameOf(graph, vpc)}; AWS refuses private DNS for the second (conflicting DNS domain)`,
                repairs: [{ what: `remove ${endpoint.name}: one endpoint with private DNS serves the whole VPC`, usdPerMonth: 0 }],
                on: [earlier.urn, endpoint.urn],
            },
        ];
    });
}

/** A private hosted zone of the program that has the name of the service. */
function zoneFor(graph: Graph, endpoint: GraphNode, vpc: string): GraphNode | undefined {
    const name = textAt(endpoint.properties, "serviceName")?.split(".").slice(2);
    const domain = name === undefined ? undefined : `${name.slice(1).reverse().join(".")}.${name[0] ?? ""}.amazonaws.com`;
    return graph.ofType(AWS.privateZone).find((zone) => {
        if (textAt(zone.properties, "name")?.replace(/\.$/, "") !== domain) return false;
        const vpcs = listAt(zone.properties, "vpcs");
        const count = Array.isArray(vpcs) ? vpcs.length : 0;
        return Array.from({ length: count }, (_, i) => graph.reference(zone, ["vpcs", i, "vpcId"], AWS.vpc)).includes(vpc);
    });
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html#prerequisites-interface-endpoints */
function attributesOff(graph: Graph): Finding[] {
    return graph.ofType(AWS.vpcEndpoint).flatMap((endpoint): Finding[] => {
        if (!isInterface(endpoint) || valueAt(endpoint.properties, "privateDnsEnabled") !== true) return [];
        const key = graph.reference(endpoint, ["vpcId"], AWS.vpc);
        const vpc = key === undefined ? undefined : vpcOf(graph, key);
        if (vpc === undefined || (vpc.dnsSupport !== false && vpc.dnsHostnames !== false)) return [];
        const off = [
            ...(vpc.dnsSupport === false ? ["enableDnsSupport"] : []),
            ...(vpc.dnsHostnames === false ? ["enableDnsHostnames"] : []),
        ];
        return [
            {
                need: "lint:create",
                code: "VPC_DNS_OFF",
                urn: endpoint.urn,
                subject: endpoint.name,
                message: `${off.join(" and ")} of VPC ${vpc.name} = false; AWS refuses private DNS for ${endpoint.name} without both (InvalidParameter)`,
                repairs: [{ what: `set enableDnsSupport and enableDnsHostnames: true on VPC ${vpc.name}`, usdPerMonth: 0 }],
                on: [vpc.key, endpoint.urn],
            },
        ];
    });
}
