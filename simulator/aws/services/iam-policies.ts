/** IAM managed policies: the account's own and AWS's, and attaching them to roles. */
import type { Account } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { findBy, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { policyProblem, policySize } from "./iam-policy-language";

const POLICY = "aws:iam/policy:Policy";
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ROLE = "aws:iam/role:Role";

/** Characters of a managed policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LARGEST_MANAGED_POLICY = 6144;

/**
 * Policies that AWS manages, by the end of their ARN; any other ARN under `aws:policy/` is refused, since a mistyped one is.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const AWS_MANAGED =
    `AdministratorAccess PowerUserAccess ReadOnlyAccess SecurityAudit ViewOnlyAccess AmazonS3FullAccess AmazonS3ReadOnlyAccess
    AmazonSSMManagedInstanceCore AmazonSSMReadOnlyAccess AmazonEC2ContainerRegistryReadOnly AmazonEC2ContainerRegistryPowerUser
    AmazonEC2ContainerRegistryPullOnly AmazonECS_FullAccess AmazonBedrockFullAccess AmazonBedrockReadOnly AmazonBedrockLimitedAccess
    AmazonRDSFullAccess AmazonRDSReadOnlyAccess AmazonDocDBFullAccess AmazonDocDBReadOnlyAccess AmazonElastiCacheFullAccess
    AmazonElasticFileSystemClientFullAccess AmazonElasticFileSystemClientReadWriteAccess AmazonElasticFileSystemClientReadOnlyAccess
    AmazonSNSFullAccess AmazonSQSFullAccess AmazonVPCFullAccess AWSBackupServiceRolePolicyForS3Backup AWSBackupServiceRolePolicyForS3Restore
    AWSLambda_FullAccess AWSLambda_ReadOnlyAccess AWSXRayDaemonWriteAccess AWSXrayWriteOnlyAccess AWSCodeBuildAdminAccess CloudWatchAgentServerPolicy
    CloudWatchFullAccessV2 CloudWatchLambdaInsightsExecutionRolePolicy CloudWatchLogsFullAccess CloudWatchReadOnlyAccess SecretsManagerReadWrite
    CloudWatchLambdaApplicationSignalsExecutionRolePolicy
    service-role/AmazonECSTaskExecutionRolePolicy service-role/AmazonEC2ContainerServiceforEC2Role service-role/AmazonEC2ContainerServiceAutoscaleRole
    service-role/AmazonEC2ContainerServiceEventsRole service-role/AmazonECSInfrastructureRolePolicyForVolumes
    service-role/AmazonRDSEnhancedMonitoringRole service-role/AmazonEC2RoleforSSM service-role/AmazonSSMAutomationRole
    service-role/AmazonAPIGatewayPushToCloudWatchLogs service-role/AWSConfigRole service-role/AWS_ConfigRole
    service-role/AWSBackupServiceRolePolicyForBackup service-role/AWSBackupServiceRolePolicyForRestores
    service-role/AWSLambdaBasicExecutionRole service-role/AWSLambdaVPCAccessExecutionRole service-role/AWSLambdaDynamoDBExecutionRole
    service-role/AWSLambdaKinesisExecutionRole service-role/AWSLambdaSQSQueueExecutionRole service-role/AWSLambdaRole`.split(/\s+/);

function refuse(operation: string, code: string, reason: string): never {
    throw new Refusal("IAM", operation, code, reason);
}

/** Whether a managed policy of that ARN can be attached. */
function exists(account: Account, arn: string): boolean {
    const managed = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
    return managed === undefined ? account.find(POLICY, arn) !== undefined : AWS_MANAGED.includes(managed);
}

/** @throws Refusal NoSuchEntity */
export function refuseMissingPolicy(account: Account, arn: string): void {
    if (!exists(account, arn)) refuse("AttachRolePolicy", "NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`);
}

function refuseBadPolicy(account: Account, operation: string, document: string): void {
    const problem = policyProblem(document, "identity", account);
    if (problem !== undefined) refuse(operation, "MalformedPolicyDocument", problem);
    if (policySize(document) > LARGEST_MANAGED_POLICY)
        refuse(operation, "LimitExceeded", `Cannot exceed quota for PolicySize: ${LARGEST_MANAGED_POLICY}`);
}

/** Attachments of a policy to roles. */
function attachmentsOf(account: Account, arn: string): number {
    return account.list(ATTACHMENT).filter(({ properties }) => properties["policyArn"] === arn).length;
}

const policy: ResourceType = {
    token: POLICY,
    json: ["policy"],
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 128] },
            { property: "policy", format: "JSON" },
        ]),
    create({ account, inputs }) {
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        const arn = `arn:aws:iam::${account.accountId}:policy${textOf(inputs, "path") ?? "/"}${name}`;
        if (findBy(account, POLICY, "name", name)) {
            refuse("CreatePolicy", "EntityAlreadyExists", `A policy called ${name} already exists. Duplicate names are not allowed.`);
        }
        refuseBadPolicy(account, "CreatePolicy", requiredText(inputs, "policy"));
        return {
            id: arn,
            computed: {
                ...leftOut(inputs, { namePrefix: "" }),
                arn,
                name,
                policyId: `ANPA${account.newHex(17).toUpperCase()}`,
                attachmentCount: 0,
            },
        };
    },
    update({ account, inputs, changed }) {
        if (changed.has("policy")) refuseBadPolicy(account, "CreatePolicyVersion", requiredText(inputs, "policy"));
        return {};
    },
    delete({ account, current }) {
        if (attachmentsOf(account, current.id) > 0)
            refuse("DeletePolicy", "DeleteConflict", "Cannot delete a policy attached to entities.");
        return "removed";
    },
    read: ({ account, current }) => ({ attachmentCount: attachmentsOf(account, current.id) }),
};

const rolePolicyAttachment: ResourceType = {
    token: ATTACHMENT,
    check: (inputs) => problemsOf(inputs, [{ property: "policyArn", format: "ARN" }]),
    create({ account, inputs }) {
        const role = requiredText(inputs, "role");
        const policyArn = requiredText(inputs, "policyArn");
        if (account.find(ROLE, role) === undefined)
            refuse("AttachRolePolicy", "NoSuchEntity", `The role with name ${role} cannot be found.`);
        refuseMissingPolicy(account, policyArn);
        return { id: `${role}/${policyArn}`, computed: {} };
    },
};

export const service: Service = { name: "AWS IAM (managed policies)", resourceTypes: [policy, rolePolicyAttachment] };
