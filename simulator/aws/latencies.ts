/** How long AWS takes, so that a simulated deployment can be watched at the pace of a real one. */

/**
 * Seconds until a new resource is ready, from logs of real deployments; what is not listed takes {@link OTHERWISE_SECONDS}.
 *
 * @see https://github.com/aws-cloudformation/rain/blob/main/internal/cmd/forecast/estimate.go for averages over many deployments
 */
const CREATION_SECONDS: Readonly<Record<string, number>> = {
    "aws:acm/certificateValidation:CertificateValidation": 240,
    "aws:cloudfront/distribution:Distribution": 266,
    "aws:docdb/cluster:Cluster": 68,
    "aws:docdb/clusterInstance:ClusterInstance": 360,
    "aws:ec2/instance:Instance": 16,
    "aws:ec2/internetGateway:InternetGateway": 3,
    "aws:ec2/natGateway:NatGateway": 105,
    "aws:ec2/vpc:Vpc": 3,
    "aws:ec2/vpcEndpoint:VpcEndpoint": 75,
    "aws:ecs/cluster:Cluster": 5,
    "aws:ecs/service:Service": 119,
    "aws:efs/fileSystem:FileSystem": 5,
    "aws:efs/mountTarget:MountTarget": 93,
    "aws:elasticache/replicationGroup:ReplicationGroup": 540,
    "aws:iam/role:Role": 12,
    "aws:kms/key:Key": 10,
    "aws:lambda/function:Function": 25,
    "aws:lb/loadBalancer:LoadBalancer": 150,
    "aws:lb/targetGroup:TargetGroup": 18,
    "aws:rds/cluster:Cluster": 222,
    "aws:rds/clusterInstance:ClusterInstance": 420,
    "aws:rds/instance:Instance": 420,
    "aws:rds/proxy:Proxy": 225,
    "aws:rds/proxyTarget:ProxyTarget": 85,
    "aws:route53/record:Record": 20,
    "aws:route53/zone:Zone": 71,
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": 46,
    "aws:wafv2/webAcl:WebAcl": 7,
};

const OTHERWISE_SECONDS = 2;

/** An endpoint of type Gateway is an entry in route tables, without network interfaces. */
const GATEWAY_ENDPOINT_SECONDS = 7;

/** The environment variable with the scale: 1 is AWS's pace, 0.01 a hundred times faster; unset: no waiting at all. */
export const TIME_SCALE_VARIABLE = "LIBRECHAT_SIMULATED_TIME_SCALE";

/**
 * @param type Pulumi's type token
 * @param inputs of the resource
 * @returns seconds until AWS reports it as created
 */
export function creationSeconds(type: string, inputs: Readonly<Record<string, unknown>>): number {
    if (type === "aws:ec2/vpcEndpoint:VpcEndpoint" && inputs["vpcEndpointType"] === "Gateway") return GATEWAY_ENDPOINT_SECONDS;
    return CREATION_SECONDS[type] ?? OTHERWISE_SECONDS;
}

/**
 * @param written the value of {@link TIME_SCALE_VARIABLE}, undefined when it is not set
 * @throws Error when it is not a number from 0 to 10
 */
export function timeScale(written: string | undefined): number {
    if (written === undefined || written === "") return 0;
    const scale = Number(written);
    if (!(scale >= 0 && scale <= 10)) {
        throw new Error(`${TIME_SCALE_VARIABLE} = ${written}: a number from 0 (no waiting) to 10 is allowed; 1 is the pace of AWS`);
    }
    return scale;
}
