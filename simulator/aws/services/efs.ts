/** Amazon EFS: file systems, their mount targets (one a zone), access points and backup policy. */
import { ProviderError } from "../../provider/errors";
import type { StoredResource } from "../account";
import { leftOut, uuidFrom } from "../filled-in";
import { arnOf, blockOf, isSet, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { addInterface, removeInterfaces } from "./ec2-network-interfaces";
import { managedKeyArn, findUsableKey } from "./kms";

const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";
const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";

/** https://docs.aws.amazon.com/efs/latest/ug/limits.html */
const MOST_SECURITY_GROUPS = 5;

function refuse(operation: string, code: string, reason: string): never {
    throw new Refusal("EFS", operation, code, reason);
}

function fileSystemOf({ account, region }: Pick<Call, "account" | "region">, operation: string, id: string): StoredResource {
    const found = account.find(FILE_SYSTEM, id);
    return found?.region === region ? found : refuse(operation, "FileSystemNotFound", `File system '${id}' does not exist.`);
}

function mountTargetsOf({ account }: Pick<Call, "account">, fileSystemId: string): readonly StoredResource[] {
    return account.list(MOUNT_TARGET).filter(({ properties }) => properties["fileSystemId"] === fileSystemId);
}

function refuseBadFileSystem(call: CreateCall, creationToken: string): void {
    const { account, region, inputs } = call;
    if (textOf(inputs, "kmsKeyId") !== undefined && !isSet(inputs, "encrypted"))
        throw new ProviderError("encrypted must be set to true when kms_key_id is specified");
    const twin = account.list(FILE_SYSTEM).find((other) => other.region === region && other.properties["creationToken"] === creationToken);
    if (twin !== undefined) {
        refuse(
            "CreateFileSystem",
            "FileSystemAlreadyExists",
            `File system '${twin.id}' already exists with creation token '${creationToken}'`,
        );
    }
    const key = textOf(inputs, "kmsKeyId");
    if (key !== undefined && findUsableKey(call, key) === undefined)
        refuse("CreateFileSystem", "KMSKeyNotFound", `The KMS key ${key} does not exist or is not enabled.`);
}

const fileSystem: ResourceType = {
    token: FILE_SYSTEM,
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "creationToken", length: [0, 64] },
            { property: "kmsKeyId", format: "ARN" },
            { property: "performanceMode", oneOf: ["generalPurpose", "maxIO"] },
            { property: "throughputMode", oneOf: ["bursting", "provisioned", "elastic"] },
            { property: "protection.replicationOverwrite", oneOf: ["ENABLED", "DISABLED"] },
        ]),
    create(call) {
        const { account, region, inputs } = call;
        const creationToken = textOf(inputs, "creationToken") ?? uuidFrom(account.newHex(32));
        refuseBadFileSystem(call, creationToken);
        if (textOf(inputs, "throughputMode") === "provisioned" && inputs["provisionedThroughputInMibps"] === undefined) {
            refuse("CreateFileSystem", "BadRequest", "Provisioned throughput value must be specified for provisioned throughput mode.");
        }
        const id = account.newId("fs");
        const isEncrypted = isSet(inputs, "encrypted");
        return {
            id,
            computed: {
                ...leftOut(inputs, {
                    availabilityZoneName: "",
                    creationToken,
                    encrypted: false,
                    kmsKeyId: isEncrypted ? managedKeyArn(call, "elasticfilesystem") : "",
                    performanceMode: "generalPurpose",
                    protection: { replicationOverwrite: "ENABLED" },
                }),
                arn: arnOf(account, "elasticfilesystem", region, `file-system/${id}`),
                availabilityZoneId: "",
                dnsName: `${id}.efs.${region}.amazonaws.com`,
                name: textOf(blockOf(inputs, "tags") ?? {}, "Name") ?? "",
                numberOfMountTargets: 0,
                ownerId: account.accountId,
                sizeInBytes: [{ value: 6144, valueInIa: 0, valueInStandard: 6144 }],
            },
        };
    },
    update: ({ inputs }) => ({ name: textOf(blockOf(inputs, "tags") ?? {}, "Name") ?? "" }),
    delete(call) {
        const { account, current } = call;
        if (mountTargetsOf(call, current.id).length > 0)
            refuse("DeleteFileSystem", "FileSystemInUse", `File system '${current.id}' has mount targets attached.`);
        const accessPoints = account.list(ACCESS_POINT).filter(({ properties }) => properties["fileSystemId"] === current.id);
        for (const { type, id } of accessPoints) account.remove(type, id);
        return "removed";
    },
    read: (call) => ({ numberOfMountTargets: mountTargetsOf(call, call.current.id).length }),
};

/** One mount target a zone, all of one VPC: https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html */
function refuseUnfitSubnet(call: CreateCall, fileSystemId: string, subnet: StoredResource): void {
    for (const other of mountTargetsOf(call, fileSystemId)) {
        const neighbour = call.account.find("aws:ec2/subnet:Subnet", requiredText(other.properties, "subnetId"));
        if (neighbour === undefined) continue;
        if (neighbour.properties["vpcId"] !== subnet.properties["vpcId"]) {
            refuse(
                "CreateMountTarget",
                "MountTargetConflict",
                "requested subnet for new mount target is not in the same VPC as existing mount targets",
            );
        }
        if (neighbour.properties["availabilityZone"] === subnet.properties["availabilityZone"]) {
            refuse("CreateMountTarget", "MountTargetConflict", "mount target already exists in this AZ");
        }
    }
}

