/** The way of a packet as a picture shows it: from place to place, to where it ends. */
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { legTruth, type Decision } from "../../../policy-pack/reachability/decide";
import type { Graph } from "../../../policy-pack/reachability/graph";
import type { Leg } from "../../../policy-pack/reachability/legs";
import { aclOf } from "../../../policy-pack/reachability/network-acls";
import { ECR } from "../../../policy-pack/reachability/needs";
import type { Code, Hop, Path } from "../../../policy-pack/reachability/path";
import { EVERYWHERE } from "../../../policy-pack/reachability/addresses";
import { routeTo, tableOf } from "../../../policy-pack/reachability/routes";
import { fileSystemNamed, targetNamed } from "../../../policy-pack/reachability/targets";
import { witnessPath } from "../rows";
import { subnetOfForwarder } from "./network";

/** A place on a way. */
export type Stop =
    | { readonly kind: "workload" }
    /** The route table of a subnet. */
    | { readonly kind: "table"; readonly subnet: string }
    /** A gateway, an endpoint, a database. */
    | { readonly kind: "resource"; readonly key: string }
    /** Something outside of every VPC; `lost` where the program has nothing of that name. */
    | { readonly kind: "outside"; readonly name: string; readonly where: "service" | "internet" | "lost" };

/** Where on a way something is broken, or in doubt. */
interface Fault {
    /** Index of the last stop before it. */
    readonly after: number;
    /** Whether it belongs to what comes next. */
    readonly isAhead: boolean;
    /** Whether the stop itself decides it; else what does is not drawn, and has to be named. */
    readonly isOfStop: boolean;
}

/** The way to one thing. */
export interface Walk {
    readonly decision: Decision;
    readonly verdict: "REACHED" | "BLOCKED" | "UNKNOWN";
    readonly stops: readonly Stop[];
    /** Where it leads, or would. */
    readonly end: Stop;
    /** The first hop that is broken, or in doubt. */
    readonly fault: (Fault & { readonly hop: Hop }) | undefined;
    /** Codes of what else is broken, and of what is missing on the ways that there could be instead. */
    readonly further: readonly Code[];
}

export function walksOf(graph: Graph, decision: Decision): Walk[] {
    return decision.legs.map((leg) => walkOf(graph, decision, leg));
}

function walkOf(graph: Graph, decision: Decision, leg: Leg): Walk {
    const truth = legTruth(leg);
    const path = witnessPath(leg);
    const stops = stopsOf(graph, decision, path);
    const last = stops.at(-1);
    // An endpoint is the service, for whoever is inside the VPC.
    const end = last?.kind === "resource" && typeOf(graph, last.key) === AWS.vpcEndpoint ? last : endOf(graph, decision, leg);
    const faults = (path?.hops ?? []).filter(({ passes, isConsequence }) => passes !== true && isConsequence !== true);
    const [first] = faults;
    const missing = truth === false ? leg.others.flatMap(({ hops }) => hops.filter(({ passes }) => passes !== true).slice(0, 1)) : [];
    const also = [...(path?.hops ?? []), ...missing].flatMap(({ passes, code }) => (passes === true || code === undefined ? [] : [code]));
    const before = (path?.hops ?? []).slice(0, first === undefined ? 0 : path?.hops.indexOf(first)).flatMap(({ on }) => on);
    const place = first && placeOf(graph, decision, { stops, end, before }, first);
    return {
        decision,
        verdict: truth === true ? "REACHED" : truth === false ? "BLOCKED" : "UNKNOWN",
        stops,
        end,
        fault: first && place && { hop: first, ...place },
        further: [...new Set(also)].filter((code) => code !== first?.code),
    };
}

/** Hops name the resources that decide them; those that a packet passes through are the stops. */
function stopsOf(graph: Graph, { subnet }: Decision, path: Path | undefined): Stop[] {
    const keys = new Set((path?.hops ?? []).flatMap(({ on }) => on));
    if (subnet === undefined) return [{ kind: "workload" }];
    const table = { kind: "table", subnet } as const;
    const found = [...keys].map((key) => ({ key, type: typeOf(graph, key) }));
    const first = (type: string) => found.find((each) => each.type === type)?.key;
    const [endpoint, gateway] = [first(AWS.vpcEndpoint), first(AWS.internetGateway)];
    const nat = first(AWS.natGateway) ?? natInstance(graph, subnet, keys);
    const natSubnet = nat === undefined ? undefined : subnetOfForwarder(graph, nat);
    const natTable = natSubnet === undefined ? undefined : tableOf(graph, natSubnet);
    const isRouted = natTable !== undefined && [natTable.key, ...natTable.routes.map(({ holder }) => holder)].some((key) => keys.has(key));
    return [
        { kind: "workload" },
        table,
        ...resources(nat),
        ...(isRouted && natSubnet !== undefined ? [{ kind: "table", subnet: natSubnet } as const] : []),
        ...resources(endpoint ?? gateway ?? (nat === undefined ? otherTarget(graph, subnet, keys) : undefined)),
    ];
}

