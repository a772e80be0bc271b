import { TYPES } from "../../policy-pack/types";
import { UNKNOWN_TEXT } from "./graph";
import type { SentResource } from "./pack-process";

const STATEMENTS = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
    { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::files" },
];

/** A stack in a first preview that breaks every rule of the baseline. */
export const BROKEN_BASELINE: readonly SentResource[] = [
    {
        type: TYPES.listener,
        name: "plain",
        props: { protocol: "HTTP", defaultActions: [{ type: "forward" }], loadBalancerArn: UNKNOWN_TEXT },
    },
    {
        type: TYPES.listener,
        name: "old",
        props: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08", loadBalancerArn: UNKNOWN_TEXT },
    },
    {
        type: TYPES.rdsParameterGroup,
        name: "parameters",
        props: { family: "postgres16", parameters: [{ name: "rds.force_ssl", value: "0" }] },
    },
    { type: TYPES.replicationGroup, name: "sessions", props: { atRestEncryptionEnabled: true, transitEncryptionEnabled: true } },
    { type: TYPES.launchTemplate, name: "machines", props: { networkInterfaces: [{ associatePublicIpAddress: "true" }] } },
    { type: TYPES.fileSystem, name: "shared", props: { encrypted: false } },
    { type: TYPES.taskDefinition, name: "agent", props: { containerDefinitions: "[]", pidMode: "host" } },
    { type: TYPES.functionUrl, name: "hook", props: { authorizationType: "NONE" } },
    { type: TYPES.rdsSnapshot, name: "copy", props: { sharedAccounts: ["all"] } },
    {
        type: TYPES.fileSystemPolicy,
        name: "anybody",
        props: { policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "*" } }) },
    },
    { type: "aws:iam/policy:Policy", name: "malformed", props: { policy: "{" } },
    { type: "aws:iam/rolePolicy:RolePolicy", name: "wide", props: { policy: JSON.stringify({ Statement: STATEMENTS }) } },
    {
        type: TYPES.role,
        name: "scheduled",
        props: {
            assumeRolePolicy: JSON.stringify({
                Statement: { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" },
            }),
            managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        },
    },
    { type: TYPES.logGroup, name: "logs", props: { tags: { owner: "me" }, tagsAll: {} } },
    { type: TYPES.secret, name: "key", props: { recoveryWindowInDays: 0 } },
    { type: TYPES.rdsInstance, name: "vectors", props: { storageEncrypted: true, backupRetentionPeriod: 1, skipFinalSnapshot: true } },
    { type: TYPES.bucket, name: "files", props: { forceDestroy: true } },
    { type: TYPES.bucket, name: "kept", props: {} },
    {
        type: TYPES.securityGroupEgressRule,
        name: "shell",
        props: { securityGroupId: UNKNOWN_TEXT, cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 22, toPort: 22 },
    },
];

const PRODUCTION = { productionStacks: ["dev"] };

/** Makes the stack one of production, for the rules that ask more of those, and requires a tag. */
export const CONFIGURATION_OF_BASELINE = {
    "load-balancer-require-https": PRODUCTION,
    "database-require-backups": PRODUCTION,
    "database-require-deletion-protection": PRODUCTION,
    "storage-require-deletion-protection": PRODUCTION,
    "secret-require-recovery-window": PRODUCTION,
    "resource-require-tags": { tags: ["cost-center"] },
};

