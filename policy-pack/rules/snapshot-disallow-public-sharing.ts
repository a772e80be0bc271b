import { listAt, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Snapshots of databases and machine images are shared with named accounts only.
 *
 * Shared with all, each account of AWS may restore the database, and people search for such snapshots.
 */
export const checkPublicSharing: ResourceCheck = ({ type, name, props }) => {
    if (type === TYPES.imageLaunchPermission) {
        const group = valueAt(props, "group");
        if (group === UNKNOWN) return "unknown";
        return group === "all" ? [`group of launch permission ${name} = all, which is everybody; wanted is accountId.`] : [];
    }
    const accounts = listAt(props, "sharedAccounts");
    if (accounts === UNKNOWN) return "unknown";
    const list = accounts ?? [];
    if (list.includes("all")) return [`sharedAccounts of snapshot ${name} = all, which is everybody; wanted are account numbers.`];
    return list.includes(UNKNOWN) ? "unknown" : [];
};

export const snapshotDisallowPublicSharing = resourcePolicy(
    {
        name: "snapshot-disallow-public-sharing",
        displayName: "Snapshots are shared with named accounts",
        description: "Snapshots of databases and machine images are shared with named accounts only.",
        severity: "critical",
        remediationSteps: "Name the accounts that may restore the snapshot or start the image.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html",
    },
    [TYPES.rdsSnapshot, TYPES.rdsSnapshotCopy, TYPES.rdsClusterSnapshot, TYPES.rdsClusterSnapshotCopy, TYPES.imageLaunchPermission],
    checkPublicSharing,
);
