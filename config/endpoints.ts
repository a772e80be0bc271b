/**
 * Interface endpoints by the last part of their service name. Here, so that the messages price exactly what the program creates.
 * The gateway endpoint of S3 is always there and costs nothing.
 */

/** With `vpcEndpoints`: what the database initialisers and the tasks need in any deployment. */
export const STANDARD_ENDPOINTS = ["secretsmanager", "logs"] as const;

/**
 * With `closedNetwork`: also image pulls from ECR, Bedrock, and a shell in a task.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export const CLOSED_NETWORK_ENDPOINTS = [...STANDARD_ENDPOINTS, "ecr.api", "ecr.dkr", "bedrock-runtime", "ssmmessages"] as const;

/** The services that get an endpoint in a stack. */
export function endpointServices({ closedNetwork, vpcEndpoints }: { closedNetwork: boolean; vpcEndpoints: boolean }): readonly string[] {
    if (!vpcEndpoints) return [];
    return closedNetwork ? CLOSED_NETWORK_ENDPOINTS : STANDARD_ENDPOINTS;
}
