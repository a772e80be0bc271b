import { strict as assert } from "node:assert";
import { service as efs } from "../../../../simulator/aws/services/efs";
import { service as kms } from "../../../../simulator/aws/services/kms";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployed } from "../harness";
import { ID, network, type Network } from "./ec2-fixtures";
import { missingOutputs } from "./rds-fixtures";

const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";
const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";

describe("Amazon EFS", () => {
    let made: Network;
    let files: Deployed;
    beforeEach(() => {
        made = network([efs, kms]);
        files = made.aws.create(FILE_SYSTEM, "files", { creationToken: "files", tags: { Name: "files" } });
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error EFS: ${operation}, api error ${code}: ${reason}` };
    }
    const mount = (subnet: Deployed, inputs: Properties = {}) =>
        made.aws.create(MOUNT_TARGET, "m", { fileSystemId: files.id, subnetId: subnet.id, ...inputs });

    it("has AWS's names and defaults", () => {
        assert.deepEqual(missingOutputs(files), []);
        assert.match(files.id, /^fs-[0-9a-f]{17}$/);
        assert.equal(files.outputs["dnsName"], `${files.id}.efs.us-east-1.amazonaws.com`);
        assert.equal(files.outputs["name"], "files");
        assert.equal(files.outputs["encrypted"], false);
    });

    it("refuses a creation token that is taken", () => {
        const reason = `File system '${files.id}' already exists with creation token 'files'`;
        assert.throws(
            () => made.aws.create(FILE_SYSTEM, "again", { creationToken: "files" }),
            refusal("CreateFileSystem", "FileSystemAlreadyExists", reason),
        );
    });

    it("fails with a key but without encryption, and refuses a key that is missing", () => {
        const kmsKeyId = "arn:aws:kms:us-east-1:123456789012:key/none";
        const create = (inputs: Properties) => made.aws.create(FILE_SYSTEM, "other", { creationToken: "other", kmsKeyId, ...inputs });
        assert.throws(() => create({}), { message: "encrypted must be set to true when kms_key_id is specified" });
        assert.throws(
            () => create({ encrypted: true }),
            refusal("CreateFileSystem", "KMSKeyNotFound", `The KMS key ${kmsKeyId} does not exist or is not enabled.`),
        );
    });

    it("refuses provisioned throughput without a number", () => {
        const create = () => made.aws.create(FILE_SYSTEM, "other", { creationToken: "other", throughputMode: "provisioned" });
        const reason = "Provisioned throughput value must be specified for provisioned throughput mode.";
        assert.throws(create, refusal("CreateFileSystem", "BadRequest", reason));
    });

    it("is mounted in a subnet, with an address and the VPC's default group", () => {
        const target = mount(made.first);
        assert.deepEqual(missingOutputs(target), []);
        assert.match(target.id, /^fsmt-[0-9a-f]{17}$/);
        assert.equal(target.outputs["mountTargetDnsName"], `us-east-1a.${files.id}.efs.us-east-1.amazonaws.com`);
        assert.equal(target.outputs["ipAddress"], "10.0.0.4");
        assert.match(target.outputs["networkInterfaceId"] as string, ID.interface);
        assert.deepEqual(target.outputs["securityGroups"], [made.vpc.outputs["defaultSecurityGroupId"]]);
        assert.equal(made.aws.read(files)?.outputs["numberOfMountTargets"], 1);
        made.aws.delete(target);
        assert.deepEqual(made.aws.stored("aws:ec2/networkInterface:NetworkInterface"), []);
    });

    it("refuses a second mount target in a zone, and one in another VPC", () => {
        mount(made.first);
        const same = made.subnet("same", "10.0.9.0/24", "us-east-1a");
        assert.throws(() => mount(same), refusal("CreateMountTarget", "MountTargetConflict", "mount target already exists in this AZ"));
        const vpc = made.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
        const other = made.aws.create("aws:ec2/subnet:Subnet", "other", {
            vpcId: vpc.id,
            cidrBlock: "10.1.0.0/24",
            availabilityZone: "us-east-1b",
        });
        const reason = "requested subnet for new mount target is not in the same VPC as existing mount targets";
        assert.throws(() => mount(other), refusal("CreateMountTarget", "MountTargetConflict", reason));
        assert.match(mount(made.second).id, /^fsmt-/);
    });

    it("refuses file systems, subnets and groups that are missing", () => {
        assert.throws(
            () => mount(made.first, { fileSystemId: "fs-none" }),
            refusal("CreateMountTarget", "FileSystemNotFound", "File system 'fs-none' does not exist."),
        );
        assert.throws(
            () => mount(made.first, { subnetId: "subnet-none" }),
            refusal("CreateMountTarget", "SubnetNotFound", "The subnet ID 'subnet-none' does not exist"),
        );
        assert.throws(
            () => mount(made.first, { securityGroups: ["sg-none"] }),
            refusal("CreateMountTarget", "SecurityGroupNotFound", "The security group ID 'sg-none' does not exist"),
        );
        const policy = { fileSystemId: "fs-none", backupPolicy: { status: "ENABLED" } };
        const backup = () => made.aws.create("aws:efs/backupPolicy:BackupPolicy", "b", policy);
        assert.throws(backup, refusal("PutBackupPolicy", "FileSystemNotFound", "File system 'fs-none' does not exist."));
    });

    it("refuses more than five groups", () => {
        const securityGroups = [1, 2, 3, 4, 5, 6].map((i) => `sg-${i}`);
        assert.throws(
            () => mount(made.first, { securityGroups }),
            refusal("CreateMountTarget", "SecurityGroupLimitExceeded", "A mount target has at most 5 security groups."),
        );
    });

    it("changes its groups in place", () => {
        const group = made.securityGroup("files");
        const target = mount(made.first);
        const inputs = { fileSystemId: files.id, subnetId: made.first.id, securityGroups: [group.id] };
        assert.deepEqual(made.aws.update(target, inputs).outputs["securityGroups"], [group.id]);
    });

    it("has access points at absolute paths of at most four folders", () => {
        const point = (path?: string) =>
            made.aws.create(ACCESS_POINT, "p", { fileSystemId: files.id, ...(path !== undefined && { rootDirectory: { path } }) });
        assert.deepEqual(missingOutputs(point()), []);
        assert.deepEqual(point().outputs["rootDirectory"], { path: "/" });
        assert.deepEqual(point("/a/b/c/d").outputs["rootDirectory"], { path: "/a/b/c/d" });
        for (const path of ["a", "/a/b/c/d/e"]) {
            const reason = `Invalid path '${path}': it must be absolute, with at most four subdirectories.`;
            assert.throws(() => point(path), refusal("CreateAccessPoint", "BadRequest", reason));
        }
    });

    it("stays while it is mounted, and takes its access points along", () => {
        const target = mount(made.first);
        made.aws.create(ACCESS_POINT, "p", { fileSystemId: files.id });
        assert.throws(
            () => {
                made.aws.delete(files);
            },
            refusal("DeleteFileSystem", "FileSystemInUse", `File system '${files.id}' has mount targets attached.`),
        );
        made.aws.delete(target);
        made.aws.delete(files);
        assert.deepEqual(
            made.aws.store.all().filter(({ type }) => type.startsWith("aws:efs/")),
            [],
        );
    });
});