function resources(key: string | undefined): Stop[] {
    return key === undefined ? [] : [{ kind: "resource", key }];
}

function typeOf(graph: Graph, key: string): string | undefined {
    return graph.node(key)?.type ?? (key.startsWith("igw-") ? AWS.internetGateway : undefined);
}

/** The instance, or its interface, to which a route of the subnet leads and on which a hop depends. */
function natInstance(graph: Graph, subnet: string, keys: ReadonlySet<string>): string | undefined {
    const targets = tableOf(graph, subnet)?.routes.flatMap(({ target }) => target ?? []) ?? [];
    return targets.find((key) => keys.has(key) && NAT_INSTANCES.has(typeOf(graph, key)));
}

const NAT_INSTANCES: ReadonlySet<string | undefined> = new Set([AWS.instance, AWS.networkInterface]);

/** Where the default route leads if not to a gateway: a transit gateway, an interface that nobody is known to have. */
function otherTarget(graph: Graph, subnet: string, keys: ReadonlySet<string>): string | undefined {
    const table = tableOf(graph, subnet);
    const route = table && routeTo(table, EVERYWHERE);
    return route !== undefined && keys.has(route.holder) ? route.target : undefined;
}

function endOf(graph: Graph, { need }: Decision, { what }: Leg): Stop {
    switch (need.kind) {
        case "tcp": {
            const target = targetNamed(graph, need.name);
            return typeof target === "string" ? lost(need.name) : { kind: "resource", key: target.node.urn };
        }
        case "efs": {
            const found = fileSystemNamed(graph, need.name);
            return found === undefined ? lost(need.name) : { kind: "resource", key: found.node.urn };
        }
        case "internet":
            return outside(what, what === need.host);
        case "image":
            return outside(what, !ECR.test(need.registry) || what.startsWith(need.registry));
        case "service":
            return outside(what, false);
        case "unreadable":
            return lost(need.text);
    }
}

function lost(name: string): Stop {
    return { kind: "outside", name, where: "lost" };
}

function outside(name: string, isHost: boolean): Stop {
    return { kind: "outside", name, where: isHost ? "internet" : "service" };
}

const AT_WORKLOAD: ReadonlySet<Code> = new Set(["SG_EGRESS", "S3_PREFIX_EGRESS", "VPC_DNS_OFF", "ENDPOINT_NO_PRIVATE_DNS"]);
const AHEAD_OF_TARGET: ReadonlySet<Code> = new Set(["ENDPOINT_SG", "ENDPOINT_DEFAULT_SG", "SG_INGRESS", "EFS_NO_MT_IN_AZ", "NACL_IN"]);
const ACL: ReadonlySet<Code> = new Set(["NACL_OUT", "NACL_RETURN"]);

function placeOf(
    graph: Graph,
    decision: Decision,
    { stops, end, before }: { stops: readonly Stop[]; end: Stop; before: readonly string[] },
    { code, on }: Hop,
): Fault {
    const last = stops.length - 1;
    const firstResource = stops.findIndex(({ kind }) => kind === "resource");
    const ahead = { after: firstResource < 0 ? last : firstResource - 1, isAhead: true, isOfStop: false };
    // A group after a hop of the NAT instance is the instance's own.
    const sender = stops.findIndex(
        (stop) => stop.kind === "resource" && before.includes(stop.key) && NAT_INSTANCES.has(typeOf(graph, stop.key)),
    );
    if (sender >= 0 && (code === "SG_INGRESS" || code === "SG_EGRESS")) return { after: sender, isAhead: false, isOfStop: false };
    if (code !== undefined && AT_WORKLOAD.has(code)) return { after: 0, isAhead: false, isOfStop: false };
    if (code !== undefined && AHEAD_OF_TARGET.has(code)) return ahead;
    if (code === "NO_PUBLIC_IP") return { after: last, isAhead: false, isOfStop: true };
    if (code !== undefined && ACL.has(code)) {
        const isOwn = decision.subnet !== undefined && aclOf(graph, decision.subnet) === on[0];
        return isOwn ? { after: Math.min(1, last), isAhead: false, isOfStop: false } : ahead;
    }
    if (end.kind === "resource" && on.includes(end.key) && stops.at(-1) !== end) return { after: last, isAhead: true, isOfStop: false };
    const lastOf = (keys: readonly string[]): number =>
        stops.findLastIndex((stop) => keysOf(graph, decision, stop).some((key) => keys.includes(key)));
    const own = lastOf(on);
    return { after: Math.max(0, own < 0 ? lastOf(before) : own), isAhead: false, isOfStop: own > 0 };
}

function keysOf(graph: Graph, { workload }: Decision, stop: Stop): readonly string[] {
    if (stop.kind === "workload") return [workload.node.urn];
    if (stop.kind === "resource") return [stop.key];
    if (stop.kind === "outside") return [];
    const table = tableOf(graph, stop.subnet);
    return table === undefined ? [stop.subnet] : [table.key, ...table.by, ...table.routes.map(({ holder }) => holder)];
}
