import { strict as assert } from "node:assert";
import { accountOf, allow, policyDocument, trustPolicy } from "../../components/policy-document";

describe("policy documents", () => {
    it("have the actions and resources that are given, and no other", () => {
        assert.deepEqual(allow("ReadCode", ["s3:GetObject"], ["arn:aws:s3:::code/a.js"]), {
            Sid: "ReadCode",
            Effect: "Allow",
            Action: ["s3:GetObject"],
            Resource: ["arn:aws:s3:::code/a.js"],
        });
    });

    it("wraps statements in a document, and trusts one service", () => {
        assert.deepEqual(policyDocument([]), { Version: "2012-10-17", Statement: [] });
        assert.deepEqual(trustPolicy("ecs-tasks.amazonaws.com"), {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } }],
        });
    });

    it("trusts a service that acts for whoever asks it on behalf of one account", () => {
        const account = accountOf("arn:aws:ecs:us-east-1:123456789012:cluster/main");
        assert.deepEqual(trustPolicy("scheduler.amazonaws.com", account).Statement, [
            {
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: "scheduler.amazonaws.com" },
                Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
            },
        ]);
    });
});
