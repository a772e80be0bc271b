/** Amazon Aurora clusters: storage, endpoints, master user. Their instances are in `rds-cluster-instances`. */
import type { Properties } from "../../provider/values";
import { leftOut } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { problemsOf } from "../validation";
import { clusterEndpoints, membersOf, newClusterIdentifier, storageZones } from "./rds-cluster-members";
import { engineNamed, familyOf, type EngineVersion } from "./rds-engines";
import { refuseBadDatabaseName, refuseBadUpgrade, versionOf } from "./rds-instance-rules";
import {
    databaseSecurityGroups,
    encryptionKey,
    endpointHostedZone,
    identifierProblems,
    refuseBadMasterUser,
    refuseWeakPassword,
    snapshotNameProblems,
} from "./rds-lookups";
import { masterSecret, removeMasterSecret } from "./rds-master-secret";
import { refuseUnfitGroup } from "./rds-parameter-groups";
import { finishDatabase, refuseMissingSnapshot } from "./rds-snapshots";
import { networkOf } from "./rds-subnet-groups";

const CLUSTER = "aws:rds/cluster:Cluster";

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
const LONGEST_PASSWORD: Readonly<Record<string, number | undefined>> = { "aurora-postgresql": 99 };

/** Sources that bring master user and password with them. */
const SOURCES = ["snapshotIdentifier", "restoreToPointInTime", "s3Import", "replicationSourceIdentifier", "globalClusterIdentifier"];

function refuseIncomplete(inputs: Properties): void {
    if (SOURCES.some((source) => inputs[source] !== undefined)) return;
    const refuse = (parameter: string) =>
        new Refusal(
            "RDS",
            "CreateDBCluster",
            "InvalidParameterValue",
            `The parameter ${parameter} must be provided and must not be blank.`,
        );
    if (textOf(inputs, "masterUsername") === undefined) throw refuse("MasterUsername");
    const hasPassword = ["masterPassword", "masterPasswordWo"].some((property) => textOf(inputs, property) !== undefined);
    if (!hasPassword && !isSet(inputs, "manageMasterUserPassword")) throw refuse("MasterUserPassword");
}

function refuseBadSettings(call: Call, operation: string, inputs: Properties, version: EngineVersion): void {
    const engine = requiredText(inputs, "engine");
    const password = textOf(inputs, "masterPassword") ?? textOf(inputs, "masterPasswordWo");
    refuseWeakPassword("RDS", operation, password, LONGEST_PASSWORD[engine] ?? 41);
    const group = textOf(inputs, "dbClusterParameterGroupName");
    if (group !== undefined)
        refuseUnfitGroup(call, group, { control: "RDS", operation, kind: "cluster", family: familyOf(engine, version) });
}

function create(call: CreateCall) {
    const { account, region, inputs } = call;
    const operation = "CreateDBCluster";
    const engine = requiredText(inputs, "engine");
    refuseIncomplete(inputs);
    const identifier = newClusterIdentifier(call, "RDS");
    const version = versionOf("RDS", operation, engine, textOf(inputs, "engineVersion"));
    refuseMissingSnapshot(call, { control: "RDS", kind: "cluster" }, textOf(inputs, "snapshotIdentifier"));
    refuseBadMasterUser("RDS", operation, textOf(inputs, "masterUsername"));
    refuseBadDatabaseName("RDS", operation, textOf(inputs, "databaseName"));
    refuseBadSettings(call, operation, inputs, version);
    const network = networkOf(call, "RDS", operation, textOf(inputs, "dbSubnetGroupName"));
    const isEncrypted = isSet(inputs, "storageEncrypted");
    const hasInsights = isSet(inputs, "performanceInsightsEnabled");
    const resourceId = `cluster-${account.newHex(26).toUpperCase()}`;
    return {
        id: identifier,
        computed: {
            ...leftOut(inputs, {
                ...blanks(),
                allocatedStorage: 1,
                applyImmediately: false,
                availabilityZones: storageZones(network.zones, region),
                backupRetentionPeriod: 1,
                clusterScalabilityType: "standard",
                databaseInsightsMode: "standard",
                dbClusterParameterGroupName: `default.${familyOf(engine, version)}`,
                dbSubnetGroupName: network.groupName,
                engineLifecycleSupport: "open-source-rds-extended-support",
                engineVersion: version.actual,
                iamRoles: [],
                monitoringInterval: 0,
                networkType: "IPV4",
                performanceInsightsKmsKeyId: hasInsights ? encryptionKey(call, "RDS", operation, "alias/aws/rds") : "",
                performanceInsightsRetentionPeriod: hasInsights ? 7 : 0,
                port: engineNamed(engine)?.port,
                preferredBackupWindow: "07:00-07:30",
                preferredMaintenanceWindow: "sun:04:00-sun:04:30",
                storageEncrypted: false,
            }),
            arn: arnOf(account, "rds", region, `cluster:${identifier}`),
            caCertificateValidTill: "",
            clusterIdentifier: identifier,
            clusterMembers: [],
            clusterResourceId: resourceId,
            ...clusterEndpoints(call, identifier, "rds"),
            engineVersionActual: version.actual,
            hostedZoneId: endpointHostedZone(call, "rds"),
            kmsKeyId: isEncrypted ? encryptionKey(call, "RDS", operation, textOf(inputs, "kmsKeyId") ?? "alias/aws/rds") : "",
            masterUserSecrets: isSet(inputs, "manageMasterUserPassword") ? [masterSecret(call, "cluster", resourceId)] : [],
            upgradeRolloutOrder: "second",
            vpcSecurityGroupIds: databaseSecurityGroups(call, "RDS", operation, network.vpcId, textsOf(inputs, "vpcSecurityGroupIds")),
        },
    };
}

