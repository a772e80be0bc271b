import { UNKNOWN, valueAt } from "../known";
import { stagedPolicy, type ProtectableResource, type Stage } from "../production";
import type { SelectiveCheck } from "../rule";
import { TYPES } from "../types";

/**
 * Buckets and file systems in production are not deleted together with what is in them.
 *
 * AWS refuses to delete a bucket with files in it, unless `forceDestroy` empties it first. A file system is deleted whatever it holds, so
 * only Pulumi's `protect` keeps it. A stack with `librechat:retireStack` is to be destroyed: the rule does not hold it back.
 */
export function checkStorageProtection(
    { type, name, props, protect }: ProtectableResource,
    { production, retired }: Stage,
): ReturnType<SelectiveCheck> {
    if (!production) return { notApplicable: "The stack is no production stack" };
    if (retired) return { notApplicable: "The stack is being retired (librechat:retireStack)" };
    if (type === TYPES.fileSystem) return protect ? [] : [`option protect of file system ${name} = false; wanted is true in production.`];
    const emptied = valueAt(props, "forceDestroy");
    if (emptied === UNKNOWN) return "unknown";
    return emptied === true || emptied === "true" ? [`forceDestroy of bucket ${name} = true; wanted is false in production.`] : [];
}

export const storageRequireDeletionProtection = stagedPolicy(
    {
        name: "storage-require-deletion-protection",
        displayName: "Production files are protected",
        description: "Buckets and file systems in production are not deleted together with what is in them.",
        severity: "high",
        remediationSteps: "Leave forceDestroy of a bucket out, and give a file system the resource option protect: true.",
        url: "https://docs.aws.amazon.com/efs/latest/ug/delete-efs-fs.html",
    },
    [TYPES.bucket, TYPES.bucketV2, TYPES.fileSystem],
    checkStorageProtection,
);
