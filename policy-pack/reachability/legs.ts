/** What has to be reached for each kind of need, and the paths there. */
import type { Client } from "./client";
import { groupHop, peerOf } from "./client";
import { viaEndpoint, viaTarget } from "./inside";
import { attributesHop, GATEWAY_SERVICES, gatewayEndpoints, interfaceEndpoints, newGatewayUrn, resolverHop, serviceOfHost } from "./names";
import { ECR, type Need } from "./needs";
import { partyOf, waysOut, type Outside } from "./outside";
import { broken, unsure, type Hop, type Path } from "./path";
import { AWS } from "./aws-types";
import { textAt } from "../known";
import { fileSystemNamed, targetNamed } from "./targets";
import { subnetOf } from "./places";
import { tableOf } from "./routes";

/** One thing to reach, and the ways there. */
export interface Leg {
    /** For people: `secretsmanager`, `ghcr.io`. */
    readonly what: string;
    /** The path that packets take; several where it is not known which. */
    readonly possible: readonly Path[];
    /** Paths that there could be instead, broken by what is missing. */
    readonly others: readonly Path[];
}

export function pathsTo(client: Client, need: Need): Leg[] {
    switch (need.kind) {
        case "service":
            return need.service === "ecr" ? ecr(client) : [service(client, need.service)];
        case "image":
            return image(client, need.registry, need.repository);
        case "internet": {
            const known = serviceOfHost(need.host);
            return [
                known === undefined || need.port !== 443 ? internet(client, { what: need.host, port: need.port }) : service(client, known),
            ];
        }
        case "tcp":
            return [named(client, need.name, need.port)];
        case "efs":
            return [fileSystem(client, need.name)];
        case "unreadable":
            return [
                lost(
                    need.text,
                    `${need.text} is no need; wanted is for example service:logs, image:ghcr.io, tcp:<name>:5432, efs:<name>, internet:<host>:443`,
                ),
            ];
    }
}

function lost(what: string, why: string): Leg {
    return { what, possible: [{ via: "unknown", hops: [unsure(what, why)] }], others: [] };
}

