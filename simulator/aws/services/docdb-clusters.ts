/** Amazon DocumentDB clusters: storage, endpoints, master user. They hold data; their instances do not. */
import { ProviderError } from "../../provider/errors";
import type { Properties } from "../../provider/values";
import { leftOut } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service, UpdateCall } from "../resource-type";
import { problemsOf } from "../validation";
import { clusterEndpoints, membersOf, newClusterIdentifier, storageZones } from "./rds-cluster-members";
import { familyOf, type EngineVersion } from "./rds-engines";
import { refuseBadUpgrade, versionOf } from "./rds-instance-rules";
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

const CLUSTER = "aws:docdb/cluster:Cluster";

/** https://docs.aws.amazon.com/documentdb/latest/developerguide/limits.html#limits.naming_constraints */
const LONGEST_PASSWORD = 100;

/** What the provider itself demands of a plain creation, not at preview. */
function refuseIncomplete(inputs: Properties): void {
    const sources = ["snapshotIdentifier", "restoreToPointInTime", "globalClusterIdentifier"];
    if (sources.some((source) => inputs[source] !== undefined)) return;
    if (textOf(inputs, "masterUsername") === undefined) {
        throw new ProviderError('provider.aws: aws_docdb_cluster: "master_username": required field is not set');
    }
    const hasPassword = ["masterPassword", "masterPasswordWo"].some((property) => textOf(inputs, property) !== undefined);
    if (hasPassword || isSet(inputs, "manageMasterUserPassword")) return;
    throw new ProviderError(
        'provider.aws: aws_docdb_cluster: "master_password", "master_password_wo", "manage_master_user_password": required field is not set',
    );
}

function refuseBadSettings(call: Call, operation: string, inputs: Properties, version: EngineVersion): void {
    refuseWeakPassword("DocDB", operation, textOf(inputs, "masterPassword") ?? textOf(inputs, "masterPasswordWo"), LONGEST_PASSWORD);
    const group = textOf(inputs, "dbClusterParameterGroupName");
    if (group !== undefined) {
        refuseUnfitGroup(call, group, { control: "DocDB", operation, kind: "cluster", family: familyOf("docdb", version) });
    }
    const retentionDays = numberOf(inputs, "backupRetentionPeriod") ?? 1;
    if (retentionDays < 1) {
        const reason = `Invalid backup retention period: ${retentionDays}. Must be between 1 and 35.`;
        throw new Refusal("DocDB", operation, "InvalidParameterValue", reason);
    }
    if (textOf(inputs, "kmsKeyId") !== undefined && !isSet(inputs, "storageEncrypted")) {
        const reason = "Storage encryption must be enabled when KMS Key ID is specified.";
        throw new Refusal("DocDB", operation, "InvalidParameterCombination", reason);
    }
}

function create(call: CreateCall) {
    const { account, region, inputs } = call;
    const operation = "CreateDBCluster";
    refuseIncomplete(inputs);
    const identifier = newClusterIdentifier(call, "DocDB");
    const version = versionOf("DocDB", operation, "docdb", textOf(inputs, "engineVersion"));
    refuseMissingSnapshot(call, { control: "DocDB", kind: "cluster" }, textOf(inputs, "snapshotIdentifier"));
    refuseBadMasterUser("DocDB", operation, textOf(inputs, "masterUsername"));
    refuseBadSettings(call, operation, inputs, version);
    const network = networkOf(call, "DocDB", operation, textOf(inputs, "dbSubnetGroupName"));
    const isEncrypted = isSet(inputs, "storageEncrypted");
    const resourceId = `cluster-${account.newHex(26).toUpperCase()}`;
    return {
        id: identifier,
        computed: {
            ...leftOut(inputs, {
                availabilityZones: storageZones(network.zones, region),
                clusterIdentifierPrefix: "",
                dbClusterParameterGroupName: `default.${familyOf("docdb", version)}`,
                dbSubnetGroupName: network.groupName,
                engineVersion: version.actual,
                masterUsername: "",
                networkType: "IPV4",
                preferredBackupWindow: "07:00-07:30",
                preferredMaintenanceWindow: "sun:04:00-sun:04:30",
            }),
            arn: arnOf(account, "rds", region, `cluster:${identifier}`),
            clusterIdentifier: identifier,
            clusterMembers: [],
            clusterResourceId: resourceId,
            ...clusterEndpoints(call, identifier, "docdb"),
            hostedZoneId: endpointHostedZone(call, "docdb"),
            kmsKeyId: isEncrypted ? encryptionKey(call, "DocDB", operation, textOf(inputs, "kmsKeyId") ?? "alias/aws/rds") : "",
            masterUserSecrets: isSet(inputs, "manageMasterUserPassword") ? [masterSecret(call, "cluster", resourceId)] : [],
            vpcSecurityGroupIds: databaseSecurityGroups(call, "DocDB", operation, network.vpcId, textsOf(inputs, "vpcSecurityGroupIds")),
        },
    };
}

