import type { Graph } from "../../../policy-pack/reachability/graph";

/** One fact about AWS's networks, where AWS says so, and a network that it decides. */
export interface Fact {
    /** Its number in the list of facts; stable. */
    readonly number: string;
    readonly title: string;
    /** The page of AWS. */
    readonly page: string;
    /** The smallest network that the fact decides; several where it makes a difference. */
    readonly networks: readonly (readonly [graph: () => Graph, verdicts: readonly string[]])[];
}

const DOCS = "https://docs.aws.amazon.com";

export const PAGES = {
    interfaceEndpoints: `${DOCS}/vpc/latest/privatelink/create-interface-endpoint.html`,
    awsServices: `${DOCS}/vpc/latest/privatelink/privatelink-access-aws-services.html`,
    gatewayEndpoints: `${DOCS}/vpc/latest/privatelink/gateway-endpoints.html`,
    endpointPolicies: `${DOCS}/vpc/latest/privatelink/vpc-endpoints-access.html`,
    s3Endpoints: `${DOCS}/AmazonS3/latest/userguide/privatelink-interface-endpoints.html`,
    dns: `${DOCS}/vpc/latest/userguide/AmazonDNS-concepts.html`,
    routeTables: `${DOCS}/vpc/latest/userguide/VPC_Route_Tables.html`,
    natGateways: `${DOCS}/vpc/latest/userguide/vpc-nat-gateway.html`,
    natTrouble: `${DOCS}/vpc/latest/userguide/nat-gateway-troubleshooting.html`,
    regionalNat: `${DOCS}/vpc/latest/userguide/nat-gateways-regional.html`,
    blockPublicAccess: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`,
    networkAcls: `${DOCS}/vpc/latest/userguide/vpc-network-acls.html`,
    defaultGroup: `${DOCS}/vpc/latest/userguide/default-security-group.html`,
    lambdaVpc: `${DOCS}/lambda/latest/dg/configuration-vpc.html`,
    lambdaLogs: `${DOCS}/lambda/latest/dg/monitoring-cloudwatchlogs.html`,
    ecsAwsvpc: `${DOCS}/AmazonECS/latest/developerguide/task-networking-awsvpc.html`,
    ecsCannotPull: `${DOCS}/AmazonECS/latest/developerguide/task_cannot_pull_image.html`,
    ecsEndpoints: `${DOCS}/AmazonECS/latest/developerguide/vpc-endpoints.html`,
    ecsExec: `${DOCS}/AmazonECS/latest/developerguide/ecs-exec.html`,
    ecsRetired: `${DOCS}/AmazonECS/latest/developerguide/platform-versions-retired.html`,
    ecrEndpoints: `${DOCS}/AmazonECR/latest/userguide/vpc-endpoints.html`,
    ecrCache: `${DOCS}/AmazonECR/latest/userguide/pull-through-cache.html`,
    ec2Addresses: `${DOCS}/AWSEC2/latest/UserGuide/using-instance-addressing.html`,
    sessionManager: `${DOCS}/systems-manager/latest/userguide/setup-create-vpc.html`,
    efsNames: `${DOCS}/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html`,
    rdsAuthentication: `${DOCS}/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html`,
    bedrock: `${DOCS}/bedrock/latest/userguide/vpc-interface-endpoints.html`,
    documentDb: `${DOCS}/documentdb/latest/developerguide/vpc-interface-endpoints.html`,
    linuxRepositories: `${DOCS}/linux/al2023/ug/managing-repos-os-updates.html`,
    internetGateways: `${DOCS}/vpc/latest/userguide/VPC_Internet_Gateway.html`,
} as const;
