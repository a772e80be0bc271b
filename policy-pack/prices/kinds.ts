/** Types of resources that have no price of their own: those that are free, and those that are paid by use. */

/** What is paid by use, as the reader of a bill would call it. */
export const BY_USE: Readonly<Record<string, string>> = {
    "aws:s3/bucket:Bucket": "S3 buckets",
    "aws:s3/bucketV2:BucketV2": "S3 buckets",
    "aws:lambda/function:Function": "Lambda functions",
    "aws:cloudwatch/logGroup:LogGroup": "log groups",
    "aws:efs/fileSystem:FileSystem": "EFS file systems ($0.30 for each GiB)",
    "aws:dynamodb/table:Table": "DynamoDB tables",
    "aws:ecr/repository:Repository": "ECR repositories",
    "aws:sqs/queue:Queue": "SQS queues",
    "aws:sns/topic:Topic": "SNS topics",
    "aws:cloudfront/distribution:Distribution": "CloudFront distributions",
    "aws:codebuild/project:Project": "CodeBuild projects",
    "aws:apigateway/restApi:RestApi": "APIs",
    "aws:apigatewayv2/api:Api": "APIs",
    "aws:elasticache/serverlessCache:ServerlessCache": "serverless caches",
    "aws:ec2/flowLog:FlowLog": "flow logs",
    "aws:backup/plan:Plan": "backup plans",
    "aws:ec2transitgateway/transitGateway:TransitGateway": "transit gateways",
};

/**
 * Services of which nothing costs anything, or whose prices stand with the resources that are in the table. The first 14 million calls of
 * schedules in a month are free, as many as 300 schedules make that call each minute: https://aws.amazon.com/eventbridge/pricing/
 */
const FREE_SERVICES = new Set([
    "iam",
    "acm",
    "appautoscaling",
    "ecs",
    "servicediscovery",
    "scheduler",
    "resourcegroups",
    "ram",
    "organizations",
    "index",
]);

/** Resources that are free, or that belong to another one, which has the price. */
const FREE_NAMES = [
    "Vpc|Subnet|Route|RouteTable|InternetGateway|EgressOnlyInternetGateway|NetworkAcl|NetworkAclRule|NetworkInterface|VpcPeeringConnection",
    "DefaultVpc|DefaultSubnet|DefaultRouteTable|DefaultNetworkAcl|VpcDhcpOptions|ManagedPrefixList|ManagedPrefixListEntry|KeyPair",
    "TargetGroup|Listener|ListenerRule|LaunchTemplate|LaunchConfiguration|MountTarget|Record|Invocation|EventSourceMapping|LogMetricFilter",
    "BucketPublicAccessBlock|BucketOwnershipControls|BucketAcl|BucketLogging|BucketNotification|BucketCorsConfiguration|BucketLifecycleConfiguration",
    "BucketServerSideEncryptionConfiguration|BucketVersioning|EventRule|EventTarget|TopicSubscription|Alias|User|UserGroup",
].join("|");

const FREE_ENDS =
    "Association|Attachment|Policy|Permission|Version|SubnetGroup|ParameterGroup|OptionGroup|SecurityGroup|SecurityGroupRule|IngressRule|EgressRule";

const FREE_NAME = new RegExp(`^((${FREE_NAMES})(V2)?|[A-Za-z]*(${FREE_ENDS}))$`);

/** Whether a resource costs nothing of its own. */
export function isFree(type: string): boolean {
    const [, service = "", name = ""] = /^aws:([^/:]+)(?:\/[^:]+)?:(.+)$/.exec(type) ?? [];
    return FREE_SERVICES.has(service) || FREE_NAME.test(name);
}
