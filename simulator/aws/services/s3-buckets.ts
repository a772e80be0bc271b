/** Amazon S3 buckets. Their objects are in the account (type `aws:s3/bucketObject:BucketObject`), put there by whoever uses the bucket. */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { blockOf, isSet, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

/** Types of objects, all with a `bucket` property. */
const OBJECTS = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"];

/** Settings that go with their bucket when it is deleted. */
const SETTINGS = [
    BUCKET_POLICY,
    PUBLIC_ACCESS_BLOCK,
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
];

/** Hosted zones of the endpoints: https://docs.aws.amazon.com/general/latest/gr/s3.html */
const HOSTED_ZONES: Readonly<Record<string, string | undefined>> = {
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
    "ca-central-1": "Z1QDHH18159H29",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-west-2": "Z3GKZC51ZF0DB4",
    "eu-west-3": "Z3R1K369G5AVDG",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-north-1": "Z3BAZG2TWCNX0D",
    "ap-south-1": "Z11RGJOFQNVJUP",
    "ap-northeast-1": "Z2M4EHUR26P7ZW",
    "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "ap-southeast-2": "Z1WCIGYICN2BYD",
    "sa-east-1": "Z7KQH4QJS55SO",
};

/** Regions whose website endpoint has a dash where the newer ones have a dot: https://docs.aws.amazon.com/general/latest/gr/s3.html */
const DASHED_WEBSITES = [
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "sa-east-1",
];

export function refuseS3(operation: string, code: string, reason: string): never {
    throw new Refusal("S3", operation, code, reason);
}

/** @throws Refusal NoSuchBucket */
export function bucketNamed(account: Account, operation: string, name: string): StoredResource {
    const found = account.find(BUCKET, name);
    return found ?? refuseS3(operation, "NoSuchBucket", "The specified bucket does not exist");
}

/**
 * What AWS objects to in a bucket's name.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function isBucketName(name: string): boolean {
    const hasForm = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
    const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/.test(name);
    const hasReservedStart = /^(xn--|sthree-|amzn-s3-demo-)/.test(name);
    const hasReservedEnd = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
    return hasForm && !isAddress && !hasReservedStart && !hasReservedEnd;
}

function refuseTakenName({ account, region }: CreateCall, name: string): void {
    if (account.find(BUCKET, name) === undefined) return;
    // AWS accepts a second creation in this Region silently, so the provider looks first.
    if (region === "us-east-1") throw new ProviderError(`creating S3 Bucket (${name}): BucketAlreadyExists`);
    const reason = "Your previous request to create the named bucket succeeded and you already own it.";
    refuseS3("CreateBucket", "BucketAlreadyOwnedByYou", reason);
}

function objectsIn(account: Account, bucket: string): readonly StoredResource[] {
    return OBJECTS.flatMap((type) => account.list(type)).filter(({ properties }) => properties["bucket"] === bucket);
}

/** A new bucket blocks public access until someone says otherwise: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function blockPublicAccess({ account, region }: CreateCall, bucket: string): void {
    account.put({
        type: PUBLIC_ACCESS_BLOCK,
        id: bucket,
        region,
        properties: { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        note: `AWS's default for new buckets, of ${bucket}`,
    });
}

function websiteOf(name: string, region: string, inputs: Properties): Record<string, string> {
    if (blockOf(inputs, "website") === undefined) return { websiteDomain: "", websiteEndpoint: "" };
    const websiteDomain = `s3-website${DASHED_WEBSITES.includes(region) ? "-" : "."}${region}.amazonaws.com`;
    return { websiteDomain, websiteEndpoint: `${name}.${websiteDomain}` };
}

const DEFAULT_ENCRYPTION = { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false } };

const bucket: ResourceType = {
    token: BUCKET,
    json: ["policy"],
    sets: ["grants"],
    check: (inputs) => [
        ...problemsOf(inputs, [
            { property: "bucket", length: [1, 63] },
            { property: "bucketPrefix", length: [1, 37] },
            { property: "policy", format: "JSON" },
        ]),
        ...(typeof inputs["bucket"] === "string" && /--[a-z0-9-]+--x-s3$/.test(inputs["bucket"])
            ? [
                  {
                      property: "bucket",
                      reason: "must not be in the format [bucket_name]--[azid]--x-s3; use aws:s3/directoryBucket:DirectoryBucket",
                  },
              ]
            : []),
    ],
    create(call) {
        const { account, region, inputs } = call;
        const name = nameOr(textOf(inputs, "bucket"), textOf(inputs, "bucketPrefix"), account, "terraform-");
        if (!isBucketName(name)) refuseS3("CreateBucket", "InvalidBucketName", "The specified bucket is not valid.");
        refuseTakenName(call, name);
        blockPublicAccess(call, name);
        return {
            id: name,
            computed: {
                ...leftOut(inputs, {
                    accelerationStatus: "",
                    acl: "private",
                    bucketNamespace: "global",
                    bucketPrefix: "",
                    corsRules: [],
                    grants: [{ id: account.accountId, permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" }],
                    lifecycleRules: [],
                    objectLockEnabled: false,
                    policy: "",
                    requestPayer: "BucketOwner",
                    serverSideEncryptionConfiguration: DEFAULT_ENCRYPTION,
                    versioning: { enabled: false, mfaDelete: false },
                }),
                arn: `arn:aws:s3:::${name}`,
                bucket: name,
                bucketDomainName: `${name}.s3.amazonaws.com`,
                bucketRegion: region,
                bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
                hostedZoneId: HOSTED_ZONES[region] ?? "",
                ...websiteOf(name, region, inputs),
            },
        };
    },
    update: ({ inputs, current, region }) => websiteOf(current.id, region, inputs),
    delete({ account, current }) {
        const objects = objectsIn(account, current.id);
        if (objects.length > 0 && !isSet(current.properties, "forceDestroy")) {
            const versioning = account.find("aws:s3/bucketVersioning:BucketVersioning", current.id);
            const isVersioned =
                versioning !== undefined && textOf(blockOf(versioning.properties, "versioningConfiguration") ?? {}, "status") !== undefined;
            const hint = isVersioned ? ". You must delete all versions in the bucket." : "";
            refuseS3("DeleteBucket", "BucketNotEmpty", `The bucket you tried to delete is not empty${hint}`);
        }
        for (const object of objects) account.remove(object.type, object.storedAs ?? object.id);
        for (const type of SETTINGS) account.remove(type, current.id);
        return "removed";
    },
    read: ({ account, current }) => ({ policy: policyOf(account, current) }),
};

/** The policy that the bucket has, whoever put it. */
function policyOf(account: Account, { id, properties }: StoredResource): string {
    const separate = account.find(BUCKET_POLICY, id);
    return separate === undefined ? (textOf(properties, "policy") ?? "") : requiredText(separate.properties, "policy");
}

export const service: Service = { name: "Amazon S3 (buckets)", resourceTypes: [bucket] };
