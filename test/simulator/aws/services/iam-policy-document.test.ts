import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/iam-policy-document";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment } from "../harness";

describe("aws:iam/getPolicyDocument:getPolicyDocument", () => {
    const aws = deployment([service]);
    const answer = (args: Properties): Properties => aws.invoke("aws:iam/getPolicyDocument:getPolicyDocument", args);
    const minified = (args: Properties): unknown => answer(args)["minifiedJson"];

    it("writes the provider's JSON", () => {
        const { json, id } = answer({
            statements: [
                {
                    sid: "Read",
                    actions: ["s3:GetObject"],
                    resources: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"],
                    principals: [{ type: "AWS", identifiers: ["123456789012"] }],
                },
            ],
        });
        assert.equal(
            json,
            `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": [
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::a/*"
      ],
      "Principal": {
        "AWS": "123456789012"
      }
    }
  ]
}`,
        );
        assert.match(id as string, /^\d+$/);
    });

    it("writes nothing but the version for no statement", () => {
        assert.equal(minified({}), '{"Version":"2012-10-17"}');
    });

    it("writes anyone short, and any AWS principal in full", () => {
        const principal = (type: string) => minified({ statements: [{ principals: [{ type, identifiers: ["*"] }] }] });
        assert.equal(principal("*"), '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*"}]}');
        assert.equal(principal("AWS"), '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"}}]}');
    });

    it("writes a condition of one value as text, and several in their order", () => {
        const conditions = [
            { test: "StringLike", variable: "b", values: ["y", "x"] },
            { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
        ];
        assert.equal(
            minified({ statements: [{ effect: "Deny", conditions }] }),
            '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"},"StringLike":{"b":["y","x"]}}}]}',
        );
    });

    it("turns &{ into ${, and escapes as Go does", () => {
        assert.equal(
            minified({ statements: [{ actions: ["a:b"], resources: ["arn:&{aws:username}<&>"] }] }),
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"arn:${aws:username}\\u003c\\u0026\\u003e"}]}',
        );
    });

    it("merges: sources first, then its own statements, then overrides, by statement id", () => {
        const text = (Sid: string, Effect: string) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, Effect }] });
        const merged = minified({
            sourcePolicyDocuments: [text("A", "Allow"), text("B", "Allow")],
            statements: [{ sid: "B", effect: "Deny" }, { sid: "C" }],
            overridePolicyDocuments: [text("C", "Deny")],
        });
        assert.equal(
            merged,
            '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow"},{"Sid":"B","Effect":"Deny"},{"Sid":"C","Effect":"Deny"}]}',
        );
    });

    it("fails on two statements of one id", () => {
        const message = "writing IAM Policy Document: duplicate Sid (A). Remove the Sid or ensure the Sid is unique.";
        assert.throws(() => answer({ statements: [{ sid: "A" }, { sid: "A" }] }), { message });
        const source = JSON.stringify({ Statement: [{ Sid: "A", Effect: "Allow" }] });
        const between =
            "writing IAM Policy Document: merging source document 1: duplicate Sid (A) in source_policy_documents (statement 0). Remove the Sid or ensure Sids are unique.";
        assert.throws(() => answer({ sourcePolicyDocuments: [source, source] }), { message: between });
    });

    it("fails on a document that is no JSON", () => {
        assert.throws(() => answer({ overridePolicyDocuments: ["{"] }), {
            message: /^writing IAM Policy Document: merging override document 0: /,
        });
    });

    it("fails on variables in the old version", () => {
        const message = "found &{ sequence in (&{x}), which is not supported in document version 2008-10-17";
        assert.throws(() => answer({ version: "2008-10-17", statements: [{ resources: ["&{x}"] }] }), { message });
    });

    it("fails on values that its schema does not take", () => {
        assert.throws(() => answer({ version: "2020-01-01" }), {
            message: 'expected version to be one of ["2008-10-17" "2012-10-17"], got 2020-01-01',
        });
        assert.throws(() => answer({ statements: [{ effect: "Permit" }] }), {
            message: 'expected statements[0].effect to be one of ["Allow" "Deny"], got Permit',
        });
        assert.throws(() => answer({ statements: [{ sid: "a b" }] }), {
            message: "invalid value for statements[0].sid (must only include alphanumeric characters), got a b",
        });
        assert.throws(() => answer({ sourceJson: "{}" }), { message: 'expected "sourceJson" to be an empty string: it is no longer used' });
    });
});
