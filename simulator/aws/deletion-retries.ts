/**
 * Which refusals of a deletion the real provider waits out.
 *
 * AWS notices a moment late that what used a resource is gone, and the engine deletes what does not depend on each other in parallel.
 * A provider that gave up at once would fail a destroy that merely had to wait.
 *
 * The codes of a type are those under `deleteBehaviour` and `errors` in `facts/`. A subnet group in use, a policy that is still attached
 * and a file system with mount targets are not among them: the provider reports those at once.
 */
import type { Refusal } from "./refusal";

/** A code, and the words that its message must have where AWS uses the code for other things too. */
type RetriedCode = string | { readonly code: string; readonly words: string };

const RETRIED_CODES: Readonly<Record<string, readonly RetriedCode[]>> = {
    "aws:acm/certificate:Certificate": ["ResourceInUseException"],
    "aws:autoscaling/group:Group": ["ResourceInUse", "ScalingActivityInProgress"],
    "aws:backup/plan:Plan": [{ code: "InvalidRequestException", words: "selections must be deleted prior" }],
    "aws:ebs/volume:Volume": ["VolumeInUse"],
    "aws:ec2/internetGateway:InternetGateway": ["DependencyViolation"],
    "aws:ec2/securityGroup:SecurityGroup": ["DependencyViolation", "InvalidGroup.InUse"],
    "aws:ec2/subnet:Subnet": ["DependencyViolation"],
    "aws:ec2/vpc:Vpc": ["DependencyViolation"],
    "aws:ecs/cluster:Cluster": [
        "ClusterContainsContainerInstancesException",
        "ClusterContainsServicesException",
        "ClusterContainsTasksException",
        "UpdateInProgressException",
    ],
    "aws:elasticache/parameterGroup:ParameterGroup": ["InvalidCacheParameterGroupState"],
    "aws:iam/role:Role": ["DeleteConflict"],
    // The exception of Elastic Load Balancing is called ResourceInUseException, its code on the wire has no suffix.
    "aws:lb/targetGroup:TargetGroup": ["ResourceInUse"],
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": ["InvalidDBParameterGroupState"],
    "aws:rds/parameterGroup:ParameterGroup": ["InvalidDBParameterGroupState"],
    "aws:servicediscovery/httpNamespace:HttpNamespace": ["ResourceInUse"],
    "aws:wafv2/ipSet:IpSet": ["WAFAssociatedItemException"],
    "aws:wafv2/webAcl:WebAcl": ["WAFAssociatedItemException", "WAFUnavailableEntityException"],
};

/**
 * Whether the provider tries the deletion again after this refusal.
 *
 * @param type Pulumi's type token
 */
export function isRetried(type: string, refusal: Refusal): boolean {
    return (RETRIED_CODES[type] ?? []).some((retried) =>
        typeof retried === "string" ? refusal.code === retried : refusal.code === retried.code && refusal.message.includes(retried.words),
    );
}
