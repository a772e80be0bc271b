import type { Policies } from "@pulumi/policy";
import { BASELINE } from "./baseline";
import { databaseDisallowPublicAccess } from "./rules/database-disallow-public-access";
import { databaseRequireEncryption } from "./rules/database-require-encryption";
import { ecsTaskDisallowPlainSecrets } from "./rules/ecs-task-disallow-plain-secrets";
import { exceptionsInForce } from "./rules/exceptions-in-force";
import { packConfig } from "./rules/pack-config";
import { previewInformUndecided } from "./rules/preview-inform-undecided";
import { s3BucketRequirePublicAccessBlock } from "./rules/s3-bucket-require-public-access-block";
import { securityGroupDisallowOpenIngress } from "./rules/security-group-disallow-open-ingress";
import { stackConfig } from "./rules/stack-config";
import { stackInformMonthlyCost, stackRequireMonthlyBudget } from "./rules/stack-require-monthly-budget";
import { vpcEndpointRequireAdmittingGroup } from "./rules/vpc-endpoint-require-admitting-group";
import { vpcEndpointRequireOneSubnetPerZone } from "./rules/vpc-endpoint-require-one-subnet-per-zone";
import { vpcEndpointRequirePrivateDns } from "./rules/vpc-endpoint-require-private-dns";
import { workloadInformReachability, workloadRequireReachability } from "./rules/workload-require-reachability";

const RULES: Policies = [
    stackConfig,
    workloadRequireReachability,
    vpcEndpointRequirePrivateDns,
    vpcEndpointRequireOneSubnetPerZone,
    vpcEndpointRequireAdmittingGroup,
    securityGroupDisallowOpenIngress,
    databaseRequireEncryption,
    databaseDisallowPublicAccess,
    s3BucketRequirePublicAccessBlock,
    ecsTaskDisallowPlainSecrets,
    ...BASELINE,
    stackRequireMonthlyBudget(),
    workloadInformReachability,
    stackInformMonthlyCost(),
    previewInformUndecided,
];

/** Last, when all others have run. */
const LAST = exceptionsInForce();

/** Every rule of the pack, in the order of RULES.md. */
export const rules: Policies = [packConfig([...RULES, LAST]), ...RULES, LAST];
