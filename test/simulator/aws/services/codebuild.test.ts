import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/codebuild";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith, putRole, roleArn } from "./lambda-fixtures";

const PROJECT = "aws:codebuild/project:Project";
const IMAGE = {
    name: "image",
    serviceRole: roleArn("build"),
    artifacts: { type: "NO_ARTIFACTS" },
    environment: { computeType: "BUILD_GENERAL1_SMALL", image: "aws/codebuild/standard:7.0", type: "LINUX_CONTAINER" },
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
};

function account() {
    const aws = accountWith([service]);
    putRole(aws, "build", "codebuild.amazonaws.com", []);
    return aws;
}

describe("CodeBuild project", () => {
    it("has its ARN as id and the key of S3", () => {
        const { id, outputs } = account().create(PROJECT, "image", IMAGE);
        assert.deepEqual(
            [id, outputs["encryptionKey"], outputs["badgeUrl"]],
            ["arn:aws:codebuild:us-east-1:123456789012:project/image", "arn:aws:kms:us-east-1:123456789012:alias/aws/s3", ""],
        );
    });

    const refusals: readonly (readonly [name: string, more: Properties, message: string])[] = [
        ["no source has no build", { source: { type: "NO_SOURCE" } }, "`buildspec` must be set when source's `type` is `NO_SOURCE`"],
        [
            "no source has a place",
            { source: { type: "NO_SOURCE", buildspec: "version: 0.2", location: "https://example.com" } },
            "`location` must be empty when source's `type` is `NO_SOURCE`",
        ],
        [
            "the role trusts another service",
            { serviceRole: roleArn("lambda") },
            "operation error CodeBuild: CreateProject, api error InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole on service " +
                "role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has " +
                "the necessary trust policy configured.",
        ],
    ];
    for (const [name, more, message] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => account().create(PROJECT, "image", { ...IMAGE, ...more }), { message });
        });
    }

    it("fails when the name is taken, and in a preview when a cache has no place", () => {
        const aws = account();
        const { id } = aws.create(PROJECT, "image", IMAGE);
        assert.throws(() => aws.create(PROJECT, "again", IMAGE), {
            message: `operation error CodeBuild: CreateProject, api error ResourceAlreadyExistsException: Project already exists: ${id}`,
        });
        assert.deepEqual(aws.check(PROJECT, "image", { ...IMAGE, cache: { type: "S3" } }).failures, [
            {
                property: "cache.location",
                reason: "cache location is required when cache type is \"S3\". Examine values at 'image.cache.location'.",
            },
        ]);
    });
});
