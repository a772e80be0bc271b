import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import type { DataFate } from "./fate-of-data";
import { finalSnapshot, incarnationOf, type Incarnation } from "./incarnation";
import { randomPassword, storedSecret } from "./stored-secret";

export interface DocumentDbArgs {
    /** Subnets without a route to the internet, in at least two zones. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
    /** Memory and processors of each instance. `db.t4g.medium` costs about $55 a month. Changed in place, with a restart. */
    instanceClass: string;
    /** Number of instances, 1 to 16: the first writes, each other one can take over within about 30 seconds. */
    instances: number;
    /** Days of restoring to any second, 1 to 35. */
    backupRetentionDays: number;
    /** Days for which the audit log is kept; one of CloudWatch's steps, such as 7, 30 or 365. */
    logRetentionDays: number;
    fate: DataFate;
}

/** `admin` is a reserved word of DocumentDB. */
const USERNAME = "docdbadmin";

/**
 * DocumentDB 5.0, LibreChat's main store, reached over TLS only. **Stateful.**
 *
 *     const documentDb = new DocumentDb("documentdb", { subnetIds: network.isolatedSubnetIds, ... });
 *     new DocumentDbInitialisation("documentdb-init", { documentDb, databaseName: "LibreChat", ... });
 *
 * Instance-based: LibreChat does not run on elastic clusters, which have no unique indexes.
 */
export class DocumentDb extends pulumi.ComponentResource {
    /** Name of the cluster in the program, by which needs refer to it: `tcp:<name>:27017`. */
    readonly resourceName: string;
    /** Endpoint of the cluster, which follows the primary. */
    readonly host: pulumi.Output<string>;
    readonly port: pulumi.Output<number>;
    /** JSON: username, password. */
    readonly masterSecretArn: pulumi.Output<string>;
    /** Another one when the password changes. */
    readonly masterSecretVersionId: pulumi.Output<string>;
    /** To depend on before connecting: a cluster has an endpoint before it has an instance that answers there. */
    readonly ready: pulumi.Resource[];

    constructor(name: string, args: DocumentDbArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:DocumentDb", name, args, opts);

        const password = randomPassword(this, `${name}-master`);
        const incarnation = incarnationOf(this, name, { engine: "docdb", username: USERNAME });
        const logs = this.logGroup(name, args, incarnation);
        const cluster = this.cluster(name, args, { password, incarnation, logs });
        const instances = this.instances(name, args, cluster, incarnation);
        const secret = storedSecret(this, `${name}-master`, "Master user of DocumentDB", { username: USERNAME, password }, args.fate);

        this.resourceName = name;
        this.host = cluster.endpoint;
        this.port = cluster.port.apply((port) => port ?? 27017);
        this.masterSecretArn = secret.arn;
        this.masterSecretVersionId = secret.versionId;
        this.ready = instances;
        this.registerOutputs({ host: this.host, port: this.port, masterSecretArn: this.masterSecretArn });
    }

    /** DocumentDB writes to a group of this name. It would make one itself, which is kept for ever and stays behind after a destroy. */
    private logGroup(name: string, { logRetentionDays }: DocumentDbArgs, { identifier }: Incarnation) {
        const logs = { name: pulumi.interpolate`/aws/docdb/${identifier}/audit`, retentionInDays: logRetentionDays };
        return new aws.cloudwatch.LogGroup(`${name}-logs`, logs, { parent: this });
    }

    private parameters(name: string) {
        const parameters = [
            { name: "tls", value: "enabled", applyMethod: "pending-reboot" },
            { name: "audit_logs", value: "enabled", applyMethod: "pending-reboot" },
        ];
        return new aws.docdb.ClusterParameterGroup(`${name}-parameters`, { family: "docdb5.0", parameters }, { parent: this });
    }

    private cluster(
        name: string,
        args: DocumentDbArgs,
        made: { password: pulumi.Output<string>; incarnation: Incarnation; logs: aws.cloudwatch.LogGroup },
    ) {
        const { fate } = args;
        return new aws.docdb.Cluster(
            name,
            {
                clusterIdentifier: made.incarnation.identifier,
                engine: "docdb",
                engineVersion: "5.0.0",
                masterUsername: USERNAME,
                masterPassword: made.password,
                dbSubnetGroupName: new aws.docdb.SubnetGroup(`${name}-subnets`, { subnetIds: args.subnetIds }, { parent: this }).name,
                dbClusterParameterGroupName: this.parameters(name).name,
                vpcSecurityGroupIds: [args.securityGroupId],
                port: 27017,
                storageEncrypted: true,
                backupRetentionPeriod: args.backupRetentionDays,
                // Small hours in UTC, backup first. Lower case as AWS answers, or each preview would show a change.
                preferredBackupWindow: "02:00-03:00",
                preferredMaintenanceWindow: "sun:03:30-sun:04:30",
                enabledCloudwatchLogsExports: ["audit"],
                ...finalSnapshot(fate, made.incarnation),
                deletionProtection: fate.deletionProtection,
                // Of a cluster's changes only the password can wait for the maintenance window, and the secret would be wrong until then.
                // https://docs.aws.amazon.com/documentdb/latest/developerguide/API_ModifyDBCluster.html
                applyImmediately: true,
            },
            // The identifier is fixed, so a replacement cannot stand beside the old cluster.
            { parent: this, protect: fate.protect, dependsOn: [made.logs], deleteBeforeReplace: true },
        );
    }

    /** Named by a fixed index, so that another instance moves none of those that exist. */
    private instances(name: string, args: DocumentDbArgs, cluster: aws.docdb.Cluster, { identifier }: Incarnation) {
        return Array.from({ length: args.instances }, (_, index) => {
            const instance = {
                identifier: pulumi.interpolate`${identifier}-${index}`,
                clusterIdentifier: cluster.id,
                instanceClass: args.instanceClass,
                caCertIdentifier: "rds-ca-rsa2048-g1",
                preferredMaintenanceWindow: "sun:03:30-sun:04:30",
                applyImmediately: args.fate.applyImmediately,
            };
            return new aws.docdb.ClusterInstance(`${name}-${index}`, instance, { parent: this, deleteBeforeReplace: true });
        });
    }
}
