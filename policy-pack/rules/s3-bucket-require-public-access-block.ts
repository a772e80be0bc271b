import type { PolicyResource } from "@pulumi/policy";
import { shown, textAt, UNKNOWN, valueAt } from "../known";
import { ofType } from "../references";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";
import { TYPES } from "../types";

const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/**
 * Each bucket has a public access block, with all four switches on.
 *
 * The block is a resource of its own, so that neither the bucket nor the block alone shows whether one is missing.
 */
export const checkPublicAccessBlock: StackCheck = (resources) => {
    const blocks = ofType(resources, TYPES.bucketPublicAccessBlock);
    return joined([
        ...ofType(resources, TYPES.bucket, TYPES.bucketV2).map((bucket) => judgeBucket(bucket, blocks)),
        ...blocks.map(judgeBlock),
    ]);
};

function judgeBucket(bucket: PolicyResource, blocks: readonly PolicyResource[]): Verdict {
    const ids = [textAt(bucket.props, "id"), textAt(bucket.props, "bucket")].filter((id) => id !== undefined);
    const guarded = blocks.some((block) => {
        const name = textAt(block.props, "bucket");
        return (block.propertyDependencies["bucket"] ?? []).includes(bucket) || (name !== undefined && ids.includes(name));
    });
    return guarded
        ? KEPT
        : violated(bucket, `bucket ${bucket.name} has no BucketPublicAccessBlock; wanted is one with ${SWITCHES.join(", ")} = true.`);
}

function judgeBlock(block: PolicyResource): Verdict {
    const found = SWITCHES.map((name) => ({ name, value: valueAt(block.props, name) }));
    const off = found.filter(({ value }) => value !== true && value !== UNKNOWN);
    const open = off.map(({ name, value }) =>
        violated(block, `${name} of public access block ${block.name} = ${shown(value)}; wanted is true.`),
    );
    const unknown = found
        .filter(({ value }) => value === UNKNOWN)
        .map(({ name }) => undecided(block, `${name} of public access block ${block.name} is not known yet`));
    return joined([...open, ...unknown]);
}

export const s3BucketRequirePublicAccessBlock = stackPolicy(
    {
        name: "s3-bucket-require-public-access-block",
        displayName: "Buckets block public access",
        description: "Each bucket has a public access block, with all four switches on.",
        severity: "critical",
        remediationSteps: "Add an aws.s3.BucketPublicAccessBlock for the bucket, with all four switches true.",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    },
    checkPublicAccessBlock,
);
