import type { SchemaValues } from "./schema";

/** Defaults that a preset sets instead of the schema's. */
type PresetValues = Partial<SchemaValues>;

/**
 * What each preset changes in the defaults; an explicit setting overrides both.
 *
 * - `standard-dev`: everything works, nothing is kept, and nothing runs twice. These are the schema's defaults.
 * - `staging`: production's shape (several tasks, a cache, backups) at a smaller size, without protection.
 * - `production`: survives the loss of a zone, keeps its data, and is served over HTTPS only.
 */
export const presets: Record<SchemaValues["preset"], PresetValues> = {
    "standard-dev": {},
    staging: {
        maxTasks: 2,
        postgresInstanceClass: "db.t4g.small",
        cache: true,
        backupRetentionDays: 7,
        logRetentionDays: 14,
    },
    production: {
        cpuUnits: 2048,
        memoryMiB: 4096,
        minTasks: 2,
        maxTasks: 6,
        documentDbInstanceClass: "db.r6g.large",
        documentDbInstances: 2,
        postgresInstanceClass: "db.t4g.medium",
        postgresMultiAz: true,
        postgresStorageGiB: 100,
        cache: true,
        cacheNodeType: "cache.t4g.small",
        backupRetentionDays: 14,
        deletionProtection: true,
        logRetentionDays: 30,
    },
};

/** Presets that have a NAT gateway in each zone, so that the loss of one zone does not cut the others off. */
export const PRESETS_WITH_NAT_PER_ZONE: readonly SchemaValues["preset"][] = ["production"];
