/** The ways to what the program makes itself: databases, caches, services, file systems. */
import { groupHop, peerOf, type Client } from "./client";
import { viaTarget } from "./inside";
import { lost, type Leg } from "./leg";
import { listenerHops } from "./listeners";
import { attributesHop, resolverHop } from "./names";
import { broken } from "./path";
import { subnetOf } from "./places";
import { fileSystemNamed, targetNamed } from "./targets";

/** A database, a cache, a service or a load balancer by its name in the program. */
export function named(client: Client, name: string, port: number): Leg {
    const target = targetNamed(client.graph, name);
    if (target === "none") return lost(name, `no database, cache, service or load balancer is called ${name} in the program`);
    if (target === "several") return lost(name, `several resources are called ${name}`);
    const path = viaTarget(client, target.node.name, target.subnets, target.groups, port);
    const dns = client.subnet.vpc === undefined ? [] : [resolverHop(client.graph, client.subnet.vpc, name)];
    return { what: name, possible: [{ ...path, hops: [...dns, ...path.hops, ...listenerHops(client.graph, target.node)] }], others: [] };
}

/**
 * A file system is mounted through the mount target in the client's own zone: its name leads nowhere else.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
 */
export function fileSystem(client: Client, name: string): Leg {
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
