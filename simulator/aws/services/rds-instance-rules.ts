/** What AWS refuses of an RDS instance by its settings: version, class, storage, name of the database. */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import { isSet, numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import { compareVersions, engineNamed, ENGINE_NAMES, hasMajor, resolveVersion, supportsClass, type EngineVersion } from "./rds-engines";
import type { Control } from "./rds-lookups";

/**
 * The version that will run.
 *
 * @throws Refusal InvalidParameterCombination when AWS no longer, or never, had it; Error for an engine that is not simulated
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
export function versionOf(control: Control, operation: string, engine: string, requested: string | undefined): EngineVersion {
    if (engineNamed(engine) === undefined) {
        throw new ProviderError(`engine = ${engine}: the simulated AWS has the engines ${ENGINE_NAMES.join(", ")}; use one of them`);
    }
    const version = resolveVersion(engine, requested);
    if (version !== undefined) return version;
    throw new Refusal(control, operation, "InvalidParameterCombination", `Cannot find version ${requested ?? ""} for ${engine}`);
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html */
export function refuseUnsupportedClass(
    control: Control,
    operation: string,
    engine: string,
    version: EngineVersion,
    instanceClass: string,
): void {
    if (supportsClass(engine, instanceClass)) return;
    if (!/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceClass)) {
        throw new Refusal(control, operation, "InvalidParameterValue", `Invalid DB Instance class: ${instanceClass}`);
    }
    const reason =
        "RDS does not support creating a DB instance with the following combination: " +
        `DBInstanceClass=${instanceClass}, Engine=${engine}, EngineVersion=${version.actual}, LicenseModel=${engineNamed(engine)?.licenseModel ?? ""}. ` +
        "For supported combinations of instance class and database engine version, see the documentation.";
    throw new Refusal(control, operation, "InvalidParameterCombination", reason);
}

/**
 * A change of version goes up only, and to another major version only when the program says so.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
 */
export function refuseBadUpgrade(
    control: Control,
    operation: string,
    engine: string,
    upgrade: { from: string; to: EngineVersion; allowsMajor: boolean },
): void {
    const { from, to, allowsMajor } = upgrade;
    const refuse = (reason: string) => new Refusal(control, operation, "InvalidParameterCombination", reason);
    if (compareVersions(to.actual, from) < 0) throw refuse(`Cannot upgrade ${engine} from ${from} to ${to.actual}`);
    const isMajor = hasMajor(engine, to.major) && from !== to.major && !from.startsWith(`${to.major}.`);
    if (isMajor && !allowsMajor) throw refuse("The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.");
}

interface StorageRule {
    /** GiB. */
    readonly least: number;
    readonly most: number;
    /** IOPS and throughput can be set from this size on; below, AWS's own values hold. */
    readonly tunableFromGib?: number;
    readonly needsIops?: true;
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const STORAGE: Readonly<Record<string, StorageRule | undefined>> = {
    gp2: { least: 20, most: 65_536 },
    gp3: { least: 20, most: 65_536, tunableFromGib: 400 },
    io1: { least: 100, most: 65_536, needsIops: true },
    io2: { least: 100, most: 65_536, needsIops: true },
    standard: { least: 5, most: 3_072 },
};

/**
 * The storage rules of an instance.
 *
 * @param currentGib size before the change; storage never shrinks
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Managing.html
 */
export function refuseBadStorage(operation: string, inputs: Properties, currentGib = 0): void {
    const engine = requiredText(inputs, "engine");
    const type = textOf(inputs, "storageType") ?? (numberOf(inputs, "iops") === undefined ? "gp2" : "io1");
    const size = numberOf(inputs, "allocatedStorage");
    const rule = STORAGE[type];
    const combination = (reason: string) => new Refusal("RDS", operation, "InvalidParameterCombination", reason);
    if (rule === undefined) throw new Refusal("RDS", operation, "InvalidParameterValue", `Invalid storage type: ${type}`);
    if (size === undefined) return;
    if (size < Math.max(rule.least, currentGib) || size > rule.most) {
        throw combination(`Invalid storage size for engine name ${engine} and storage type ${type}: ${size}`);
    }
    const iops = numberOf(inputs, "iops");
    const isTuned = iops !== undefined || numberOf(inputs, "storageThroughput") !== undefined;
    if (rule.tunableFromGib !== undefined && size < rule.tunableFromGib && isTuned) {
        const limit = `engine ${engine} and a storage size less than ${rule.tunableFromGib}`;
        throw combination(`You can't specify IOPS or storage throughput for ${limit}.`);
    }
    if (rule.needsIops === true && iops === undefined) throw combination(`You must specify IOPS when you use the ${type} storage type.`);
    const ceiling = numberOf(inputs, "maxAllocatedStorage");
    if (ceiling !== undefined && ceiling !== 0 && ceiling < Math.ceil(size * 1.1)) {
        throw combination(
            `Max storage size must be greater than storage size by at least 10%: ${ceiling} is less than ${Math.ceil(size * 1.1)}`,
        );
    }
}

/** Words that PostgreSQL keeps for itself: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const RESERVED_DATABASES = ["db", "template0", "template1", "rdsadmin"];

export function refuseBadDatabaseName(control: Control, operation: string, name: string | undefined): void {
    if (name === undefined) return;
    const refuse = (reason: string) => new Refusal(control, operation, "InvalidParameterValue", reason);
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name))
        throw refuse("DBName must begin with a letter and contain only alphanumeric characters.");
    if (RESERVED_DATABASES.includes(name.toLowerCase()))
        throw refuse(`DBName ${name} cannot be used. It is a reserved word for this engine`);
}

/** Settings that exclude one another, or that need another one. */
export function refuseBadCombination(operation: string, inputs: Properties): void {
    const refuse = (reason: string) => new Refusal("RDS", operation, "InvalidParameterCombination", reason);
    const interval = numberOf(inputs, "monitoringInterval") ?? 0;
    const role = textOf(inputs, "monitoringRoleArn");
    if (interval !== 0 && role === undefined) {
        throw refuse("A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.");
    }
    if (isSet(inputs, "multiAz") && textOf(inputs, "availabilityZone") !== undefined) {
        throw refuse("Requesting a specific availability zone is not valid for Multi-AZ instances.");
    }
    const isEncrypted = isSet(inputs, "storageEncrypted");
    if (textOf(inputs, "kmsKeyId") !== undefined && !isEncrypted) {
        throw refuse("Storage encryption must be enabled when KMS Key ID is specified.");
    }
}