/** The API of a service: an interface endpoint that captures its name, else the way out of the subnet. */
function service(client: Client, name: string, bucket?: string): Leg {
    const { graph, subnet } = client;
    if (subnet.vpc === undefined) return lost(name, `which VPC subnet ${subnet.name} is in is not known`);
    const endpoints = interfaceEndpoints(graph, subnet.vpc, name);
    const captured = endpoints.filter(({ captures }) => captures === true).map((endpoint) => viaEndpoint(client, endpoint, name));
    if (captured.length > 0) return { what: name, possible: captured.slice(0, 1), others: [] };
    const isGateway = GATEWAY_SERVICES.has(name);
    const outside = { what: name, port: 443, ...(isGateway && { prefixListOf: name }), ...(bucket !== undefined && { bucket }) };
    const uncertain = endpoints.filter(({ captures }) => captures === "unknown").map((endpoint) => viaEndpoint(client, endpoint, name));
    const uncaptured = endpoints.filter(({ captures }) => captures === false).map((endpoint) => viaEndpoint(client, endpoint, name));
    const possible = [...uncertain.slice(0, 1), ...waysOut(client, outside)];
    const isServed = possible.some(({ isThroughGatewayEndpoint }) => isThroughGatewayEndpoint === true);
    const missing = isGateway
        ? isServed
            ? []
            : missingGateway(client, name)
        : endpoints.length === 0
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

/**
 * An image in ECR is asked for at one API, described by another and stored in S3.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
function ecr(client: Client): Leg[] {
    const region = textAt(client.workload.node.properties, "region") ?? "*";
    return [service(client, "ecr.api"), service(client, "ecr.dkr"), service(client, "s3", `prod-${region}-starport-layer-bucket`)];
}

function image(client: Client, registry: string, repository: string): Leg[] {
    if (!ECR.test(registry)) {
        const leg = internet(client, { what: registry, port: 443 });
        return [withCode(leg, "EXTERNAL_IMAGE_NO_EGRESS", `${registry} is a registry that no endpoint serves`)];
    }
    const legs = ecr(client);
    const isCached = client.graph.ofType(AWS.pullThroughCache).some(({ properties }) => {
        const prefix = textAt(properties, "ecrRepositoryPrefix");
        return prefix !== undefined && (repository === prefix || repository.startsWith(`${prefix}/`));
    });
    if (!isCached) return legs;
    // The first pull through PrivateLink fetches the image from the public registry, by the way out of the subnet.
    const first = withCode(
        internet(client, { what: `${registry}/${repository}`, port: 443 }),
        "PTC_FIRST_PULL",
        "the first pull through this cache needs a way to the internet",
    );
    return [...legs, first];
}

function internet(client: Client, outside: Outside): Leg {
    return { what: outside.what, possible: waysOut(client, outside), others: [] };
}

/** Says, ahead of what is broken on the way, why only the internet will do. */
function withCode(leg: Leg, code: "EXTERNAL_IMAGE_NO_EGRESS" | "PTC_FIRST_PULL", why: string): Leg {
    const possible = leg.possible.map((path): Path => {
        const faults = path.hops.filter(({ passes }) => passes === false);
        if (faults.length === 0) return path;
        const hop: Hop = broken(
            code,
            leg.what,
            why,
            faults.flatMap(({ on }) => on.slice(0, 1)),
        );
        return { ...path, hops: [{ ...hop, isConsequence: true }, ...path.hops] };
    });
    return { ...leg, possible };
}

function named(client: Client, name: string, port: number): Leg {
    const target = targetNamed(client.graph, name);
    if (target === "none") return lost(name, `no database, cache, service or load balancer is called ${name} in the program`);
    if (target === "several") return lost(name, `several resources are called ${name}`);
    const path = viaTarget(client, target.node.name, target.subnets, target.groups, port);
    const dns = client.subnet.vpc === undefined ? [] : [resolverHop(client.graph, client.subnet.vpc, name)];
    return { what: name, possible: [{ ...path, hops: [...dns, ...path.hops] }], others: [] };
}

/**
 * A file system is mounted through the mount target in the client's own zone: its name leads nowhere else.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
 */
function fileSystem(client: Client, name: string): Leg {
    const { graph, subnet, workload } = client;
    const found = fileSystemNamed(graph, name);
    if (found === undefined) return lost(name, `no file system is called ${name} in the program`);
    const zones = found.mountTargets.map((target) => ({
        target,
        zone: target.subnet === undefined ? undefined : subnetOf(graph, target.subnet).zone,
    }));
    const here = zones.find(({ zone }) => zone !== undefined && zone === subnet.zone)?.target;
    if (here?.subnet !== undefined) {
        const path = viaTarget(client, `mount target ${here.node.name}`, { keys: [here.subnet], certain: true }, here.groups, 2049);
        const dns = subnet.vpc === undefined ? [] : [attributesHop(graph, subnet.vpc)];
        return { what: name, possible: [{ ...path, hops: [...dns, ...path.hops] }], others: [] };
    }
    if (subnet.zone === undefined || zones.some(({ zone }) => zone === undefined))
        return lost(name, `which zones ${subnet.name} and the mount targets of ${name} are in is not known`);
    const hint = {
        kind: "mount-target",
        fileSystem: found.node.urn,
        subnet: subnet.key,
        group: found.mountTargets[0]?.groups.keys[0] ?? workload.groups.keys[0],
    } as const;
    const hop = broken(
        "EFS_NO_MT_IN_AZ",
        `file system ${name}`,
        `has no mount target in ${subnet.zone}, the zone of ${subnet.name}`,
        [found.node.urn, subnet.zone],
        hint,
    );
    const [sibling] = found.mountTargets;
    const guard =
        sibling &&
        groupHop(graph, sibling.groups, "ingress", client.party, 2049, { code: "SG_INGRESS", peer: peerOf(graph, client.party) });
    return { what: name, possible: [{ via: "a mount target", hops: [hop, ...(guard?.passes === false ? [guard] : [])] }], others: [] };
}
