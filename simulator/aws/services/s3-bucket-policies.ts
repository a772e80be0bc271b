/** Access to S3 buckets: the block on public access, and bucket policies. */
import type { Account } from "../account";
import { isBlock, isSet, requiredText } from "../reading";
import type { ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { oneOrMore, policyProblem, statementsOf, type PolicyStatement } from "./iam-policy-language";
import { bucketNamed, BUCKET_POLICY, PUBLIC_ACCESS_BLOCK, refuseS3 } from "./s3-buckets";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const LARGEST_POLICY_BYTES = 20_480;

/**
 * Conditions that tie access to someone in particular, so that a policy for everyone is not public.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const RESTRICTING_KEYS = [
    "aws:SourceIp",
    "aws:SourceArn",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceOwner",
    "aws:SourceAccount",
    "aws:userid",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
].map((key) => key.toLowerCase());

/** Whether a policy lets anyone in, as S3 judges it: restricting keys must have a fixed value. */
export function isPublicPolicy(policy: string): boolean {
    return statementsOf(policy).some(
        (statement) => statement["Effect"] === "Allow" && isForEveryone(statement) && !isRestricted(statement),
    );
}

function isForEveryone({ Principal: principal, NotPrincipal: others }: PolicyStatement): boolean {
    if (others !== undefined || principal === "*") return true;
    return isBlock(principal) && Object.values(principal).some((names) => oneOrMore(names).includes("*"));
}

function isRestricted({ Condition: conditions }: PolicyStatement): boolean {
    if (!isBlock(conditions)) return false;
    return Object.entries(conditions).some(
        ([test, keys]) =>
            !test.includes("Not") &&
            isBlock(keys) &&
            Object.entries(keys).some(
                ([key, values]) =>
                    RESTRICTING_KEYS.includes(key.toLowerCase()) && oneOrMore(values).every((value) => !/[*?]|^0\.0\.0\.0\/0$/.test(value)),
            ),
    );
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
function refuseBadPolicy(account: Account, bucket: string, policy: string): void {
    const operation = "PutBucketPolicy";
    bucketNamed(account, operation, bucket);
    const problem = policyProblem(policy, "resource", account);
    if (problem !== undefined) refuseS3(operation, "MalformedPolicy", problem);
    for (const statement of statementsOf(policy)) {
        const resources = [...oneOrMore(statement["Resource"]), ...oneOrMore(statement["NotResource"])];
        const isForeign = (arn: string) =>
            arn !== "*" &&
            arn !== `arn:aws:s3:::${bucket}` &&
            !arn.startsWith(`arn:aws:s3:::${bucket}/`) &&
            arn !== `arn:aws:s3:::${bucket}*`;
        if (resources.length === 0 || resources.some(isForeign)) refuseS3(operation, "MalformedPolicy", "Policy has invalid resource");
        if (oneOrMore(statement["Action"]).some((action) => action !== "*" && !action.startsWith("s3:"))) {
            refuseS3(operation, "MalformedPolicy", "Policy has invalid action");
        }
    }
    if (Buffer.byteLength(policy) > LARGEST_POLICY_BYTES) {
        refuseS3(operation, "PolicyTooLarge", `Your policy exceeds the maximum allowed document size of ${LARGEST_POLICY_BYTES} bytes.`);
    }
    const block = account.find(PUBLIC_ACCESS_BLOCK, bucket);
    if (block === undefined || !isSet(block.properties, "blockPublicPolicy") || !isPublicPolicy(policy)) return;
    const reason =
        `User: arn:aws:iam::${account.accountId}:user/deployer is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" ` +
        "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.";
    refuseS3(operation, "AccessDenied", reason);
}

const bucketPolicy: ResourceType = {
    token: BUCKET_POLICY,
    json: ["policy"],
    check: (inputs) => problemsOf(inputs, [{ property: "policy", format: "JSON" }]),
    create({ account, inputs }) {
        const bucket = requiredText(inputs, "bucket");
        refuseBadPolicy(account, bucket, requiredText(inputs, "policy"));
        return { id: bucket, computed: {} };
    },
    update({ account, inputs, current }) {
        refuseBadPolicy(account, current.id, requiredText(inputs, "policy"));
        return {};
    },
};

const publicAccessBlock: ResourceType = {
    token: PUBLIC_ACCESS_BLOCK,
    create({ account, inputs }) {
        const bucket = requiredText(inputs, "bucket");
        bucketNamed(account, "PutPublicAccessBlock", bucket);
        return { id: bucket, computed: {} };
    },
    // skipDestroy drops the block from Pulumi's state only: the bucket keeps it.
    delete: ({ current }) => (isSet(current.properties, "skipDestroy") ? "kept" : "removed"),
};

export const service: Service = { name: "Amazon S3 (access)", resourceTypes: [bucketPolicy, publicAccessBlock] };
