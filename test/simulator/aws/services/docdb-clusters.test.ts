import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import type { Properties } from "../../../../simulator/provider/values";
import { CLUSTER, databases, LEAST_CLUSTER, missingOutputs, PASSWORD, type Databases } from "./rds-fixtures";

describe("Amazon DocumentDB clusters", () => {
    let made: Databases;
    beforeEach(() => {
        made = databases();
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error DocDB: ${operation}, api error ${code}: ${reason}` };
    }
    const again = (inputs: Properties): Properties => ({ ...LEAST_CLUSTER, dbSubnetGroupName: "isolated", ...inputs });

    describe("aws:docdb/cluster:Cluster", () => {
        it("has AWS's endpoints, ids and defaults", () => {
            const cluster = made.cluster();
            assert.deepEqual(missingOutputs(cluster), []);
            const { outputs } = cluster;
            assert.equal(cluster.id, "chats");
            assert.match(requiredText(outputs, "endpoint"), /^chats\.cluster-c[0-9a-z]{11}\.us-east-1\.docdb\.amazonaws\.com$/);
            assert.match(requiredText(outputs, "readerEndpoint"), /^chats\.cluster-ro-c[0-9a-z]{11}\.us-east-1\.docdb\.amazonaws\.com$/);
            assert.equal(outputs["arn"], "arn:aws:rds:us-east-1:123456789012:cluster:chats");
            assert.match(requiredText(outputs, "clusterResourceId"), /^cluster-[0-9A-F]{26}$/);
            assert.equal(outputs["engineVersion"], "5.0.0");
            assert.equal(outputs["port"], 27_017);
            assert.deepEqual(outputs["availabilityZones"], ["us-east-1a", "us-east-1b", "us-east-1c"]);
        });

        it("is named by the provider when the program gives no name, or a prefix", () => {
            assert.match(made.cluster({ clusterIdentifier: undefined }).id, /^tf-\d{18}[0-9a-f]{8}$/);
            assert.match(made.cluster({ clusterIdentifier: undefined, clusterIdentifierPrefix: "chats-" }).id, /^chats-\d{18}[0-9a-f]{8}$/);
        });

        const REFUSED: readonly [name: string, inputs: Properties, code: string, reason: string][] = [
            [
                "a version that there is not",
                { engineVersion: "3.6.0" },
                "InvalidParameterCombination",
                "Cannot find version 3.6.0 for docdb",
            ],
            [
                "a reserved master user",
                { masterUsername: "admin" },
                "InvalidParameterValue",
                "MasterUsername admin cannot be used as it is a reserved word used by the engine",
            ],
            [
                "a password with an at sign",
                { masterPassword: "secret@word" },
                "InvalidParameterValue",
                `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
            ],
            [
                "a long password",
                { masterPassword: "x".repeat(101) },
                "InvalidParameterValue",
                "The parameter MasterUserPassword is not a valid password because it is longer than 100 characters.",
            ],
            [
                "backups for no day",
                { backupRetentionPeriod: 0 },
                "InvalidParameterValue",
                "Invalid backup retention period: 0. Must be between 1 and 35.",
            ],
            [
                "a key without encryption",
                { kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/none" },
                "InvalidParameterCombination",
                "Storage encryption must be enabled when KMS Key ID is specified.",
            ],
            [
                "a key that is missing",
                { storageEncrypted: true, kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/none" },
                "KMSKeyNotAccessibleFault",
                "The specified KMS key [arn:aws:kms:us-east-1:123456789012:key/none] does not exist, is not enabled or you do not have permissions to access it.",
            ],
            [
                "a parameter group that is missing",
                { dbClusterParameterGroupName: "none" },
                "DBClusterParameterGroupNotFound",
                "DBClusterParameterGroup not found: none",
            ],
            [
                "a subnet group that is missing",
                { dbSubnetGroupName: "none" },
                "DBSubnetGroupNotFoundFault",
                "DB subnet group 'none' does not exist.",
            ],
        ];
        for (const [name, inputs, code, reason] of REFUSED) {
            it(`refuses ${name}`, () => {
                assert.throws(() => made.cluster(inputs), refusal("CreateDBCluster", code, reason));
            });
        }

        it("fails without a master user or a password", () => {
            assert.throws(() => made.cluster({ masterUsername: undefined }), {
                message: 'provider.aws: aws_docdb_cluster: "master_username": required field is not set',
            });
            assert.throws(() => made.cluster({ masterPassword: undefined }), {
                message:
                    'provider.aws: aws_docdb_cluster: "master_password", "master_password_wo", "manage_master_user_password": required field is not set',
            });
        });

        it("refuses a name that is taken", () => {
            made.cluster();
            assert.throws(() => made.cluster(), refusal("CreateDBCluster", "DBClusterAlreadyExistsFault", "DB Cluster already exists"));
        });

        it("refuses a snapshot that is missing", () => {
            const refused = refusal("RestoreDBClusterFromSnapshot", "DBClusterSnapshotNotFoundFault", "DBSnapshot not found: none");
            assert.throws(() => made.cluster({ snapshotIdentifier: "none" }), refused);
        });

        it("fails in a preview on what the provider checks itself", () => {
            const reasons = (inputs: Properties) => made.aws.check(CLUSTER, "c", inputs).failures.map(({ reason }) => reason);
            assert.deepEqual(reasons({ port: 1149 }), [
                "expected port to be in the range (1150 - 65535), got 1149. Examine values at 'c.port'.",
            ]);
            assert.deepEqual(reasons({ enabledCloudwatchLogsExports: ["slow"] }), [
                `expected enabledCloudwatchLogsExports[0] to be one of ["audit" "profiler"], got slow. Examine values at 'c.enabledCloudwatchLogsExports[0]'.`,
            ]);
        });

        it("is replaced when it stops to be serverless, not when it starts", () => {
            const scaling = { serverlessV2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 } };
            assert.deepEqual(made.aws.diff(made.cluster(scaling), again({})).replaces, ["serverlessV2ScalingConfiguration"]);
            assert.deepEqual(
                made.aws.diff(made.cluster({ clusterIdentifier: "other" }), again({ clusterIdentifier: "other", ...scaling })).replaces,
                [],
            );
        });

        it("changes its password in place, by the same rules", () => {
            const cluster = made.cluster();
            assert.equal(made.aws.update(cluster, again({ masterPassword: `${PASSWORD}2` })).id, "chats");
            const refused = refusal(
                "ModifyDBCluster",
                "InvalidParameterValue",
                "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.",
            );
            assert.throws(() => made.aws.update(cluster, again({ masterPassword: "short" })), refused);
        });

        it("goes to another major version only when the program allows it", () => {
            const refused = refusal(
                "ModifyDBCluster",
                "InvalidParameterCombination",
                "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
            );
            assert.throws(() => made.aws.update(made.cluster(), again({ engineVersion: "8.0.0" })), refused);
        });
    });

    describe("a cluster that is deleted", () => {
        const snapshots = () => made.aws.stored("aws:docdb/clusterSnapshot:ClusterSnapshot");

        it("is gone without a snapshot when the program skips it", () => {
            made.aws.delete(made.cluster());
            assert.deepEqual(made.aws.stored(CLUSTER), []);
            assert.deepEqual(snapshots(), []);
        });

        it("fails without a name for the last snapshot, whatever else is wrong", () => {
            const cluster = made.cluster({ skipFinalSnapshot: false, deletionProtection: true });
            const message = "DocumentDB Cluster FinalSnapshotIdentifier is required when a final snapshot is required";
            assert.throws(
                () => {
                    made.aws.delete(cluster);
                },
                { message },
            );
        });

        it("leaves its last snapshot, whose name it cannot use twice", () => {
            const last = { skipFinalSnapshot: false, finalSnapshotIdentifier: "last" };
            made.aws.delete(made.cluster(last));
            assert.deepEqual(
                snapshots().map(({ id, note }) => [id, note]),
                [["last", "final snapshot of chats"]],
            );
            const second = made.cluster(last);
            const reason = "Cannot create the cluster snapshot because a snapshot with the identifier last already exists.";
            assert.throws(
                () => {
                    made.aws.delete(second);
                },
                refusal("DeleteDBCluster", "DBClusterSnapshotAlreadyExistsFault", reason),
            );
        });

        it("is refused while it is protected", () => {
            const cluster = made.cluster({ deletionProtection: true });
            const reason = "Cannot delete protected Cluster, please disable deletion protection and try again.";
            assert.throws(
                () => {
                    made.aws.delete(cluster);
                },
                refusal("DeleteDBCluster", "InvalidParameterCombination", reason),
            );
            made.aws.delete(made.aws.update(cluster, again({ deletionProtection: false })));
            assert.deepEqual(made.aws.stored(CLUSTER), []);
        });

        it("is refused while it has instances", () => {
            const cluster = made.cluster();
            const member = made.member(cluster, "chats-0");
            const reason = "Cluster cannot be deleted, it still contains DB instances in non-deleting state.";
            assert.throws(
                () => {
                    made.aws.delete(cluster);
                },
                refusal("DeleteDBCluster", "InvalidDBClusterStateFault", reason),
            );
            made.aws.delete(member);
            made.aws.delete(cluster);
            assert.deepEqual(made.aws.stored(CLUSTER), []);
        });
    });
});
