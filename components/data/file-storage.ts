import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import type { DataFate } from "./fate-of-data";

export interface FileStorageArgs {
    fate: DataFate;
}

/** Days for which a deleted or overwritten file can be brought back. */
const NONCURRENT_DAYS = 30;

/**
 * The bucket for uploads, images and avatars; private, encrypted, TLS only. **Stateful.**
 *
 *     const files = new FileStorage("files", { fate });
 *     // librechat.yaml: fileStrategy: s3; the task role may use files.bucketArn
 */
export class FileStorage extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;

    constructor(name: string, args: FileStorageArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:FileStorage", name, args, opts);

        const { fate } = args;
        const bucket = new aws.s3.Bucket(name, { forceDestroy: fate.forceDestroyBucket }, { parent: this, protect: fate.protect });
        const closed = this.closedToThePublic(name, bucket);
        this.tlsOnly(name, bucket, closed);
        this.encryption(name, bucket);
        this.expiry(name, bucket, this.versioning(name, bucket));

        this.bucketName = bucket.bucket;
        this.bucketArn = bucket.arn;
        this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
    }

    private closedToThePublic(name: string, { bucket }: aws.s3.Bucket) {
        const blocked = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
        const ownership = { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } };
        return [
            new aws.s3.BucketPublicAccessBlock(`${name}-public-access`, { bucket, ...blocked }, { parent: this }),
            new aws.s3.BucketOwnershipControls(`${name}-ownership`, ownership, { parent: this }),
        ];
    }

    private tlsOnly(name: string, { bucket, arn }: aws.s3.Bucket, closed: pulumi.Resource[]) {
        const policy = pulumi.jsonStringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "DenyPlainText",
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: [arn, pulumi.interpolate`${arn}/*`],
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        });
        // One after the other: S3 answers OperationAborted when several settings of a bucket change at once.
        new aws.s3.BucketPolicy(`${name}-tls-only`, { bucket, policy }, { parent: this, dependsOn: closed });
    }

    private encryption(name: string, { bucket }: aws.s3.Bucket) {
        const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
        new aws.s3.BucketServerSideEncryptionConfiguration(`${name}-encryption`, { bucket, rules }, { parent: this });
    }

    private versioning(name: string, { bucket }: aws.s3.Bucket) {
        const versioningConfiguration = { status: "Enabled" };
        return new aws.s3.BucketVersioning(`${name}-versioning`, { bucket, versioningConfiguration }, { parent: this });
    }

    private expiry(name: string, { bucket }: aws.s3.Bucket, versioning: aws.s3.BucketVersioning) {
        const everyObject = { status: "Enabled", filter: { prefix: "" } };
        const rules = [
            {
                id: "expire-old-versions",
                ...everyObject,
                noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
                expiration: { expiredObjectDeleteMarker: true },
            },
            // The parts of an upload that was never finished are invisible, and billed.
            { id: "abort-unfinished-uploads", ...everyObject, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
        ];
        new aws.s3.BucketLifecycleConfiguration(`${name}-expiry`, { bucket, rules }, { parent: this, dependsOn: [versioning] });
    }
}
