import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { problemsOf, stackConfig } from "../../../policy-pack/rules/stack-config";
import { TYPES } from "../../../policy-pack/types";
import { judged } from "../graph";

describe("stack-config", () => {
    const ECS = "librechat:natGateways = 0: tasks on ECS cannot pull ghcr.io/librechat-ai/librechat:v0.8.8";

    afterEach(() => {
        pulumi.runtime.setAllConfig({});
    });

    const judge = (config: Record<string, string>, type: string = TYPES.stack) => {
        pulumi.runtime.setAllConfig(config);
        return judged(stackConfig, type, "librechat-dev", {});
    };

    it("accepts sound settings", async () => {
        assert.deepEqual(await judge({ "aws:region": "us-east-1", "librechat:preset": "standard-dev" }), []);
    });

    it("reports each problem as a violation of its own", async () => {
        const messages = await judge({ "aws:region": "us-east-1", "librechat:natGateways": "0", "librechat:cach": "true" });
        assert.ok(Array.isArray(messages));
        assert.equal(messages.length, 3);
        assert.equal(
            messages[0],
            "librechat:cach is not a setting; the nearest one is librechat:cache. Run: pulumi config rm librechat:cach",
        );
        assert.ok(messages[1]?.startsWith("librechat:natGateways = 0 with librechat:mongo = documentdb: "));
        assert.ok(messages[2]?.startsWith(ECS));
    });

    it("reports a missing Region", async () => {
        assert.deepEqual(await judge({ "librechat:preset": "standard-dev" }), [
            "aws:region is not set; a stack needs its Region. Run: pulumi config set aws:region us-east-1",
        ]);
    });

    it("says nothing of secrets' storage, which a pack cannot see, and never shows them", async () => {
        assert.deepEqual(await judge({ "aws:region": "us-east-1", "librechat:apiKeys": '{"OPENAI_API_KEY":"sk-hush"}' }), []);
        const messages = await judge({ "aws:region": "us-east-1", "librechat:mongoUri": "sk-hush" });
        assert.ok(Array.isArray(messages) && messages.length > 0 && !messages.join().includes("hush"));
    });

    it("leaves other programs, and runs without configuration, alone", async () => {
        assert.deepEqual(await judge({ "aws:region": "us-east-1", "other:natGateways": "0" }), {
            notApplicable: "The stack has no librechat: settings",
        });
        assert.deepEqual(await judge({}), { notApplicable: "The stack has no librechat: settings" });
        assert.equal(problemsOf({}), undefined);
    });

    it("leaves other resources alone", async () => {
        assert.deepEqual(await judge({ "librechat:natGateways": "0" }, "aws:ec2/vpc:Vpc"), {
            notApplicable: "The rule is about pulumi:pulumi:Stack",
        });
    });
});
