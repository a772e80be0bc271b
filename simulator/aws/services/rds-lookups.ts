/**
 * What the types of RDS and DocumentDB look up and refuse alike.
 *
 * DocumentDB's control plane is RDS's: instances, clusters, groups and snapshots of both share their names in a Region
 * (https://docs.aws.amazon.com/documentdb/latest/developerguide/what-is.html).
 */
import type { StoredResource } from "../account";
import { accountToken } from "../filled-in";
import { requiredText } from "../reading";
import { Refusal } from "../refusal";
import type { Call } from "../resource-type";
import { findUsableKey } from "./kms";

/** What refusals are signed with: `RDS` or `DocDB`, the SDK's names. */
export type Control = "RDS" | "DocDB";

export const INSTANCES = [
    "aws:rds/instance:Instance",
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:docdb/clusterInstance:ClusterInstance",
];
export const CLUSTER_INSTANCES = INSTANCES.slice(1);
export const CLUSTERS = ["aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster"];
export const SUBNET_GROUPS = ["aws:rds/subnetGroup:SubnetGroup", "aws:docdb/subnetGroup:SubnetGroup"];

type Place = Pick<Call, "account" | "region">;

/** Everything of these types in the Region. */
export function inRegion({ account, region }: Place, types: readonly string[]): readonly StoredResource[] {
    return types.flatMap((type) => account.list(type)).filter((resource) => resource.region === region);
}

/** The resource of these types whose property has that value, for example the cluster with a `clusterIdentifier`. */
export function having(place: Place, types: readonly string[], property: string, value: string): StoredResource | undefined {
    return inRegion(place, types).find(({ properties }) => properties[property] === value);
}

/**
 * The rule for identifiers of instances and clusters, as the provider checks it before a deployment.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export function identifierProblems(property: string, value: unknown): { property: string; reason: string }[] {
    if (typeof value !== "string") return [];
    const reasons = [
        ...(/^[0-9a-z-]*$/.test(value) ? [] : ["only lowercase alphanumeric characters and hyphens allowed"]),
        ...(/^[a-z]/.test(value) ? [] : ["first character must be a letter"]),
        ...(value.includes("--") ? ["cannot contain two consecutive hyphens"] : []),
        ...(value.endsWith("-") ? ["cannot end with a hyphen"] : []),
    ];
    return reasons.map((reason) => ({ property, reason: `${reason} in "${property}", but it is ${value}` }));
}

/** The rule for the name of a final snapshot, as the provider checks it. */
export function snapshotNameProblems(value: unknown): { property: string; reason: string }[] {
    if (typeof value !== "string" || /^(?!.*--)[A-Za-z][0-9A-Za-z-]*(?<!-)$/.test(value)) return [];
    const reason = `must begin with a letter, contain only alphanumeric characters and hyphens, no two in a row, and not end with one, but it is ${value}`;
    return [{ property: "finalSnapshotIdentifier", reason }];
}

/** Identifiers have at most 63 characters; the provider leaves this to AWS. */
export function refuseLongIdentifier(control: Control, operation: string, parameter: string, identifier: string): void {
    if (identifier.length <= 63) return;
    const reason = `The parameter ${parameter} is not a valid identifier. Identifiers must be no more than 63 characters long.`;
    throw new Refusal(control, operation, "InvalidParameterValue", reason);
}

/**
 * What AWS refuses as a master password. The password itself never gets into the message.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
 */
export function refuseWeakPassword(control: Control, operation: string, password: string | undefined, longest: number): void {
    if (password === undefined) return;
    const refuse = (why: string) => {
        throw new Refusal(control, operation, "InvalidParameterValue", `The parameter MasterUserPassword is not a valid password${why}`);
    };
    if (password.length < 8) refuse(" because it is shorter than 8 characters.");
    if (password.length > longest) refuse(` because it is longer than ${longest} characters.`);
    if (!/^[!-~]*$/.test(password) || /[/@"]/.test(password)) {
        refuse(`. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`);
    }
}

/** Names that the engines keep for themselves: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.html */
const RESERVED_USER_NAMES = ["admin", "rdsadmin", "rds_superuser", "rdsrepladmin", "root", "serviceadmin", "public", "user"];

export function refuseBadMasterUser(control: Control, operation: string, name: string | undefined): void {
    if (name === undefined) return;
    if (RESERVED_USER_NAMES.includes(name.toLowerCase())) {
        const reason = `MasterUsername ${name} cannot be used as it is a reserved word used by the engine`;
        throw new Refusal(control, operation, "InvalidParameterValue", reason);
    }
    if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(name)) {
        const reason = "The parameter MasterUsername must begin with a letter and contain only alphanumeric characters.";
        throw new Refusal(control, operation, "InvalidParameterValue", reason);
    }
}

/**
 * The key that encrypts a database: the one named, else AWS's own.
 * @throws Refusal KMSKeyNotAccessibleFault
 */
export function encryptionKey(call: Call, control: Control, operation: string, kmsKeyId: string): string {
    const key = findUsableKey(call, kmsKeyId);
    if (key !== undefined) return key.arn;
    const reason = `The specified KMS key [${kmsKeyId}] does not exist, is not enabled or you do not have permissions to access it.`;
    throw new Refusal(control, operation, "KMSKeyNotAccessibleFault", reason);
}

/**
 * The groups of a database: those named, which must be of its VPC, else the VPC's default group.
 * @throws Refusal
 */
export function databaseSecurityGroups(
    call: Call,
    control: Control,
    operation: string,
    vpcId: string,
    groupIds: readonly string[] | undefined,
): string[] {
    if (groupIds === undefined || groupIds.length === 0) {
        const vpc = call.account.find("aws:ec2/vpc:Vpc", vpcId);
        return vpc === undefined ? [] : [requiredText(vpc.properties, "defaultSecurityGroupId")];
    }
    for (const groupId of groupIds) {
        const found = call.account.find("aws:ec2/securityGroup:SecurityGroup", groupId);
        if (found === undefined) {
            throw new Refusal(control, operation, "InvalidParameterValue", `Invalid security group , groupId= ${groupId}, groupName=.`);
        }
        const groupVpc = requiredText(found.properties, "vpcId");
        if (groupVpc === vpcId) continue;
        const reason =
            "The DB instance and EC2 security group are in different VPCs. " +
            `The DB instance is in ${vpcId} and the EC2 security group is in ${groupVpc}`;
        throw new Refusal(control, operation, "InvalidParameterCombination", reason);
    }
    return [...groupIds];
}

/** The part of an endpoint that is the same for all databases of an account and Region. */
export function endpointDomain({ account, region }: Place, service: "rds" | "docdb"): string {
    return `${accountToken(account, `rds ${region}`, 12)}.${region}.${service}.amazonaws.com`;
}

/** Hosted zone of the endpoints of a Region, for alias records. */
export function endpointHostedZone({ account, region }: Place, service: "rds" | "docdb"): string {
    return `Z${accountToken(account, `${service} zone ${region}`, 13).toUpperCase()}`;
}
