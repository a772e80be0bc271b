import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import { CLUSTER_INSTANCE, databases, missingOutputs, type Databases } from "./rds-fixtures";

describe("Amazon DocumentDB instances", () => {
    let made: Databases;
    beforeEach(() => {
        made = databases();
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error DocDB: ${operation}, api error ${code}: ${reason}` };
    }
    describe("aws:docdb/clusterInstance:ClusterInstance", () => {
        it("takes what it is from its cluster", () => {
            const member = made.member(made.cluster({ storageEncrypted: true }), "chats-0");
            assert.deepEqual(missingOutputs(member), []);
            assert.match(requiredText(member.outputs, "endpoint"), /^chats-0\.c[0-9a-z]{11}\.us-east-1\.docdb\.amazonaws\.com$/);
            assert.equal(member.outputs["storageEncrypted"], true);
            assert.equal(member.outputs["port"], 27_017);
            assert.equal(member.outputs["engineVersion"], "5.0.0");
            assert.equal(member.outputs["dbSubnetGroupName"], "isolated");
        });

        it("writes when it is the first, and spreads over the zones", () => {
            const cluster = made.cluster();
            const [first, second] = [made.member(cluster, "chats-0"), made.member(cluster, "chats-1")];
            assert.deepEqual(
                [first, second].map(({ outputs }) => [outputs["writer"], outputs["availabilityZone"]]),
                [
                    [true, "us-east-1a"],
                    [false, "us-east-1b"],
                ],
            );
            assert.deepEqual(made.aws.read(cluster)?.outputs["clusterMembers"], ["chats-0", "chats-1"]);
            made.aws.delete(first);
            assert.equal(made.aws.read(second)?.outputs["writer"], true);
        });

        it("refuses a cluster that is missing", () => {
            const create = () =>
                made.aws.create(CLUSTER_INSTANCE, "i", { clusterIdentifier: "none", identifier: "i", instanceClass: "db.t4g.medium" });
            assert.throws(create, refusal("CreateDBInstance", "DBClusterNotFoundFault", "DBCluster none not found."));
        });

        it("refuses a class that DocumentDB does not run on", () => {
            const reason =
                "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.t4g.micro, Engine=docdb, EngineVersion=5.0.0, LicenseModel=na. For supported combinations of instance class and database engine version, see the documentation.";
            assert.throws(
                () => made.member(made.cluster(), "i", { instanceClass: "db.t4g.micro" }),
                refusal("CreateDBInstance", "InvalidParameterCombination", reason),
            );
        });

        it("refuses a name that an RDS instance has", () => {
            made.instance({ identifier: "shared" });
            assert.throws(
                () => made.member(made.cluster(), "shared"),
                refusal("CreateDBInstance", "DBInstanceAlreadyExists", "DB instance already exists"),
            );
        });

        it("refuses another engine than its cluster's", () => {
            const reason =
                "The engine name requested for your DB instance (postgres) doesn't match the engine name of your DB cluster (docdb).";
            assert.throws(
                () => made.member(made.cluster(), "i", { engine: "postgres" }),
                refusal("CreateDBInstance", "InvalidParameterCombination", reason),
            );
        });

        it("changes its class in place, to one that there is", () => {
            const member = made.member(made.cluster(), "chats-0");
            const change = (instanceClass: string) =>
                made.aws.update(member, { clusterIdentifier: "chats", identifier: "chats-0", instanceClass });
            assert.equal(change("db.r6g.large").outputs["instanceClass"], "db.r6g.large");
            assert.throws(
                () => change("db.huge"),
                refusal("ModifyDBInstance", "InvalidParameterValue", "Invalid DB Instance class: db.huge"),
            );
        });
    });
});
