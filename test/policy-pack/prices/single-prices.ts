import { UNKNOWN } from "../../../policy-pack/known";
import { estimate, unpricedText } from "../../../policy-pack/prices/estimate";
import { Graph, type GraphNode } from "../../../policy-pack/reachability/graph";

type Dependencies = Readonly<Record<string, readonly string[]>>;

/** A resource whose URN is its name. */
export function node(
    type: string,
    name: string,
    properties: Record<string, unknown> = {},
    propertyDependencies: Dependencies = {},
): GraphNode {
    return { urn: name, type, name, id: undefined, properties, parent: undefined, dependencies: [], propertyDependencies };
}

/** Items as `name: what = dollars`, and what is not priced. */
export function priced(...nodes: GraphNode[]): string[] {
    const { items, unpriced } = estimate(new Graph(nodes));
    return [...items.map((item) => `${item.node.name}: ${item.what} = ${item.usdPerMonth.toFixed(2)}`), ...unpricedText(unpriced)];
}

/** What one resource costs. */
export const SINGLE: readonly [type: string, properties: Record<string, unknown>, costs: string[]][] = [
    ["aws:ec2/natGateway:NatGateway", {}, ["it: NAT gateway = 32.85"]],
    ["aws:ec2/eip:Eip", {}, ["it: public address = 3.65"]],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway" }, []],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", {}, []],
    [
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        { vpcEndpointType: "Interface", subnetIds: ["a", UNKNOWN, "c"] },
        ["it: Interface endpoint in 3 zones = 21.90"],
    ],
    ["aws:lb/loadBalancer:LoadBalancer", {}, ["it: application load balancer = 16.43", CAPACITY("aws:lb/loadBalancer:LoadBalancer")]],
    [
        "aws:lb/loadBalancer:LoadBalancer",
        { loadBalancerType: "network" },
        ["it: network load balancer = 16.43", CAPACITY("aws:lb/loadBalancer:LoadBalancer")],
    ],
    [
        "aws:lb/loadBalancer:LoadBalancer",
        { loadBalancerType: "gateway" },
        ["it: gateway load balancer = 9.13", CAPACITY("aws:lb/loadBalancer:LoadBalancer")],
    ],
    ["aws:elb/loadBalancer:LoadBalancer", {}, ["it: classic load balancer = 18.25"]],
    ["aws:ec2transitgateway/vpcAttachment:VpcAttachment", {}, ["it: transit gateway attachment = 36.50"]],
    ["aws:ec2/vpnConnection:VpnConnection", {}, ["it: VPN connection = 36.50"]],
    [
        "aws:ec2/instance:Instance",
        { instanceType: "t3.medium", rootBlockDevice: { volumeSize: 20, volumeType: "gp3" } },
        ["it: EC2 instance t3.medium = 30.37", "it: 20 GiB volume gp3 = 1.60"],
    ],
    [
        "aws:ec2/instance:Instance",
        { instanceType: "x2idn.large" },
        [
            "it (aws:ec2/instance:Instance): x2idn.large is not in the price table",
            "it (aws:ec2/instance:Instance): the volumes of its image",
        ],
    ],
    ["aws:ebs/volume:Volume", { size: 100 }, ["it: 100 GiB volume gp2 = 10.00"]],
    [
        "aws:ebs/volume:Volume",
        { size: 100, type: "io1" },
        ["it: 100 GiB volume io1 = 12.50", "it (aws:ebs/volume:Volume): its provisioned operations"],
    ],
    ["aws:ebs/volume:Volume", { size: 1, type: "tape" }, ["it (aws:ebs/volume:Volume): volumes of type tape are not in the price table"]],
    [
        "aws:autoscaling/group:Group",
        { minSize: 2, mixedInstancesPolicy: {} },
        ["it (aws:autoscaling/group:Group): its mix of instance types is not priced"],
    ],
    [
        "aws:rds/instance:Instance",
        { engine: "postgres", instanceClass: "db.t4g.medium", allocatedStorage: 100, storageType: "gp3", multiAz: true },
        ["it: 2 × RDS instance db.t4g.medium = 94.90", "it: 100 GiB storage twice = 23.00"],
    ],
    [
        "aws:rds/instance:Instance",
        { engine: "mysql", instanceClass: "db.r6g.xlarge", allocatedStorage: 50, storageType: "io1" },
        [
            "it: RDS instance db.r6g.xlarge = 313.90",
            "it: 50 GiB storage = 6.25",
            "it (aws:rds/instance:Instance): its provisioned operations",
        ],
    ],
    [
        "aws:rds/instance:Instance",
        { engine: "oracle-ee", instanceClass: "db.m5.large", allocatedStorage: 20, storageType: "paper" },
        [
            "it (aws:rds/instance:Instance): db.m5.large with oracle-ee is not in the price table",
            "it (aws:rds/instance:Instance): storage of type paper is not in the price table",
        ],
    ],
    [
        "aws:rds/clusterInstance:ClusterInstance",
        { engine: "aurora-postgresql", instanceClass: "db.r6g.large" },
        ["it: Aurora instance db.r6g.large = 189.80"],
    ],
    ["aws:docdb/clusterInstance:ClusterInstance", { instanceClass: "db.r5.xlarge" }, ["it: DocumentDB instance db.r5.xlarge = 404.42"]],
    [
        "aws:rds/cluster:Cluster",
        { dbClusterInstanceClass: "db.r6gd.large" },
        ["it (aws:rds/cluster:Cluster): clusters of Multi-AZ instances are not in the price table"],
    ],
    [
        "aws:elasticache/replicationGroup:ReplicationGroup",
        { nodeType: "cache.t4g.small", engine: "valkey", numCacheClusters: 2 },
        ["it: 2 × cache node cache.t4g.small = 37.38"],
    ],
    [
        "aws:elasticache/replicationGroup:ReplicationGroup",
        { nodeType: "cache.t4g.small", numNodeGroups: 2, replicasPerNodeGroup: 1 },
        ["it: 4 × cache node cache.t4g.small = 93.44"],
    ],
    [
        "aws:elasticache/cluster:Cluster",
        { nodeType: "cache.t3.micro", engine: "memcached", numCacheNodes: 3 },
        ["it: 3 × cache node cache.t3.micro = 37.23"],
    ],
    ["aws:elasticache/cluster:Cluster", { replicationGroupId: "cache", nodeType: "cache.t3.micro" }, []],
    ["aws:secretsmanager/secret:Secret", {}, ["it: secret = 0.40"]],
    ["aws:kms/key:Key", {}, ["it: key = 1.00"]],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { period: 300 }, ["it: alarm = 0.10"]],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { period: 10 }, ["it: alarm = 0.30"]],
    [
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        { metricQueries: [{ expression: "a/b" }, { metric: {} }, { metric: {} }] },
        ["it: alarm = 0.20"],
    ],
    ["aws:cloudwatch/compositeAlarm:CompositeAlarm", {}, ["it: composite alarm = 0.50"]],
    ["aws:cloudwatch/dashboard:Dashboard", {}, ["it: dashboard = 3.00"]],
    ["aws:wafv2/webAcl:WebAcl", { rules: [{}, {}] }, ["it: web ACL with 2 rules = 7.00"]],
    ["aws:route53/zone:Zone", {}, ["it: hosted zone = 0.50"]],
    ["aws:efs/fileSystem:FileSystem", {}, ["it (aws:efs/fileSystem:FileSystem): EFS file systems ($0.30 for each GiB), paid by use"]],
    ["aws:mq/broker:Broker", {}, ["it (aws:mq/broker:Broker): is not in the price table"]],
    ["aws:apprunner/service:Service", {}, ["it (aws:apprunner/service:Service): is not in the price table"]],
    [
        "aws:acmpca/certificateAuthority:CertificateAuthority",
        {},
        ["it (aws:acmpca/certificateAuthority:CertificateAuthority): is not in the price table"],
    ],
    ["aws:secretsmanager/secretVersion:SecretVersion", {}, []],
    ["aws:s3/bucketVersioningV2:BucketVersioningV2", {}, []],
    ["aws:iam/role:Role", {}, []],
    ["aws:scheduler/schedule:Schedule", {}, []],
    ["random:index/randomId:RandomId", {}, []],
];

function CAPACITY(type: string): string {
    return `it (${type}): its capacity units, and public addresses if it has any`;
}
