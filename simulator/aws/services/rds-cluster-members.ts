/** What Aurora and DocumentDB clusters have in common: membership, endpoints, and the rules for creating and deleting them. */
import type { Properties, Value } from "../../provider/values";
import { nameOr } from "../filled-in";
import { isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, DeleteCall } from "../resource-type";
import {
    CLUSTERS,
    CLUSTER_INSTANCES,
    endpointDomain,
    having,
    inRegion,
    INSTANCES,
    refuseLongIdentifier,
    type Control,
} from "./rds-lookups";
import type { StoredResource } from "../account";

/** Identifiers of the instances of a cluster, the writer first. */
export function membersOf(call: Pick<Call, "account" | "region">, clusterIdentifier: string): readonly string[] {
    return inRegion(call, CLUSTER_INSTANCES)
        .filter(({ properties }) => properties["clusterIdentifier"] === clusterIdentifier)
        .map(({ properties }) => requiredText(properties, "identifier"));
}

/** The first instance writes; when it goes, the next one takes over. */
export function isWriter(call: Pick<Call, "account" | "region">, clusterIdentifier: string, identifier: string): boolean {
    const [writer] = membersOf(call, clusterIdentifier);
    return writer === undefined || writer === identifier;
}

/**
 * The name of a new cluster, which nothing in the Region has yet.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 */
export function newClusterIdentifier(call: CreateCall, control: Control): string {
    const { account, inputs } = call;
    const identifier = nameOr(textOf(inputs, "clusterIdentifier"), textOf(inputs, "clusterIdentifierPrefix"), account);
    refuseLongIdentifier(control, "CreateDBCluster", "DBClusterIdentifier", identifier);
    if (having(call, CLUSTERS, "clusterIdentifier", identifier)) {
        throw new Refusal(control, "CreateDBCluster", "DBClusterAlreadyExistsFault", "DB Cluster already exists");
    }
    return identifier;
}

/**
 * The cluster that a new instance joins, and the name of the instance.
 *
 * @param type of the clusters that it may join
 * @throws Refusal DBClusterNotFoundFault, DBInstanceAlreadyExists, InvalidParameterCombination
 */
export function joinCluster(call: CreateCall, control: Control, type: string): { cluster: StoredResource; identifier: string } {
    const { account, inputs } = call;
    const operation = "CreateDBInstance";
    const identifier = nameOr(textOf(inputs, "identifier"), textOf(inputs, "identifierPrefix"), account);
    refuseLongIdentifier(control, operation, "DBInstanceIdentifier", identifier);
    if (having(call, INSTANCES, "identifier", identifier)) {
        throw new Refusal(control, operation, "DBInstanceAlreadyExists", "DB instance already exists");
    }
    const wanted = requiredText(inputs, "clusterIdentifier");
    const cluster = having(call, [type], "clusterIdentifier", wanted);
    if (cluster === undefined) throw new Refusal(control, operation, "DBClusterNotFoundFault", `DBCluster ${wanted} not found.`);
    const engine = requiredText(cluster.properties, "engine");
    if (textOf(inputs, "engine") !== engine) {
        const reason = `The engine name requested for your DB instance (${textOf(inputs, "engine") ?? ""}) doesn't match the engine name of your DB cluster (${engine}).`;
        throw new Refusal(control, operation, "InvalidParameterCombination", reason);
    }
    return { cluster, identifier };
}

/** Addresses of a cluster: one that follows the writer, one for the replicas. */
export function clusterEndpoints(
    call: Pick<Call, "account" | "region">,
    identifier: string,
    service: "rds" | "docdb",
): { endpoint: string; readerEndpoint: string } {
    const domain = endpointDomain(call, service);
    return { endpoint: `${identifier}.cluster-${domain}`, readerEndpoint: `${identifier}.cluster-ro-${domain}` };
}

/** A cluster goes after its instances. */
export function refuseWithMembers(call: DeleteCall, control: Control): void {
    if (membersOf(call, requiredText(call.current.properties, "clusterIdentifier")).length === 0) return;
    const reason = "Cluster cannot be deleted, it still contains DB instances in non-deleting state.";
    throw new Refusal(control, "DeleteDBCluster", "InvalidDBClusterStateFault", reason);
}

/** An emptied list of zones means AWS's choice: three of the Region, or as many as it has for the subnet group. */
export function storageZones(zones: readonly string[], region: string): readonly string[] {
    const candidates = [...zones, ...["a", "b", "c"].map((letter) => `${region}${letter}`)];
    return [...new Set(candidates)].slice(0, 3).sort();
}

/** What an instance takes over from its cluster. */
export function inherited(cluster: Properties): Record<string, Value | undefined> {
    return {
        dbSubnetGroupName: cluster["dbSubnetGroupName"],
        kmsKeyId: cluster["kmsKeyId"] ?? "",
        port: cluster["port"],
        preferredBackupWindow: cluster["preferredBackupWindow"],
        storageEncrypted: isSet(cluster, "storageEncrypted"),
    };
}

/** Zones of the subnet group in turn, so that instances spread as AWS spreads them. */
export function nextZone(zones: readonly string[], members: number): string {
    return zones[members % zones.length] ?? "";
}