/** What each resource of {@link BROKEN_BASELINE} is told. */
export const EXPECTED_OF_RESOURCES: readonly string[] = [
    "mandatory load-balancer-require-modern-tls: sslPolicy of listener old = ELBSecurityPolicy-2016-08; wanted is " +
        "ELBSecurityPolicy-TLS13-1-2-2021-06 or another without TLS 1.0 and 1.1.",
    "mandatory database-require-tls: parameter rds.force_ssl of parameters = 0; wanted is 1.",
    "mandatory elasticache-require-authentication: authToken and userGroupIds of cache sessions = not set; wanted is one of them, " +
        "with transitEncryptionEnabled = true.",
    "mandatory ec2-require-imdsv2: metadataOptions.httpTokens of machines = not set; wanted is required.",
    "advisory workload-disallow-public-address: networkInterfaces[0].associatePublicIpAddress of machines = true; wanted is false, " +
        "and a route to a NAT gateway.",
    "mandatory storage-require-encryption: encrypted of shared = false; wanted is true.",
    "mandatory storage-require-deletion-protection: option protect of file system shared = false; wanted is true in production.",
    "mandatory ecs-task-disallow-host-access: pidMode of agent = host; wanted is another mode, such as awsvpc or task.",
    "mandatory lambda-disallow-public-access: authorizationType of function URL hook = NONE, which is for everybody; wanted is AWS_IAM.",
    "mandatory snapshot-disallow-public-sharing: sharedAccounts of snapshot copy = all, which is everybody; wanted are account numbers.",
    "mandatory resource-policy-disallow-public-principals: statement 1 in policy of anybody allows everybody *; wanted are principals " +
        "by ARN, or a condition such as aws:PrincipalOrgID or aws:SourceArn.",
    "mandatory iam-policy-require-valid-document: policy of malformed cannot be read: it is not JSON; wanted is a policy document as " +
        "IAM defines it.",
    "mandatory iam-policy-disallow-wildcard-actions: statement 1 in policy of wide allows every action (*); wanted are the actions " +
        "that are needed.",
    "mandatory iam-policy-disallow-data-on-every-resource: statement 2 in policy of wide allows secretsmanager:GetSecretValue on *; " +
        "wanted are the resources by ARN.",
    "mandatory iam-policy-disallow-negation: statement 3 in policy of wide allows every action but iam:* (NotAction); wanted is Action.",
    "mandatory iam-role-require-narrow-trust: statement 1 in assumeRolePolicy of scheduled trusts scheduler.amazonaws.com on behalf " +
        "of everybody; wanted is a condition on aws:SourceAccount or aws:SourceArn.",
    "mandatory iam-disallow-administrator-access: managedPolicyArns of scheduled = arn:aws:iam::aws:policy/AdministratorAccess; " +
        "wanted is a policy with the actions that are needed.",
    "mandatory log-group-require-retention: retentionInDays of log group logs = not set, which is for ever; wanted are days such as " +
        "30 or 365.",
    "mandatory secret-require-recovery-window: recoveryWindowInDays of secret key = 0; wanted are 7 to 30 days in production.",
    "mandatory database-require-backups: backupRetentionPeriod of vectors = 1; wanted are 7 days or more in production.",
    "mandatory database-require-deletion-protection: deletionProtection of vectors = not set; wanted is true in production.",
    "mandatory database-require-deletion-protection: skipFinalSnapshot of vectors = true; wanted is false in production.",
    "mandatory storage-require-deletion-protection: forceDestroy of bucket files = true; wanted is false in production.",
    "mandatory security-group-disallow-open-admin-ports: egress rule of shell lets through to 0.0.0.0/0 tcp 22 (SSH); wanted are the " +
        "addresses or the security group that need it.",
];

/** What the stack as a whole is told. */
export const EXPECTED_OF_STACK: readonly string[] = [
    "mandatory load-balancer-require-https: defaultActions of HTTP listener plain = forward; wanted is redirect to HTTPS.",
    "mandatory s3-bucket-require-tls: bucket files takes plain HTTP; wanted is a policy with a Deny for everybody of s3:* on the " +
        "bucket and its objects where aws:SecureTransport is false.",
    "mandatory s3-bucket-require-tls: bucket kept takes plain HTTP; wanted is a policy with a Deny for everybody of s3:* on the " +
        "bucket and its objects where aws:SecureTransport is false.",
    "mandatory s3-bucket-require-versioning: bucket kept keeps no versions; wanted is a BucketVersioning with status = Enabled.",
    "mandatory resource-require-tags: tags of logs lack cost-center; wanted is a value for it.",
];
