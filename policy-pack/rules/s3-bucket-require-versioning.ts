import type { PolicyResource } from "@pulumi/policy";
import { listAt, UNKNOWN, valueAt } from "../known";
import { ofType, reference } from "../references";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";
import { TYPES } from "../types";

const BUCKETS = [TYPES.bucket, TYPES.bucketV2];

/**
 * Buckets whose files are to stay keep earlier versions of them.
 *
 * Without versions, what is overwritten or deleted by mistake is gone. Files are not to stay where the bucket is deleted with them
 * (`forceDestroy`) or where a lifecycle rule expires them, as in buckets for logs.
 */
export const checkVersioning: StackCheck = (resources) => {
    const [versioning, lifecycles] = [
        about(resources, TYPES.bucketVersioning, TYPES.bucketVersioningV2),
        about(resources, TYPES.bucketLifecycle, TYPES.bucketLifecycleV2),
    ];
    return joined(
        ofType(resources, ...BUCKETS).map((bucket) => {
            const ofBucket = (settings: readonly About[]) => settings.filter(({ of }) => of.includes(bucket)).map(({ setting }) => setting);
            return judge(bucket, ofBucket(versioning), ofBucket(lifecycles));
        }),
    );
};

/** A setting of buckets that stands in a resource of its own. */
interface About {
    readonly setting: PolicyResource;
    readonly of: readonly PolicyResource[];
}

function about(all: readonly PolicyResource[], ...types: readonly string[]): About[] {
    return ofType(all, ...types).map((setting) => ({
        setting,
        of: BUCKETS.flatMap((type) => reference(setting, ["bucket"], type, all).resources),
    }));
}

function judge(bucket: PolicyResource, versioning: readonly PolicyResource[], lifecycles: readonly PolicyResource[]): Verdict {
    if (valueAt(bucket.props, "forceDestroy") === true || lifecycles.some(expiresFiles)) return KEPT;
    const states = versioning.map(({ props }) => valueAt(props, "versioningConfiguration", "status"));
    if (states.includes("Enabled") || valueAt(bucket.props, "versioning", "enabled") === true) return KEPT;
    const notKnown = states.includes(UNKNOWN) || valueAt(bucket.props, "forceDestroy") === UNKNOWN;
    return notKnown
        ? undecided(bucket, `whether bucket ${bucket.name} keeps versions is not known yet`)
        : violated(bucket, `bucket ${bucket.name} keeps no versions; wanted is a BucketVersioning with status = Enabled.`);
}

function expiresFiles({ props }: PolicyResource): boolean {
    const rules = listAt(props, "rules");
    return Array.isArray(rules) && rules.some((rule) => ["days", "date"].some((end) => isSet(valueAt(rule, "expiration", end))));
}

/** The provider fills in zero days where a rule has none. */
function isSet(end: unknown): boolean {
    return end !== undefined && end !== UNKNOWN && end !== 0 && end !== "";
}

export const s3BucketRequireVersioning = stackPolicy(
    {
        name: "s3-bucket-require-versioning",
        displayName: "Buckets keep versions",
        description: "Buckets whose files are to stay keep earlier versions of them.",
        severity: "medium",
        remediationSteps: "Add an aws.s3.BucketVersioning with status Enabled, and a lifecycle rule that expires noncurrent versions.",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    },
    checkVersioning,
);
