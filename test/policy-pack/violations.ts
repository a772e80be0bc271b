import { TYPES } from "../../policy-pack/types";
import { UNKNOWN_TEXT } from "./graph";
import type { SentResource } from "./pack-process";

/** A stack in a first preview that breaks every rule on resources, and leaves two questions open. */
export const BROKEN_STACK: readonly SentResource[] = [
    { type: TYPES.vpc, name: "net", props: { cidrBlock: "10.0.0.0/16", id: UNKNOWN_TEXT } },
    ...["one", "two"].map((name) => ({
        type: TYPES.subnet,
        name,
        props: { availabilityZone: "us-east-1a", vpcId: UNKNOWN_TEXT, id: UNKNOWN_TEXT, tags: { SubnetType: "Private" } },
        dependencies: { vpcId: ["net"] },
    })),
    { type: TYPES.securityGroup, name: "clients", props: { id: UNKNOWN_TEXT } },
    { type: TYPES.securityGroup, name: "doors", props: { id: UNKNOWN_TEXT } },
    {
        type: TYPES.securityGroupIngressRule,
        name: "open",
        props: { securityGroupId: UNKNOWN_TEXT, cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 22, toPort: 22 },
        dependencies: { securityGroupId: ["doors"] },
    },
    {
        type: TYPES.vpcEndpoint,
        name: "secrets",
        props: {
            serviceName: "com.amazonaws.us-east-1.secretsmanager",
            vpcEndpointType: "Interface",
            vpcId: UNKNOWN_TEXT,
            subnetIds: [UNKNOWN_TEXT, UNKNOWN_TEXT],
            securityGroupIds: [UNKNOWN_TEXT],
        },
        dependencies: { vpcId: ["net"], subnetIds: ["one", "two"], securityGroupIds: ["doors"] },
    },
    {
        type: TYPES.vpcEndpoint,
        name: "spare",
        props: {
            serviceName: "com.amazonaws.us-east-1.sqs",
            vpcEndpointType: "Interface",
            privateDnsEnabled: false,
            vpcId: UNKNOWN_TEXT,
            subnetIds: [],
        },
        dependencies: { vpcId: ["net"] },
    },
    { type: "librechat:network:InterfaceEndpoints", name: "endpoints", props: { placement: "private" } },
    {
        type: TYPES.vpcEndpoint,
        name: "tiered",
        parent: "endpoints",
        props: {
            serviceName: "com.amazonaws.us-east-1.sns",
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            vpcId: UNKNOWN_TEXT,
            subnetIds: UNKNOWN_TEXT,
            securityGroupIds: [UNKNOWN_TEXT],
        },
        dependencies: { vpcId: ["net"], subnetIds: ["one", "two"], securityGroupIds: ["doors"] },
    },
    {
        type: TYPES.function,
        name: "initialise",
        props: {
            vpcConfig: { subnetIds: [UNKNOWN_TEXT, UNKNOWN_TEXT], securityGroupIds: [UNKNOWN_TEXT] },
            tags: { "reachability:needs": "service:secretsmanager" },
        },
        dependencies: { vpcConfig: ["one", "two", "clients"] },
    },
    {
        type: TYPES.function,
        name: "elsewhere",
        props: { vpcConfig: { subnetIds: ["subnet-9"], securityGroupIds: ["sg-9"] }, tags: { "reachability:needs": "service:logs" } },
    },
    {
        type: TYPES.vpcEndpoint,
        name: "adopted",
        props: {
            serviceName: "com.amazonaws.us-east-1.logs",
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            vpcId: "vpc-9",
            securityGroupIds: ["sg-8"],
            subnetIds: [],
        },
    },
    { type: TYPES.rdsInstance, name: "vectors", props: { storageEncrypted: false, publiclyAccessible: true, password: UNKNOWN_TEXT } },
    { type: TYPES.rdsInstance, name: "notes", props: { storageEncrypted: false } },
    { type: TYPES.bucket, name: "files", props: {} },
    {
        type: TYPES.taskDefinition,
        name: "app",
        props: { containerDefinitions: JSON.stringify([{ name: "app", environment: [{ name: "AWS_SECRET_ACCESS_KEY", value: "hush" }] }]) },
    },
];

/** The configuration of a stack without a way out. */
export const BROKEN_CONFIGURATION = { "aws:region": "us-east-1", "librechat:natGateways": "0" };

