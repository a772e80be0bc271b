import type { Policies } from "@pulumi/policy";
import { databaseRequireBackups } from "./rules/database-require-backups";
import { databaseRequireDeletionProtection } from "./rules/database-require-deletion-protection";
import { databaseRequireTls } from "./rules/database-require-tls";
import { ec2RequireImdsv2 } from "./rules/ec2-require-imdsv2";
import { ecsTaskDisallowHostAccess } from "./rules/ecs-task-disallow-host-access";
import { elasticacheRequireAuthentication } from "./rules/elasticache-require-authentication";
import { iamDisallowAdministratorAccess } from "./rules/iam-disallow-administrator-access";
import { iamPolicyDisallowDataOnEveryResource } from "./rules/iam-policy-disallow-data-on-every-resource";
import { iamPolicyDisallowNegation } from "./rules/iam-policy-disallow-negation";
import { iamPolicyDisallowWildcardActions } from "./rules/iam-policy-disallow-wildcard-actions";
import { iamPolicyRequireValidDocument } from "./rules/iam-policy-require-valid-document";
import { iamRoleRequireNarrowTrust } from "./rules/iam-role-require-narrow-trust";
import { lambdaDisallowPublicAccess } from "./rules/lambda-disallow-public-access";
import { loadBalancerRequireHttps } from "./rules/load-balancer-require-https";
import { loadBalancerRequireModernTls } from "./rules/load-balancer-require-modern-tls";
import { logGroupRequireRetention } from "./rules/log-group-require-retention";
import { resourcePolicyDisallowPublicPrincipals } from "./rules/resource-policy-disallow-public-principals";
import { resourceRequireTags } from "./rules/resource-require-tags";
import { s3BucketRequireTls } from "./rules/s3-bucket-require-tls";
import { s3BucketRequireVersioning } from "./rules/s3-bucket-require-versioning";
import { secretRequireRecoveryWindow } from "./rules/secret-require-recovery-window";
import { securityGroupDisallowOpenAdminPorts } from "./rules/security-group-disallow-open-admin-ports";
import { snapshotDisallowPublicSharing } from "./rules/snapshot-disallow-public-sharing";
import { storageRequireDeletionProtection } from "./rules/storage-require-deletion-protection";
import { storageRequireEncryption } from "./rules/storage-require-encryption";
import { workloadDisallowPublicAddress } from "./rules/workload-disallow-public-address";

/** What holds for the AWS resources of any program: encryption, exposure, rights, retention, protection and tags; in the order of RULES.md. */
export const BASELINE: Policies = [
    loadBalancerRequireHttps,
    loadBalancerRequireModernTls,
    s3BucketRequireTls,
    databaseRequireTls,
    elasticacheRequireAuthentication,
    storageRequireEncryption,
    securityGroupDisallowOpenAdminPorts,
    ec2RequireImdsv2,
    ecsTaskDisallowHostAccess,
    lambdaDisallowPublicAccess,
    snapshotDisallowPublicSharing,
    resourcePolicyDisallowPublicPrincipals,
    iamPolicyRequireValidDocument,
    iamPolicyDisallowWildcardActions,
    iamPolicyDisallowDataOnEveryResource,
    iamPolicyDisallowNegation,
    iamRoleRequireNarrowTrust,
    iamDisallowAdministratorAccess,
    logGroupRequireRetention,
    databaseRequireBackups,
    s3BucketRequireVersioning,
    databaseRequireDeletionProtection,
    storageRequireDeletionProtection,
    secretRequireRecoveryWindow,
    resourceRequireTags,
    workloadDisallowPublicAddress,
];
