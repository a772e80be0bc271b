/** Amazon RDS DB instances: what AWS computes of them, refuses, and leaves behind. */
import { ProviderError } from "../../provider/errors";
import type { Properties, Value } from "../../provider/values";
import { leftOut, nameOr } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { problemsOf } from "../validation";
import { findRole } from "../authorization";
import { engineNamed, familyOf, type EngineVersion } from "./rds-engines";
import {
    refuseBadCombination,
    refuseBadDatabaseName,
    refuseBadStorage,
    refuseBadUpgrade,
    refuseUnsupportedClass,
    versionOf,
} from "./rds-instance-rules";
import {
    databaseSecurityGroups,
    encryptionKey,
    endpointDomain,
    endpointHostedZone,
    having,
    identifierProblems,
    INSTANCES,
    refuseBadMasterUser,
    refuseLongIdentifier,
    refuseWeakPassword,
    snapshotNameProblems,
} from "./rds-lookups";
import { masterSecret, removeMasterSecret } from "./rds-master-secret";
import { refuseUnfitGroup } from "./rds-parameter-groups";
import { finishDatabase, refuseMissingSnapshot } from "./rds-snapshots";
import { networkOf, type DatabaseNetwork } from "./rds-subnet-groups";

const INSTANCE = "aws:rds/instance:Instance";

/** The certificate authority of new instances: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
export const DEFAULT_CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

/** Longest master password by engine: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const LONGEST_PASSWORD: Readonly<Record<string, number | undefined>> = { postgres: 128, mysql: 41 };

/** A plain creation; what a restore or a replica brings with it need not be said. */
function isPlain(inputs: Properties): boolean {
    return ["replicateSourceDb", "snapshotIdentifier", "s3Import", "restoreToPointInTime"].every((source) => inputs[source] === undefined);
}

/** What the provider itself demands when it creates, not at preview. */
function refuseIncomplete(inputs: Properties): void {
    if (!isPlain(inputs)) return;
    for (const [property, terraform] of [
        ["allocatedStorage", "allocated_storage"],
        ["engine", "engine"],
        ["username", "username"],
    ] as const) {
        if (inputs[property] === undefined) throw new ProviderError(`"${terraform}": required field is not set`);
    }
    const hasPassword = ["password", "passwordWo"].some((property) => textOf(inputs, property) !== undefined);
    if (hasPassword || isSet(inputs, "manageMasterUserPassword")) return;
    const reason = "The parameter MasterUserPassword must be provided and must not be blank.";
    throw new Refusal("RDS", "CreateDBInstance", "InvalidParameterValue", reason);
}

function refuseBadSettings(call: Call, operation: string, inputs: Properties, version: EngineVersion): void {
    const engine = requiredText(inputs, "engine");
    refuseUnsupportedClass("RDS", operation, engine, version, requiredText(inputs, "instanceClass"));
    refuseBadCombination(operation, inputs);
    refuseWeakPassword("RDS", operation, textOf(inputs, "password") ?? textOf(inputs, "passwordWo"), LONGEST_PASSWORD[engine] ?? 128);
    const group = textOf(inputs, "parameterGroupName");
    if (group !== undefined)
        refuseUnfitGroup(call, group, { control: "RDS", operation, kind: "instance", family: familyOf(engine, version) });
    const role = textOf(inputs, "monitoringRoleArn");
    if (role !== undefined && findRole(call.account, role) === undefined) {
        const reason = "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING";
        throw new Refusal("RDS", operation, "InvalidParameterValue", reason);
    }
}

