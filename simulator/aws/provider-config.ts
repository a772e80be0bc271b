/** The provider's own configuration: `aws:region` and the arguments of an explicit `aws.Provider`. */
import { closest } from "fastest-levenshtein";
import { ProviderError } from "../provider/errors";
import type { CheckFailure, CheckResult } from "../provider/provider";
import { UNKNOWN, type Properties, type Value } from "../provider/values";
import { isList, isProperties } from "./paths";

export interface AwsConfig {
    /** For example `us-east-1`. */
    readonly region: string;
    /** Given to every resource that has tags. */
    readonly defaultTags: Properties;
}

/** Settings about reaching and trusting the real AWS: there is nothing to reach here, so they change nothing. */
const WITHOUT_EFFECT: readonly string[] = [
    "accessKey",
    "customCaBundle",
    "ec2MetadataServiceEndpoint",
    "ec2MetadataServiceEndpointMode",
    "httpProxy",
    "httpsProxy",
    "insecure",
    "maxRetries",
    "noProxy",
    "pluginDownloadURL",
    "profile",
    "retryMode",
    "s3UsEast1RegionalEndpoint",
    "s3UsePathStyle",
    "secretKey",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
    "skipCredentialsValidation",
    "skipMetadataApiCheck",
    "skipRegionValidation",
    "skipRequestingAccountId",
    "stsRegion",
    "token",
    "tokenBucketRateLimiterCapacity",
    "useDualstackEndpoint",
    "useFipsEndpoint",
    "userAgents",
    "version",
];

/** Settings that would change what happens in a way that is not simulated. */
const REFUSED: readonly string[] = [
    "allowedAccountIds",
    "assumeRoleWithWebIdentity",
    "assumeRoles",
    "endpoints",
    "forbiddenAccountIds",
    "ignoreTags",
    "tagPolicyCompliance",
];

const UNDERSTOOD: readonly string[] = ["region", "defaultTags"];

/** @see https://docs.aws.amazon.com/general/latest/gr/rande.html for the form of a Region's code */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** What is wrong with the configuration, all of it at once; fills the Region in from the environment as the real provider does. */
export function checkConfig(config: Properties): CheckResult {
    const inputs = withRegionOfEnvironment(config);
    const failures = Object.entries(inputs).flatMap(([key, value]) => failuresOf(key, value));
    if (inputs["region"] === undefined) {
        failures.push({
            property: "",
            reason: "Provider is missing a required configuration key, try `pulumi config set aws:region us-east-1`",
        });
    }
    return { inputs, failures };
}

/**
 * @param config what {@link checkConfig} returned without failures
 * @throws Error when it cannot be used after all, for example because the Region is not known yet
 */
export function readConfig(config: Properties): AwsConfig {
    const { inputs, failures } = checkConfig(config);
    if (failures.length > 0) throw new ProviderError(failures.map(({ reason }) => reason).join("\n"));
    const { region } = inputs;
    if (typeof region !== "string")
        throw new ProviderError("aws:region is not known before the deployment; give the provider a Region that is");
    return { region, defaultTags: tagsOf(unpacked(inputs["defaultTags"])) };
}

function withRegionOfEnvironment(config: Properties): Properties {
    if ((config["region"] ?? null) !== null) return config;
    const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
    return region === undefined ? config : { ...config, region };
}

function failuresOf(key: string, value: Value | undefined): CheckFailure[] {
    if (key === "region") return regionFailures(value);
    if (key === "defaultTags") return defaultTagFailures(unpacked(value));
    if (WITHOUT_EFFECT.includes(key) || isUnset(unpacked(value))) return [];
    if (REFUSED.includes(key)) {
        return [{ property: "", reason: `aws:${key} is set; the simulated AWS does not model what it does. Remove it, or deploy to AWS.` }];
    }
    const nearest = closest(key, [...UNDERSTOOD, ...WITHOUT_EFFECT]);
    return [
        { property: "", reason: `\`aws:${key}\` is not a valid configuration key for the aws provider. Did you mean \`aws:${nearest}\`?` },
    ];
}

function regionFailures(region: Value | undefined): CheckFailure[] {
    if (region === UNKNOWN || (typeof region === "string" && REGION.test(region))) return [];
    return [
        {
            property: "",
            reason: `aws:region = ${JSON.stringify(region)}: not a Region; write its code, for example: pulumi config set aws:region us-east-1`,
        },
    ];
}

function defaultTagFailures(defaultTags: Value | undefined): CheckFailure[] {
    if (isUnset(defaultTags) || defaultTags === UNKNOWN || (isProperties(defaultTags) && isTags(defaultTags["tags"]))) return [];
    return [{ property: "", reason: 'aws:defaultTags: not an object with "tags", for example {"tags":{"Owner":"platform"}}' }];
}

function isTags(tags: Value | undefined): boolean {
    return isUnset(tags) || tags === UNKNOWN || isProperties(tags);
}

function isUnset(value: Value | undefined): boolean {
    if (isList(value)) return value.length === 0;
    return value === undefined || value === null || (isProperties(value) && Object.keys(value).length === 0);
}

function tagsOf(defaultTags: Value | undefined): Properties {
    const tags = isProperties(defaultTags) ? defaultTags["tags"] : undefined;
    return isProperties(tags) ? tags : {};
}

/** Pulumi passes everything but strings as JSON inside a string. */
function unpacked(value: Value | undefined): Value | undefined {
    if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
    try {
        return JSON.parse(value) as Value;
    } catch {
        return value;
    }
}
