import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import { service as clusterInstances } from "../../../../simulator/aws/services/rds-cluster-instances";
import { service as clusters } from "../../../../simulator/aws/services/rds-clusters";
import { service as instances } from "../../../../simulator/aws/services/rds-instances";
import { service as parameterGroups } from "../../../../simulator/aws/services/rds-parameter-groups";
import { service as proxies } from "../../../../simulator/aws/services/rds-proxies";
import { service as subnetGroups } from "../../../../simulator/aws/services/rds-subnet-groups";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployed } from "../harness";
import { network, put, type Network } from "./ec2-fixtures";
import { LEAST_INSTANCE, missingOutputs, PASSWORD } from "./rds-fixtures";

const CLUSTER = "aws:rds/cluster:Cluster";
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";
const PROXY = "aws:rds/proxy:Proxy";
const TARGET = "aws:rds/proxyTarget:ProxyTarget";
const ROLE_ARN = "arn:aws:iam::123456789012:role/proxy";

describe("Amazon Aurora and RDS Proxy", () => {
    let made: Network;
    beforeEach(() => {
        made = network([clusterInstances, clusters, instances, parameterGroups, proxies, subnetGroups]);
        made.aws.create("aws:rds/subnetGroup:SubnetGroup", "group", { name: "isolated", subnetIds: [made.first.id, made.second.id] });
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error RDS: ${operation}, api error ${code}: ${reason}` };
    }
    const least: Properties = {
        clusterIdentifier: "vectors",
        engine: "aurora-postgresql",
        masterUsername: "librechat",
        masterPassword: PASSWORD,
        dbSubnetGroupName: "isolated",
        skipFinalSnapshot: true,
    };
    const cluster = (inputs: Properties = {}) => made.aws.create(CLUSTER, "vectors", { ...least, ...inputs });
    const member = (inputs: Properties = {}) =>
        made.aws.create(MEMBER, "vectors-0", {
            clusterIdentifier: "vectors",
            identifier: "vectors-0",
            engine: "aurora-postgresql",
            instanceClass: "db.t4g.medium",
            ...inputs,
        });

    describe("aws:rds/cluster:Cluster", () => {
        it("has AWS's endpoints and defaults", () => {
            const aurora = cluster();
            assert.deepEqual(missingOutputs(aurora), []);
            assert.match(requiredText(aurora.outputs, "endpoint"), /^vectors\.cluster-c[0-9a-z]{11}\.us-east-1\.rds\.amazonaws\.com$/);
            assert.equal(aurora.outputs["port"], 5432);
            assert.equal(aurora.outputs["dbClusterParameterGroupName"], "default.aurora-postgresql17");
        });

        it("refuses what DocumentDB refuses too", () => {
            const refused = (code: string, reason: string) => refusal("CreateDBCluster", code, reason);
            assert.throws(
                () => cluster({ engineVersion: "15.4" }),
                refused("InvalidParameterCombination", "Cannot find version 15.4 for aurora-postgresql"),
            );
            assert.throws(
                () => cluster({ masterPassword: undefined }),
                refused("InvalidParameterValue", "The parameter MasterUserPassword must be provided and must not be blank."),
            );
            assert.throws(
                () => cluster({ masterUsername: undefined }),
                refused("InvalidParameterValue", "The parameter MasterUsername must be provided and must not be blank."),
            );
            cluster();
            assert.throws(() => cluster(), refused("DBClusterAlreadyExistsFault", "DB Cluster already exists"));
        });

        it("is deleted after its instances, with a last snapshot unless it is skipped", () => {
            const aurora = cluster({ skipFinalSnapshot: false });
            const message = "RDS Cluster final_snapshot_identifier is required when skip_final_snapshot is false";
            assert.throws(
                () => {
                    made.aws.delete(aurora);
                },
                { message },
            );
            const named = made.aws.update(aurora, { ...least, skipFinalSnapshot: false, finalSnapshotIdentifier: "last" });
            const writer = member();
            const reason = "Cluster cannot be deleted, it still contains DB instances in non-deleting state.";
            assert.throws(
                () => {
                    made.aws.delete(named);
                },
                refusal("DeleteDBCluster", "InvalidDBClusterStateFault", reason),
            );
            made.aws.delete(writer);
            made.aws.delete(named);
            assert.deepEqual(
                made.aws.stored("aws:rds/clusterSnapshot:ClusterSnapshot").map(({ id }) => id),
                ["last"],
            );
        });
    });

    describe("aws:rds/clusterInstance:ClusterInstance", () => {
        it("has its own address, and writes when it is the first", () => {
            cluster();
            const writer = member();
            assert.deepEqual(missingOutputs(writer), []);
            assert.match(requiredText(writer.outputs, "endpoint"), /^vectors-0\.c[0-9a-z]{11}\.us-east-1\.rds\.amazonaws\.com$/);
            assert.equal(writer.outputs["writer"], true);
            assert.equal(member({ identifier: "vectors-1" }).outputs["writer"], false);
        });

        it("is serverless only in a cluster that says how far it scales", () => {
            cluster();
            const reason =
                "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.";
            assert.throws(
                () => member({ instanceClass: "db.serverless" }),
                refusal("CreateDBInstance", "InvalidDBClusterStateFault", reason),
            );
            cluster({ clusterIdentifier: "elastic", serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 4 } });
            assert.equal(
                member({ clusterIdentifier: "elastic", instanceClass: "db.serverless" }).outputs["instanceClass"],
                "db.serverless",
            );
        });

        it("refuses monitoring without a role", () => {
            cluster();
            const reason = "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING";
            assert.throws(() => member({ monitoringInterval: 60 }), refusal("CreateDBInstance", "InvalidParameterValue", reason));
        });
    });

    describe("aws:rds/proxy:Proxy", () => {
        const proxy = (inputs: Properties = {}): Deployed =>
            made.aws.create(PROXY, "proxy", {
                name: "proxy",
                engineFamily: "POSTGRESQL",
                roleArn: ROLE_ARN,
                vpcSubnetIds: [made.first.id, made.second.id],
                ...inputs,
            });
        const target = (inputs: Properties) =>
            made.aws.create(TARGET, "target", { dbProxyName: "proxy", targetGroupName: "default", ...inputs });
        beforeEach(() => {
            put(made.aws, { type: "aws:iam/role:Role", id: "proxy", properties: { name: "proxy", arn: ROLE_ARN } });
        });

        it("has an endpoint of its own", () => {
            const { outputs, id } = proxy();
            assert.equal(id, "proxy");
            assert.match(requiredText(outputs, "endpoint"), /^proxy\.proxy-c[0-9a-z]{11}\.us-east-1\.rds\.amazonaws\.com$/);
            assert.deepEqual(outputs["vpcSecurityGroupIds"], [made.vpc.outputs["defaultSecurityGroupId"]]);
        });

        it("refuses one zone, roles and secrets that are missing, and a name that is taken", () => {
            const refused = (code: string, reason: string) => refusal("CreateDBProxy", code, reason);
            assert.throws(
                () => proxy({ vpcSubnetIds: [made.first.id] }),
                refused("InvalidSubnet", "Your subnets must be in at least two Availability Zones."),
            );
            const role = "arn:aws:iam::123456789012:role/none";
            assert.throws(
                () => proxy({ roleArn: role }),
                refused("InvalidParameterValue", `The IAM role ${role} doesn't exist or can't be assumed by RDS.`),
            );
            const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:none";
            assert.throws(
                () => proxy({ auths: [{ secretArn }] }),
                refused("InvalidParameterValue", `The secret ${secretArn} doesn't exist.`),
            );
            proxy();
            assert.throws(() => proxy(), refused("DBProxyAlreadyExistsFault", "DBProxy proxy already exists"));
        });

        it("has one target group, which AWS makes", () => {
            const group = (dbProxyName: string) =>
                made.aws.create("aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup", "g", { dbProxyName });
            assert.throws(() => group("none"), refusal("ModifyDBProxyTargetGroup", "DBProxyNotFoundFault", "DBProxy none doesn't exist"));
            proxy();
            assert.deepEqual(missingOutputs(group("proxy")), []);
            assert.equal(group("proxy").outputs["name"], "default");
        });

        it("stands before an instance or a cluster that is there", () => {
            const operation = "RegisterDBProxyTargets";
            proxy();
            assert.throws(
                () => target({ dbInstanceIdentifier: "none" }),
                refusal(operation, "DBInstanceNotFound", "DBInstance none not found."),
            );
            assert.throws(
                () => target({ dbClusterIdentifier: "none" }),
                refusal(operation, "DBClusterNotFoundFault", "DBCluster none not found."),
            );
            const other = { dbInstanceIdentifier: "vectors", targetGroupName: "other" };
            assert.throws(
                () => target(other),
                refusal(operation, "DBProxyTargetGroupNotFoundFault", "TargetGroup other of DBProxy proxy doesn't exist"),
            );
            const instance = made.aws.create("aws:rds/instance:Instance", "vectors", { ...LEAST_INSTANCE, dbSubnetGroupName: "isolated" });
            const registered = target({ dbInstanceIdentifier: "vectors" });
            assert.deepEqual(missingOutputs(registered), []);
            assert.equal(registered.id, "proxy/default/RDS_INSTANCE/vectors");
            assert.equal(registered.outputs["endpoint"], instance.outputs["address"]);
            const again = refusal(operation, "DBProxyTargetAlreadyRegisteredFault", "The target vectors is already registered.");
            assert.throws(() => target({ dbInstanceIdentifier: "vectors" }), again);
        });

        it("takes its targets along", () => {
            cluster();
            const standing = proxy();
            assert.equal(target({ dbClusterIdentifier: "vectors" }).outputs["trackedClusterId"], "vectors");
            made.aws.delete(standing);
            assert.deepEqual(made.aws.stored(TARGET), []);
        });
    });
});
