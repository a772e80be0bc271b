/** Objects in S3 that a program puts there. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { isAsset, type Properties } from "../../provider/values";
import type { Account } from "../account";
import { leftOut } from "../filled-in";
import { blockOf, requiredText, textOf } from "../reading";
import type { ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { bucketNamed, refuseS3 } from "./s3-buckets";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

/** Settings that the provider uploads the object again for. */
const UPLOADED = [
    "bucketKeyEnabled",
    "cacheControl",
    "checksumAlgorithm",
    "content",
    "contentBase64",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "contentType",
    "etag",
    "kmsKeyId",
    "metadata",
    "serverSideEncryption",
    "source",
    "sourceHash",
    "storageClass",
    "websiteRedirect",
];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY_BYTES = 1024;

/** Content that only a download would show is known by its hash. */
function contentOf(inputs: Properties): Buffer {
    const { content, contentBase64, source } = inputs;
    if (typeof content === "string") return Buffer.from(content);
    if (typeof contentBase64 === "string") return Buffer.from(contentBase64, "base64");
    if (!isAsset(source)) return Buffer.alloc(0);
    if (source.path !== undefined) return fs.readFileSync(source.path);
    return Buffer.from(source.text ?? source.hash);
}

/** The MD5 of the content, unless a key of KMS encrypts it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
function etagOf(inputs: Properties): string {
    return createHash("md5").update(contentOf(inputs)).digest("hex");
}

/** Objects have versions where their bucket has them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html */
function versionOf(account: Account, bucket: string): string {
    const versioning = account.find("aws:s3/bucketVersioning:BucketVersioning", bucket);
    if (versioning === undefined) return "";
    const status = textOf(blockOf(versioning.properties, "versioningConfiguration") ?? {}, "status");
    return status === "Enabled" ? account.newHex(32) : "null";
}

const object: ResourceType = {
    token: OBJECT,
    changesOnUpdate: { versionId: "any change", etag: "any change" },
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "objectLockMode", oneOf: ["GOVERNANCE", "COMPLIANCE"] },
            { property: "objectLockLegalHoldStatus", oneOf: ["ON", "OFF"] },
            { property: "serverSideEncryption", oneOf: ["AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"] },
        ]),
    storedAs: (key, properties) => `${requiredText(properties, "bucket")}/${key}`,
    create({ account, inputs }) {
        const bucket = bucketNamed(account, "PutObject", requiredText(inputs, "bucket")).id;
        const key = requiredText(inputs, "key");
        if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) refuseS3("PutObject", "KeyTooLongError", "Your key is too long");
        return {
            id: key,
            computed: {
                ...leftOut(inputs, {
                    acl: "",
                    bucketKeyEnabled: false,
                    contentType: "application/octet-stream",
                    etag: etagOf(inputs),
                    kmsKeyId: "",
                    serverSideEncryption: "AES256",
                    storageClass: "STANDARD",
                }),
                arn: `arn:aws:s3:::${bucket}/${key}`,
                checksumCrc32: "",
                checksumCrc32c: "",
                checksumCrc64nvme: "",
                checksumSha1: "",
                checksumSha256: "",
                versionId: versionOf(account, bucket),
            },
        };
    },
    update({ account, inputs, changed }) {
        if (!UPLOADED.some((property) => changed.has(property))) return {};
        return { ...leftOut(inputs, { etag: etagOf(inputs) }), versionId: versionOf(account, requiredText(inputs, "bucket")) };
    },
};

export const service: Service = { name: "Amazon S3 (objects)", resourceTypes: [object] };
