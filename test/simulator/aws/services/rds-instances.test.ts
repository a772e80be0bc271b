import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import { databases, INSTANCE, missingOutputs, type Databases } from "./rds-fixtures";
import { UNKNOWN, type Properties } from "../../../../simulator/provider/values";

describe("aws:rds/instance:Instance", () => {
    let made: Databases;
    beforeEach(() => {
        made = databases();
    });

    function refusal(code: string, reason: string, operation = "CreateDBInstance"): { message: string } {
        return { message: `operation error RDS: ${operation}, api error ${code}: ${reason}` };
    }

    it("has AWS's endpoint, ids and defaults", () => {
        const instance = made.instance();
        assert.deepEqual(missingOutputs(instance), []);
        const { id, outputs } = instance;
        assert.match(id, /^db-[0-9A-F]{26}$/);
        assert.match(requiredText(outputs, "address"), /^vectors\.c[0-9a-z]{11}\.us-east-1\.rds\.amazonaws\.com$/);
        assert.equal(outputs["endpoint"], `${requiredText(outputs, "address")}:5432`);
        assert.equal(outputs["arn"], "arn:aws:rds:us-east-1:123456789012:db:vectors");
        assert.equal(outputs["resourceId"], id);
        assert.equal(outputs["engineVersionActual"], "17.9");
        assert.equal(outputs["parameterGroupName"], "default.postgres17");
        assert.equal(outputs["availabilityZone"], "us-east-1a");
        assert.equal(outputs["kmsKeyId"], "");
        assert.deepEqual(outputs["vpcSecurityGroupIds"], [made.vpc.outputs["defaultSecurityGroupId"]]);
    });

    it("encrypts with AWS's key when none is named", () => {
        const { outputs } = made.instance({ storageEncrypted: true });
        assert.match(requiredText(outputs, "kmsKeyId"), /^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/);
    });

    it("runs the newest minor version of a major one", () => {
        const { outputs } = made.instance({ engineVersion: "16" });
        assert.equal(outputs["engineVersion"], "16");
        assert.equal(outputs["engineVersionActual"], "16.13");
    });

    it("keeps a managed master password in a secret that goes with it", () => {
        const secrets = () => made.aws.stored("aws:secretsmanager/secret:Secret");
        const instance = made.instance({ password: undefined, manageMasterUserPassword: true });
        assert.equal(secrets().length, 1);
        assert.match(requiredText(secrets()[0]!.properties, "name"), /^rds!db-[0-9a-f-]{36}$/);
        made.aws.delete(instance);
        assert.deepEqual(secrets(), []);
    });

    describe("changed", () => {
        const again = (inputs: Properties) => ({
            identifier: "vectors",
            engine: "postgres",
            instanceClass: "db.t4g.micro",
            allocatedStorage: 20,
            username: "librechat",
            password: "correct-horse-battery",
            skipFinalSnapshot: true,
            dbSubnetGroupName: "isolated",
            ...inputs,
        });

        it("is renamed in place", () => {
            const { id, outputs } = made.aws.update(made.instance(), again({ identifier: "embeddings" }));
            assert.match(id, /^db-/);
            assert.match(requiredText(outputs, "endpoint"), /^embeddings\./);
            assert.equal(outputs["arn"], "arn:aws:rds:us-east-1:123456789012:db:embeddings");
        });

        it("keeps its address in a preview, but for that of another name", () => {
            const instance = made.instance();
            const addressAfter = (inputs: Properties) => made.aws.previewUpdate(instance, again(inputs))["address"];
            assert.equal(addressAfter({ instanceClass: "db.t4g.small" }), instance.outputs["address"]);
            assert.equal(addressAfter({ identifier: "renamed" }), UNKNOWN);
        });

        it("does not take the name of another instance", () => {
            made.instance({ identifier: "taken" });
            const refused = refusal("DBInstanceAlreadyExists", "DB instance already exists", "ModifyDBInstance");
            assert.throws(() => made.aws.update(made.instance(), again({ identifier: "taken" })), refused);
        });

        it("grows, but never shrinks", () => {
            const instance = made.instance({ allocatedStorage: 50 });
            assert.equal(made.aws.update(instance, again({ allocatedStorage: 60 })).outputs["allocatedStorage"], 60);
            const refused = refusal(
                "InvalidParameterCombination",
                "Invalid storage size for engine name postgres and storage type gp2: 59",
                "ModifyDBInstance",
            );
            assert.throws(() => made.aws.update(instance, again({ allocatedStorage: 59 })), refused);
        });

        it("goes to another major version only when the program allows it", () => {
            const instance = made.instance({ engineVersion: "16.13" });
            const reason = "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.";
            const refused = refusal("InvalidParameterCombination", reason, "ModifyDBInstance");
            assert.throws(() => made.aws.update(instance, again({ engineVersion: "17.9" })), refused);
            const upgraded = made.aws.update(instance, again({ engineVersion: "17.9", allowMajorVersionUpgrade: true }));
            assert.equal(upgraded.outputs["engineVersionActual"], "17.9");
        });

        it("does not go back to an older version", () => {
            const instance = made.instance({ engineVersion: "16.13" });
            const refused = refusal("InvalidParameterCombination", "Cannot upgrade postgres from 16.13 to 16.12", "ModifyDBInstance");
            assert.throws(() => made.aws.update(instance, again({ engineVersion: "16.12" })), refused);
        });

        it("does not move to another subnet group of its VPC", () => {
            const instance = made.instance();
            made.aws.create("aws:rds/subnetGroup:SubnetGroup", "b", { name: "other", subnetIds: [made.first.id, made.second.id] });
            const reason =
                "You cannot move DB instance vectors to subnet group other. The specified DB subnet group and DB instance are in the same VPC. " +
                "Choose a DB subnet group in different VPC than the specified DB instance and try again.";
            const refused = refusal("InvalidVPCNetworkStateFault", reason, "ModifyDBInstance");
            assert.throws(() => made.aws.update(instance, again({ dbSubnetGroupName: "other" })), refused);
        });
    });

    describe("deleted", () => {
        const snapshots = () => made.aws.stored("aws:rds/snapshot:Snapshot");

        it("is gone without a snapshot when the program skips it", () => {
            made.aws.delete(made.instance());
            assert.deepEqual(made.aws.stored(INSTANCE), []);
            assert.deepEqual(snapshots(), []);
        });

        it("fails without a name for the last snapshot", () => {
            const instance = made.instance({ skipFinalSnapshot: false });
            const message = "final_snapshot_identifier is required when skip_final_snapshot is false";
            assert.throws(
                () => {
                    made.aws.delete(instance);
                },
                { message },
            );
            assert.equal(made.aws.stored(INSTANCE).length, 1);
        });

        it("leaves its last snapshot, whose name it cannot use twice", () => {
            const last = { skipFinalSnapshot: false, finalSnapshotIdentifier: "Last" };
            made.aws.delete(made.instance(last));
            assert.deepEqual(
                snapshots().map(({ id, note }) => [id, note]),
                [["last", "final snapshot of vectors"]],
            );
            const reason = "Cannot create the snapshot because a snapshot with the identifier last already exists.";
            const second = made.instance(last);
            assert.throws(
                () => {
                    made.aws.delete(second);
                },
                refusal("DBSnapshotAlreadyExists", reason, "DeleteDBInstance"),
            );
        });

        it("is refused while it is protected", () => {
            const instance = made.instance({ deletionProtection: true });
            const reason = "Cannot delete protected DB Instance, please disable deletion protection and try again.";
            assert.throws(
                () => {
                    made.aws.delete(instance);
                },
                refusal("InvalidParameterCombination", reason, "DeleteDBInstance"),
            );
        });
    });
});
