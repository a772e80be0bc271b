import { isGiven, shown, UNKNOWN, valueAt } from "../known";
import { stagedPolicy, type ProtectableResource, type Stage } from "../production";
import type { SelectiveCheck } from "../rule";
import { TYPES } from "../types";

/** Properties, and the values that keep data; a name may be any text. */
const KEEPING = [
    { property: "deletionProtection", keeps: (value: unknown) => value === true || value === "true", wanted: "true" },
    { property: "skipFinalSnapshot", keeps: (value: unknown) => value !== true && value !== "true", wanted: "false" },
    { property: "finalSnapshotIdentifier", keeps: (value: unknown) => typeof value === "string" && value !== "", wanted: "a name" },
] as const;

/**
 * Databases in production cannot be deleted by mistake, and leave a snapshot when they are deleted on purpose.
 *
 * AWS refuses to delete a database without a name for its last snapshot, and only then, so the name is wanted from the start. An instance
 * of a cluster and a copy of another database hold nothing of their own. A stack with `librechat:retireStack` is to be destroyed: the
 * rule does not hold it back.
 */
export function checkDeletionProtection({ name, props }: ProtectableResource, { production, retired }: Stage): ReturnType<SelectiveCheck> {
    if (!production) return { notApplicable: "The stack is no production stack" };
    if (retired) return { notApplicable: "The stack is being retired (librechat:retireStack)" };
    if (isGiven(valueAt(props, "replicateSourceDb"))) return { notApplicable: "A read replica can be made again" };
    const found = KEEPING.map(({ property, keeps, wanted }) => ({ property, value: valueAt(props, property), keeps, wanted }));
    const wrong = found.filter(({ value, keeps }) => value !== UNKNOWN && !keeps(value));
    const skips = wrong.some(({ property }) => property === "skipFinalSnapshot");
    if (wrong.length === 0 && found.some(({ value }) => value === UNKNOWN)) return "unknown";
    return wrong
        .filter(({ property }) => !(skips && property === "finalSnapshotIdentifier"))
        .map(({ property, value, wanted }) => `${property} of ${name} = ${shown(value)}; wanted is ${wanted} in production.`);
}

export const databaseRequireDeletionProtection = stagedPolicy(
    {
        name: "database-require-deletion-protection",
        displayName: "Production databases are protected",
        description: "Databases in production cannot be deleted by mistake, and leave a snapshot when they are deleted on purpose.",
        severity: "high",
        remediationSteps: "Set deletionProtection: true, skipFinalSnapshot: false and finalSnapshotIdentifier.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    },
    [TYPES.rdsInstance, TYPES.rdsCluster, TYPES.documentDbCluster],
    checkDeletionProtection,
);
