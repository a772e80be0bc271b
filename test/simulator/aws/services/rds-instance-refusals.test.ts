import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { databases, INSTANCE, type Databases } from "./rds-fixtures";

describe("aws:rds/instance:Instance, refused", () => {
    let made: Databases;
    beforeEach(() => {
        made = databases();
    });

    function refusal(code: string, reason: string, operation = "CreateDBInstance"): { message: string } {
        return { message: `operation error RDS: ${operation}, api error ${code}: ${reason}` };
    }

    const REFUSED: readonly [name: string, inputs: Properties, code: string, reason: string][] = [
        [
            "a long identifier",
            { identifier: "a".repeat(64) },
            "InvalidParameterValue",
            "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must be no more than 63 characters long.",
        ],
        [
            "a version that AWS no longer creates",
            { engineVersion: "16.4" },
            "InvalidParameterCombination",
            "Cannot find version 16.4 for postgres",
        ],
        ["a class that is none", { instanceClass: "large" }, "InvalidParameterValue", "Invalid DB Instance class: large"],
        [
            "a class that the engine does not run on",
            { instanceClass: "db.t2.micro", engineVersion: "16.13" },
            "InvalidParameterCombination",
            "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.t2.micro, Engine=postgres, EngineVersion=16.13, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.",
        ],
        [
            "a blank in the password",
            { password: "secret word" },
            "InvalidParameterValue",
            `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
        ],
        [
            "a slash in the password",
            { password: "secret/word" },
            "InvalidParameterValue",
            `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
        ],
        [
            "a short password",
            { password: "secret7" },
            "InvalidParameterValue",
            "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.",
        ],
        [
            "a long password",
            { password: "x".repeat(129) },
            "InvalidParameterValue",
            "The parameter MasterUserPassword is not a valid password because it is longer than 128 characters.",
        ],
        [
            "no password",
            { password: undefined },
            "InvalidParameterValue",
            "The parameter MasterUserPassword must be provided and must not be blank.",
        ],
        [
            "a reserved master user",
            { username: "admin" },
            "InvalidParameterValue",
            "MasterUsername admin cannot be used as it is a reserved word used by the engine",
        ],
        [
            "a master user with a dash",
            { username: "libre-chat" },
            "InvalidParameterValue",
            "The parameter MasterUsername must begin with a letter and contain only alphanumeric characters.",
        ],
        [
            "a database name with a dash",
            { dbName: "libre-chat" },
            "InvalidParameterValue",
            "DBName must begin with a letter and contain only alphanumeric characters.",
        ],
        [
            "a reserved database name",
            { dbName: "template1" },
            "InvalidParameterValue",
            "DBName template1 cannot be used. It is a reserved word for this engine",
        ],
        [
            "too little storage",
            { storageType: "gp3", allocatedStorage: 19 },
            "InvalidParameterCombination",
            "Invalid storage size for engine name postgres and storage type gp3: 19",
        ],
        [
            "too much storage",
            { allocatedStorage: 65_537 },
            "InvalidParameterCombination",
            "Invalid storage size for engine name postgres and storage type gp2: 65537",
        ],
        ["an unknown storage type", { storageType: "gp9" }, "InvalidParameterValue", "Invalid storage type: gp9"],
        [
            "throughput on a small gp3 volume",
            { storageType: "gp3", allocatedStorage: 399, storageThroughput: 250 },
            "InvalidParameterCombination",
            "You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400.",
        ],
        [
            "io1 without IOPS",
            { storageType: "io1", allocatedStorage: 100 },
            "InvalidParameterCombination",
            "You must specify IOPS when you use the io1 storage type.",
        ],
        [
            "a ceiling of storage just above its size",
            { maxAllocatedStorage: 21 },
            "InvalidParameterCombination",
            "Max storage size must be greater than storage size by at least 10%: 21 is less than 22",
        ],
        [
            "monitoring without a role",
            { monitoringInterval: 60 },
            "InvalidParameterCombination",
            "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
        ],
        [
            "a monitoring role that is missing",
            { monitoringInterval: 60, monitoringRoleArn: "arn:aws:iam::123456789012:role/none" },
            "InvalidParameterValue",
            "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING",
        ],
        [
            "a zone for Multi-AZ",
            { multiAz: true, availabilityZone: "us-east-1a" },
            "InvalidParameterCombination",
            "Requesting a specific availability zone is not valid for Multi-AZ instances.",
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
            "a subnet group that is missing",
            { dbSubnetGroupName: "none" },
            "DBSubnetGroupNotFoundFault",
            "DB subnet group 'none' does not exist.",
        ],
        [
            "no subnet group in an account without a default VPC",
            { dbSubnetGroupName: undefined },
            "InvalidSubnet",
            "No default subnet detected in VPC. Please contact AWS Support to recreate the default Subnets.",
        ],
        [
            "a parameter group that is missing",
            { parameterGroupName: "none" },
            "DBParameterGroupNotFound",
            "DBParameterGroup not found: none",
        ],
        [
            "a security group that is missing",
            { vpcSecurityGroupIds: ["sg-none"] },
            "InvalidParameterValue",
            "Invalid security group , groupId= sg-none, groupName=.",
        ],
    ];
    for (const [name, inputs, code, reason] of REFUSED) {
        it(`refuses ${name}`, () => {
            assert.throws(() => made.instance(inputs), refusal(code, reason));
        });
    }

    it("refuses a snapshot that is missing", () => {
        const message = refusal("DBSnapshotNotFound", "DBSnapshot not found: none", "RestoreDBInstanceFromDBSnapshot");
        assert.throws(() => made.instance({ snapshotIdentifier: "none" }), message);
    });

    it("refuses an engine that is not simulated", () => {
        const message = "engine = oracle-ee: the simulated AWS has the engines postgres, mysql, aurora-postgresql, docdb; use one of them";
        assert.throws(() => made.instance({ engine: "oracle-ee" }), { message });
    });

    it("refuses a second instance of one name", () => {
        made.instance();
        assert.throws(() => made.instance(), refusal("DBInstanceAlreadyExists", "DB instance already exists"));
    });

    it("refuses a security group of another VPC", () => {
        const vpc = made.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        const group = made.securityGroup("other", { vpcId: vpc.id });
        const reason = `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${made.vpc.id} and the EC2 security group is in ${vpc.id}`;
        assert.throws(() => made.instance({ vpcSecurityGroupIds: [group.id] }), refusal("InvalidParameterCombination", reason));
    });

    it("refuses a parameter group of another family", () => {
        made.aws.create("aws:rds/parameterGroup:ParameterGroup", "tls", { name: "tls", family: "postgres16" });
        const reason =
            "The parameter group tls with DBParameterGroupFamily postgres16 can't be used for this instance. Please use a parameter group with family postgres17";
        assert.throws(() => made.instance({ parameterGroupName: "tls" }), refusal("InvalidParameterCombination", reason));
    });

    it("fails without what the provider demands only when it creates", () => {
        assert.throws(() => made.instance({ allocatedStorage: undefined }), { message: '"allocated_storage": required field is not set' });
        assert.throws(() => made.instance({ username: undefined }), { message: '"username": required field is not set' });
    });

    it("fails in a preview on what the provider checks itself", () => {
        const reasons = (inputs: Properties) =>
            made.aws.check(INSTANCE, "vectors", { instanceClass: "db.t4g.micro", ...inputs }).failures.map(({ reason }) => reason);
        assert.deepEqual(reasons({ identifier: "Vectors" }), [
            `only lowercase alphanumeric characters and hyphens allowed in "identifier", but it is Vectors. Examine values at 'vectors.identifier'.`,
            `first character must be a letter in "identifier", but it is Vectors. Examine values at 'vectors.identifier'.`,
        ]);
        assert.deepEqual(reasons({ identifier: "a--b-" }), [
            `cannot contain two consecutive hyphens in "identifier", but it is a--b-. Examine values at 'vectors.identifier'.`,
            `cannot end with a hyphen in "identifier", but it is a--b-. Examine values at 'vectors.identifier'.`,
        ]);
        assert.deepEqual(reasons({ backupRetentionPeriod: 36 }), [
            "expected backupRetentionPeriod to be in the range (0 - 35), got 36. Examine values at 'vectors.backupRetentionPeriod'.",
        ]);
        assert.equal(reasons({ finalSnapshotIdentifier: "last-" }).length, 1);
        assert.deepEqual(reasons({ identifier: "vectors", backupRetentionPeriod: 35, finalSnapshotIdentifier: "Last-1" }), []);
    });
});
