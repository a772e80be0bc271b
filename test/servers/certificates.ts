import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { runCommand } from "./install/run-command";

/** Files of a server: its certificate, for `localhost`, and its private key, as PEM. */
export interface ServerCertificate {
    readonly certificateFile: string;
    readonly keyFile: string;
}

/** Made for one run of the tests; valid for two days. */
export class CertificateAuthority {
    private constructor(
        private readonly folder: string,
        private readonly name: string,
    ) {}

    /** @param folder where its files are kept, by its name */
    static async create(folder: string, name: string): Promise<CertificateAuthority> {
        const authority = new CertificateAuthority(folder, name);
        await authority.issueForItself();
        return authority;
    }

    /** What a client has to trust, as PEM. */
    get certificateFile(): string {
        return path.join(this.folder, `${this.name}.pem`);
    }

    get certificate(): string {
        return readFileSync(this.certificateFile, "utf8");
    }

    async issue(server: string): Promise<ServerCertificate> {
        const file = (ending: string) => path.join(this.folder, `${this.name}-${server}.${ending}`);
        const extensions = ["subjectAltName=DNS:localhost", "extendedKeyUsage=serverAuth", "basicConstraints=CA:FALSE"];
        writeFileSync(file("extensions"), `${extensions.join("\n")}\n`);
        await openssl("req", "-new", ...NEW_KEY, "-keyout", file("key"), "-out", file("request"), "-subj", `/CN=${server}`);
        const signer = ["-CA", this.certificateFile, "-CAkey", this.keyFile, "-CAcreateserial"];
        await openssl("x509", "-req", "-in", file("request"), ...signer, "-out", file("pem"), "-days", "2", "-extfile", file("extensions"));
        return { certificateFile: file("pem"), keyFile: file("key") };
    }

    private get keyFile(): string {
        return path.join(this.folder, `${this.name}.key`);
    }

    private async issueForItself(): Promise<void> {
        const subject = ["-subj", `/CN=${this.name}`, "-addext", "keyUsage=critical,keyCertSign"];
        await openssl("req", "-x509", ...NEW_KEY, "-keyout", this.keyFile, "-out", this.certificateFile, "-days", "2", ...subject);
    }
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

function openssl(...args: string[]): Promise<string> {
    return runCommand({ file: "openssl", args, whenMissing: "Install OpenSSL 3 with the packages of this system." });
}