function securityGroupsOf(
    { account }: Pick<Call, "account">,
    operation: string,
    inputs: CreateCall["inputs"],
    vpcId: string,
): readonly string[] {
    const groups = textsOf(inputs, "securityGroups");
    if (groups.length > MOST_SECURITY_GROUPS)
        refuse(operation, "SecurityGroupLimitExceeded", `A mount target has at most ${MOST_SECURITY_GROUPS} security groups.`);
    for (const id of groups) {
        const group = account.find("aws:ec2/securityGroup:SecurityGroup", id);
        if (group?.properties["vpcId"] !== vpcId)
            refuse(operation, "SecurityGroupNotFound", `The security group ID '${id}' does not exist`);
    }
    const vpc = account.find("aws:ec2/vpc:Vpc", vpcId);
    return groups.length === 0 && vpc !== undefined ? [requiredText(vpc.properties, "defaultSecurityGroupId")] : groups;
}

const mountTarget: ResourceType = {
    token: MOUNT_TARGET,
    sets: ["securityGroups"],
    create(call) {
        const { account, region, inputs } = call;
        const operation = "CreateMountTarget";
        const fileSystemId = requiredText(inputs, "fileSystemId");
        const subnetId = requiredText(inputs, "subnetId");
        fileSystemOf(call, operation, fileSystemId);
        const subnet =
            account.find("aws:ec2/subnet:Subnet", subnetId) ??
            refuse(operation, "SubnetNotFound", `The subnet ID '${subnetId}' does not exist`);
        refuseUnfitSubnet(call, fileSystemId, subnet);
        const securityGroups = securityGroupsOf(call, operation, inputs, requiredText(subnet.properties, "vpcId"));
        const id = account.newId("fsmt");
        const description = `EFS mount target for ${fileSystemId} (${id})`;
        const made = addInterface(call, {
            owner: id,
            operation,
            subnetId,
            securityGroupIds: securityGroups,
            description,
            privateIp: textOf(inputs, "ipAddress"),
        });
        const zone = requiredText(subnet.properties, "availabilityZone");
        const dnsName = `${fileSystemId}.efs.${region}.amazonaws.com`;
        return {
            id,
            computed: {
                ...leftOut(inputs, { ipAddress: made.privateIp, ipAddressType: "IPV4_ONLY", ipv6Address: "" }),
                availabilityZoneId: textOf(subnet.properties, "availabilityZoneId") ?? "",
                availabilityZoneName: zone,
                dnsName,
                fileSystemArn: arnOf(account, "elasticfilesystem", region, `file-system/${fileSystemId}`),
                mountTargetDnsName: `${zone}.${dnsName}`,
                networkInterfaceId: made.id,
                ownerId: account.accountId,
                securityGroups,
            },
        };
    },
    update(call) {
        const subnet = call.account.find("aws:ec2/subnet:Subnet", requiredText(call.inputs, "subnetId"));
        const vpcId = subnet === undefined ? "" : requiredText(subnet.properties, "vpcId");
        return { securityGroups: securityGroupsOf(call, "ModifyMountTargetSecurityGroups", call.inputs, vpcId) };
    },
    delete({ account, current }) {
        removeInterfaces(account, current.id);
        return "removed";
    },
};

const accessPoint: ResourceType = {
    token: ACCESS_POINT,
    sets: ["posixUser.secondaryGids"],
    create(call) {
        const { account, region, inputs } = call;
        const fileSystemId = requiredText(inputs, "fileSystemId");
        fileSystemOf(call, "CreateAccessPoint", fileSystemId);
        const root = blockOf(inputs, "rootDirectory") ?? {};
        const path = textOf(root, "path") ?? "/";
        if (!/^\/(?:[^/\0]{1,255}(?:\/[^/\0]{1,255}){0,3})?$/.test(path)) {
            refuse("CreateAccessPoint", "BadRequest", `Invalid path '${path}': it must be absolute, with at most four subdirectories.`);
        }
        const id = account.newId("fsap");
        return {
            id,
            computed: {
                arn: arnOf(account, "elasticfilesystem", region, `access-point/${id}`),
                fileSystemArn: arnOf(account, "elasticfilesystem", region, `file-system/${fileSystemId}`),
                ownerId: account.accountId,
                rootDirectory: { ...root, path },
            },
        };
    },
};

const backupPolicy: ResourceType = {
    token: "aws:efs/backupPolicy:BackupPolicy",
    check: (inputs) => problemsOf(inputs, [{ property: "backupPolicy.status", oneOf: ["ENABLED", "DISABLED"] }]),
    create(call) {
        const id = requiredText(call.inputs, "fileSystemId");
        fileSystemOf(call, "PutBackupPolicy", id);
        return { id, computed: {} };
    },
};

export const service: Service = { name: "Amazon EFS", resourceTypes: [fileSystem, mountTarget, accessPoint, backupPolicy] };
