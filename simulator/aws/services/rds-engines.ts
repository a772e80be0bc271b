/**
 * Database engines: their versions, instance classes and parameters, as far as RDS and DocumentDB still create them.
 *
 * Sources: the release calendars (https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 * and their like for the other engines), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html,
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/db-instance-classes.html.
 */

interface Engine {
    /** Major version to its minor versions, oldest first, for example `"16": ["9", "10"]`. */
    readonly versions: Readonly<Record<string, readonly string[]>>;
    readonly defaultMajor: string;
    /** Families of instance classes, as in `db.<family>.<size>`. */
    readonly classFamilies: readonly string[];
    /** The smallest size that the burstable families have; engines for clusters start later. */
    readonly smallestBurstable: "micro" | "medium";
    readonly licenseModel: string;
    readonly port: number;
}

const BURSTABLE_SIZES = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const FIXED_SIZES = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"];

const INSTANCE_FAMILIES = "t3 t4g m5 m5d m6g m6gd m6i m6id m7g m7i m8g m8gd r5 r5b r5d r6g r6gd r6i r6id r7g r7i r8g r8gd x2g".split(" ");
const AURORA_FAMILIES = "t3 t4g r5 r6g r6gd r6i r6id r7g r7i r8g r8gd x2g".split(" ");

function minors(first: number, last: number): string[] {
    return Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
}

const ENGINES: Readonly<Record<string, Engine | undefined>> = {
    postgres: {
        versions: { "14": minors(18, 22), "15": minors(13, 17), "16": minors(9, 13), "17": minors(5, 9), "18": minors(1, 3) },
        defaultMajor: "17",
        classFamilies: INSTANCE_FAMILIES,
        smallestBurstable: "micro",
        licenseModel: "postgresql-license",
        port: 5432,
    },
    mysql: {
        versions: { "8.0": minors(40, 45), "8.4": minors(3, 8) },
        defaultMajor: "8.4",
        classFamilies: INSTANCE_FAMILIES,
        smallestBurstable: "micro",
        licenseModel: "general-public-license",
        port: 3306,
    },
    "aurora-postgresql": {
        versions: { "14": minors(18, 20), "15": minors(13, 15), "16": minors(8, 11), "17": minors(4, 7) },
        defaultMajor: "17",
        classFamilies: AURORA_FAMILIES,
        smallestBurstable: "medium",
        licenseModel: "postgresql-license",
        port: 5432,
    },
    docdb: {
        versions: { "4.0": ["0"], "5.0": ["0"], "8.0": ["0"] },
        defaultMajor: "5.0",
        classFamilies: ["t3", "t4g", "r5", "r6g", "r6gd", "r8g"],
        smallestBurstable: "medium",
        licenseModel: "na",
        port: 27017,
    },
};

/** Engines whose data a cluster holds, so that a class without a server of its own is possible. */
const CLUSTER_ENGINES = ["aurora-postgresql", "docdb"];

export interface EngineVersion {
    /** What runs, for example `16.13`. */
    readonly actual: string;
    /** For example `16`. */
    readonly major: string;
}

/** @returns undefined when the engine is not one of those simulated */
export function engineNamed(name: string): Engine | undefined {
    return ENGINES[name];
}

/** Names of the simulated engines. */
export const ENGINE_NAMES: readonly string[] = Object.keys(ENGINES);

/**
 * The version that a request gets: a major version alone means its newest minor one, nothing means the default.
 * @returns undefined when the engine has no such version
 */
export function resolveVersion(engineName: string, requested: string | undefined): EngineVersion | undefined {
    const engine = ENGINES[engineName];
    if (engine === undefined) return undefined;
    const wanted = requested ?? engine.defaultMajor;
    for (const [major, known] of Object.entries(engine.versions)) {
        if (wanted === major) return { major, actual: `${major}.${known.at(-1) ?? "0"}` };
        if (known.some((minor) => wanted === `${major}.${minor}`)) return { major, actual: wanted };
    }
    return undefined;
}

/** Whether an engine runs on an instance class such as `db.t4g.micro`. */
export function supportsClass(engineName: string, instanceClass: string): boolean {
    const engine = ENGINES[engineName];
    const [prefix, family = "", size = ""] = instanceClass.split(".");
    if (engine === undefined || prefix !== "db") return false;
    if (instanceClass === "db.serverless") return CLUSTER_ENGINES.includes(engineName);
    if (!engine.classFamilies.includes(family)) return false;
    if (!family.startsWith("t")) return FIXED_SIZES.includes(size);
    return BURSTABLE_SIZES.slice(BURSTABLE_SIZES.indexOf(engine.smallestBurstable)).includes(size);
}

/** Whether an engine has that major version at all, whatever the minor one. */
export function hasMajor(engineName: string, major: string): boolean {
    return ENGINES[engineName]?.versions[major] !== undefined;
}

/** The parameter group family of a version, for example `postgres16` or `docdb5.0`. */
export function familyOf(engineName: string, { major }: EngineVersion): string {
    return `${engineName}${major}`;
}

/** The families that exist, for example `postgres16`. */
export const FAMILIES: readonly string[] = Object.entries(ENGINES).flatMap(([name, engine]) =>
    Object.keys(engine?.versions ?? {}).map((major) => `${name}${major}`),
);

/** Compares versions number by number: negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
    const left = a.split(".").map(Number);
    const right = b.split(".").map(Number);
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
        const difference = (left[i] ?? 0) - (right[i] ?? 0);
        if (difference !== 0) return difference;
    }
    return 0;
}