/** A configuration of the pack with a rule that does not exist, and with exceptions of which one is used, one expired and one of no use. */
export const BROKEN_PACK_CONFIGURATION = {
    "stack-confg": { enforcementLevel: "advisory" },
    "stack-require-monthly-budget": { monthlyBudgetUsd: 10 },
    "database-require-encryption": {
        exceptions: [
            { resource: "notes", reason: "holds nothing personal" },
            { resource: "vectors", reason: "was to be replaced", expires: "2020-01-31" },
            { resource: "elsewhere", reason: "of another stack", expires: "2999-12-31" },
        ],
    },
};

/** What each resource of {@link BROKEN_STACK}, and the stack itself, is told. */
export const EXPECTED_OF_RESOURCES = [
    "mandatory pack-config: stack-confg is not a rule of the pack; the nearest one is stack-config. Rename it, or remove it.",
    "mandatory stack-config: librechat:natGateways = 0 with librechat:mongo = documentdb: the function that initialises DocumentDB has no way to the " +
        "services it calls; allowed is at least one NAT gateway, or a closed network with its endpoints. Choose one:",
    "mandatory stack-config: librechat:natGateways = 0: tasks on ECS cannot pull ghcr.io/librechat-ai/librechat:v0.8.8, nor call models; allowed is at least " +
        "one NAT gateway, or a closed network with its endpoints and images in ECR. Choose one:",
    "mandatory database-require-encryption: storageEncrypted of vectors = false; wanted is true.",
    "mandatory database-disallow-public-access: publiclyAccessible of vectors = true; wanted is false.",
    "mandatory ecs-task-disallow-plain-secrets: environment of container app in app: AWS_SECRET_ACCESS_KEY = [hidden]; wanted is the task's role in the " +
        "place of AWS keys.",
];

/** What the stack as a whole is told. */
export const EXPECTED_OF_STACK = [
    "mandatory workload-require-reachability: SG_EGRESS, NO_ROUTE, ENDPOINT_NO_PRIVATE_DNS, VPC_DNS_OFF, ENDPOINT_SG: initialise (Lambda function) " +
        "cannot reach service:secretsmanager.",
    "mandatory workload-require-reachability: DUP_AZ_SUBNET: subnets of secrets = one and two, both in us-east-1a; AWS allows one in each zone and " +
        "refuses the second (DuplicateSubnetsInSameZone). Repair: remove two from secrets: one subnet in a zone serves all subnets of the VPC (free of charge).",
    "mandatory workload-require-reachability: VPC_DNS_OFF: enableDnsHostnames of VPC net = false; AWS refuses private DNS for tiered without both " +
        "(InvalidParameter). Repair: set enableDnsSupport and enableDnsHostnames: true on VPC net (free of charge).",
    "mandatory vpc-endpoint-require-private-dns: privateDnsEnabled of endpoint spare = false; wanted is true, explicitly.",
    "mandatory vpc-endpoint-require-one-subnet-per-zone: subnetIds of endpoint tiered = one and two, both in us-east-1a; allowed is one subnet in each zone. " +
        "Remove two.",
    "mandatory vpc-endpoint-require-admitting-group: securityGroupIds of endpoint spare = not set; AWS attaches the VPC's default group then, which admits " +
        "none but its own members. Wanted is a group that admits tcp 443.",
    "mandatory security-group-disallow-open-ingress: open admits 0.0.0.0/0 on tcp 22 to security group doors, which no load balancer uses. Wanted is a " +
        "security group, or the addresses of those who need it.",
    "mandatory s3-bucket-require-public-access-block: bucket files has no BucketPublicAccessBlock; wanted is one with blockPublicAcls, blockPublicPolicy, " +
        "ignorePublicAcls, restrictPublicBuckets = true.",
    "mandatory stack-require-monthly-budget: The stack costs $21.90 a month; monthlyBudgetUsd = 10 allows $11.90 less.",
    "advisory workload-inform-reachability: UNKNOWN: whether elsewhere to service:logs is open cannot be decided: logs: which VPC subnet subnet-9 is in is " +
        "not known",
    "advisory preview-inform-undecided: the security groups of endpoint adopted are not in the stack, or not known yet.",
    "advisory exceptions-in-force: database-require-encryption is excepted without end, because: holds nothing personal. Without the exception: " +
        "storageEncrypted of notes = false; wanted is true.",
    "advisory exceptions-in-force: The exception from database-require-encryption for vectors (was to be replaced) expired on 2020-01-31 and excepts " +
        "nothing now. Remove it, or give it a later date.",
    "advisory exceptions-in-force: The exception from database-require-encryption for elsewhere (of another stack) excepts nothing in this stack. " +
        "Remove it, or correct the name.",
];
