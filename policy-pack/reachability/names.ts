/**
 * DNS: where the usual name of a service leads, seen from a VPC.
 *
 * An interface endpoint with private DNS serves the whole VPC, whichever subnets it is in, and captures the name: when it refuses a
 * connection there is no falling back to a NAT gateway. The resolver itself needs no rule of any group or ACL.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
import { textAt, UNKNOWN, valueAt } from "../known";
import { AWS } from "./aws-types";
import type { Graph, GraphNode } from "./graph";
import { remembered } from "./memo";
import { regionOf, regionOfService } from "./region";
import { broken, passes, unsure, type Hop } from "./path";
import { vpcOf } from "./places";
import { all, type Truth } from "./three-valued";

/** An interface endpoint for a service, and whether the service's name leads to it. */
export interface InterfaceEndpoint {
    readonly node: GraphNode;
    readonly captures: Truth;
    /** The stages of resolving the name to it. */
    readonly hops: readonly Hop[];
}

/**
 * Interface endpoints of a VPC for a service, those that capture its name first.
 *
 * @param region of the service, where it is not the VPC's own: an endpoint captures the name in one Region only
 */
export function interfaceEndpoints(graph: Graph, vpc: string, service: string, region?: string): readonly InterfaceEndpoint[] {
    return remembered(graph, `interface endpoints ${vpc} ${service} ${region ?? ""}`, () => {
        const ofService = endpointsIn(graph, vpc, service, region).filter((node) => isInterface(node));
        const ofNobodyKnowsWhat = endpointsOf(graph, vpc).filter((node) => isInterface(node) && isServiceUnknown(node));
        const known = ofService.map((node) => {
            const hops = [privateDnsHop(node, service), attributesHop(graph, vpc)];
            return { node, hops, captures: all(hops.map((hop) => hop.passes)) };
        });
        const unknown = ofNobodyKnowsWhat.map((node): InterfaceEndpoint => {
            const hop = unsure(`DNS of ${service}`, `which service endpoint ${node.name} is for is not known`, [node.urn]);
            return { node, hops: [hop], captures: "unknown" };
        });
        return [...known, ...unknown].sort((one, other) => RANK.indexOf(one.captures) - RANK.indexOf(other.captures));
    });
}

function isServiceUnknown(endpoint: GraphNode): boolean {
    return valueAt(endpoint.properties, "serviceName") === UNKNOWN;
}

const RANK: readonly Truth[] = [true, "unknown", false];

/** Gateway endpoints of a VPC for S3 or DynamoDB. */
export function gatewayEndpoints(graph: Graph, vpc: string, service: string): readonly GraphNode[] {
    return remembered(graph, `gateway endpoints ${vpc} ${service}`, () =>
        GATEWAY_SERVICES.has(service) ? endpointsIn(graph, vpc, service).filter((node) => isGateway(node)) : [],
    );
}

/** Services that gateway endpoints exist for. */
export const GATEWAY_SERVICES: ReadonlySet<string> = new Set(["s3", "dynamodb"]);

/** Key of a gateway endpoint that a repair would add. */
export function newGatewayUrn(vpc: string, service: string): string {
    return `repair|${AWS.vpcEndpoint}|${service} of ${vpc}`;
}

/** The service of an endpoint by the last parts of its name: `com.amazonaws.us-east-1.ecr.dkr` is `ecr.dkr`. */
export function serviceOf(endpoint: GraphNode): string | undefined {
    const name = textAt(endpoint.properties, "serviceName");
    return name === undefined
        ? undefined
        : (/^(?:com|cn)\.amazonaws\.(?:.+\.)?[a-z0-9-]+-\d\.(.+)$/.exec(name)?.[1] ?? name.split(".").slice(3).join("."));
}

export function isInterface({ properties }: GraphNode): boolean {
    return textAt(properties, "vpcEndpointType") === "Interface";
}

