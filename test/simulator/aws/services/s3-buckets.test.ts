import { strict as assert } from "node:assert";
import { isBucketName, service as buckets } from "../../../../simulator/aws/services/s3-buckets";
import { isPublicPolicy, service as access } from "../../../../simulator/aws/services/s3-bucket-policies";
import { service as settings } from "../../../../simulator/aws/services/s3-bucket-settings";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployed, type Deployment } from "../harness";
import { put } from "./ec2-fixtures";
import { missingOutputs } from "./rds-fixtures";

const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

describe("Amazon S3", () => {
    let aws: Deployment;
    let bucket: Deployed;
    beforeEach(() => {
        aws = deployment([buckets, access, settings]);
        bucket = aws.create(BUCKET, "files", { bucket: "files-1234567" });
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error S3: ${operation}, api error ${code}: ${reason}` };
    }
    const statement = (more: Properties): Properties => ({
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::files-1234567/*",
        ...more,
    });
    const policy = (more: Properties = {}): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement(more)] });

    describe("aws:s3/bucket:Bucket", () => {
        it("has AWS's names and defaults", () => {
            assert.deepEqual(
                missingOutputs(bucket).filter(
                    (name) => !["logging", "objectLockConfiguration", "replicationConfiguration", "website"].includes(name),
                ),
                [],
            );
            assert.equal(bucket.id, "files-1234567");
            assert.equal(bucket.outputs["arn"], "arn:aws:s3:::files-1234567");
            assert.equal(bucket.outputs["bucketDomainName"], "files-1234567.s3.amazonaws.com");
            assert.equal(bucket.outputs["bucketRegionalDomainName"], "files-1234567.s3.us-east-1.amazonaws.com");
            assert.equal(bucket.outputs["hostedZoneId"], "Z3AQBSTGFYJSTF");
            assert.equal(bucket.outputs["websiteEndpoint"], "");
        });

        it("has an endpoint when it is a website", () => {
            const site = aws.create(BUCKET, "site", { bucket: "site-1234567", website: { indexDocument: "index.html" } });
            assert.equal(site.outputs["websiteEndpoint"], "site-1234567.s3-website-us-east-1.amazonaws.com");
        });

        it("does not take a name twice: the provider says so in us-east-1, AWS elsewhere", () => {
            const again = { bucket: "files-1234567" };
            assert.throws(() => aws.create(BUCKET, "files", again), { message: "creating S3 Bucket (files-1234567): BucketAlreadyExists" });
            const elsewhere = deployment([buckets], { region: "eu-west-1" });
            elsewhere.create(BUCKET, "files", again);
            const reason = "Your previous request to create the named bucket succeeded and you already own it.";
            assert.throws(() => elsewhere.create(BUCKET, "files", again), refusal("CreateBucket", "BucketAlreadyOwnedByYou", reason));
        });

        it("refuses a name that is none", () => {
            const refused = refusal("CreateBucket", "InvalidBucketName", "The specified bucket is not valid.");
            assert.throws(() => aws.create(BUCKET, "files", { bucket: "Files" }), refused);
        });

        it("stays while there are objects in it", () => {
            put(aws, {
                type: "aws:s3/bucketObject:BucketObject",
                id: "files-1234567/a.txt",
                properties: { bucket: "files-1234567", key: "a.txt" },
            });
            const refused = refusal("DeleteBucket", "BucketNotEmpty", "The bucket you tried to delete is not empty");
            assert.throws(() => {
                aws.delete(bucket);
            }, refused);
            aws.create(VERSIONING, "v", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
            const versioned = refusal(
                "DeleteBucket",
                "BucketNotEmpty",
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
            );
            assert.throws(() => {
                aws.delete(bucket);
            }, versioned);
        });

        it("goes with its objects when the program forces it", () => {
            const forced = aws.update(bucket, { bucket: "files-1234567", forceDestroy: true });
            put(aws, {
                type: "aws:s3/bucketObject:BucketObject",
                id: "files-1234567/a.txt",
                properties: { bucket: "files-1234567", key: "a.txt" },
            });
            aws.delete(forced);
            assert.deepEqual(
                aws.store.all().filter(({ type }) => type.startsWith("aws:s3/")),
                [],
            );
        });
    });

    describe("isBucketName", () => {
        for (const name of ["abc", "a".repeat(63), "a.b-c", "1ab"])
            it(`takes ${name}`, () => {
                assert.equal(isBucketName(name), true);
            });
        for (const name of ["ab", "a".repeat(64), "Abc", "a_b", "-abc", "abc-", "a..b", "10.0.0.1", "xn--abc", "abc-s3alias"]) {
            it(`refuses ${name}`, () => {
                assert.equal(isBucketName(name), false);
            });
        }
    });

    describe("aws:s3/bucketPolicy:BucketPolicy", () => {
        const create = (document: string, name = bucket.id) => aws.create(POLICY, "p", { bucket: name, policy: document });

        it("is refused for everyone, as new buckets block public policies", () => {
            const reason =
                'User: arn:aws:iam::123456789012:user/deployer is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::files-1234567" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.';
            assert.throws(() => create(policy()), refusal("PutBucketPolicy", "AccessDenied", reason));
            aws.create(BLOCK, "b", { bucket: bucket.id });
            assert.equal(create(policy()).id, bucket.id);
        });

        it("is refused again once the block is on", () => {
            const block = aws.create(BLOCK, "b", { bucket: bucket.id });
            aws.update(block, { bucket: bucket.id, blockPublicPolicy: true });
            assert.throws(() => create(policy()), { message: /api error AccessDenied/ });
        });

        it("may deny everyone, and allow a role", () => {
            assert.equal(create(policy({ Effect: "Deny", Action: "s3:*" })).id, bucket.id);
            const report = aws.read(bucket)?.outputs["policy"];
            assert.equal(report, policy({ Effect: "Deny", Action: "s3:*" }));
        });

        const MALFORMED: readonly [name: string, document: string, reason: string][] = [
            ["no principal", policy({ Principal: undefined }), "Missing required field Principal"],
            ["another bucket", policy({ Resource: "arn:aws:s3:::other/*" }), "Policy has invalid resource"],
            ["another service's action", policy({ Action: "ec2:RunInstances" }), "Policy has invalid action"],
            [
                "a role that is missing",
                policy({ Principal: { AWS: "arn:aws:iam::123456789012:role/none" } }),
                'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/none"',
            ],
            ["an element that there is not", policy({ Resources: "*" }), "Syntax errors in policy."],
        ];
        for (const [name, document, reason] of MALFORMED) {
            it(`is refused with ${name}`, () => {
                assert.throws(() => create(document), refusal("PutBucketPolicy", "MalformedPolicy", reason));
            });
        }

        it("is refused when it is too large", () => {
            const large = policy({ Effect: "Deny", Sid: "x".repeat(20_480) });
            const reason = "Your policy exceeds the maximum allowed document size of 20480 bytes.";
            assert.throws(() => create(large), refusal("PutBucketPolicy", "PolicyTooLarge", reason));
        });

        it("is refused for a bucket that is missing", () => {
            assert.throws(
                () => create(policy(), "none"),
                refusal("PutBucketPolicy", "NoSuchBucket", "The specified bucket does not exist"),
            );
        });

        it("is public only for everyone without a condition on someone", () => {
            assert.equal(isPublicPolicy(policy({ Principal: { AWS: "*" } })), true);
            assert.equal(isPublicPolicy(policy({ Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } })), false);
            assert.equal(isPublicPolicy(policy({ Condition: { StringLike: { "aws:SourceArn": "*" } } })), true);
            assert.equal(isPublicPolicy(policy({ Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } })), true);
            assert.equal(isPublicPolicy(policy({ Principal: { Service: "logs.amazonaws.com" } })), false);
        });
    });

    describe("settings", () => {
        it("need their bucket", () => {
            const refused = refusal("PutBucketVersioning", "NoSuchBucket", "The specified bucket does not exist");
            assert.throws(() => aws.create(VERSIONING, "v", { bucket: "none", versioningConfiguration: { status: "Enabled" } }), refused);
        });

        it("cannot switch versioning back to never", () => {
            const versioning = aws.create(VERSIONING, "v", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
            const change = (status: string) => aws.update(versioning, { bucket: bucket.id, versioningConfiguration: { status } });
            assert.throws(() => change("Disabled"), {
                message: "versioning_configuration.status cannot be updated from 'Enabled' to 'Disabled'",
            });
            assert.deepEqual(change("Suspended").outputs["versioningConfiguration"], { status: "Suspended" });
        });

        it("refuse a key for encryption with S3's own", () => {
            const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: "key" } }];
            const reason = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
            const create = () =>
                aws.create("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "e", {
                    bucket: bucket.id,
                    rules,
                });
            assert.throws(create, refusal("PutBucketEncryption", "InvalidArgument", reason));
        });

        it("refuse lifecycle rules of one name, or without an action", () => {
            const create = (rules: readonly Properties[]) =>
                aws.create("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "l", { bucket: bucket.id, rules });
            const rule = { id: "old", status: "Enabled", expiration: { days: 30 } };
            const twice = refusal(
                "PutBucketLifecycleConfiguration",
                "InvalidArgument",
                "Rule ID must be unique. Found same ID for more than one rule",
            );
            assert.throws(() => create([rule, rule]), twice);
            const idle = refusal(
                "PutBucketLifecycleConfiguration",
                "InvalidRequest",
                "At least one action needs to be specified in a rule",
            );
            assert.throws(() => create([{ id: "old", status: "Enabled" }]), idle);
            assert.equal(create([rule]).outputs["transitionDefaultMinimumObjectSize"], "all_storage_classes_128K");
        });

        it("refuse another owner than the account", () => {
            const inputs = { bucket: bucket.id, expectedBucketOwner: "210987654321", versioningConfiguration: { status: "Enabled" } };
            assert.throws(() => aws.create(VERSIONING, "v", inputs), refusal("PutBucketVersioning", "AccessDenied", "Access Denied"));
            const own = aws.create(VERSIONING, "v", { ...inputs, expectedBucketOwner: "123456789012" });
            assert.equal(own.id, "files-1234567,123456789012");
        });

        it("stay when only Pulumi shall forget them", () => {
            aws.delete(aws.create(BLOCK, "b", { bucket: bucket.id, skipDestroy: true }));
            assert.equal(aws.stored(BLOCK).length, 1);
            aws.delete(aws.create(BLOCK, "b", { bucket: bucket.id }));
            assert.deepEqual(aws.stored(BLOCK), []);
        });
    });
});
