import { strict as assert } from "node:assert";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { databaseDisallowPublicAccess } from "../../../policy-pack/rules/database-disallow-public-access";
import { databaseRequireEncryption } from "../../../policy-pack/rules/database-require-encryption";
import { ecsTaskDisallowPlainSecrets } from "../../../policy-pack/rules/ecs-task-disallow-plain-secrets";
import { TYPES } from "../../../policy-pack/types";
import { judged, UNKNOWN_TEXT } from "../graph";

const WAITS = { notApplicable: "A value is not known yet; the update judges it before the resource is created" };

/** A resource in order, and what each change of one property makes a rule say. */
interface Subject {
    policy: ResourceValidationPolicy;
    type: string;
    sound: Record<string, unknown>;
    changes: readonly [change: Record<string, unknown>, messages: string[]][];
    unknown: readonly Record<string, unknown>[];
}

const SUBJECTS: readonly Subject[] = [
    ...[TYPES.rdsInstance, TYPES.rdsCluster, TYPES.documentDbCluster].map((type): Subject => ({
        policy: databaseRequireEncryption,
        type,
        sound: { storageEncrypted: true, password: UNKNOWN_TEXT },
        changes: [
            [{ storageEncrypted: false }, ["storageEncrypted of it = false; wanted is true."]],
            [{ storageEncrypted: undefined }, ["storageEncrypted of it = not set; wanted is true."]],
        ],
        unknown: [{ storageEncrypted: UNKNOWN_TEXT }],
    })),
    {
        policy: databaseRequireEncryption,
        type: TYPES.replicationGroup,
        sound: { atRestEncryptionEnabled: "true", transitEncryptionEnabled: true },
        changes: [
            [{ atRestEncryptionEnabled: false }, ["atRestEncryptionEnabled of it = false; wanted is true."]],
            [{ transitEncryptionEnabled: undefined }, ["transitEncryptionEnabled of it = not set; wanted is true."]],
            [
                { atRestEncryptionEnabled: UNKNOWN_TEXT, transitEncryptionEnabled: false },
                ["transitEncryptionEnabled of it = false; wanted is true."],
            ],
        ],
        unknown: [{ atRestEncryptionEnabled: UNKNOWN_TEXT }],
    },
    ...[TYPES.rdsInstance, TYPES.rdsClusterInstance].map((type): Subject => ({
        policy: databaseDisallowPublicAccess,
        type,
        sound: { publiclyAccessible: false },
        changes: [
            [{ publiclyAccessible: true }, ["publiclyAccessible of it = true; wanted is false."]],
            [{ publiclyAccessible: "yes" }, ["publiclyAccessible of it = yes; wanted is false."]],
            [{ publiclyAccessible: undefined }, []],
        ],
        unknown: [{ publiclyAccessible: UNKNOWN_TEXT }],
    })),
    {
        policy: ecsTaskDisallowPlainSecrets,
        type: TYPES.taskDefinition,
        sound: {
            containerDefinitions: JSON.stringify([
                {
                    name: "app",
                    environment: [
                        { name: "AWS_REGION", value: "us-east-1" },
                        { name: "OPENAI_API_KEY", value: "user_provided" },
                        { name: "TURNSTILE_SITE_KEY", value: "0x1" },
                        { name: "ALLOW_PASSWORD_RESET", value: "true" },
                        { name: "REDIS_KEY_PREFIX", value: "a" },
                        { name: "SITE", value: "https://chat.example.com" },
                    ],
                    secrets: [{ name: "JWT_SECRET", valueFrom: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a" }],
                },
                { name: "without-environment" },
            ]),
        },
        changes: [
            ...[
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "BEDROCK_AWS_ACCESS_KEY_ID",
                "BEDROCK_AWS_BEARER_TOKEN",
            ].map((name): Subject["changes"][number] => [
                withVariable(name, "hush"),
                [`environment of container app in it: ${name} = [hidden]; wanted is the task's role in the place of AWS keys.`],
            ]),
            ...["POSTGRES_PASSWORD", "JWT_SECRET", "GITHUB_TOKEN", "OPENAI_API_KEY", "OPENROUTER_KEY", "DB_CREDENTIALS"].map(
                (name): Subject["changes"][number] => [
                    withVariable(name, "hush"),
                    [
                        `environment of container app in it: ${name} = [hidden]; wanted is an entry of secrets, which names where the value is kept.`,
                    ],
                ],
            ),
            [
                withVariable("MONGO_URI", "mongodb://user:hush@host/db"),
                [
                    "environment of container app in it: MONGO_URI = [hidden]; wanted is an entry of secrets, which names where the value is kept.",
                ],
            ],
            [withVariable("JWT_SECRET", ""), []],
            [{ containerDefinitions: undefined }, ["containerDefinitions of it cannot be read; wanted is a JSON list of containers."]],
            [{ containerDefinitions: "[{" }, ["containerDefinitions of it cannot be read; wanted is a JSON list of containers."]],
            [
                { containerDefinitions: '{"name":"app"}' },
                ["containerDefinitions of it cannot be read; wanted is a JSON list of containers."],
            ],
            [{ containerDefinitions: '[null,7,{"environment":"A=1"},{"environment":[null,{"value":1}]}]' }, []],
        ],
        unknown: [{ containerDefinitions: UNKNOWN_TEXT }],
    },
];

describe("rules on single resources", () => {
    for (const { policy, type, sound, changes, unknown } of SUBJECTS) {
        describe(`${policy.name} on ${type}`, () => {
            it("accepts a resource in order", async () => {
                assert.deepEqual(await judged(policy, type, "it", sound), []);
            });

            for (const [change, messages] of changes) {
                it(`${messages.length > 0 ? "fails" : "accepts"} with ${JSON.stringify(change, (_, value: unknown) => value ?? "nothing")}`, async () => {
                    assert.deepEqual(await judged(policy, type, "it", { ...sound, ...change }), messages);
                });
            }

            for (const change of unknown) {
                it(`waits for the update when ${Object.keys(change).join()} is unknown`, async () => {
                    assert.deepEqual(await judged(policy, type, "it", { ...sound, ...change }), WAITS);
                });
            }

            it("leaves other types alone", async () => {
                const verdict = await judged(policy, "aws:sqs/queue:Queue", "it", {});
                assert.ok("notApplicable" in verdict && verdict.notApplicable.startsWith("The rule is about "));
            });
        });
    }
});

function withVariable(name: string, value: string): Record<string, unknown> {
    return { containerDefinitions: JSON.stringify([{ name: "app", environment: [{ name, value }] }]) };
}
