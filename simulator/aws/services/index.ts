/** The services of the simulated AWS. */
import type { RunFunction } from "../../functions/runner-client";
import type { Service } from "../resource-type";
import { service as acm } from "./acm";
import { service as applicationAutoScaling } from "./application-auto-scaling";
import { service as autoScaling } from "./auto-scaling";
import { service as backup } from "./backup";
import { service as budgets } from "./budgets";
import { service as cloudfront } from "./cloudfront";
import { service as cloudtrail } from "./cloudtrail";
import { service as cloudwatchLogs } from "./cloudwatch-logs";
import { service as cloudwatch } from "./cloudwatch";
import { service as codebuild } from "./codebuild";
import { service as docdbClusterInstances } from "./docdb-cluster-instances";
import { service as docdbClusters } from "./docdb-clusters";
import { service as ec2ElasticIp } from "./ec2-elastic-ip";
import { service as ec2EndpointAssociations } from "./ec2-endpoint-associations";
import { service as ec2Endpoints } from "./ec2-endpoints";
import { service as ec2FlowLogs } from "./ec2-flow-logs";
import { service as ec2Images } from "./ec2-images";
import { service as ec2Instances } from "./ec2-instances";
import { service as ec2InternetGateway } from "./ec2-internet-gateway";
import { service as ec2LaunchTemplates } from "./ec2-launch-templates";
import { service as ec2NatGateway } from "./ec2-nat-gateway";
import { service as ec2NetworkAcls } from "./ec2-network-acls";
import { service as ec2NetworkDataSources } from "./ec2-network-data-sources";
import { service as ec2Peering } from "./ec2-peering";
import { service as ec2PlaceDataSources } from "./ec2-place-data-sources";
import { service as ec2Routes } from "./ec2-routes";
import { service as ec2Routing } from "./ec2-routing";
import { service as ec2SecurityGroups } from "./ec2-security-groups";
import { service as ec2Subnet } from "./ec2-subnet";
import { service as ec2Volumes } from "./ec2-volumes";
import { service as ec2Vpc } from "./ec2-vpc";
import { service as ecr } from "./ecr";
import { service as ecs } from "./ecs";
import { service as efs } from "./efs";
import { service as elasticLoadBalancingListeners } from "./elastic-load-balancing-listeners";
import { service as elasticLoadBalancingLoadBalancers } from "./elastic-load-balancing-load-balancers";
import { service as elasticLoadBalancingRules } from "./elastic-load-balancing-rules";
import { service as elasticLoadBalancingTargetGroups } from "./elastic-load-balancing-target-groups";
import { service as elasticacheGroups } from "./elasticache-groups";
import { service as elasticacheReplicationGroups } from "./elasticache-replication-groups";
import { service as eventbridge } from "./eventbridge";
import { service as iamPolicies } from "./iam-policies";
import { service as iamPolicyDocument } from "./iam-policy-document";
import { service as iamRoles } from "./iam-roles";
import { service as kms } from "./kms";
import { lambdaService, service as lambda } from "./lambda";
import { service as rdsClusterInstances } from "./rds-cluster-instances";
import { service as rdsClusters } from "./rds-clusters";
import { service as rdsInstances } from "./rds-instances";
import { service as rdsParameterGroups } from "./rds-parameter-groups";
import { service as rdsProxies } from "./rds-proxies";
import { service as rdsSubnetGroups } from "./rds-subnet-groups";
import { service as route53 } from "./route53";
import { service as s3BucketPolicies } from "./s3-bucket-policies";
import { service as s3BucketSettings } from "./s3-bucket-settings";
import { service as s3Buckets } from "./s3-buckets";
import { service as s3Objects } from "./s3-objects";
import { service as scheduler } from "./scheduler";
import { service as secretsManagerRotation } from "./secrets-manager-rotation";
import { service as secretsManagerSecrets } from "./secrets-manager-secrets";
import { service as serviceDiscovery } from "./service-discovery";
import { service as sns } from "./sns";
import { service as ssmParameters } from "./ssm-parameters";
import { service as wafv2 } from "./wafv2";
import { service as xray } from "./xray";

export const SERVICES: readonly Service[] = [
    acm,
    applicationAutoScaling,
    autoScaling,
    backup,
    budgets,
    cloudfront,
    cloudtrail,
    cloudwatchLogs,
    cloudwatch,
    codebuild,
    docdbClusterInstances,
    docdbClusters,
    ec2ElasticIp,
    ec2EndpointAssociations,
    ec2Endpoints,
    ec2FlowLogs,
    ec2Images,
    ec2Instances,
    ec2InternetGateway,
    ec2LaunchTemplates,
    ec2NatGateway,
    ec2NetworkAcls,
    ec2NetworkDataSources,
    ec2Peering,
    ec2PlaceDataSources,
    ec2Routes,
    ec2Routing,
    ec2SecurityGroups,
    ec2Subnet,
    ec2Volumes,
    ec2Vpc,
    ecr,
    ecs,
    efs,
    elasticLoadBalancingListeners,
    elasticLoadBalancingLoadBalancers,
    elasticLoadBalancingRules,
    elasticLoadBalancingTargetGroups,
    elasticacheGroups,
    elasticacheReplicationGroups,
    eventbridge,
    iamPolicies,
    iamPolicyDocument,
    iamRoles,
    kms,
    lambda,
    rdsClusterInstances,
    rdsClusters,
    rdsInstances,
    rdsParameterGroups,
    rdsProxies,
    rdsSubnetGroups,
    route53,
    s3BucketPolicies,
    s3BucketSettings,
    s3Buckets,
    s3Objects,
    scheduler,
    secretsManagerRotation,
    secretsManagerSecrets,
    serviceDiscovery,
    sns,
    ssmParameters,
    wafv2,
    xray,
];

/** The same services, with functions whose code is run. */
export function servicesRunning(run: RunFunction): readonly Service[] {
    return SERVICES.map((each) => (each === lambda ? lambdaService(undefined, run) : each));
}
