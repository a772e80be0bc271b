import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import { service as groups } from "../../../../simulator/aws/services/elasticache-groups";
import { service as replicationGroups } from "../../../../simulator/aws/services/elasticache-replication-groups";
import { service as kms } from "../../../../simulator/aws/services/kms";
import type { Properties } from "../../../../simulator/provider/values";
import { network, type Network } from "./ec2-fixtures";
import { missingOutputs } from "./rds-fixtures";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup";
const PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup";
const TOKEN = "a-token-of-twenty-four-c";

describe("Amazon ElastiCache", () => {
    let made: Network;
    beforeEach(() => {
        made = network([groups, kms, replicationGroups]);
        made.aws.create(SUBNETS, "cache", { name: "Isolated", subnetIds: [made.first.id, made.second.id] });
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error ElastiCache: ${operation}, api error ${code}: ${reason}` };
    }
    const least = (inputs: Properties): Properties => ({
        replicationGroupId: "cache",
        description: "Cache",
        nodeType: "cache.t4g.micro",
        subnetGroupName: "isolated",
        ...inputs,
    });
    const create = (inputs: Properties = {}) => made.aws.create(GROUP, "cache", least(inputs));

    describe("aws:elasticache/replicationGroup:ReplicationGroup", () => {
        it("has AWS's addresses and defaults", () => {
            const group = create({ numCacheClusters: 2, engineVersion: "7.1" });
            assert.deepEqual(missingOutputs(group), []);
            assert.match(
                requiredText(group.outputs, "primaryEndpointAddress"),
                /^cache\.c[0-9a-z]{5}\.ng\.0001\.use1\.cache\.amazonaws\.com$/,
            );
            assert.match(
                requiredText(group.outputs, "readerEndpointAddress"),
                /^cache-ro\.c[0-9a-z]{5}\.ng\.0001\.use1\.cache\.amazonaws\.com$/,
            );
            assert.equal(group.outputs["arn"], "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:cache");
            assert.deepEqual(group.outputs["memberClusters"], ["cache-001", "cache-002"]);
            assert.equal(group.outputs["parameterGroupName"], "default.redis7");
            assert.equal(group.outputs["engineVersionActual"], "7.1.0");
            assert.equal(group.outputs["transitEncryptionEnabled"], false);
        });

        it("has other addresses with encryption in transit", () => {
            const { outputs } = create({ transitEncryptionEnabled: true, authToken: TOKEN });
            assert.match(requiredText(outputs, "primaryEndpointAddress"), /^master\.cache\.c[0-9a-z]{5}\.use1\.cache\.amazonaws\.com$/);
            assert.match(requiredText(outputs, "readerEndpointAddress"), /^replica\.cache\.c[0-9a-z]{5}\.use1\.cache\.amazonaws\.com$/);
        });

        it("has a configuration endpoint alone when it is sharded", () => {
            const { outputs } = create({
                numNodeGroups: 2,
                replicasPerNodeGroup: 1,
                automaticFailoverEnabled: true,
                transitEncryptionEnabled: true,
            });
            assert.match(
                requiredText(outputs, "configurationEndpointAddress"),
                /^clustercfg\.cache\.c[0-9a-z]{5}\.use1\.cache\.amazonaws\.com$/,
            );
            assert.equal(outputs["primaryEndpointAddress"], "");
            assert.deepEqual(outputs["memberClusters"], ["cache-0001-001", "cache-0001-002", "cache-0002-001", "cache-0002-002"]);
            assert.equal(outputs["parameterGroupName"], "default.redis7.cluster.on");
        });

        const REFUSED: readonly [name: string, inputs: Properties, code: string, reason: string][] = [
            [
                "a token without encryption in transit",
                { authToken: TOKEN },
                "InvalidParameterCombination",
                "The AUTH token is only supported when encryption-in-transit is enabled",
            ],
            [
                "a short token",
                { transitEncryptionEnabled: true, authToken: "x".repeat(15) },
                "InvalidParameterValue",
                "Invalid AUTH token provided. Please check valid AUTH token format.",
            ],
            [
                "a long token",
                { transitEncryptionEnabled: true, authToken: "x".repeat(129) },
                "InvalidParameterValue",
                "Invalid AUTH token provided. Please check valid AUTH token format.",
            ],
            [
                "a token with an at sign",
                { transitEncryptionEnabled: true, authToken: `${TOKEN}@` },
                "InvalidParameterValue",
                "Invalid AUTH token provided. Please check valid AUTH token format.",
            ],
            [
                "failover without a second node",
                { numNodeGroups: 1, automaticFailoverEnabled: true },
                "InvalidParameterValue",
                "When using automatic failover, there must be at least 2 cache clusters in the replication group.",
            ],
            [
                "a zone too many",
                { numCacheClusters: 1, preferredCacheClusterAzs: ["us-east-1a", "us-east-1b"] },
                "InvalidParameterCombination",
                "Number of Availability Zones must match the number of cache clusters",
            ],
            ["a version that there is not", { engineVersion: "9.9" }, "InvalidParameterCombination", "Cannot find version 9.9 for redis"],
            [
                "a node type that there is not",
                { nodeType: "cache.t4g.huge" },
                "InvalidParameterValue",
                "The parameter CacheNodeType is not a valid node type: cache.t4g.huge",
            ],
            [
                "a subnet group that is missing",
                { subnetGroupName: "none" },
                "CacheSubnetGroupNotFoundFault",
                "Cache Subnet Group none does not exist.",
            ],
            [
                "no subnet group in an account without a default VPC",
                { subnetGroupName: undefined },
                "InvalidParameterValue",
                "Use of cache security groups is not permitted in this API version for your account.",
            ],
            [
                "a parameter group that is missing",
                { parameterGroupName: "none" },
                "CacheParameterGroupNotFound",
                "CacheParameterGroup not found: none",
            ],
            [
                "a security group that is missing",
                { securityGroupIds: ["sg-none"] },
                "InvalidParameterValue",
                "Some security groups are invalid: sg-none",
            ],
            [
                "a key that is missing",
                { atRestEncryptionEnabled: true, kmsKeyId: "none" },
                "InvalidParameterValue",
                "The specified KMS key none does not exist, or it is not enabled.",
            ],
        ];
        for (const [name, inputs, code, reason] of REFUSED) {
            it(`refuses ${name}`, () => {
                assert.throws(() => create(inputs), refusal("CreateReplicationGroup", code, reason));
            });
        }

        it("takes the shortest and the longest token", () => {
            assert.equal(create({ transitEncryptionEnabled: true, authToken: "x".repeat(16) }).id, "cache");
            assert.equal(create({ replicationGroupId: "other", transitEncryptionEnabled: true, authToken: "x".repeat(128) }).id, "other");
        });

        it("refuses a name that is taken", () => {
            create();
            assert.throws(
                () => create(),
                refusal("CreateReplicationGroup", "ReplicationGroupAlreadyExists", "Replication group cache already exists."),
            );
        });

        it("refuses a security group of another VPC", () => {
            const vpc = made.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
            const { id } = made.securityGroup("other", { vpcId: vpc.id });
            const reason = `The cache cluster and the security group ${id} are in different VPCs: ${made.vpc.id} and ${vpc.id}`;
            assert.throws(
                () => create({ securityGroupIds: [id] }),
                refusal("CreateReplicationGroup", "InvalidParameterCombination", reason),
            );
        });

        it("refuses a parameter group of another family", () => {
            made.aws.create(PARAMETERS, "p", { name: "p", family: "redis6.x" });
            const reason = "Expected a parameter group of family redis7 but found one of family redis6.x";
            assert.throws(
                () => create({ parameterGroupName: "p" }),
                refusal("CreateReplicationGroup", "InvalidParameterCombination", reason),
            );
        });

        it("fails without a node type only when it is created", () => {
            assert.throws(() => create({ nodeType: undefined }), {
                message: '"node_type" is required unless "global_replication_group_id" is set.',
            });
        });

        it("fails in a preview on what the provider checks itself", () => {
            const reasons = (inputs: Properties) => made.aws.check(GROUP, "g", least(inputs)).failures.map(({ reason }) => reason);
            assert.deepEqual(reasons({ multiAzEnabled: true }), [
                "automatic_failover_enabled must be true if multi_az_enabled is true. Examine values at 'g.multiAzEnabled'.",
            ]);
            assert.deepEqual(reasons({ automaticFailoverEnabled: true, numCacheClusters: 1 }), [
                `"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true. Examine values at 'g.numCacheClusters'.`,
            ]);
            assert.deepEqual(reasons({ engine: "memcached" }), [
                `expected engine to be one of ["redis" "valkey"], got memcached. Examine values at 'g.engine'.`,
            ]);
            assert.deepEqual(reasons({ replicationGroupId: "a".repeat(41) }), [
                "expected length of replicationGroupId to be in the range (1 - 40), got 41. Examine values at 'g.replicationGroupId'.",
            ]);
            assert.deepEqual(reasons({ multiAzEnabled: true, automaticFailoverEnabled: true, numCacheClusters: 2 }), []);
        });

        it("is replaced by an older version, not by a newer one", () => {
            const replaces = (from: string, to: string) =>
                made.aws.diff(
                    create({ replicationGroupId: `g${from.replace(".", "")}${to.replace(".", "")}`, engineVersion: from }),
                    least({ replicationGroupId: `g${from.replace(".", "")}${to.replace(".", "")}`, engineVersion: to }),
                ).replaces;
            assert.deepEqual(replaces("7.1", "7.0"), ["engineVersion"]);
            assert.deepEqual(replaces("7.0", "7.1"), []);
        });

        it("gets nodes in place", () => {
            const group = create({ numCacheClusters: 1 });
            assert.deepEqual(made.aws.update(group, least({ numCacheClusters: 2 })).outputs["memberClusters"], ["cache-001", "cache-002"]);
        });

        it("leaves the last snapshot that it is told to, and only then", () => {
            const snapshots = () => made.aws.stored("aws:elasticache/snapshot:Snapshot");
            made.aws.delete(create());
            assert.deepEqual(snapshots(), []);
            made.aws.delete(create({ finalSnapshotIdentifier: "last" }));
            assert.deepEqual(
                snapshots().map(({ id, note }) => [id, note]),
                [["last", "final snapshot of cache"]],
            );
            const second = create({ finalSnapshotIdentifier: "last" });
            const refused = refusal("DeleteReplicationGroup", "SnapshotAlreadyExistsFault", "Snapshot with specified name already exists.");
            assert.throws(() => {
                made.aws.delete(second);
            }, refused);
        });
    });
});