/** Properties that AWS answers with nothing in them. */
function blanks(): Record<string, string> {
    const names = [
        "caCertificateIdentifier",
        "clusterIdentifierPrefix",
        "databaseName",
        "dbSystemId",
        "masterUserSecretKmsKeyId",
        "masterUsername",
    ];
    return Object.fromEntries([...names, "monitoringRoleArn", "storageType"].map((name) => [name, ""]));
}

function update(call: UpdateCall) {
    const { inputs, current, changed } = call;
    const operation = "ModifyDBCluster";
    const engine = requiredText(current.properties, "engine");
    const from = requiredText(current.properties, "engineVersionActual");
    const version = versionOf("RDS", operation, engine, changed.has("engineVersion") ? textOf(inputs, "engineVersion") : from);
    refuseBadUpgrade("RDS", operation, engine, { from, to: version, allowsMajor: isSet(inputs, "allowMajorVersionUpgrade") });
    refuseBadSettings(call, operation, inputs, version);
    const computed = { engineVersionActual: version.actual };
    if (!changed.has("vpcSecurityGroupIds")) return computed;
    const network = networkOf(call, "RDS", operation, requiredText(current.properties, "dbSubnetGroupName"));
    const groups = databaseSecurityGroups(call, "RDS", operation, network.vpcId, textsOf(inputs, "vpcSecurityGroupIds"));
    return { ...computed, vpcSecurityGroupIds: groups };
}

const cluster: ResourceType = {
    token: CLUSTER,
    sets: ["availabilityZones", "clusterMembers", "vpcSecurityGroupIds", "enabledCloudwatchLogsExports", "iamRoles"],
    changesOnUpdate: { engineVersionActual: ["engineVersion"] },
    check: (inputs) => [
        ...identifierProblems("clusterIdentifier", inputs["clusterIdentifier"]),
        ...snapshotNameProblems(inputs["finalSnapshotIdentifier"]),
        ...problemsOf(inputs, [
            { property: "backupRetentionPeriod", range: [0, 35] },
            { property: "backtrackWindow", range: [0, 259_200] },
            { property: "kmsKeyId", format: "ARN" },
            { property: "serverlessv2ScalingConfiguration.maxCapacity", range: [1, 256] },
            { property: "serverlessv2ScalingConfiguration.minCapacity", range: [0, 256] },
            { property: "serverlessv2ScalingConfiguration.secondsUntilAutoPause", range: [300, 86_400] },
        ]),
    ],
    replaceWhen(olds) {
        const isAurora = (textOf(olds, "engine") ?? "").startsWith("aurora");
        return isAurora ? [] : ["storageType"];
    },
    // A cluster that was restored is not made anew because the program no longer says from what.
    keepsWhen: (_, news) => (textOf(news, "snapshotIdentifier") === undefined ? ["snapshotIdentifier"] : []),
    create,
    update,
    delete(call) {
        const identifier = requiredText(call.current.properties, "clusterIdentifier");
        const missingName = "RDS Cluster final_snapshot_identifier is required when skip_final_snapshot is false";
        finishDatabase(call, { control: "RDS", kind: "cluster", identifier, missingName });
        removeMasterSecret(call);
        return "removed";
    },
    read: ({ account, region, current }) => ({ clusterMembers: membersOf({ account, region }, current.id) }),
};

/** Capacity units below which a serverless cluster cannot go, for its instances. */
export function hasServerlessCapacity(clusterProperties: Properties): boolean {
    return numberOf((clusterProperties["serverlessv2ScalingConfiguration"] ?? {}) as Properties, "maxCapacity") !== undefined;
}

export const service: Service = { name: "Amazon Aurora (clusters)", resourceTypes: [cluster] };
