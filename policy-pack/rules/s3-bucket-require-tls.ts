import type { PolicyResource } from "@pulumi/policy";
import type { Statement } from "../iam/document";
import { documentsIn } from "../iam/holders";
import { ofType, reference } from "../references";
import { joined, KEPT, stackPolicy, undecided, violated, type StackCheck, type Verdict } from "../rule";
import { TYPES } from "../types";

const WANTED = "a Deny for everybody of s3:* on the bucket and its objects where aws:SecureTransport is false";

/**
 * Each bucket refuses plain HTTP.
 *
 * S3 answers on port 80 as well, and a signed address that somebody shares works there too. The policy stands in a resource of its own, or
 * in the bucket's. One whose policy belongs to another stack is judged there.
 */
export const checkBucketTls: StackCheck = (resources) => {
    const policies = ofType(resources, TYPES.bucketPolicy).map((policy) => ({ policy, of: bucketsOf(policy, resources) }));
    return joined(
        ofType(resources, TYPES.bucket, TYPES.bucketV2).map((bucket) => {
            const itsPolicies = policies.filter(({ of }) => of.includes(bucket)).map(({ policy }) => policy);
            return judge(bucket, itsPolicies);
        }),
    );
};

function judge(bucket: PolicyResource, policies: readonly PolicyResource[]): Verdict {
    const documents = [...policies, bucket].flatMap((holder) => documentsIn("resource", holder));
    const statements = documents.flatMap(({ reading }) => (reading === "unknown" || "problems" in reading ? [] : reading.statements));
    if (statements.some(deniesPlainHttp)) return KEPT;
    // Only of policies: a bucket has an unknown one of its own in each first preview, which AWS would fill in.
    const awaited = policies.flatMap((policy) => documentsIn("resource", policy)).some(({ reading }) => reading === "unknown");
    if (awaited) return undecided(bucket, `whether the policy of bucket ${bucket.name} denies plain HTTP is not known yet`);
    const found =
        policies.length > 0
            ? `policy ${policies.map(({ name }) => name).join(", ")} of bucket ${bucket.name} takes`
            : `bucket ${bucket.name} takes`;
    return violated(policies[0] ?? bucket, `${found} plain HTTP; wanted is a policy with ${WANTED}.`);
}

function deniesPlainHttp({ effect, principals, actions, resources, conditions }: Statement): boolean {
    const [condition, ...others] = conditions;
    return (
        effect === "Deny" &&
        principals.some(({ id }) => id === "*") &&
        actions.some((action) => /^(\*|s3:\*)$/i.test(action)) &&
        resources.some((resource) => resource.endsWith("*")) &&
        others.length === 0 &&
        condition?.key === "aws:securetransport" &&
        /^Bool(IfExists)?$/i.test(condition.operator) &&
        condition.values.includes("false")
    );
}

function bucketsOf(policy: PolicyResource, all: readonly PolicyResource[]): readonly PolicyResource[] {
    return [TYPES.bucket, TYPES.bucketV2].flatMap((type) => reference(policy, ["bucket"], type, all).resources);
}

export const s3BucketRequireTls = stackPolicy(
    {
        name: "s3-bucket-require-tls",
        displayName: "Buckets refuse plain HTTP",
        description: "Each bucket refuses plain HTTP.",
        severity: "medium",
        remediationSteps: "Add an aws.s3.BucketPolicy that denies s3:* to everybody where aws:SecureTransport is false.",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    },
    checkBucketTls,
);