/** Everything that AWS decides when the program does not. */
function filledInByAws(call: CreateCall, version: EngineVersion, network: DatabaseNetwork): Record<string, Value | undefined> {
    const { inputs } = call;
    const engine = requiredText(inputs, "engine");
    const isEncrypted = isSet(inputs, "storageEncrypted");
    const isGp3 = textOf(inputs, "storageType") === "gp3";
    const hasInsights = isSet(inputs, "performanceInsightsEnabled");
    const blank = [
        "characterSetName",
        "dbName",
        "domainFqdn",
        "identifierPrefix",
        "monitoringRoleArn",
        "ncharCharacterSetName",
        "replicaMode",
    ];
    return leftOut(inputs, {
        ...Object.fromEntries([...blank, "snapshotIdentifier", "timezone", "masterUserSecretKmsKeyId"].map((property) => [property, ""])),
        availabilityZone: network.zones[0],
        backupRetentionPeriod: 0,
        backupTarget: "region",
        backupWindow: "03:00-03:30",
        caCertIdentifier: DEFAULT_CERTIFICATE_AUTHORITY,
        databaseInsightsMode: "standard",
        dbSubnetGroupName: network.groupName,
        engineLifecycleSupport: "open-source-rds-extended-support",
        engineVersion: version.actual,
        iops: isGp3 ? 3000 : 0,
        storageThroughput: isGp3 ? 125 : 0,
        kmsKeyId: isEncrypted ? encryptionKey(call, "RDS", "CreateDBInstance", "alias/aws/rds") : "",
        licenseModel: engineNamed(engine)?.licenseModel,
        maintenanceWindow: "sun:04:00-sun:04:30",
        multiAz: false,
        networkType: "IPV4",
        optionGroupName: `default:${engine}-${version.major.replace(".", "-")}`,
        parameterGroupName: `default.${familyOf(engine, version)}`,
        performanceInsightsKmsKeyId: hasInsights ? encryptionKey(call, "RDS", "CreateDBInstance", "alias/aws/rds") : "",
        performanceInsightsRetentionPeriod: hasInsights ? 7 : 0,
        port: engineNamed(engine)?.port,
        storageType: numberOf(inputs, "iops") === undefined ? "gp2" : "io1",
    });
}

function create(call: CreateCall) {
    const { account, region, inputs } = call;
    refuseIncomplete(inputs);
    const operation = "CreateDBInstance";
    const identifier = nameOr(textOf(inputs, "identifier"), textOf(inputs, "identifierPrefix"), account, "terraform-");
    const engine = requiredText(inputs, "engine");
    refuseLongIdentifier("RDS", operation, "DBInstanceIdentifier", identifier);
    if (having(call, INSTANCES, "identifier", identifier))
        throw new Refusal("RDS", operation, "DBInstanceAlreadyExists", "DB instance already exists");
    const version = versionOf("RDS", operation, engine, textOf(inputs, "engineVersion"));
    refuseMissingSnapshot(call, { control: "RDS", kind: "instance" }, textOf(inputs, "snapshotIdentifier"));
    refuseBadMasterUser("RDS", operation, textOf(inputs, "username"));
    refuseBadDatabaseName("RDS", operation, textOf(inputs, "dbName"));
    refuseBadStorage(operation, inputs);
    refuseBadSettings(call, operation, inputs, version);
    const network = networkOf(call, "RDS", operation, textOf(inputs, "dbSubnetGroupName"));
    const groups = databaseSecurityGroups(call, "RDS", operation, network.vpcId, textsOf(inputs, "vpcSecurityGroupIds"));
    const resourceId = `db-${account.newHex(26).toUpperCase()}`;
    const kmsKeyId = textOf(inputs, "kmsKeyId");
    return {
        id: resourceId,
        computed: {
            ...filledInByAws(call, version, network),
            ...(kmsKeyId !== undefined && { kmsKeyId: encryptionKey(call, "RDS", operation, kmsKeyId) }),
            ...addressOf(call, identifier, numberOf(inputs, "port") ?? engineNamed(engine)?.port),
            arn: arnOf(account, "rds", region, `db:${identifier}`),
            engineVersionActual: version.actual,
            hostedZoneId: endpointHostedZone(call, "rds"),
            identifier,
            latestRestorableTime: (numberOf(inputs, "backupRetentionPeriod") ?? 0) > 0 ? account.now() : "",
            listenerEndpoints: [],
            masterUserSecrets: isSet(inputs, "manageMasterUserPassword") ? [masterSecret(call, "db", resourceId)] : [],
            replicas: [],
            resourceId,
            status: "available",
            upgradeRolloutOrder: "second",
            vpcSecurityGroupIds: groups,
        },
    };
}

function addressOf(call: Call, identifier: string, port: number | undefined): Record<string, Value> {
    const address = `${identifier}.${endpointDomain(call, "rds")}`;
    return { address, endpoint: `${address}:${port ?? 0}` };
}

