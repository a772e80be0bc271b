/** Amazon DocumentDB instances: the servers of a cluster. */
import { leftOut } from "../filled-in";
import { arnOf, requiredText, textOf } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { inherited, isWriter, joinCluster, membersOf, nextZone } from "./rds-cluster-members";
import { refuseUnsupportedClass, versionOf } from "./rds-instance-rules";
import { DEFAULT_CERTIFICATE_AUTHORITY } from "./rds-instances";
import { encryptionKey, endpointDomain, identifierProblems } from "./rds-lookups";
import { networkOf } from "./rds-subnet-groups";

const CLUSTER_INSTANCE = "aws:docdb/clusterInstance:ClusterInstance";

function create(call: CreateCall) {
    const { account, region, inputs } = call;
    const operation = "CreateDBInstance";
    const { cluster, identifier } = joinCluster(call, "DocDB", "aws:docdb/cluster:Cluster");
    const version = versionOf("DocDB", operation, "docdb", requiredText(cluster.properties, "engineVersion"));
    refuseUnsupportedClass("DocDB", operation, "docdb", version, requiredText(inputs, "instanceClass"));
    const clusterIdentifier = requiredText(cluster.properties, "clusterIdentifier");
    const network = networkOf(call, "DocDB", operation, textOf(cluster.properties, "dbSubnetGroupName"));
    return {
        id: identifier,
        computed: {
            ...leftOut(inputs, {
                availabilityZone: nextZone(network.zones, membersOf(call, clusterIdentifier).length),
                caCertIdentifier: DEFAULT_CERTIFICATE_AUTHORITY,
                identifierPrefix: "",
                performanceInsightsKmsKeyId:
                    inputs["enablePerformanceInsights"] === true ? encryptionKey(call, "DocDB", operation, "alias/aws/rds") : "",
                preferredMaintenanceWindow: "sun:05:00-sun:05:30",
            }),
            ...inherited(cluster.properties),
            arn: arnOf(account, "rds", region, `db:${identifier}`),
            dbiResourceId: `db-${account.newHex(26).toUpperCase()}`,
            endpoint: `${identifier}.${endpointDomain(call, "docdb")}`,
            engineVersion: version.actual,
            identifier,
            publiclyAccessible: false,
            writer: isWriter(call, clusterIdentifier, identifier),
        },
    };
}

const clusterInstance: ResourceType = {
    token: CLUSTER_INSTANCE,
    check: (inputs) => [
        ...identifierProblems("identifier", inputs["identifier"]),
        ...problemsOf(inputs, [
            { property: "promotionTier", range: [0, 15] },
            {
                property: "preferredMaintenanceWindow",
                pattern: /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i,
                allowed: 'must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
            },
        ]),
    ],
    create,
    update({ inputs, current }) {
        const version = versionOf("DocDB", "ModifyDBInstance", "docdb", requiredText(current.properties, "engineVersion"));
        refuseUnsupportedClass("DocDB", "ModifyDBInstance", "docdb", version, requiredText(inputs, "instanceClass"));
        return {};
    },
    read: ({ account, region, current }) => ({
        writer: isWriter({ account, region }, requiredText(current.properties, "clusterIdentifier"), current.id),
    }),
};

export const service: Service = { name: "Amazon DocumentDB (instances)", resourceTypes: [clusterInstance] };
