import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";

import type { DataFate } from "./fate-of-data";
import { finalSnapshot, incarnationOf, type Incarnation } from "./incarnation";
import { randomPassword, storedSecret } from "./stored-secret";

export interface PostgresArgs {
    /** Subnets without a route to the internet, in at least two zones, even for a single instance: AWS refuses a subnet group with one. */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
    /** Memory and processors. `db.t4g.micro` costs about $12 a month, twice that with `multiAz`. Changed in place, with a restart. */
    instanceClass: string;
    /** A standby in a second zone takes over within about a minute; doubles the price. */
    multiAz: boolean;
    /** Size in GiB, at least 20; about $0.115 a month each. Grows in place, never shrinks. */
    storageGiB: number;
    /** Days of restoring to any second, 1 to 35. */
    backupRetentionDays: number;
    /** Days for which the server's log is kept; one of CloudWatch's steps, such as 7, 30 or 365. */
    logRetentionDays: number;
    fate: DataFate;
}

const USERNAME = "postgres";

/**
 * PostgreSQL 16 for the vectors of the RAG API, reached over TLS only. **Stateful.**
 *
 *     const postgres = new Postgres("postgres", { subnetIds: network.isolatedSubnetIds, ... });
 *     new PostgresInitialisation("postgres-init", { postgres, databaseName: "rag", roleName: "rag_api", ... });
 *
 * The master password exists only in Secrets Manager and in the encrypted state; applications get a role of their own.
 */
export class Postgres extends pulumi.ComponentResource {
    /** Name of the instance in the program, by which needs refer to it: `tcp:<name>:5432`. */
    readonly resourceName: string;
    readonly host: pulumi.Output<string>;
    readonly port: pulumi.Output<number>;
    /** The database that every server has: where one connects to create others. */
    readonly databaseName: pulumi.Output<string>;
    /** JSON: username, password. */
    readonly masterSecretArn: pulumi.Output<string>;
    /** Another one when the password changes. */
    readonly masterSecretVersionId: pulumi.Output<string>;

    constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:Postgres", name, args, opts);

        const password = randomPassword(this, `${name}-master`);
        const incarnation = incarnationOf(this, name, { engine: "postgres", username: USERNAME });
        const logs = this.logGroup(name, args, incarnation);
        const instance = this.instance(name, args, { password, incarnation, logs });
        const secret = storedSecret(this, `${name}-master`, "Master user of PostgreSQL", { username: USERNAME, password }, args.fate);

        this.resourceName = name;
        this.host = instance.address;
        this.port = instance.port;
        this.databaseName = pulumi.output("postgres");
        this.masterSecretArn = secret.arn;
        this.masterSecretVersionId = secret.versionId;
        this.registerOutputs({ host: this.host, port: this.port, databaseName: this.databaseName, masterSecretArn: this.masterSecretArn });
    }

    /** RDS writes to a group of this name. It would make one itself, which is kept for ever and stays behind after a destroy. */
    private logGroup(name: string, { logRetentionDays }: PostgresArgs, { identifier }: Incarnation) {
        const logs = { name: pulumi.interpolate`/aws/rds/instance/${identifier}/postgresql`, retentionInDays: logRetentionDays };
        return new aws.cloudwatch.LogGroup(`${name}-logs`, logs, { parent: this });
    }

    private parametersThatForceTls(name: string) {
        // With the default value RDS reports that a restart is pending; told otherwise here, each preview would show a change.
        const parameters = [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }];
        return new aws.rds.ParameterGroup(`${name}-parameters`, { family: "postgres16", parameters }, { parent: this });
    }

    private instance(
        name: string,
        args: PostgresArgs,
        made: { password: pulumi.Output<string>; incarnation: Incarnation; logs: aws.cloudwatch.LogGroup },
    ) {
        return new aws.rds.Instance(
            name,
            {
                identifier: made.incarnation.identifier,
                engine: "postgres",
                // The major version alone: minor ones arrive by themselves, and a full number here would ask to go back after each.
                engineVersion: "16",
                autoMinorVersionUpgrade: true,
                instanceClass: args.instanceClass,
                multiAz: args.multiAz,
                username: USERNAME,
                password: made.password,
                ...this.storage(args),
                ...this.access(name, args),
                ...this.operation(args),
                ...finalSnapshot(args.fate, made.incarnation),
                deletionProtection: args.fate.deletionProtection,
                applyImmediately: args.fate.applyImmediately,
            },
            // The identifier is fixed, so a replacement cannot stand beside the old instance.
            { parent: this, protect: args.fate.protect, dependsOn: [made.logs], deleteBeforeReplace: true },
        );
    }

    private storage({ storageGiB, backupRetentionDays, fate }: PostgresArgs) {
        return {
            allocatedStorage: storageGiB,
            storageType: "gp3",
            storageEncrypted: true,
            backupRetentionPeriod: backupRetentionDays,
            copyTagsToSnapshot: true,
            deleteAutomatedBackups: fate.skipFinalSnapshot,
        };
    }

    private access(name: string, { subnetIds, securityGroupId }: PostgresArgs) {
        return {
            dbSubnetGroupName: new aws.rds.SubnetGroup(`${name}-subnets`, { subnetIds }, { parent: this }).name,
            parameterGroupName: this.parametersThatForceTls(name).name,
            vpcSecurityGroupIds: [securityGroupId],
            publiclyAccessible: false,
            // Its root is among the region's certificates that clients are given.
            caCertIdentifier: "rds-ca-rsa2048-g1",
        };
    }

    private operation({ instanceClass }: PostgresArgs) {
        return {
            // Small hours in UTC, backup first. Lower case as AWS answers, or each preview would show a change.
            backupWindow: "02:00-03:00",
            maintenanceWindow: "sun:03:30-sun:04:30",
            enabledCloudwatchLogsExports: ["postgresql"],
            // It holds some of the little memory that a micro instance has.
            performanceInsightsEnabled: !instanceClass.endsWith(".micro"),
        };
    }
}
