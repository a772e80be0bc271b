import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension } from "@peculiar/x509";
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator, type X509Certificate } from "@peculiar/x509";

/** Files of a server: its certificate and its private key, as PEM. */
export interface ServerCertificate {
    readonly certificateFile: string;
    readonly keyFile: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const VALID_MS = 2 * 24 * 3600 * 1000;

/** Made for one run of servers; valid for two days. */
export class CertificateAuthority {
    private constructor(
        private readonly folder: string,
        private readonly name: string,
        private readonly keys: webcrypto.CryptoKeyPair,
        private readonly own: X509Certificate,
    ) {}

    /** @param folder where its files are kept, by its name */
    static async create(folder: string, name: string): Promise<CertificateAuthority> {
        const keys = await newKeys();
        const extensions = [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)];
        const own = await X509CertificateGenerator.createSelfSigned({
            name: `CN=${name}`,
            ...validity(),
            signingAlgorithm: ALGORITHM,
            keys,
            extensions,
        });
        const authority = new CertificateAuthority(folder, name, keys, own);
        writeFileSync(authority.certificateFile, own.toString("pem"));
        return authority;
    }

    /** What a client has to trust, as PEM. */
    get certificateFile(): string {
        return path.join(this.folder, `${this.name}.pem`);
    }

    get certificate(): string {
        return readFileSync(this.certificateFile, "utf8");
    }

    /**
     * @param server name of its files
     * @param hosts names under which clients know it besides `localhost`
     */
    async issue(server: string, hosts: readonly string[] = []): Promise<ServerCertificate> {
        const keys = await newKeys();
        const issued = await X509CertificateGenerator.create({
            subject: `CN=${server}`,
            issuer: this.own.subject,
            ...validity(),
            signingAlgorithm: ALGORITHM,
            publicKey: keys.publicKey,
            signingKey: this.keys.privateKey,
            extensions: [
                new SubjectAlternativeNameExtension(["localhost", ...hosts].map((value) => ({ type: "dns", value }))),
                new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
                new BasicConstraintsExtension(false),
            ],
        });
        const file = (ending: string) => path.join(this.folder, `${this.name}-${server}.${ending}`);
        writeFileSync(file("pem"), issued.toString("pem"));
        writeFileSync(file("key"), PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY"), {
            mode: 0o600,
        });
        return { certificateFile: file("pem"), keyFile: file("key") };
    }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
    return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

/** From a minute ago, since clocks of two processes may differ by a little. */
function validity(): { notBefore: Date; notAfter: Date } {
    const now = Date.now();
    return { notBefore: new Date(now - 60_000), notAfter: new Date(now + VALID_MS) };
}
