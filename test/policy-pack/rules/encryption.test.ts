import { databaseRequireTls } from "../../../policy-pack/rules/database-require-tls";
import { elasticacheRequireAuthentication } from "../../../policy-pack/rules/elasticache-require-authentication";
import { storageRequireEncryption } from "../../../policy-pack/rules/storage-require-encryption";
import { TYPES } from "../../../policy-pack/types";
import { UNKNOWN_TEXT } from "../graph";
import { describeSubject } from "./subjects";

describe("rules on encryption at rest, and of databases", () => {
    const NO_TOKEN = ["authToken and userGroupIds of cache it = not set; wanted is one of them, with transitEncryptionEnabled = true."];
    describeSubject({
        policy: elasticacheRequireAuthentication,
        type: TYPES.replicationGroup,
        sound: { authToken: "hush-hush-hush-hush", engine: "redis" },
        changes: [
            [{ authToken: undefined }, NO_TOKEN],
            [{ authToken: "", userGroupIds: [] }, NO_TOKEN],
            [{ authToken: undefined, userGroupIds: ["apps"] }, []],
            [{ authToken: undefined, globalReplicationGroupId: "ldgnf-1" }, []],
            [{ authToken: undefined, globalReplicationGroupId: "" }, NO_TOKEN],
        ],
        unknown: [{ authToken: UNKNOWN_TEXT }, { authToken: undefined, userGroupIds: UNKNOWN_TEXT }],
    });
    describeSubject({
        policy: elasticacheRequireAuthentication,
        type: TYPES.cacheCluster,
        sound: { engine: "memcached" },
        changes: [
            [{ engine: "redis" }, ["engine of cache cluster it = redis, without authToken; wanted is a ReplicationGroup."]],
            [{ engine: "valkey" }, ["engine of cache cluster it = valkey, without authToken; wanted is a ReplicationGroup."]],
            [{ engine: undefined, replicationGroupId: "sessions" }, []],
            [{ engine: undefined }, []],
        ],
        unknown: [{ engine: UNKNOWN_TEXT }, { replicationGroupId: UNKNOWN_TEXT }],
    });

    for (const type of [TYPES.fileSystem, TYPES.volume]) {
        describeSubject({
            policy: storageRequireEncryption,
            type,
            sound: { encrypted: true },
            changes: [
                [{ encrypted: "true" }, []],
                [{ encrypted: false }, ["encrypted of it = false; wanted is true."]],
                [{ encrypted: undefined }, ["encrypted of it = not set; wanted is true."]],
            ],
            unknown: [{ encrypted: UNKNOWN_TEXT }],
        });
    }
    for (const type of [TYPES.instance, TYPES.launchConfiguration]) {
        describeSubject({
            policy: storageRequireEncryption,
            type,
            sound: { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ deviceName: "b", encrypted: true }] },
            changes: [
                [{ rootBlockDevice: undefined, ebsBlockDevices: undefined }, []],
                [
                    { rootBlockDevice: { volumeSize: 8 }, ebsBlockDevices: [{ encrypted: true }, { encrypted: false }] },
                    [
                        "rootBlockDevice.encrypted of it = not set; wanted is true.",
                        "ebsBlockDevices[1].encrypted of it = false; wanted is true.",
                    ],
                ],
                [{ ebsBlockDevices: [{ snapshotId: "snap-1" }] }, []],
                [{ ebsBlockDevices: [{ snapshotId: "" }] }, ["ebsBlockDevices[0].encrypted of it = not set; wanted is true."]],
            ],
            unknown: [
                { rootBlockDevice: UNKNOWN_TEXT },
                { rootBlockDevice: { encrypted: UNKNOWN_TEXT } },
                { ebsBlockDevices: UNKNOWN_TEXT },
                { ebsBlockDevices: [UNKNOWN_TEXT] },
            ],
        });
    }
    describeSubject({
        policy: storageRequireEncryption,
        type: TYPES.launchTemplate,
        sound: { blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { virtualName: "ephemeral0" }] },
        changes: [
            [{ blockDeviceMappings: undefined }, []],
            [
                { blockDeviceMappings: [{ ebs: { encrypted: "false" } }] },
                ["blockDeviceMappings[0].ebs.encrypted of it = false; wanted is true."],
            ],
        ],
        unknown: [{ blockDeviceMappings: UNKNOWN_TEXT }, { blockDeviceMappings: [{ ebs: UNKNOWN_TEXT }] }],
    });

    const parameter = (name: string, value: unknown) => ({
        parameters: [
            { name: "log_statement", value: "all" },
            { name, value },
        ],
    });
    describeSubject({
        policy: databaseRequireTls,
        type: TYPES.rdsParameterGroup,
        sound: { family: "postgres14", ...parameter("rds.force_ssl", "1") },
        changes: [
            [parameter("rds.force_ssl", 1), []],
            [parameter("rds.force_ssl", "0"), ["parameter rds.force_ssl of it = 0; wanted is 1."]],
            [{ parameters: undefined }, ["parameter rds.force_ssl of it = not set; wanted is 1."]],
            [{ parameters: undefined, family: "postgres15" }, []],
            [{ ...parameter("rds.force_ssl", "0"), family: "postgres16" }, ["parameter rds.force_ssl of it = 0; wanted is 1."]],
            [{ family: "sqlserver-ex-15.0", parameters: [] }, ["parameter rds.force_ssl of it = not set; wanted is 1."]],
            [{ family: "mysql8.0" }, ["parameter require_secure_transport of it = not set; wanted is 1."]],
            [{ family: "mariadb10.11", ...parameter("require_secure_transport", "ON") }, []],
            [{ family: "aurora-mysql8.0" }, []],
            [{ family: "oracle-ee-19", parameters: [] }, []],
            [{ family: undefined }, []],
            [{ family: 7 }, []],
        ],
        unknown: [
            { family: UNKNOWN_TEXT },
            { parameters: UNKNOWN_TEXT },
            parameter("rds.force_ssl", UNKNOWN_TEXT),
            { parameters: [UNKNOWN_TEXT] },
            parameter(UNKNOWN_TEXT, "1"),
        ],
    });
    describeSubject({
        policy: databaseRequireTls,
        type: TYPES.rdsClusterParameterGroup,
        sound: { family: "aurora-postgresql17" },
        changes: [
            [{ family: "aurora-postgresql16" }, ["parameter rds.force_ssl of it = not set; wanted is 1."]],
            [{ family: "aurora-mysql8.0" }, ["parameter require_secure_transport of it = not set; wanted is 1."]],
        ],
        unknown: [{ family: UNKNOWN_TEXT }],
    });
    describeSubject({
        policy: databaseRequireTls,
        type: TYPES.documentDbParameterGroup,
        sound: { family: "docdb5.0", ...parameter("tls", "tls1.2+") },
        changes: [
            [{ parameters: [] }, []],
            [parameter("tls", "disabled"), ["parameter tls of it = disabled; wanted is enabled."]],
        ],
        unknown: [parameter("tls", UNKNOWN_TEXT)],
    });
});
