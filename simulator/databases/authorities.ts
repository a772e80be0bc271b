import { CertificateAuthority } from "./certificates";

/** The authorities that stand for Amazon's, made anew for each run: nobody else ever trusts them. */
export class Authorities {
    private readonly ofRegions = new Map<string, Promise<CertificateAuthority>>();

    private constructor(
        private readonly folder: string,
        /** Stands for Amazon Trust Services, which signs the APIs, ElastiCache, and here every other site. */
        readonly trustServices: CertificateAuthority,
    ) {}

    /** @param folder for the certificates and keys */
    static async create(folder: string): Promise<Authorities> {
        return new Authorities(folder, await CertificateAuthority.create(folder, "amazon-trust-services"));
    }

    /**
     * Stands for the root of RDS in a Region, which signs databases there, DocumentDB's too.
     *
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
     */
    rdsOf(region: string): Promise<CertificateAuthority> {
        const known = this.ofRegions.get(region) ?? CertificateAuthority.create(this.folder, `amazon-rds-${region}`);
        this.ofRegions.set(region, known);
        return known;
    }
}