function update(call: UpdateCall) {
    const { inputs, current, changed } = call;
    const operation = "ModifyDBCluster";
    const from = requiredText(current.properties, "engineVersion");
    const version = versionOf("DocDB", operation, "docdb", changed.has("engineVersion") ? textOf(inputs, "engineVersion") : from);
    refuseBadUpgrade("DocDB", operation, "docdb", { from, to: version, allowsMajor: isSet(inputs, "allowMajorVersionUpgrade") });
    refuseBadSettings(call, operation, inputs, version);
    if (!changed.has("vpcSecurityGroupIds")) return {};
    const network = networkOf(call, "DocDB", operation, requiredText(current.properties, "dbSubnetGroupName"));
    return { vpcSecurityGroupIds: databaseSecurityGroups(call, "DocDB", operation, network.vpcId, textsOf(inputs, "vpcSecurityGroupIds")) };
}

const cluster: ResourceType = {
    token: CLUSTER,
    sets: ["availabilityZones", "clusterMembers", "vpcSecurityGroupIds", "enabledCloudwatchLogsExports"],
    check: (inputs) => [
        ...identifierProblems("clusterIdentifier", inputs["clusterIdentifier"]),
        ...snapshotNameProblems(inputs["finalSnapshotIdentifier"]),
        ...problemsOf(inputs, [
            { property: "backupRetentionPeriod", range: [0, 35] },
            { property: "enabledCloudwatchLogsExports", oneOf: ["audit", "profiler"] },
            { property: "port", range: [1150, 65_535] },
            { property: "kmsKeyId", format: "ARN" },
            { property: "serverlessV2ScalingConfiguration.maxCapacity", range: [1, 256] },
            { property: "serverlessV2ScalingConfiguration.minCapacity", range: [0.5, 256] },
            {
                property: "preferredBackupWindow",
                pattern: /^\d\d:\d\d-\d\d:\d\d$/,
                allowed: 'must satisfy the format of "hh24:mi-hh24:mi"',
            },
            {
                property: "preferredMaintenanceWindow",
                pattern: /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i,
                allowed: 'must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
            },
        ]),
    ],
    replaceWhen(olds, news) {
        const isScalingRemoved =
            olds["serverlessV2ScalingConfiguration"] !== undefined && news["serverlessV2ScalingConfiguration"] === undefined;
        return isScalingRemoved ? ["serverlessV2ScalingConfiguration"] : [];
    },
    // A cluster that was restored is not made anew because the program no longer says from what.
    keepsWhen: (_, news) => (textOf(news, "snapshotIdentifier") === undefined ? ["snapshotIdentifier"] : []),
    create,
    update,
    delete(call) {
        const identifier = requiredText(call.current.properties, "clusterIdentifier");
        const missingName = "DocumentDB Cluster FinalSnapshotIdentifier is required when a final snapshot is required";
        finishDatabase(call, { control: "DocDB", kind: "cluster", identifier, missingName });
        removeMasterSecret(call);
        return "removed";
    },
    read: ({ account, region, current }) => ({ clusterMembers: membersOf({ account, region }, current.id) }),
};

export const service: Service = { name: "Amazon DocumentDB (clusters)", resourceTypes: [cluster] };
