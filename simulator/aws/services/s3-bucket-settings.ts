/** Settings of S3 buckets that are resources of their own: versioning, encryption, lifecycle, ownership of objects. */
import { ProviderError } from "../../provider/errors";
import type { Properties, Value } from "../../provider/values";
import { leftOut } from "../filled-in";
import { blockOf, blocksOf, requiredText, textOf } from "../reading";
import type { Call, ResourceType, Service } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import { bucketNamed, refuseS3 } from "./s3-buckets";

interface Setting {
    readonly token: string;
    /** The API call that sets it. */
    readonly operation: string;
    readonly rules: readonly Rule[];
    /** Refuses what AWS does, when the bucket is there. */
    readonly refuse?: (call: Call, inputs: Properties) => void;
    /** What AWS fills in. */
    readonly filledIn?: (inputs: Properties) => Readonly<Record<string, Value | undefined>>;
    readonly extra?: Partial<ResourceType>;
}

const BUCKET_RULES: readonly Rule[] = [
    { property: "bucket", length: [1, 63] },
    { property: "expectedBucketOwner", pattern: /^\d{12}$/, allowed: "must be a 12-digit account id" },
];

/** The id of most settings is the bucket's name, with the account that is expected to own it. */
function idOf(inputs: Properties): string {
    const owner = textOf(inputs, "expectedBucketOwner");
    return `${requiredText(inputs, "bucket")}${owner === undefined ? "" : `,${owner}`}`;
}

function setting({ token, operation, rules, refuse, filledIn, extra }: Setting): ResourceType {
    return {
        token,
        check: (inputs) => problemsOf(inputs, [...BUCKET_RULES, ...rules]),
        create(call) {
            const { account, inputs } = call;
            const owner = textOf(inputs, "expectedBucketOwner");
            bucketNamed(account, operation, requiredText(inputs, "bucket"));
            if (owner !== undefined && owner !== account.accountId) refuseS3(operation, "AccessDenied", "Access Denied");
            refuse?.(call, inputs);
            return { id: idOf(inputs), computed: leftOut(inputs, filledIn?.(inputs) ?? {}) };
        },
        update(call) {
            refuse?.(call, call.inputs);
            return {};
        },
        ...extra,
    };
}

const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

function statusOf(properties: Properties): string {
    return textOf(blockOf(properties, "versioningConfiguration") ?? {}, "status") ?? "Disabled";
}

const versioning = setting({
    token: VERSIONING,
    operation: "PutBucketVersioning",
    rules: [
        { property: "versioningConfiguration.status", oneOf: ["Enabled", "Suspended", "Disabled"] },
        { property: "versioningConfiguration.mfaDelete", oneOf: ["Enabled", "Disabled"] },
    ],
    extra: {
        update({ inputs, current }) {
            const [from, to] = [statusOf(current.properties), statusOf(inputs)];
            if (from !== "Disabled" && to === "Disabled") {
                throw new ProviderError(`versioning_configuration.status cannot be updated from '${from}' to '${to}'`);
            }
            return {};
        },
    },
});

/** A key is not looked up: S3 takes any, and uploads fail on a wrong one (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html). */
function refuseBadEncryption(_call: Call, inputs: Properties): void {
    for (const rule of blocksOf(inputs, "rules")) {
        const byDefault = blockOf(rule, "applyServerSideEncryptionByDefault") ?? {};
        if (textOf(byDefault, "kmsMasterKeyId") === undefined || textOf(byDefault, "sseAlgorithm") !== "AES256") continue;
        const reason = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
        refuseS3("PutBucketEncryption", "InvalidArgument", reason);
    }
}

const encryption = setting({
    token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    operation: "PutBucketEncryption",
    rules: [{ property: "rules.applyServerSideEncryptionByDefault.sseAlgorithm", oneOf: ["AES256", "aws:kms", "aws:kms:dsse"] }],
    refuse: refuseBadEncryption,
    extra: { sets: ["rules"] },
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
function refuseBadLifecycle(_call: Call, inputs: Properties): void {
    const operation = "PutBucketLifecycleConfiguration";
    const rules = blocksOf(inputs, "rules");
    const ids = rules.map((rule) => requiredText(rule, "id"));
    if (new Set(ids).size < ids.length) {
        refuseS3(operation, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
    }
    const actions = [
        "expiration",
        "noncurrentVersionExpiration",
        "transitions",
        "noncurrentVersionTransitions",
        "abortIncompleteMultipartUpload",
    ];
    for (const rule of rules) {
        if (actions.some((action) => rule[action] !== undefined)) continue;
        refuseS3(operation, "InvalidRequest", "At least one action needs to be specified in a rule");
    }
}

const lifecycle = setting({
    token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    operation: "PutBucketLifecycleConfiguration",
    rules: [
        { property: "rules.id", length: [1, 255] },
        { property: "rules.status", oneOf: ["Enabled", "Disabled"] },
        { property: "rules.noncurrentVersionExpiration.noncurrentDays", range: [1, 2_147_483_647] },
        { property: "rules.transitions.days", range: [0, 2_147_483_647] },
    ],
    refuse: refuseBadLifecycle,
    filledIn: () => ({ expectedBucketOwner: "", transitionDefaultMinimumObjectSize: "all_storage_classes_128K" }),
    extra: { sets: ["rules.transitions", "rules.noncurrentVersionTransitions"] },
});

const ownership = setting({
    token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    operation: "PutBucketOwnershipControls",
    rules: [{ property: "rule.objectOwnership", oneOf: ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"] }],
});

export const service: Service = { name: "Amazon S3 (bucket settings)", resourceTypes: [versioning, encryption, lifecycle, ownership] };
