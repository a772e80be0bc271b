import { strict as assert } from "node:assert";

import { FileStorage } from "../../../components/data/file-storage";
import { record } from "../recorder";
import { disposable, locked } from "./stack";

const counts = {
    "librechat:data:FileStorage": 1,
    "aws:s3/bucket:Bucket": 1,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
    "aws:s3/bucketPolicy:BucketPolicy": 1,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
    "aws:s3/bucketVersioning:BucketVersioning": 1,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
};

function build(fate = disposable) {
    return () => new FileStorage("files", { fate });
}

describe("FileStorage", () => {
    it("registers exactly these resources, as children named after the component, all for the one bucket", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.counts(), counts);
        const component = recording.one("librechat:data:FileStorage");
        const bucket = recording.one("aws:s3/bucket:Bucket");
        for (const child of recording.registrations.filter((registration) => registration !== component)) {
            assert.equal(child.parent, component.urn);
            assert.match(child.name, /^files(-|$)/);
            if (child !== bucket) assert.equal(child.inputs["bucket"], "files-0a1b2c3");
        }
        assert.deepEqual(component.outputs, { bucketName: "files-0a1b2c3", bucketArn: "arn:aws:s3:::files-0a1b2c3" });
    });

    it("blocks every kind of public access", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs, {
            bucket: "files-0a1b2c3",
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
        assert.deepEqual(recording.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs["rule"], {
            objectOwnership: "BucketOwnerEnforced",
        });
    });

    it("refuses plain text, by a policy put after the other access settings", async () => {
        const recording = await record(build());
        const policy = recording.one("aws:s3/bucketPolicy:BucketPolicy");
        assert.deepEqual(JSON.parse(String(policy.inputs["policy"])), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "DenyPlainText",
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: ["arn:aws:s3:::files-0a1b2c3", "arn:aws:s3:::files-0a1b2c3/*"],
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        });
        const access = ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "aws:s3/bucketOwnershipControls:BucketOwnershipControls"];
        for (const type of access) assert.ok(policy.dependencies.includes(recording.one(type).urn));
    });

    it("encrypts and keeps versions, and lets old versions and unfinished uploads expire", async () => {
        const recording = await record(build());
        const encryption = recording.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
        assert.deepEqual(encryption.inputs["rules"], [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
        const versioning = recording.one("aws:s3/bucketVersioning:BucketVersioning");
        assert.deepEqual(versioning.inputs["versioningConfiguration"], { status: "Enabled" });
        const expiry = recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
        assert.deepEqual(expiry.inputs["rules"], [
            {
                id: "expire-old-versions",
                status: "Enabled",
                filter: { prefix: "" },
                noncurrentVersionExpiration: { noncurrentDays: 30 },
                expiration: { expiredObjectDeleteMarker: true },
            },
            {
                id: "abort-unfinished-uploads",
                status: "Enabled",
                filter: { prefix: "" },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            },
        ]);
        assert.ok(expiry.dependencies.includes(versioning.urn));
    });

    for (const { name, fate, expected } of [
        { name: "locked", fate: locked, expected: { protect: true, forceDestroy: false } },
        { name: "disposable", fate: disposable, expected: { protect: false, forceDestroy: true } },
    ]) {
        it(`treats ${name} data accordingly`, async () => {
            const { protect, inputs } = (await record(build(fate))).one("aws:s3/bucket:Bucket");
            assert.deepEqual({ protect, forceDestroy: inputs["forceDestroy"] }, expected);
        });
    }

    it("builds in a preview, where nothing is known yet", async () => {
        assert.deepEqual((await record(build(), { preview: true })).counts(), counts);
    });
});
