import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import { service as acm } from "../../../../simulator/aws/services/acm";
import { service as route53 } from "../../../../simulator/aws/services/route53";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployed, Deployment } from "../harness";
import { accountWith, put } from "./lambda-fixtures";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

const NAMES = { domainName: "chat.example.com", subjectAlternativeNames: ["*.chat.example.com"], validationMethod: "DNS" };

function account(): Deployment {
    return accountWith([acm, route53]);
}

function optionsOf(certificate: Deployed): readonly Properties[] {
    return certificate.outputs["domainValidationOptions"] as readonly Properties[];
}

/** Publishes the record that proves the domain. */
function prove(aws: Deployment, certificate: Deployed): Deployed {
    const [option = {}] = optionsOf(certificate);
    return aws.create(RECORD, "proof", {
        zoneId: "Z00000000EXAMPLECOM",
        name: requiredText(option, "resourceRecordName"),
        type: requiredText(option, "resourceRecordType"),
        ttl: 60,
        records: [requiredText(option, "resourceRecordValue")],
    });
}

describe("ACM certificate", () => {
    it("waits for its domain to be proved, with the same record for the name and the names below it", () => {
        const certificate = account().create(CERTIFICATE, "chat", NAMES);
        const { outputs } = certificate;
        assert.match(certificate.id, /^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/);
        assert.deepEqual(
            [outputs["status"], outputs["type"], outputs["subjectAlternativeNames"], outputs["keyAlgorithm"], outputs["notAfter"]],
            ["PENDING_VALIDATION", "AMAZON_ISSUED", ["chat.example.com", "*.chat.example.com"], "RSA_2048", ""],
        );
        const [name, star] = optionsOf(certificate);
        assert.match(JSON.stringify(name), /"resourceRecordName":"_[0-9a-f]{32}\.chat\.example\.com\.","resourceRecordType":"CNAME"/);
        assert.match(JSON.stringify(name), /"resourceRecordValue":"_[0-9a-f]{32}\.[a-p]{10}\.acm-validations\.aws\."/);
        assert.deepEqual({ ...star, domainName: "chat.example.com" }, name);
    });

    it("is issued when it is imported", () => {
        const { outputs } = account().create(CERTIFICATE, "own", { certificateBody: "body", privateKey: "key" });
        assert.deepEqual([outputs["status"], outputs["type"], outputs["validationMethod"]], ["ISSUED", "IMPORTED", "NONE"]);
    });

    it("is issued by the time of a refresh once the record is there", () => {
        const aws = account();
        const certificate = aws.create(CERTIFICATE, "chat", NAMES);
        assert.equal(aws.read(certificate)?.outputs["status"], "PENDING_VALIDATION");
        prove(aws, certificate);
        assert.equal(aws.read(certificate)?.outputs["status"], "ISSUED");
    });

    it("fails without a way of validation, before AWS is asked", () => {
        assert.throws(() => account().create(CERTIFICATE, "chat", { domainName: "chat.example.com" }), {
            message: "requesting ACM Certificate: `certificate_authority_arn` or `validation_method` must be set",
        });
    });

    it("fails in a preview when the domain ends with a period", () => {
        const { failures } = account().check(CERTIFICATE, "chat", { ...NAMES, domainName: "example.com." });
        assert.deepEqual(failures, [
            {
                property: "domainName",
                reason: "invalid value for domainName (cannot end with a period). Examine values at 'chat.domainName'.",
            },
        ]);
    });

    it("is not deleted while a listener or distribution uses it", () => {
        const users: readonly (readonly [type: string, properties: (arn: string) => Properties])[] = [
            ["aws:lb/listener:Listener", (certificateArn) => ({ certificateArn })],
            ["aws:cloudfront/distribution:Distribution", (acmCertificateArn) => ({ viewerCertificate: { acmCertificateArn } })],
        ];
        for (const [type, properties] of users) {
            const aws = account();
            const certificate = aws.create(CERTIFICATE, "chat", NAMES);
            put(aws, type, "user", properties(certificate.id));
            assert.throws(
                () => {
                    aws.delete(certificate);
                },
                {
                    message: `operation error ACM: DeleteCertificate, api error ResourceInUseException: Certificate ${certificate.id} in account 123456789012 is in use.`,
                },
            );
        }
    });
});

describe("ACM certificate validation", () => {
    it("is over once the record is in a public zone", () => {
        const aws = account();
        const certificate = aws.create(CERTIFICATE, "chat", NAMES);
        const { outputs } = prove(aws, certificate);
        const validation = aws.create(VALIDATION, "chat", {
            certificateArn: certificate.id,
            validationRecordFqdns: [outputs["fqdn"] ?? ""],
        });
        assert.equal(validation.id, "0001-01-01 00:00:00 +0000 UTC");
        assert.equal(aws.read(certificate)?.outputs["status"], "ISSUED");
    });

    it("fails like the real one after 75 minutes when the record is nowhere, and says which", () => {
        const aws = account();
        const certificate = aws.create(CERTIFICATE, "chat", NAMES);
        const [option = {}] = optionsOf(certificate);
        assert.throws(() => aws.create(VALIDATION, "chat", { certificateArn: certificate.id }), {
            message:
                `waiting for ACM Certificate (${certificate.id}) to be issued: timeout while waiting for state to become 'ISSUED' ` +
                "(last state: 'PENDING_VALIDATION', timeout: 1h15m0s)\nSimulated AWS: no public hosted zone of the account has the record " +
                `${requiredText(option, "resourceRecordName")} CNAME ${requiredText(option, "resourceRecordValue")}`,
        });
    });

    it("fails when the names that it is given lack one", () => {
        const aws = account();
        const certificate = aws.create(CERTIFICATE, "chat", { domainName: "chat.example.com", validationMethod: "DNS" });
        const fqdn = requiredText(optionsOf(certificate)[0] ?? {}, "resourceRecordName").replace(/\.$/, "");
        assert.throws(() => aws.create(VALIDATION, "chat", { certificateArn: certificate.id, validationRecordFqdns: ["a.example.com"] }), {
            message: `missing chat.example.com DNS validation record: ${fqdn}`,
        });
    });

    it("fails when there is nothing to validate, or no certificate", () => {
        const aws = account();
        const { id } = aws.create(CERTIFICATE, "own", { certificateBody: "body", privateKey: "key" });
        assert.throws(() => aws.create(VALIDATION, "own", { certificateArn: id }), {
            message: `ACM Certificate (${id}) has type IMPORTED, no validation necessary`,
        });
        assert.throws(() => aws.create(VALIDATION, "gone", { certificateArn: `${id}0` }), {
            message: `operation error ACM: DescribeCertificate, api error ResourceNotFoundException: Could not find certificate ${id}0.`,
        });
    });

    it("is forgotten alone when two have the same id", () => {
        const aws = account();
        const certificate = aws.create(CERTIFICATE, "chat", NAMES);
        const second = aws.create(CERTIFICATE, "chat", NAMES);
        prove(aws, certificate);
        const validations = [certificate, second].map(({ id }) => aws.create(VALIDATION, "chat", { certificateArn: id }));
        const [one, other] = validations;
        assert.ok(one && other);
        assert.equal(one.id, other.id);
        aws.delete(one);
        assert.equal(aws.read(other)?.outputs["certificateArn"], second.id);
        aws.delete(other);
        assert.equal(aws.read(other), undefined);
    });
});
