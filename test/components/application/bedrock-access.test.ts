import { strict as assert } from "node:assert";
import { bedrockAccess, modelNeeds, modelStatements, type BedrockAccess } from "../../../components/application/bedrock-access";

describe("bedrockAccess: what of Bedrock the settings name", () => {
    const settings = { bedrockRegion: "eu-west-1", bedrockModels: [] };
    const generated = { endpoints: { bedrock: { availableRegions: ["eu-west-1"] } } };
    const plain = { regions: ["eu-west-1"], models: [], ownProfiles: false, guardrail: undefined };

    it("is any model of one Region as a rule", () => {
        assert.deepEqual(bedrockAccess(generated, settings), plain);
        assert.deepEqual(bedrockAccess({}, settings), plain);
        assert.deepEqual(bedrockAccess({ endpoints: null }, settings), plain);
        assert.deepEqual(bedrockAccess({ endpoints: { bedrock: null } }, settings), plain);
    });

    it("has the Regions, inference profiles and guardrail of librechat.yaml", () => {
        const bedrock = {
            availableRegions: ["us-west-2", "eu-west-1"],
            inferenceProfiles: { "eu.anthropic.claude-x": "${PROFILE}" },
            guardrailConfig: { guardrailIdentifier: "abc123", guardrailVersion: "1" },
        };
        assert.deepEqual(bedrockAccess({ endpoints: { bedrock } }, settings), {
            regions: ["eu-west-1", "us-west-2"],
            models: [],
            ownProfiles: true,
            guardrail: "abc123",
        });
    });

    it("has the models of both, where the settings name some", () => {
        const yaml = { endpoints: { bedrock: { models: ["b", "c"], inferenceProfiles: { d: "arn:x" } } } };
        assert.deepEqual(bedrockAccess(yaml, { ...settings, bedrockModels: ["a", "b"] }).models, ["a", "b", "c", "d"]);
        assert.deepEqual(bedrockAccess(yaml, settings).models, []);
    });
});

describe("modelStatements: exactly what a task calls", () => {
    const calls = (access: BedrockAccess): unknown => {
        const [statement, ...others] = modelStatements(access);
        assert.deepEqual(others, []);
        assert.ok(statement);
        const { Resource, ...rest } = statement;
        assert.deepEqual(rest, {
            Sid: "CallModels",
            Effect: "Allow",
            Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        });
        return Resource;
    };
    const profile = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/0f0e";
    const cases: [string[], string[]][] = [
        [["amazon.titan-embed-text-v2:0"], ["arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0"]],
        [
            ["eu.anthropic.claude-x"],
            [
                "arn:aws:bedrock:*::foundation-model/anthropic.claude-x",
                "arn:aws:bedrock:eu-west-1:*:inference-profile/eu.anthropic.claude-x",
            ],
        ],
        [
            ["global.anthropic.claude-x", "eu.anthropic.claude-x"],
            [
                "arn:aws:bedrock:*::foundation-model/anthropic.claude-x",
                "arn:aws:bedrock:eu-west-1:*:inference-profile/eu.anthropic.claude-x",
                "arn:aws:bedrock:eu-west-1:*:inference-profile/global.anthropic.claude-x",
            ],
        ],
        [
            ["arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-x"],
            [
                "arn:aws:bedrock:*::foundation-model/anthropic.claude-x",
                "arn:aws:bedrock:eu-west-1:*:inference-profile/eu.anthropic.claude-x",
            ],
        ],
        [[profile], ["arn:aws:bedrock:*::foundation-model/*", profile]],
        [["arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova"], ["arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova"]],
        [
            [],
            [
                "arn:aws:bedrock:*::foundation-model/*",
                "arn:aws:bedrock:eu-west-1:*:application-inference-profile/*",
                "arn:aws:bedrock:eu-west-1:*:inference-profile/*",
            ],
        ],
    ];
    for (const [models, resources] of cases) {
        it(`allows ${models.join(" and ") || "any model when none is named"}`, () => {
            assert.deepEqual(calls({ regions: ["eu-west-1"], models }), resources);
        });
    }

    it("allows each Region that is called, and profiles of the account's own where there are any", () => {
        assert.deepEqual(calls({ regions: ["eu-west-1", "us-west-2"], models: ["amazon.nova"], ownProfiles: true }), [
            "arn:aws:bedrock:eu-west-1:*:application-inference-profile/*",
            "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova",
            "arn:aws:bedrock:us-west-2:*:application-inference-profile/*",
            "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova",
        ]);
    });

    const guardrails: [string, string][] = [
        ["abc123", "arn:aws:bedrock:eu-west-1:*:guardrail/abc123"],
        ["${GUARDRAIL}", "arn:aws:bedrock:eu-west-1:*:guardrail/*"],
        ["arn:aws:bedrock:eu-west-1:123456789012:guardrail/abc", "arn:aws:bedrock:eu-west-1:123456789012:guardrail/abc"],
    ];
    for (const [guardrail, resource] of guardrails) {
        it(`allows the guardrail ${guardrail}`, () => {
            const [, statement] = modelStatements({ regions: ["eu-west-1"], models: ["amazon.nova"], guardrail });
            assert.deepEqual(statement, {
                Sid: "ApplyGuardrail",
                Effect: "Allow",
                Action: ["bedrock:ApplyGuardrail"],
                Resource: [resource],
            });
        });
    }
});

describe("modelNeeds: what must be reached for it", () => {
    it("is the endpoint of the stack's Region, and the internet for others", () => {
        assert.deepEqual(modelNeeds("eu-west-1", { regions: ["eu-west-1", "us-west-2"] }), [
            "service:bedrock-runtime",
            "internet:bedrock-runtime.us-west-2.amazonaws.com:443",
        ]);
    });
});
