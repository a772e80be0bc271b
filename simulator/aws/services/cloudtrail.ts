/** AWS CloudTrail: trails, and the bucket that must let CloudTrail write. */
import type { Account } from "../account";
import { isProperties } from "../paths";
import { arnOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const TRAIL = "aws:cloudtrail/trail:Trail";

const trail: ResourceType = {
    token: TRAIL,

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [3, 128] },
            { property: "s3KeyPrefix", length: [0, 2000] },
            { property: "kmsKeyId", format: "ARN" },
            { property: "cloudWatchLogsGroupArn", format: "ARN" },
            { property: "cloudWatchLogsRoleArn", format: "ARN" },
        ]),

    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name");
        const arn = arnOf(account, "cloudtrail", region, `trail/${name}`);
        if (account.find(TRAIL, arn) !== undefined) {
            const reason = `Trail ${name} already exists for customer: ${account.accountId}`;
            throw refusal("CreateTrail", "TrailAlreadyExistsException", reason);
        }
        refuseDestinations(call, "CreateTrail");
        const topic = textOf(inputs, "snsTopicName");
        const snsTopicArn = topic === undefined ? "" : topic.startsWith("arn:") ? topic : arnOf(account, "sns", region, topic);
        return { id: arn, computed: { arn, homeRegion: region, snsTopicArn } };
    },

    update(call) {
        refuseDestinations(call, "UpdateTrail");
        return {};
    },
};

export const service: Service = { name: "AWS CloudTrail", resourceTypes: [trail] };

function refusal(operation: string, code: string, reason: string): Refusal {
    return new Refusal("CloudTrail", operation, code, reason);
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html#API_CreateTrail_Errors */
function refuseDestinations({ account, inputs }: CreateCall, operation: string): void {
    const bucket = requiredText(inputs, "s3BucketName");
    if (account.find("aws:s3/bucket:Bucket", bucket) === undefined) {
        throw refusal(operation, "S3BucketDoesNotExistException", `S3 bucket ${bucket} does not exist!`);
    }
    if (!letsCloudTrailWrite(account, bucket)) {
        throw refusal(operation, "InsufficientS3BucketPolicyException", `Incorrect S3 bucket policy is detected for bucket: ${bucket}`);
    }
    const [logGroup, role] = [textOf(inputs, "cloudWatchLogsGroupArn"), textOf(inputs, "cloudWatchLogsRoleArn")];
    if (logGroup === undefined && role === undefined) return;
    if (logGroup === undefined || role === undefined) {
        throw refusal(operation, "InvalidParameterCombinationException", "You must specify both a log group and a role ARN.");
    }
    const name = /:log-group:(.+):\*$/.exec(logGroup)?.[1];
    if (name !== undefined && account.find("aws:cloudwatch/logGroup:LogGroup", name) !== undefined) return;
    const reason = "CloudTrail cannot validate the specified log group ARN.";
    throw refusal(operation, "InvalidCloudWatchLogsLogGroupArnException", reason);
}

/** Reads the ACL of the bucket and writes objects: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function letsCloudTrailWrite(account: Account, bucket: string): boolean {
    const policies = account.list("aws:s3/bucketPolicy:BucketPolicy").filter(({ properties }) => properties["bucket"] === bucket);
    const statements = policies.flatMap(({ properties }) => {
        const { Statement: parsed } = JSON.parse(requiredText(properties, "policy")) as { Statement?: unknown };
        return Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
    });
    const allowed = statements.flatMap((statement) => {
        if (!isStatement(statement) || statement["Effect"] !== "Allow") return [];
        const principal = statement["Principal"];
        const services = isStatement(principal) ? [principal["Service"]].flat() : [];
        return services.includes("cloudtrail.amazonaws.com") ? [statement["Action"]].flat() : [];
    });
    return ["s3:GetBucketAcl", "s3:PutObject"].every((action) => allowed.includes(action) || allowed.includes("s3:*"));
}

function isStatement(value: unknown): value is Readonly<Record<string, unknown>> {
    return isProperties(value as Parameters<typeof isProperties>[0]);
}
