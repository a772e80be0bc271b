/**
 * What instances cost an hour, on demand in us-east-1, in US dollars, with Linux for EC2.
 *
 * As of November 2026: https://aws.amazon.com/ec2/pricing/on-demand/, https://aws.amazon.com/rds/postgresql/pricing/,
 * https://aws.amazon.com/rds/mysql/pricing/, https://aws.amazon.com/rds/aurora/pricing/, https://aws.amazon.com/documentdb/pricing/ and
 * https://aws.amazon.com/elasticache/pricing/. What is not in a table has no price here, and is listed as such.
 */

/** Instance types as AWS groups them: `m7g` and its sizes. */
type Family = Readonly<Record<string, number>>;

/** Each size costs twice the one below it, from `large` on, in all families but the small burstable ones. */
const SIZES: Readonly<Record<string, number>> = {
    large: 1,
    xlarge: 2,
    "2xlarge": 4,
    "4xlarge": 8,
    "8xlarge": 16,
    "12xlarge": 24,
    "16xlarge": 32,
    "24xlarge": 48,
};

function growing(usdPerHourOfLarge: number, smaller: Family = {}): Family {
    return { ...smaller, ...Object.fromEntries(Object.entries(SIZES).map(([size, times]) => [size, usdPerHourOfLarge * times])) };
}

type Families = Readonly<Record<string, Family>>;

const EC2: Families = {
    t2: { nano: 0.0058, micro: 0.0116, small: 0.023, medium: 0.0464, large: 0.0928, xlarge: 0.1856, "2xlarge": 0.3712 },
    t3: { nano: 0.0052, micro: 0.0104, small: 0.0208, medium: 0.0416, large: 0.0832, xlarge: 0.1664, "2xlarge": 0.3328 },
    t3a: { nano: 0.0047, micro: 0.0094, small: 0.0188, medium: 0.0376, large: 0.0752, xlarge: 0.1504, "2xlarge": 0.3008 },
    t4g: { nano: 0.0042, micro: 0.0084, small: 0.0168, medium: 0.0336, large: 0.0672, xlarge: 0.1344, "2xlarge": 0.2688 },
    m5: growing(0.096),
    m6i: growing(0.096),
    m6g: growing(0.077, { medium: 0.0385 }),
    m7i: growing(0.1008),
    m7g: growing(0.0816, { medium: 0.0408 }),
    c5: { large: 0.085, xlarge: 0.17, "2xlarge": 0.34, "4xlarge": 0.68, "9xlarge": 1.53, "18xlarge": 3.06 },
    c6i: growing(0.085),
    c6g: growing(0.068, { medium: 0.034 }),
    c7g: growing(0.0725, { medium: 0.0363 }),
    r5: growing(0.126),
    r6i: growing(0.126),
    r6g: growing(0.1008, { medium: 0.0504 }),
    r7g: growing(0.1071, { medium: 0.0536 }),
};

const POSTGRES: Families = {
    "db.t3": { micro: 0.018, small: 0.036, medium: 0.072, large: 0.145, xlarge: 0.29, "2xlarge": 0.579 },
    "db.t4g": { micro: 0.016, small: 0.032, medium: 0.065, large: 0.129, xlarge: 0.258, "2xlarge": 0.517 },
    "db.m5": growing(0.178),
    "db.m6i": growing(0.178),
    "db.m6g": growing(0.159),
    "db.r5": growing(0.25),
    "db.r6i": growing(0.25),
    "db.r6g": growing(0.225),
};

const MYSQL: Families = {
    "db.t3": { micro: 0.017, small: 0.034, medium: 0.068, large: 0.136, xlarge: 0.272, "2xlarge": 0.544 },
    "db.t4g": { micro: 0.016, small: 0.032, medium: 0.065, large: 0.129, xlarge: 0.258, "2xlarge": 0.517 },
    "db.m5": growing(0.171),
    "db.m6g": growing(0.152),
    "db.r5": growing(0.24),
    "db.r6g": growing(0.215),
};

const AURORA: Families = {
    "db.t3": { medium: 0.082, large: 0.164 },
    "db.t4g": { medium: 0.073, large: 0.146 },
    "db.r5": growing(0.29),
    "db.r6i": growing(0.29),
    "db.r6g": growing(0.26),
};

const DOCUMENTDB: Families = {
    "db.t3": { medium: 0.078 },
    "db.t4g": { medium: 0.07566 },
    "db.r5": growing(0.277),
    "db.r6g": growing(0.26315),
};

const REDIS: Families = {
    "cache.t3": { micro: 0.017, small: 0.034, medium: 0.068 },
    "cache.t4g": { micro: 0.016, small: 0.032, medium: 0.065 },
    "cache.m5": growing(0.156),
    "cache.m6g": growing(0.149),
    "cache.r5": growing(0.216),
    "cache.r6g": growing(0.206),
};

/** Nodes with Valkey cost a fifth less than those with Redis or Memcached. */
const VALKEY: Families = Object.fromEntries(
    Object.entries(REDIS).map(([family, sizes]) => [
        family,
        Object.fromEntries(Object.entries(sizes).map(([size, usd]) => [size, usd * 0.8])),
    ]),
);

/** By what runs on the instance; engines as the property `engine` spells them. */
const TABLES: Readonly<Record<string, Families>> = {
    ec2: EC2,
    postgres: POSTGRES,
    mysql: MYSQL,
    mariadb: MYSQL,
    "aurora-postgresql": AURORA,
    "aurora-mysql": AURORA,
    docdb: DOCUMENTDB,
    redis: REDIS,
    memcached: REDIS,
    valkey: VALKEY,
};

/**
 * What an instance costs an hour; undefined when it is not in the table.
 *
 * @example usdPerHour("postgres", "db.t4g.micro") // 0.016
 */
export function usdPerHour(engine: string, instanceType: string): number | undefined {
    const end = instanceType.lastIndexOf(".");
    return TABLES[engine]?.[instanceType.slice(0, end)]?.[instanceType.slice(end + 1)];
}
