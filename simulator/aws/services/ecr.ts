/** Amazon ECR: repositories and what they are filled from. Images are pushed from outside, so none are known here. */
import type { Properties } from "../../provider/values";
import type { Account } from "../account";
import { arnOf, blocksOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { findSecret } from "../secrets";
import { problemsOf } from "../validation";

const REPOSITORY = "aws:ecr/repository:Repository";
const CACHE_RULE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";

/** Upstream registries, and whether they want credentials: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html */
const UPSTREAMS: readonly { readonly host: RegExp; readonly needsSecret: boolean }[] = [
    { host: /^(public\.ecr\.aws|quay\.io|registry\.k8s\.io)$/, needsSecret: false },
    { host: /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/, needsSecret: false },
    { host: /^(registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|[a-z0-9]+\.azurecr\.io|cgr\.dev)$/, needsSecret: true },
];

const repository: ResourceType = {
    token: REPOSITORY,

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "imageTagMutability", oneOf: ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"] },
            { property: "encryptionConfigurations.encryptionType", oneOf: ["AES256", "KMS", "KMS_DSSE"] },
            { property: "imageTagMutabilityExclusionFilters.filterType", oneOf: ["WILDCARD"] },
        ]),

    /** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html#API_CreateRepository_Errors */
    create({ account, region, inputs }) {
        const name = requiredText(inputs, "name");
        const refuse = (code: string, reason: string) => new Refusal("ECR", "CreateRepository", code, reason);
        const pattern = "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*";
        if (!new RegExp(`^${pattern}$`).test(name) || name.length > 256) {
            throw refuse(
                "InvalidParameterException",
                `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${pattern}''`,
            );
        }
        if (account.find(REPOSITORY, name)?.region === region) {
            const reason = `The repository with name '${name}' already exists in the registry with id '${account.accountId}'`;
            throw refuse("RepositoryAlreadyExistsException", reason);
        }
        return {
            id: name,
            computed: {
                arn: arnOf(account, "ecr", region, `repository/${name}`),
                registryId: account.accountId,
                repositoryUrl: `${account.accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
                encryptionConfigurations: encryptionOf(inputs, account, region),
            },
        };
    },
};

const lifecyclePolicy: ResourceType = {
    token: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    json: ["policy"],
    check: (inputs) => problemsOf(inputs, [{ property: "policy", format: "JSON" }]),

    /** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html#API_PutLifecyclePolicy_Errors */
    create({ account, region, inputs }) {
        const name = requiredText(inputs, "repository");
        const refuse = (code: string, reason: string) => new Refusal("ECR", "PutLifecyclePolicy", code, reason);
        if (account.find(REPOSITORY, name)?.region !== region) {
            const reason = `The repository with name '${name}' does not exist in the registry with id '${account.accountId}'`;
            throw refuse("RepositoryNotFoundException", reason);
        }
        const policy = JSON.parse(requiredText(inputs, "policy")) as Properties;
        const priorities = blocksOf(policy, "rules").map((rule) => rule["rulePriority"]);
        if (priorities.length === 0 || new Set(priorities).size < priorities.length) {
            const reason =
                "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: rules need unique priorities'";
            throw refuse("InvalidParameterException", reason);
        }
        return { id: name, computed: { registryId: account.accountId } };
    },
};

const pullThroughCacheRule: ResourceType = {
    token: CACHE_RULE,

    check: (inputs) =>
        problemsOf(inputs, [
            {
                property: "ecrRepositoryPrefix",
                pattern: /^(?=.{2,30}$)((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?|ROOT)$/,
                allowed: "2 to 30 lower-case letters, digits and . _ - /",
            },
            { property: "credentialArn", format: "ARN" },
            { property: "customRoleArn", format: "ARN" },
        ]),

    create(call) {
        const { account, inputs } = call;
        const prefix = requiredText(inputs, "ecrRepositoryPrefix");
        if (account.find(CACHE_RULE, prefix)?.region === call.region) {
            const reason = `A pull through cache rule with the repository prefix '${prefix}' already exists in the registry with id '${account.accountId}'`;
            throw new Refusal("ECR", "CreatePullThroughCacheRule", "PullThroughCacheRuleAlreadyExistsException", reason);
        }
        refuseUpstream(call, "CreatePullThroughCacheRule");
        return { id: prefix, computed: { registryId: account.accountId } };
    },

    update(call) {
        refuseUpstream(call, "UpdatePullThroughCacheRule");
        return {};
    },
};

export const service: Service = { name: "Amazon ECR", resourceTypes: [repository, lifecyclePolicy, pullThroughCacheRule] };

function encryptionOf(inputs: Properties, account: Account, region: string): readonly Properties[] {
    const [given] = blocksOf(inputs, "encryptionConfigurations");
    if (given === undefined) return [{ encryptionType: "AES256", kmsKey: "" }];
    const usesKms = textOf(given, "encryptionType")?.startsWith("KMS") ?? false;
    return [{ ...given, kmsKey: textOf(given, "kmsKey") ?? (usesKms ? `arn:aws:kms:${region}:${account.accountId}:alias/aws/ecr` : "") }];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html#API_CreatePullThroughCacheRule_Errors */
function refuseUpstream({ account, inputs }: CreateCall, operation: string): void {
    const refuse = (code: string, reason: string) => new Refusal("ECR", operation, code, reason);
    const [url, credential] = [requiredText(inputs, "upstreamRegistryUrl"), textOf(inputs, "credentialArn")];
    const upstream = UPSTREAMS.find(({ host }) => host.test(url));
    if (upstream === undefined) throw refuse("UnsupportedUpstreamRegistryException", `The upstream registry '${url}' is not supported.`);
    if (upstream.needsSecret && credential === undefined) {
        throw refuse("InvalidParameterException", `The upstream registry '${url}' requires a credential ARN.`);
    }
    if (credential === undefined) return;
    const secret = findSecret(account, credential);
    if (secret === undefined)
        throw refuse(
            "SecretNotFoundException",
            `The ARN of the secret specified in the pull through cache rule was not found: ${credential}`,
        );
    if (!requiredText(secret.properties, "name").startsWith("ecr-pullthroughcache/")) {
        throw refuse("InvalidParameterException", "The name of the secret must begin with 'ecr-pullthroughcache/'.");
    }
}
