import { strict as assert } from "node:assert";
import fc from "fast-check";
import { coversAction, isEveryResource, matches } from "../../../policy-pack/iam/wildcards";

describe("wildcards of IAM", () => {
    it("match as the regular expression that they stand for", () => {
        const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
        const texts = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
        fc.assert(
            fc.property(patterns, texts, (pattern, text) => {
                const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
                assert.equal(matches(pattern, text), expression.test(text));
            }),
            { numRuns: 2000 },
        );
    });

    it("take no time for a hostile pattern", () => {
        assert.equal(matches("*a".repeat(2000), "a".repeat(4000) + "b"), false);
    });

    it("do not tell upper from lower case in actions, and do elsewhere", () => {
        assert.equal(coversAction("S3:get*", "s3:GetObject"), true);
        assert.equal(matches("Prod-*", "prod-1"), false);
    });

    for (const [resource, every] of Object.entries({
        "*": true,
        "arn:*": true,
        "arn:aws:s3:*": true,
        "arn:aws:s3:::*": true,
        "arn:aws:s3:::*/*": true,
        "arn:aws:s3:::files/*": false,
        "arn:aws:execute-api:us-east-1:123456789012:api1/*": false,
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:*": true,
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-*": false,
        "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/app:*": false,
        "arn:aws:iam::123456789012:role/*": true,
        "arn:aws:iam::123456789012:role/app/*": false,
        files: false,
        "": false,
    })) {
        it(`${every ? "are" : "are not"} everything in "${resource}"`, () => {
            assert.equal(isEveryResource(resource), every);
        });
    }
});