function update(call: UpdateCall) {
    const { inputs, current, changed, account, region } = call;
    const operation = "ModifyDBInstance";
    const was = current.properties;
    const engine = requiredText(was, "engine");
    const identifier = textOf(inputs, "identifier") ?? requiredText(was, "identifier");
    const isRenamed = identifier !== requiredText(was, "identifier");
    if (isRenamed && having(call, INSTANCES, "identifier", identifier)) {
        throw new Refusal("RDS", operation, "DBInstanceAlreadyExists", "DB instance already exists");
    }
    const from = requiredText(was, "engineVersionActual");
    const version = changed.has("engineVersion")
        ? versionOf("RDS", operation, engine, textOf(inputs, "engineVersion"))
        : versionOf("RDS", operation, engine, from);
    refuseBadUpgrade("RDS", operation, engine, { from, to: version, allowsMajor: isSet(inputs, "allowMajorVersionUpgrade") });
    refuseBadStorage(operation, { engine, ...inputs }, numberOf(was, "allocatedStorage"));
    refuseBadSettings(call, operation, { engine, ...inputs }, version);
    if (changed.has("dbSubnetGroupName")) refuseMoveWithinVpc(call, identifier);
    const network = networkOf(call, "RDS", operation, textOf(inputs, "dbSubnetGroupName") ?? textOf(was, "dbSubnetGroupName"));
    if (changed.has("vpcSecurityGroupIds"))
        databaseSecurityGroups(call, "RDS", operation, network.vpcId, textsOf(inputs, "vpcSecurityGroupIds"));
    const port = numberOf(inputs, "port") ?? numberOf(was, "port");
    return {
        ...addressOf(call, identifier, port),
        arn: arnOf(account, "rds", region, `db:${identifier}`),
        engineVersionActual: version.actual,
        latestRestorableTime: (numberOf(inputs, "backupRetentionPeriod") ?? 0) > 0 ? account.now() : "",
    };
}

/** Within its VPC an instance keeps its group: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.VPC2VPC.html */
function refuseMoveWithinVpc(call: UpdateCall, identifier: string): void {
    const target = networkOf(call, "RDS", "ModifyDBInstance", textOf(call.inputs, "dbSubnetGroupName"));
    const present = networkOf(call, "RDS", "ModifyDBInstance", textOf(call.current.properties, "dbSubnetGroupName"));
    if (target.vpcId !== present.vpcId) return;
    const reason =
        `You cannot move DB instance ${identifier} to subnet group ${target.groupName}. The specified DB subnet group and DB instance are ` +
        "in the same VPC. Choose a DB subnet group in different VPC than the specified DB instance and try again.";
    throw new Refusal("RDS", "ModifyDBInstance", "InvalidVPCNetworkStateFault", reason);
}

const instance: ResourceType = {
    token: INSTANCE,
    sets: ["vpcSecurityGroupIds", "enabledCloudwatchLogsExports", "domainDnsIps"],
    changesOnUpdate: {
        ...Object.fromEntries(["address", "arn", "endpoint"].map((named) => [named, ["identifier", "identifierPrefix"]])),
        engineVersionActual: ["engineVersion"],
        latestRestorableTime: ["backupRetentionPeriod"],
    },
    check: (inputs) => [
        ...identifierProblems("identifier", inputs["identifier"]),
        ...snapshotNameProblems(inputs["finalSnapshotIdentifier"]),
        ...problemsOf(inputs, [
            { property: "backupRetentionPeriod", range: [0, 35] },
            { property: "monitoringInterval", oneOf: [0, 1, 5, 10, 15, 30, 60] },
            { property: "kmsKeyId", format: "ARN" },
            { property: "performanceInsightsKmsKeyId", format: "ARN" },
            { property: "monitoringRoleArn", format: "ARN" },
            { property: "backupTarget", oneOf: ["region", "outposts"] },
            { property: "networkType", oneOf: ["IPV4", "DUAL"] },
            { property: "backupWindow", pattern: /^\d\d:\d\d-\d\d:\d\d$/, allowed: 'must satisfy the format of "hh24:mi-hh24:mi"' },
            {
                property: "maintenanceWindow",
                pattern: /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i,
                allowed: 'must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
            },
        ]),
    ],
    create,
    update,
    delete(call) {
        const identifier = requiredText(call.current.properties, "identifier");
        const missingName = "final_snapshot_identifier is required when skip_final_snapshot is false";
        finishDatabase(call, { control: "RDS", kind: "instance", identifier, missingName });
        removeMasterSecret(call);
        return "removed";
    },
};

export const service: Service = { name: "Amazon RDS (instances)", resourceTypes: [instance] };
