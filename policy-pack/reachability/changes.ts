/** What mends a broken hop: in words, in dollars, and as edits of the graph. */
import { AWS } from "./aws-types";
import { free, type Change } from "./change";
import { add, newNode, newUrn, refer, set, type Edit } from "./edits";
import type { Graph } from "./graph";
import { newGatewayUrn } from "./names";
import { aclChange, groupRuleChange } from "./changes-of-filters";
import { internetChanges, natPublicChange, natRouteChange, publicIpChanges } from "./changes-of-ways-out";
import type { Hop } from "./path";
import { clusterInstanceChange, exclusionChange, imageCopyChange } from "./changes-of-others";
import { nameOf } from "./places";
import { USD_PER_MONTH } from "./price";
import { regionOf } from "./region";

/** The changes that mend a hop; undefined when none is known. */
export function changesFor(graph: Graph, { repair }: Hop): readonly Change[] | undefined {
    switch (repair?.kind) {
        case undefined:
            return undefined;
        case "endpoint":
            return [endpointChange(graph, repair)];
        case "gateway-endpoint":
            return [gatewayChange(graph, repair)];
        case "private-dns":
            return [
                free(`private-dns|${repair.endpoint}`, `set privateDnsEnabled: true on endpoint ${nameOf(graph, repair.endpoint)}`, [
                    set(repair.endpoint, { privateDnsEnabled: true, dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } }),
                ]),
            ];
        case "vpc-dns":
            return [
                free(`vpc-dns|${repair.vpc}`, `set enableDnsSupport and enableDnsHostnames: true on VPC ${nameOf(graph, repair.vpc)}`, [
                    set(repair.vpc, { enableDnsSupport: true, enableDnsHostnames: true }),
                ]),
            ];
        case "endpoint-group":
            return [ownGroupChange(graph, repair)];
        case "endpoint-policy":
            return [
                free(
                    `policy|${repair.endpoint}`,
                    `allow the calls in the policy of endpoint ${nameOf(graph, repair.endpoint)}`,
                    policyEdits(graph, repair.endpoint),
                ),
            ];
        case "group-rule":
            return groupRuleChange(graph, repair);
        case "acl-rule":
            return [aclChange(graph, repair)];
        case "nat":
            return internetChanges(graph, repair);
        case "nat-route":
            return [natRouteChange(graph, repair)];
        case "nat-public":
            return [natPublicChange(graph, repair.nat)];
        case "public-ip":
            return publicIpChanges(graph, repair);
        case "mount-target":
            return [mountTargetChange(graph, repair)];
        case "source-dest-check":
            return [
                free(`source-dest-check|${repair.forwarder}`, `set sourceDestCheck: false on ${nameOf(graph, repair.forwarder)}`, [
                    set(repair.forwarder, { sourceDestCheck: false }),
                ]),
            ];
        case "public-access-exclusion":
            return [exclusionChange(graph, repair)];
        case "cluster-instance":
            return [clusterInstanceChange(graph, repair.cluster)];
        case "image-copy":
            return [imageCopyChange(graph, repair)];
        case "attach-gateway":
            return [
                free(
                    `attach|${repair.gateway}`,
                    `attach internet gateway ${nameOf(graph, repair.gateway)} to VPC ${nameOf(graph, repair.vpc)}`,
                    [refer(repair.gateway, ["vpcId"], [repair.vpc], false)],
                ),
            ];
    }
}

type Hint<K> = Extract<NonNullable<Hop["repair"]>, { kind: K }>;

/** For names of services where nothing shows the Region: the proof then takes an endpoint of any Region for the right one. */
const ANY_REGION = "us-east-1";
const ALLOW_ALL = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] });

function endpointChange(graph: Graph, { service, vpc, subnets }: Hint<"endpoint">): Change {
    const name = `${service} of ${vpc}`;
    const group = newNode(
        AWS.securityGroup,
        name,
        { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] },
        { vpcId: [vpc] },
    );
    const endpoint = newNode(
        AWS.vpcEndpoint,
        name,
        {
            serviceName: `com.amazonaws.${regionOf(graph, vpc) ?? ANY_REGION}.${service}`,
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
        },
        { vpcId: [vpc], subnetIds: subnets, securityGroupIds: [group.urn] },
    );
    return {
        key: `endpoint|${vpc}|${service}`,
        what: `add an interface endpoint for ${service} in one zone of VPC ${nameOf(graph, vpc)}, with private DNS and a security group that admits tcp 443 from its clients`,
        usdPerMonth: USD_PER_MONTH.interfaceEndpointInOneZone,
        edits: [add(group, endpoint), set(vpc, { enableDnsSupport: true, enableDnsHostnames: true })],
    };
}

function gatewayChange(graph: Graph, { service, vpc, table, endpoint }: Hint<"gateway-endpoint">): Change {
    const target = endpoint ?? newGatewayUrn(vpc, service);
    const made = newNode(
        AWS.vpcEndpoint,
        `${service} of ${vpc}`,
        { serviceName: `com.amazonaws.${regionOf(graph, vpc) ?? ANY_REGION}.${service}`, vpcEndpointType: "Gateway", routeTableIds: [] },
        { vpcId: [vpc] },
    );
    const association = newNode(AWS.endpointTable, `${table} of ${service}`, {}, { vpcEndpointId: [target], routeTableId: [table] });
    const what =
        endpoint === undefined
            ? `add a gateway endpoint for ${service} to ${nameOf(graph, table)}`
            : `associate gateway endpoint ${nameOf(graph, endpoint)} with ${nameOf(graph, table)}`;
    return free(`gateway|${vpc}|${service}|${table}`, what, [...(endpoint === undefined ? [add(made)] : []), add(association)]);
}

function ownGroupChange(graph: Graph, { endpoint, vpc }: Hint<"endpoint-group">): Change {
    const group = newNode(
        AWS.securityGroup,
        `of ${endpoint}`,
        { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] },
        { vpcId: [vpc] },
    );
    const what = `give endpoint ${nameOf(graph, endpoint)} a security group of its own that admits tcp 443 from its clients`;
    return free(`endpoint-group|${endpoint}`, what, [add(group), refer(endpoint, ["securityGroupIds"], [group.urn], true)]);
}

function policyEdits(graph: Graph, endpoint: string): Edit[] {
    const separate = graph.referring(endpoint, ["vpcEndpointId"], AWS.endpointPolicy, AWS.vpcEndpoint);
    return [endpoint, ...separate.map(({ urn }) => urn)].map((urn) => set(urn, { policy: ALLOW_ALL }));
}

function mountTargetChange(graph: Graph, { fileSystem, subnet, group }: Hint<"mount-target">): Change {
    const zone = graph.node(subnet)?.properties["availabilityZone"];
    const groups: Record<string, readonly string[]> = group === undefined ? {} : { securityGroups: [group] };
    const target = newNode(
        AWS.mountTarget,
        `${fileSystem} in ${String(zone)}`,
        {},
        { fileSystemId: [fileSystem], subnetId: [subnet], ...groups },
    );
    const what = `add a mount target of ${nameOf(graph, fileSystem)} in ${typeof zone === "string" ? zone : nameOf(graph, subnet)}`;
    return free(newUrn("mount-target", `${fileSystem}|${String(zone)}`), what, [add(target)]);
}
