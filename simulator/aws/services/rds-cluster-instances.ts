/** Amazon Aurora instances: the servers of a cluster. */
import { findRole } from "../authorization";
import { leftOut } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { inherited, isWriter, joinCluster, membersOf, nextZone } from "./rds-cluster-members";
import { hasServerlessCapacity } from "./rds-clusters";
import { familyOf } from "./rds-engines";
import { refuseUnsupportedClass, versionOf } from "./rds-instance-rules";
import { DEFAULT_CERTIFICATE_AUTHORITY } from "./rds-instances";
import { encryptionKey, endpointDomain, identifierProblems } from "./rds-lookups";
import { refuseUnfitGroup } from "./rds-parameter-groups";
import { networkOf } from "./rds-subnet-groups";

function create(call: CreateCall) {
    const { account, region, inputs } = call;
    const operation = "CreateDBInstance";
    const { cluster, identifier } = joinCluster(call, "RDS", "aws:rds/cluster:Cluster");
    const engine = requiredText(cluster.properties, "engine");
    const version = versionOf("RDS", operation, engine, requiredText(cluster.properties, "engineVersionActual"));
    const instanceClass = requiredText(inputs, "instanceClass");
    refuseUnsupportedClass("RDS", operation, engine, version, instanceClass);
    if (instanceClass === "db.serverless" && !hasServerlessCapacity(cluster.properties)) {
        const reason = "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.";
        throw new Refusal("RDS", operation, "InvalidDBClusterStateFault", reason);
    }
    const group = textOf(inputs, "dbParameterGroupName");
    if (group !== undefined)
        refuseUnfitGroup(call, group, { control: "RDS", operation, kind: "instance", family: familyOf(engine, version) });
    const role = textOf(inputs, "monitoringRoleArn");
    if ((numberOf(inputs, "monitoringInterval") ?? 0) !== 0 && (role === undefined || findRole(account, role) === undefined)) {
        const reason = "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING";
        throw new Refusal("RDS", operation, "InvalidParameterValue", reason);
    }
    const clusterIdentifier = requiredText(cluster.properties, "clusterIdentifier");
    const network = networkOf(call, "RDS", operation, textOf(cluster.properties, "dbSubnetGroupName"));
    const hasInsights = isSet(inputs, "performanceInsightsEnabled");
    return {
        id: identifier,
        computed: {
            ...inherited(cluster.properties),
            ...leftOut(inputs, {
                applyImmediately: false,
                availabilityZone: nextZone(network.zones, membersOf(call, clusterIdentifier).length),
                caCertIdentifier: DEFAULT_CERTIFICATE_AUTHORITY,
                dbParameterGroupName: `default.${familyOf(engine, version)}`,
                engineVersion: version.actual,
                identifierPrefix: "",
                monitoringRoleArn: "",
                performanceInsightsEnabled: false,
                performanceInsightsKmsKeyId: hasInsights ? encryptionKey(call, "RDS", operation, "alias/aws/rds") : "",
                performanceInsightsRetentionPeriod: hasInsights ? 7 : 0,
                preferredMaintenanceWindow: "sun:05:00-sun:05:30",
                publiclyAccessible: false,
            }),
            arn: arnOf(account, "rds", region, `db:${identifier}`),
            dbiResourceId: `db-${account.newHex(26).toUpperCase()}`,
            endpoint: `${identifier}.${endpointDomain(call, "rds")}`,
            engineVersionActual: version.actual,
            identifier,
            networkType: "IPV4",
            writer: isWriter(call, clusterIdentifier, identifier),
        },
    };
}

const clusterInstance: ResourceType = {
    token: "aws:rds/clusterInstance:ClusterInstance",
    check: (inputs) => [
        ...identifierProblems("identifier", inputs["identifier"]),
        ...problemsOf(inputs, [
            { property: "promotionTier", range: [0, 15] },
            { property: "performanceInsightsKmsKeyId", format: "ARN" },
            { property: "monitoringInterval", oneOf: [0, 1, 5, 10, 15, 30, 60] },
        ]),
    ],
    create,
    update({ inputs, current }) {
        const engine = requiredText(current.properties, "engine");
        const version = versionOf("RDS", "ModifyDBInstance", engine, requiredText(current.properties, "engineVersionActual"));
        refuseUnsupportedClass("RDS", "ModifyDBInstance", engine, version, requiredText(inputs, "instanceClass"));
        return {};
    },
    read: ({ account, region, current }) => ({
        writer: isWriter({ account, region }, requiredText(current.properties, "clusterIdentifier"), current.id),
    }),
};

export const service: Service = { name: "Amazon Aurora (instances)", resourceTypes: [clusterInstance] };
