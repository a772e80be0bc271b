/** A network with databases to test with: subnet groups in two zones, and the settings that each kind of database needs at least. */
import { service as docdbInstances } from "../../../../simulator/aws/services/docdb-cluster-instances";
import { service as docdbClusters } from "../../../../simulator/aws/services/docdb-clusters";
import { service as kms } from "../../../../simulator/aws/services/kms";
import { service as instances } from "../../../../simulator/aws/services/rds-instances";
import { service as parameterGroups } from "../../../../simulator/aws/services/rds-parameter-groups";
import { service as subnetGroups } from "../../../../simulator/aws/services/rds-subnet-groups";
import type { Properties } from "../../../../simulator/provider/values";
import { factsOf } from "../../../../simulator/aws/facts";
import type { Deployed } from "../harness";
import { network, type Network } from "./ec2-fixtures";

export const INSTANCE = "aws:rds/instance:Instance";
export const CLUSTER = "aws:docdb/cluster:Cluster";
export const CLUSTER_INSTANCE = "aws:docdb/clusterInstance:ClusterInstance";

export const PASSWORD = "correct-horse-battery";

export interface Databases extends Network {
    readonly group: Deployed;
    /** Creates an instance with the least settings and those given. */
    instance(inputs?: Properties): Deployed;
    cluster(inputs?: Properties): Deployed;
    member(cluster: Deployed, identifier: string, inputs?: Properties): Deployed;
}

/** What a PostgreSQL instance needs at least. */
export const LEAST_INSTANCE: Properties = {
    identifier: "vectors",
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    username: "librechat",
    password: PASSWORD,
    skipFinalSnapshot: true,
};

/** What a DocumentDB cluster needs at least. */
export const LEAST_CLUSTER: Properties = {
    clusterIdentifier: "chats",
    masterUsername: "librechat",
    masterPassword: PASSWORD,
    skipFinalSnapshot: true,
};

export function databases(): Databases {
    const made = network([docdbInstances, docdbClusters, kms, instances, parameterGroups, subnetGroups]);
    const { aws, first, second } = made;
    const group = aws.create("aws:rds/subnetGroup:SubnetGroup", "group", { name: "isolated", subnetIds: [first.id, second.id] });
    const dbSubnetGroupName = group.id;
    return {
        ...made,
        group,
        instance: (inputs = {}) => aws.create(INSTANCE, "vectors", { ...LEAST_INSTANCE, dbSubnetGroupName, ...inputs }),
        cluster: (inputs = {}) => aws.create(CLUSTER, "chats", { ...LEAST_CLUSTER, dbSubnetGroupName, ...inputs }),
        member: (cluster, identifier, inputs = {}) =>
            aws.create(CLUSTER_INSTANCE, identifier, {
                clusterIdentifier: cluster.id,
                identifier,
                instanceClass: "db.t4g.medium",
                ...inputs,
            }),
    };
}

/** Outputs that the real provider gives for the type and this resource lacks. */
export function missingOutputs({ type, outputs }: Deployed): readonly string[] {
    const { computed = [], optionalComputed = [] } = factsOf(type) ?? {};
    return [...computed, ...optionalComputed].filter((path) => !path.includes(".") && outputs[path] === undefined);
}
