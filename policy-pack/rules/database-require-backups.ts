import { isGiven, shown, UNKNOWN, valueAt } from "../known";
import { stagedPolicy, type ProtectableResource, type Stage } from "../production";
import type { ResourceVerdict } from "../rule";
import { TYPES } from "../types";

/** A fault that is noticed after a long weekend can still be undone. */
const DAYS_IN_PRODUCTION = 7;

/** What AWS takes where nothing is said: no backups for an instance that the API makes, one day for a cluster. */
const DEFAULT_DAYS: Readonly<Record<string, number>> = { [TYPES.rdsInstance]: 0, [TYPES.rdsCluster]: 1, [TYPES.documentDbCluster]: 1 };

/** Where a copy gets its data from; it can be made again, so it needs no backups of its own. */
const COPY_OF = ["replicateSourceDb", "replicationSourceIdentifier"] as const;

/** Databases are backed up each day, and in production the backups are kept for a week or longer. */
export function checkBackups({ type, name, props }: ProtectableResource, { production }: Pick<Stage, "production">): ResourceVerdict {
    if (COPY_OF.some((property) => isGiven(valueAt(props, property)))) return [];
    const days = valueAt(props, "backupRetentionPeriod");
    if (days === UNKNOWN) return "unknown";
    const wanted = production ? DAYS_IN_PRODUCTION : 1;
    return Number(days ?? DEFAULT_DAYS[type]) >= wanted
        ? []
        : [
              `backupRetentionPeriod of ${name} = ${shown(days)}; wanted are ${wanted} ${wanted === 1 ? "day" : "days"} or more${production ? " in production" : ""}.`,
          ];
}

export const databaseRequireBackups = stagedPolicy(
    {
        name: "database-require-backups",
        displayName: "Databases are backed up",
        description: "Databases are backed up each day, and in production the backups are kept for a week or longer.",
        severity: "high",
        remediationSteps: "Set backupRetentionPeriod to 7 or more days, 1 or more outside production; 35 are the most.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html",
    },
    Object.keys(DEFAULT_DAYS),
    checkBackups,
);
