/**
 * What is left when a database is deleted: a last snapshot, and the rule that its name must be known by then.
 *
 * A snapshot stays in the account (and costs) until someone deletes it; a second deletion under the same name fails on it.
 */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import { arnOf, isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { DeleteCall } from "../resource-type";
import { refuseWithMembers } from "./rds-cluster-members";
import type { Control } from "./rds-lookups";

/** What is deleted, in the words of the provider and of AWS. */
export interface Deletion {
    readonly control: Control;
    readonly kind: "instance" | "cluster";
    /** Name of the database. */
    readonly identifier: string;
    /** What the provider says when the name of the last snapshot is missing. */
    readonly missingName: string;
}

/**
 * The deletion rules of a database, in the order in which the provider and AWS apply them: the name of the last snapshot, deletion
 * protection, instances that are still in a cluster, then the snapshot itself.
 *
 * @throws Error the provider's own, before any call, when the last snapshot has no name
 * @throws Refusal InvalidParameterCombination, InvalidDBClusterStateFault, DBSnapshotAlreadyExists, DBClusterSnapshotAlreadyExistsFault
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
 */
export function finishDatabase(call: DeleteCall, deletion: Deletion): void {
    const { properties } = call.current;
    const isSkipped = isSet(properties, "skipFinalSnapshot");
    const snapshotName = textOf(properties, "finalSnapshotIdentifier");
    if (!isSkipped && snapshotName === undefined) throw new ProviderError(deletion.missingName);
    if (isSet(properties, "deletionProtection")) {
        const subject = deletion.kind === "instance" ? "DB Instance" : "Cluster";
        const reason = `Cannot delete protected ${subject}, please disable deletion protection and try again.`;
        throw new Refusal(deletion.control, operationOf(deletion), "InvalidParameterCombination", reason);
    }
    if (deletion.kind === "cluster") refuseWithMembers(call, deletion.control);
    if (!isSkipped && snapshotName !== undefined) putSnapshot(call, deletion, snapshotName);
}

function operationOf({ kind }: Deletion): string {
    return kind === "instance" ? "DeleteDBInstance" : "DeleteDBCluster";
}

function putSnapshot({ account, region, current }: DeleteCall, deletion: Deletion, name: string): void {
    const { control, kind, identifier } = deletion;
    const type = snapshotType(deletion);
    const id = name.toLowerCase();
    if (account.find(type, id)) {
        const [code, reason] =
            kind === "instance"
                ? ["DBSnapshotAlreadyExists", `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`]
                : [
                      "DBClusterSnapshotAlreadyExistsFault",
                      `Cannot create the cluster snapshot because a snapshot with the identifier ${id} already exists.`,
                  ];
        throw new Refusal(control, operationOf(deletion), code, reason);
    }
    const properties: Properties =
        kind === "instance"
            ? { dbSnapshotIdentifier: id, dbInstanceIdentifier: identifier, dbSnapshotArn: arnOf(account, "rds", region, `snapshot:${id}`) }
            : {
                  dbClusterSnapshotIdentifier: id,
                  dbClusterIdentifier: identifier,
                  dbClusterSnapshotArn: arnOf(account, "rds", region, `cluster-snapshot:${id}`),
              };
    account.put({
        type,
        id,
        region,
        properties: {
            ...properties,
            engine: requiredText(current.properties, "engine"),
            engineVersion: current.properties["engineVersionActual"] ?? current.properties["engineVersion"],
            status: "available",
            snapshotType: "manual",
        },
        note: `final snapshot of ${identifier}`,
    });
}

function snapshotType({ control, kind }: Deletion): string {
    if (kind === "instance") return "aws:rds/snapshot:Snapshot";
    return control === "DocDB" ? "aws:docdb/clusterSnapshot:ClusterSnapshot" : "aws:rds/clusterSnapshot:ClusterSnapshot";
}

/** The snapshot that a new database is restored from must be in the account. */
export function refuseMissingSnapshot(
    call: Pick<DeleteCall, "account">,
    deletion: Pick<Deletion, "control" | "kind">,
    name: string | undefined,
): void {
    if (name === undefined) return;
    const id = name.replace(/^arn:.*:(?:cluster-)?snapshot:/, "");
    if (call.account.find(snapshotType({ ...deletion, identifier: "", missingName: "" }), id)) return;
    const [operation, code] =
        deletion.kind === "instance"
            ? ["RestoreDBInstanceFromDBSnapshot", "DBSnapshotNotFound"]
            : ["RestoreDBClusterFromSnapshot", "DBClusterSnapshotNotFoundFault"];
    throw new Refusal(deletion.control, operation, code, `DBSnapshot not found: ${id}`);
}
