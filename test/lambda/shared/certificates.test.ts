import { strict as assert } from "node:assert";
import { X509Certificate } from "node:crypto";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { trustedCertificates } from "../../../lambda/shared/certificates";

describe("trustedCertificates", () => {
    it("trusts the region's roots and Amazon's public ones, no other region's", () => {
        const names = trustedCertificates("eu-west-1", undefined).map((pem) => /CN=(.*)/.exec(new X509Certificate(pem).subject)?.[1]);
        assert.deepEqual(names.sort(), [
            "Amazon RDS eu-west-1 Root CA ECC384 G1",
            "Amazon RDS eu-west-1 Root CA RSA2048 G1",
            "Amazon RDS eu-west-1 Root CA RSA4096 G1",
            "Amazon Root CA 1",
            "Amazon Root CA 2",
            "Amazon Root CA 3",
            "Amazon Root CA 4",
            "Starfield Services Root Certificate Authority - G2",
        ]);
    });

    it("trusts a file's authorities instead, in any region", () => {
        const folder = mkdtempSync(path.join(tmpdir(), "certificates-"));
        try {
            writeFileSync(path.join(folder, "ca.pem"), "-----BEGIN CERTIFICATE-----");
            assert.deepEqual(trustedCertificates("us-gov-west-1", path.join(folder, "ca.pem")), ["-----BEGIN CERTIFICATE-----"]);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("fails for a region without bundled roots", () => {
        assert.throws(() => trustedCertificates("us-gov-west-1", undefined), {
            message:
                "environment.AWS_REGION = us-gov-west-1; allowed: a region whose database certificates are bundled. " +
                "Set DATABASE_CA_FILE to a PEM file with the authorities of this region.",
        });
    });
});