/** The default kind: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
function isGateway({ properties }: GraphNode): boolean {
    const type = valueAt(properties, "vpcEndpointType");
    return type === "Gateway" || type === undefined || type === UNKNOWN;
}

function endpointsOf(graph: Graph, vpc: string): readonly GraphNode[] {
    return graph.referring(vpc, ["vpcId"], AWS.vpcEndpoint, AWS.vpc);
}

/** Those whose service is in the wanted Region, as far as both are known. */
function endpointsIn(graph: Graph, vpc: string, service: string, region?: string): GraphNode[] {
    const wanted = region ?? regionOf(graph, vpc);
    return endpointsOf(graph, vpc).filter((node) => {
        const own = regionOfService(textAt(node.properties, "serviceName") ?? "");
        return serviceOf(node) === service && (own === undefined || wanted === undefined || own === wanted);
    });
}

function privateDnsHop(endpoint: GraphNode, service: string): Hop {
    const at = `DNS of ${service}`;
    const value = valueAt(endpoint.properties, "privateDnsEnabled");
    const forResolvers = valueAt(endpoint.properties, "dnsOptions", "privateDnsOnlyForInboundResolverEndpoint");
    // S3 with private DNS answers only to inbound resolvers unless told otherwise: on-premises clients, not the VPC.
    const isForResolvers = forResolvers === true || (service === "s3" && forResolvers !== false);
    if (value === true && !isForResolvers)
        return passes(at, `leads to interface endpoint ${endpoint.name}, in the whole VPC`, [endpoint.urn]);
    const repair = { kind: "private-dns", endpoint: endpoint.urn } as const;
    if (value === true || value === false) {
        return broken(
            "ENDPOINT_NO_PRIVATE_DNS",
            at,
            `endpoint ${endpoint.name} has no private DNS, so the name does not lead to it`,
            [endpoint.urn],
            repair,
        );
    }
    const isHidden = value === UNKNOWN && (endpoint.propertyDependencies["privateDnsEnabled"] ?? []).length > 0;
    const reason = isHidden ? "is not known" : "is not set, and its default has changed between versions";
    return {
        ...broken("ENDPOINT_NO_PRIVATE_DNS", at, `privateDnsEnabled of endpoint ${endpoint.name} ${reason}`, [endpoint.urn], repair),
        passes: "unknown",
    };
}

/** Whether both DNS attributes of a VPC are on, as names that only the VPC knows need them. */
export function attributesHop(graph: Graph, key: string): Hop {
    const vpc = vpcOf(graph, key);
    const at = `VPC ${vpc.name}`;
    const on = all([vpc.dnsSupport, vpc.dnsHostnames]);
    if (on === true) return passes(at, "enableDnsSupport and enableDnsHostnames are on", [key]);
    if (on === "unknown") return unsure(at, "whether enableDnsSupport and enableDnsHostnames are on is not known", [key]);
    const off = [...(vpc.dnsSupport === false ? ["enableDnsSupport"] : []), ...(vpc.dnsHostnames === false ? ["enableDnsHostnames"] : [])];
    return broken("VPC_DNS_OFF", at, `${off.join(" and ")} is off, so private DNS does not work`, [key], { kind: "vpc-dns", vpc: key });
}

/** Whether a VPC resolves names at all. */
export function resolverHop(graph: Graph, key: string, name: string): Hop {
    const vpc = vpcOf(graph, key);
    if (vpc.dnsSupport === true) return passes(`VPC ${vpc.name}`, `resolves ${name}`, [key]);
    if (vpc.dnsSupport === "unknown") return unsure(`VPC ${vpc.name}`, `whether it resolves names (enableDnsSupport) is not known`, [key]);
    return broken("VPC_DNS_OFF", `VPC ${vpc.name}`, `enableDnsSupport is off, so nothing in it resolves ${name}`, [key], {
        kind: "vpc-dns",
        vpc: key,
    });
}

/** A service as a host of AWS's own names it. */
export interface HostedService {
    readonly service: string;
    readonly region: string;
}

/** A name of AWS's own that an endpoint of one Region may capture; undefined for every other host. */
export function serviceOfHost(host: string): HostedService | undefined {
    const [, registryRegion] = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host) ?? [];
    if (registryRegion !== undefined) return { service: "ecr.dkr", region: registryRegion };
    const [, label, region] = /^([a-z0-9.-]+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/.exec(host) ?? [];
    if (label === undefined || region === undefined) return undefined;
    if (label === "api.ecr") return { service: "ecr.api", region };
    return { service: label.endsWith(".s3") ? "s3" : label, region };
}
