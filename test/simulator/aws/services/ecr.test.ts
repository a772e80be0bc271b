import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/ecr";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith, put, SECRET_ARN } from "./lambda-fixtures";

const REPOSITORY = "aws:ecr/repository:Repository";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const CACHE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const GHCR = { ecrRepositoryPrefix: "ghcr", upstreamRegistryUrl: "ghcr.io" };
const ECR_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/ghcr-AbCdEf";

describe("ECR repository", () => {
    it("has a URL in the registry of the account", () => {
        const { id, outputs } = accountWith([service]).create(REPOSITORY, "web", { name: "librechat/web" });
        assert.deepEqual(
            [id, outputs["repositoryUrl"], outputs["registryId"], outputs["encryptionConfigurations"]],
            [
                "librechat/web",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/librechat/web",
                "123456789012",
                [{ encryptionType: "AES256", kmsKey: "" }],
            ],
        );
    });

    it("fails with capitals, or when the name is taken", () => {
        const aws = accountWith([service]);
        const pattern = "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*";
        assert.throws(() => aws.create(REPOSITORY, "web", { name: "Web" }), {
            message:
                "operation error ECR: CreateRepository, api error InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy " +
                `constraint: 'must satisfy regular expression '${pattern}''`,
        });
        aws.create(REPOSITORY, "web", { name: "web" });
        assert.throws(() => aws.create(REPOSITORY, "again", { name: "web" }), {
            message:
                "operation error ECR: CreateRepository, api error RepositoryAlreadyExistsException: The repository with name 'web' already exists in " +
                "the registry with id '123456789012'",
        });
    });
});

describe("ECR lifecycle policy", () => {
    const policy = (...priorities: number[]) => JSON.stringify({ rules: priorities.map((rulePriority) => ({ rulePriority })) });

    it("is one for a repository", () => {
        const aws = accountWith([service]);
        aws.create(REPOSITORY, "web", { name: "web" });
        assert.equal(aws.create(LIFECYCLE, "web", { repository: "web", policy: policy(1, 2) }).id, "web");
    });

    it("fails without its repository, or with equal priorities", () => {
        const aws = accountWith([service]);
        assert.throws(() => aws.create(LIFECYCLE, "web", { repository: "web", policy: policy(1) }), {
            message:
                "operation error ECR: PutLifecyclePolicy, api error RepositoryNotFoundException: The repository with name 'web' does not exist in the " +
                "registry with id '123456789012'",
        });
        aws.create(REPOSITORY, "web", { name: "web" });
        assert.throws(() => aws.create(LIFECYCLE, "web", { repository: "web", policy: policy(1, 1) }), {
            message:
                "operation error ECR: PutLifecyclePolicy, api error InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to " +
                "satisfy constraint: 'Lifecycle policy validation failure: rules need unique priorities'",
        });
    });
});

describe("ECR pull through cache rule", () => {
    it("needs credentials only where the registry does", () => {
        const aws = accountWith([service]);
        put(aws, "aws:secretsmanager/secret:Secret", ECR_SECRET, { arn: ECR_SECRET, name: "ecr-pullthroughcache/ghcr" });
        assert.equal(aws.create(CACHE, "public", { ecrRepositoryPrefix: "public", upstreamRegistryUrl: "public.ecr.aws" }).id, "public");
        assert.equal(aws.create(CACHE, "ghcr", { ...GHCR, credentialArn: ECR_SECRET }).outputs["registryId"], "123456789012");
        assert.throws(() => aws.create(CACHE, "again", { ...GHCR, credentialArn: ECR_SECRET }), {
            message:
                "operation error ECR: CreatePullThroughCacheRule, api error PullThroughCacheRuleAlreadyExistsException: A pull through cache rule with " +
                "the repository prefix 'ghcr' already exists in the registry with id '123456789012'",
        });
    });

    const refusals: readonly (readonly [name: string, inputs: Properties, reason: string])[] = [
        [
            "the registry is not supported",
            { ...GHCR, upstreamRegistryUrl: "registry.librechat.ai" },
            "UnsupportedUpstreamRegistryException: The upstream registry 'registry.librechat.ai' is not supported.",
        ],
        ["credentials are missing", GHCR, "InvalidParameterException: The upstream registry 'ghcr.io' requires a credential ARN."],
        [
            "the secret does not exist",
            { ...GHCR, credentialArn: ECR_SECRET },
            `SecretNotFoundException: The ARN of the secret specified in the pull through cache rule was not found: ${ECR_SECRET}`,
        ],
        [
            "the secret has another name",
            { ...GHCR, credentialArn: SECRET_ARN },
            "InvalidParameterException: The name of the secret must begin with 'ecr-pullthroughcache/'.",
        ],
    ];
    for (const [name, inputs, reason] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => accountWith([service]).create(CACHE, "ghcr", inputs), {
                message: `operation error ECR: CreatePullThroughCacheRule, api error ${reason}`,
            });
        });
    }
});
