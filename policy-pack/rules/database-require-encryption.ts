import { shown, UNKNOWN, valueAt } from "../known";
import { resourcePolicy, type ResourceCheck } from "../rule";
import { TYPES } from "../types";

/** What has to be true, by type. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
    [TYPES.rdsInstance]: ["storageEncrypted"],
    [TYPES.rdsCluster]: ["storageEncrypted"],
    [TYPES.documentDbCluster]: ["storageEncrypted"],
    [TYPES.replicationGroup]: ["atRestEncryptionEnabled", "transitEncryptionEnabled"],
};

/**
 * Databases and caches encrypt what they store, and caches what they send.
 *
 * AWS's default is off, and storage cannot be encrypted later without replacing it. Databases demand TLS by parameter groups, which are
 * apart from them; a cache has its own switch.
 */
export const checkEncryption: ResourceCheck = ({ type, name, props }) => {
    const found = (WANTED[type] ?? []).map((property) => ({ property, value: valueAt(props, property) }));
    const wrong = found.filter(({ value }) => value !== UNKNOWN && value !== true && value !== "true");
    if (wrong.length === 0 && found.some(({ value }) => value === UNKNOWN)) return "unknown";
    return wrong.map(({ property, value }) => `${property} of ${name} = ${shown(value)}; wanted is true.`);
};

export const databaseRequireEncryption = resourcePolicy(
    {
        name: "database-require-encryption",
        displayName: "Databases are encrypted",
        description: "Databases and caches encrypt what they store, and caches what they send.",
        severity: "high",
        remediationSteps:
            "Set storageEncrypted: true, on a cache atRestEncryptionEnabled and transitEncryptionEnabled, before anything is stored.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    },
    Object.keys(WANTED),
    checkEncryption,
);
