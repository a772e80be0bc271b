/**
 * What the providers would add to a resource's inputs, as far as programs read it: the values look like AWS's, so that a mistake such as a
 * host with a port in it shows. The region is us-east-1 and the account 123456789012.
 */
export type Properties = Record<string, unknown>;
export type ComputedOutputs = (inputs: Properties, name: string) => Properties;

const ACCOUNT = "123456789012";
const REGION = "us-east-1";

function arn(service: string, resource: string): string {
    return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** Pulumi names what the program does not: the logical name and seven hexadecimal digits. */
function physicalName(given: unknown, name: string, separator = "-"): string {
    return typeof given === "string" ? given : `${name}${separator}0a1b2c3`;
}

function subnets(tier: string, inputs: Properties): string[] {
    const specs = inputs["subnetSpecs"];
    const zones = typeof inputs["numberOfAvailabilityZones"] === "number" ? inputs["numberOfAvailabilityZones"] : 2;
    const wanted = Array.isArray(specs) ? specs.some((spec: { type?: string }) => spec.type?.toLowerCase() === tier) : tier !== "isolated";
    return wanted ? Array.from({ length: zones }, (_, i) => `subnet-${tier}-${i + 1}`) : [];
}

/** Outputs by type token, besides the inputs, which every resource returns. A type that is absent here returns `arn` and `name`. */
export const computedOutputs: Record<string, ComputedOutputs> = {
    "awsx:ec2:Vpc": (inputs, name) => ({
        vpcId: `vpc-${name}`,
        vpc: { id: `vpc-${name}`, cidrBlock: inputs["cidrBlock"] },
        publicSubnetIds: subnets("public", inputs),
        privateSubnetIds: subnets("private", inputs),
        isolatedSubnetIds: subnets("isolated", inputs),
        subnets: [],
        routeTables: ["public", "private", "isolated"].map((tier) => ({ id: `rtb-${tier}` })),
        natGateways: [],
    }),
    "aws:acm/certificate:Certificate": (inputs, name) => ({
        arn: arn("acm", `certificate/${name}`),
        domainValidationOptions: [
            {
                domainName: inputs["domainName"],
                resourceRecordName: `_3639ac51.${String(inputs["domainName"])}.`,
                resourceRecordType: "CNAME",
                resourceRecordValue: "_9a8b7c6d.acm-validations.aws.",
            },
        ],
    }),
    "aws:acm/certificateValidation:CertificateValidation": () => ({}),
    "aws:cloudwatch/logGroup:LogGroup": (inputs, name) => ({
        name: physicalName(inputs["name"], name),
        arn: arn("logs", `log-group:${physicalName(inputs["name"], name)}`),
    }),
    "aws:docdb/cluster:Cluster": (inputs, name) => ({
        clusterIdentifier: physicalName(inputs["clusterIdentifier"], "tf-20261122", ""),
        arn: arn("rds", `cluster:${name}`),
        endpoint: `${name}.cluster-cabcdefghijk.${REGION}.docdb.amazonaws.com`,
        readerEndpoint: `${name}.cluster-ro-cabcdefghijk.${REGION}.docdb.amazonaws.com`,
        port: inputs["port"] ?? 27017,
    }),
    "aws:docdb/clusterInstance:ClusterInstance": (_, name) => ({
        arn: arn("rds", `db:${name}`),
        endpoint: `${name}.cabcdefghijk.docdb.amazonaws.com`,
    }),
    "aws:ecs/taskDefinition:TaskDefinition": (inputs) => ({
        arn: arn("ecs", `task-definition/${String(inputs["family"])}:1`),
        arnWithoutRevision: arn("ecs", `task-definition/${String(inputs["family"])}`),
        revision: 1,
    }),
    "aws:elasticache/replicationGroup:ReplicationGroup": (inputs, name) => ({
        replicationGroupId: physicalName(inputs["replicationGroupId"], name),
        arn: arn("elasticache", `replicationgroup:${name}`),
        primaryEndpointAddress: `master.${name}.abcdef.use1.cache.amazonaws.com`,
        readerEndpointAddress: `replica.${name}.abcdef.use1.cache.amazonaws.com`,
        port: inputs["port"] ?? 6379,
    }),
    "aws:iam/role:Role": (inputs, name) => ({
        name: physicalName(inputs["name"], name),
        arn: `arn:aws:iam::${ACCOUNT}:role/${physicalName(inputs["name"], name)}`,
    }),
    "aws:lambda/function:Function": (inputs, name) => ({
        name: physicalName(inputs["name"], name),
        arn: arn("lambda", `function:${physicalName(inputs["name"], name)}`),
    }),
    "aws:lambda/invocation:Invocation": () => ({ result: "{}" }),
    "aws:lb/loadBalancer:LoadBalancer": (_, name) => ({
        arn: arn("elasticloadbalancing", `loadbalancer/app/${name}/50dc6c495c0c9188`),
        arnSuffix: `app/${name}/50dc6c495c0c9188`,
        dnsName: `${name}-1234567890.${REGION}.elb.amazonaws.com`,
        zoneId: "Z35SXDOTRQ7X7K",
    }),
    "aws:lb/targetGroup:TargetGroup": (_, name) => ({
        arn: arn("elasticloadbalancing", `targetgroup/${name}/6d0ecf831eec9f09`),
        arnSuffix: `targetgroup/${name}/6d0ecf831eec9f09`,
    }),
    "aws:rds/instance:Instance": (inputs, name) => ({
        identifier: physicalName(inputs["identifier"], name, ""),
        arn: arn("rds", `db:${name}`),
        address: `${name}.cabcdefghijk.${REGION}.rds.amazonaws.com`,
        endpoint: `${name}.cabcdefghijk.${REGION}.rds.amazonaws.com:5432`,
        port: inputs["port"] ?? 5432,
        resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    }),
    "aws:route53/record:Record": (inputs) => ({ fqdn: inputs["name"] }),
    "aws:s3/bucket:Bucket": (inputs, name) => {
        const bucket = physicalName(inputs["bucket"], name);
        return { bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegionalDomainName: `${bucket}.s3.${REGION}.amazonaws.com` };
    },
    "aws:secretsmanager/secret:Secret": (inputs, name) => ({
        name: physicalName(inputs["name"], name),
        arn: arn("secretsmanager", `secret:${physicalName(inputs["name"], name)}-AbCdEf`),
    }),
    "aws:secretsmanager/secretVersion:SecretVersion": (inputs, name) => ({
        secretArn: inputs["secretId"],
        arn: inputs["secretId"],
        versionId: `version-of-${name}`,
    }),
    "random:index/randomBytes:RandomBytes": (inputs) => ({
        hex: "ab".repeat(Number(inputs["length"])),
        base64: Buffer.alloc(Number(inputs["length"]), 0xab).toString("base64"),
    }),
    "random:index/randomId:RandomId": (inputs) => ({ hex: "cd".repeat(Number(inputs["byteLength"])) }),
    "random:index/randomPassword:RandomPassword": (inputs, name) => ({
        result: `password-of-${name}`.padEnd(Number(inputs["length"]), "0"),
    }),
    "random:index/randomString:RandomString": (inputs) => ({ result: "e".repeat(Number(inputs["length"])) }),
};

/** What is computed for a resource of any type. */
export function computedOutputsOf(type: string, inputs: Properties, name: string): Properties {
    const [, module = ""] = type.split(":");
    const [service = "", kind = ""] = module.split("/");
    const standard = { name: physicalName(inputs["name"], name), arn: arn(service, `${kind}/${name}`) };
    return computedOutputs[type]?.(inputs, name) ?? standard;
}
