import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/cloudtrail";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployment } from "../harness";
import { accountWith, put } from "./lambda-fixtures";

const TRAIL = "aws:cloudtrail/trail:Trail";
const AUDIT = { name: "audit", s3BucketName: "audit-logs" };

function account(actions: readonly string[]): Deployment {
    const aws = accountWith([service]);
    put(aws, "aws:s3/bucket:Bucket", "audit-logs", {});
    const statement = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: actions, Resource: "*" };
    put(aws, "aws:s3/bucketPolicy:BucketPolicy", "audit-logs", {
        bucket: "audit-logs",
        policy: JSON.stringify({ Statement: [statement] }),
    });
    return aws;
}

const WRITING = ["s3:GetBucketAcl", "s3:PutObject"];

describe("CloudTrail trail", () => {
    it("has its ARN as id", () => {
        const { id, outputs } = account(WRITING).create(TRAIL, "audit", AUDIT);
        assert.deepEqual(
            [id, outputs["homeRegion"], outputs["snsTopicArn"]],
            ["arn:aws:cloudtrail:us-east-1:123456789012:trail/audit", "us-east-1", ""],
        );
    });

    const refusals: readonly (readonly [name: string, actions: readonly string[], more: Properties, reason: string])[] = [
        ["the bucket does not exist", WRITING, { s3BucketName: "gone" }, "S3BucketDoesNotExistException: S3 bucket gone does not exist!"],
        [
            "CloudTrail may not write",
            ["s3:GetBucketAcl"],
            {},
            "InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket: audit-logs",
        ],
        [
            "the log group has no role",
            WRITING,
            { cloudWatchLogsGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:audit:*" },
            "InvalidParameterCombinationException: You must specify both a log group and a role ARN.",
        ],
        [
            "the log group's ARN has no asterisk",
            WRITING,
            {
                cloudWatchLogsGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:audit",
                cloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/audit",
            },
            "InvalidCloudWatchLogsLogGroupArnException: CloudTrail cannot validate the specified log group ARN.",
        ],
    ];
    for (const [name, actions, more, reason] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => account(actions).create(TRAIL, "audit", { ...AUDIT, ...more }), {
                message: `operation error CloudTrail: CreateTrail, api error ${reason}`,
            });
        });
    }

    it("fails when the name is taken", () => {
        const aws = account(WRITING);
        aws.create(TRAIL, "audit", AUDIT);
        assert.throws(() => aws.create(TRAIL, "again", AUDIT), {
            message:
                "operation error CloudTrail: CreateTrail, api error TrailAlreadyExistsException: Trail audit already exists for customer: 123456789012",
        });
    });
});
