/** AWS CodeBuild: projects. Builds are not run. */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import { findRole, mayAssume } from "../authorization";
import { arnOf, blockOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf, type Problem } from "../validation";

const PROJECT = "aws:codebuild/project:Project";

const project: ResourceType = {
    token: PROJECT,
    sets: [
        "vpcConfig.subnets",
        "vpcConfig.securityGroupIds",
        "secondaryArtifacts",
        "secondarySources",
        "secondarySourceVersions",
        "fileSystemLocations",
    ],

    check: (inputs) => [
        ...problemsOf(inputs, [
            { property: "name", pattern: /^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/, allowed: "2 to 150 letters, digits, - and _" },
            { property: "serviceRole", format: "ARN" },
            { property: "buildTimeout", range: [5, 2160] },
            { property: "queuedTimeout", range: [5, 480] },
            { property: "description", length: [0, 255] },
            { property: "concurrentBuildLimit", range: [1, Number.MAX_SAFE_INTEGER] },
            { property: "environment.certificate", pattern: /\.(pem|zip)$/, allowed: "must end in .pem or .zip" },
            { property: "source.gitCloneDepth", range: [0, Number.MAX_SAFE_INTEGER] },
        ]),
        ...missingCacheLocation(inputs),
    ],

    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name");
        const arn = arnOf(account, "codebuild", region, `project/${name}`);
        if (account.find(PROJECT, arn) !== undefined) {
            throw new Refusal("CodeBuild", "CreateProject", "ResourceAlreadyExistsException", `Project already exists: ${arn}`);
        }
        refuseProject(call, "CreateProject");
        return {
            id: arn,
            computed: {
                arn,
                autoRetryLimit: inputs["autoRetryLimit"] ?? 0,
                badgeUrl:
                    inputs["badgeEnabled"] === true
                        ? `https://codebuild.${region}.amazonaws.com/badges?uuid=${account.newHex(32)}&branch=master`
                        : "",
                description: textOf(inputs, "description") ?? "",
                encryptionKey: textOf(inputs, "encryptionKey") ?? `arn:aws:kms:${region}:${account.accountId}:alias/aws/s3`,
                publicProjectAlias: "",
            },
        };
    },

    update(call) {
        refuseProject(call, "UpdateProject");
        return {};
    },
};

export const service: Service = { name: "AWS CodeBuild", resourceTypes: [project] };

/** The provider's check at preview. */
function missingCacheLocation(inputs: Properties): readonly Problem[] {
    const cache = blockOf(inputs, "cache");
    const type = cache && textOf(cache, "type");
    if (cache === undefined || type === undefined || type === "NO_CACHE" || type === "LOCAL" || cache["location"] !== undefined) return [];
    return [{ property: "cache.location", reason: `cache location is required when cache type is "${type}"` }];
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html#API_CreateProject_Errors */
function refuseProject({ account, inputs }: CreateCall, operation: string): void {
    const source = blockOf(inputs, "source") ?? {};
    if (textOf(source, "type") === "NO_SOURCE") {
        if (textOf(source, "buildspec") === undefined)
            throw new ProviderError("`buildspec` must be set when source's `type` is `NO_SOURCE`");
        if (textOf(source, "location") !== undefined)
            throw new ProviderError("`location` must be empty when source's `type` is `NO_SOURCE`");
    }
    const role = findRole(account, requiredText(inputs, "serviceRole"));
    if (role !== undefined && mayAssume(account, role, "codebuild.amazonaws.com")) return;
    const reason =
        "CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, " +
        "2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured.";
    throw new Refusal("CodeBuild", operation, "InvalidInputException", reason);
}
