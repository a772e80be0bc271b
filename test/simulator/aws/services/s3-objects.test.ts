import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { service as buckets } from "../../../../simulator/aws/services/s3-buckets";
import { service as settings } from "../../../../simulator/aws/services/s3-bucket-settings";
import { service as objects } from "../../../../simulator/aws/services/s3-objects";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployment } from "../harness";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

describe("aws:s3/bucketObjectv2:BucketObjectv2", () => {
    let aws: Deployment;
    beforeEach(() => {
        aws = deployment([buckets, settings, objects]);
        aws.create("aws:s3/bucket:Bucket", "files", { bucket: "files-1234567" });
    });

    const inputs = (more: Properties = {}): Properties => ({ bucket: "files-1234567", key: "code/index.js", content: "one", ...more });
    const md5 = (text: string) => createHash("md5").update(text).digest("hex");

    it("has AWS's names and defaults, and an etag over its content", () => {
        const { id, outputs } = aws.create(OBJECT, "code", inputs());
        assert.equal(id, "code/index.js");
        assert.equal(outputs["arn"], "arn:aws:s3:::files-1234567/code/index.js");
        assert.deepEqual(
            ["etag", "contentType", "serverSideEncryption", "storageClass", "versionId"].map((name) => outputs[name]),
            [md5("one"), "application/octet-stream", "AES256", "STANDARD", ""],
        );
    });

    it("takes a file, Base64 or nothing at all", () => {
        const source = { asset: "text", hash: "ab", text: "two" } as const;
        assert.equal(aws.create(OBJECT, "a", { bucket: "files-1234567", key: "a", source }).outputs["etag"], md5("two"));
        assert.equal(aws.create(OBJECT, "b", { bucket: "files-1234567", key: "b", contentBase64: "dHdv" }).outputs["etag"], md5("two"));
        assert.equal(aws.create(OBJECT, "c", { bucket: "files-1234567", key: "c" }).outputs["etag"], md5(""));
    });

    it("is uploaded again when its content changes, and not for a tag", () => {
        const object = aws.create(OBJECT, "code", inputs());
        const tagged = aws.update(object, inputs({ tags: { purpose: "code" } }));
        assert.equal(tagged.outputs["etag"], md5("one"));
        assert.equal(aws.update(tagged, inputs({ content: "two", tags: { purpose: "code" } })).outputs["etag"], md5("two"));
    });

    it("has versions where its bucket has them", () => {
        const versioning = { bucket: "files-1234567", versioningConfiguration: { status: "Enabled" } };
        aws.create("aws:s3/bucketVersioning:BucketVersioning", "files", versioning);
        const first = aws.create(OBJECT, "code", inputs());
        const second = aws.update(first, inputs({ content: "two" }));
        assert.match(first.outputs["versionId"] as string, /^[0-9a-f]{32}$/);
        assert.notEqual(second.outputs["versionId"], first.outputs["versionId"]);
    });

    it("keeps its bucket from being deleted", () => {
        const bucket = aws.create("aws:s3/bucket:Bucket", "other", { bucket: "other-1234567" });
        const object = aws.create(OBJECT, "code", inputs({ bucket: "other-1234567" }));
        assert.throws(
            () => {
                aws.delete(bucket);
            },
            { message: "operation error S3: DeleteBucket, api error BucketNotEmpty: The bucket you tried to delete is not empty" },
        );
        aws.delete(object);
        aws.delete(bucket);
        assert.equal(aws.stored(OBJECT).length, 0);
    });

    it("goes with a bucket that the program deletes with all that is in it", () => {
        const bucket = aws.create("aws:s3/bucket:Bucket", "other", { bucket: "other-1234567", forceDestroy: true });
        aws.create(OBJECT, "code", inputs({ bucket: "other-1234567" }));
        aws.create(OBJECT, "kept", inputs());
        aws.delete(bucket);
        assert.deepEqual(
            aws.stored(OBJECT).map(({ properties }) => properties["bucket"]),
            ["files-1234567"],
        );
    });

    it("needs a bucket, and a key that is not too long", () => {
        const refusal = (code: string, reason: string) => ({ message: `operation error S3: PutObject, api error ${code}: ${reason}` });
        const missing = inputs({ bucket: "nowhere-1234567" });
        assert.throws(() => aws.create(OBJECT, "code", missing), refusal("NoSuchBucket", "The specified bucket does not exist"));
        const long = inputs({ key: "k".repeat(1025) });
        assert.throws(() => aws.create(OBJECT, "code", long), refusal("KeyTooLongError", "Your key is too long"));
    });

    it("is another object in another bucket, whatever its key", () => {
        aws.create("aws:s3/bucket:Bucket", "other", { bucket: "other-1234567" });
        const first = aws.create(OBJECT, "code", inputs());
        const second = aws.create(OBJECT, "again", inputs({ bucket: "other-1234567", content: "two" }));
        assert.equal(first.id, second.id);
        const updated = aws.update(second, inputs({ bucket: "other-1234567", content: "three" }));
        assert.deepEqual([aws.read(first)?.outputs["etag"], aws.read(updated)?.outputs["etag"]], [md5("one"), md5("three")]);
        aws.delete(first);
        assert.deepEqual([aws.read(first), aws.read(updated)?.outputs["etag"]], [undefined, md5("three")]);
        const imported = aws.import(OBJECT, "again", "other-1234567/code/index.js");
        assert.deepEqual([imported?.id, imported?.outputs["bucket"]], ["code/index.js", "other-1234567"]);
    });
});
