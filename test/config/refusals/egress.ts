import { lines, type Refusal } from "./refusal";

export const refusals: readonly Refusal[] = [
    {
        rule: "documentdb-needs-egress",
        given: { natGateways: 0 },
        problems: [
            lines(
                "librechat:natGateways = 0 with librechat:mongo = documentdb: the function that initialises DocumentDB has no way to the services it calls; allowed is at least one NAT gateway, or a closed network with its endpoints. Choose one:",
                "  pulumi config set librechat:natGateways 1  # $36.50 a month: one NAT gateway with its address, plus $0.045 for each GB",
                "  pulumi config set librechat:closedNetwork true  # $87.60 a month: 6 interface endpoints (secretsmanager, logs, ecr.api, ecr.dkr, bedrock-runtime, ssmmessages) in 2 zones, $7.30 each; needs copies of the images in ECR, and reaches nothing but AWS",
                "  pulumi config set librechat:natGateways 1 && pulumi config set librechat:mongo external && pulumi config set --secret librechat:mongoUri  # $36.50 a month, saves $55.23 a month for each db.t4g.medium instance; your MongoDB is reached through the NAT gateway",
            ),
            lines(
                "librechat:natGateways = 0: tasks on ECS cannot pull ghcr.io/librechat-ai/librechat:v0.8.8, nor call models; allowed is at least one NAT gateway, or a closed network with its endpoints and images in ECR. Choose one:",
                "  pulumi config set librechat:natGateways 1",
                "  pulumi config set librechat:closedNetwork true",
            ),
        ],
    },
    {
        rule: "ecs-needs-egress",
        given: { natGateways: 0, mongo: "external", mongoUri: "mongodb://u:p@h/LibreChat" },
        problems: [
            lines(
                "librechat:natGateways = 0: tasks on ECS cannot pull ghcr.io/librechat-ai/librechat:v0.8.8, nor call models; allowed is at least one NAT gateway, or a closed network with its endpoints and images in ECR. Choose one:",
                "  pulumi config set librechat:natGateways 1  # $36.50 a month: one NAT gateway with its address, plus $0.045 for each GB",
                "  pulumi config set librechat:closedNetwork true  # $87.60 a month: 6 interface endpoints (secretsmanager, logs, ecr.api, ecr.dkr, bedrock-runtime, ssmmessages) in 2 zones, $7.30 each; needs copies of the images in ECR, and reaches nothing but AWS",
            ),
        ],
    },
    {
        rule: "documentdb-needs-endpoints",
        given: { vpcEndpoints: false, availabilityZones: 3 },
        problems: [
            lines(
                "librechat:mongo = documentdb with librechat:vpcEndpoints = false: the function that initialises DocumentDB reads its password from Secrets Manager without leaving the VPC; allowed is vpcEndpoints = true. Choose one:",
                "  pulumi config set librechat:mongo external && pulumi config set --secret librechat:mongoUri  # no DocumentDB and no endpoints to pay for; your MongoDB is reached through the NAT gateway",
                "  pulumi config set librechat:vpcEndpoints true  # $43.80 a month: endpoints secretsmanager and logs in 3 zones, $7.30 each",
            ),
        ],
    },
    {
        rule: "nat-gateways-per-zone",
        given: { natGateways: 3 },
        problems: [
            lines(
                "librechat:natGateways = 3 with librechat:availabilityZones = 2; allowed is 0, 1 or 2. Choose one:",
                "  pulumi config set librechat:natGateways 1  # $36.50 a month: one NAT gateway with its address, plus $0.045 for each GB",
                "  pulumi config set librechat:natGateways 2  # $73.00 a month: one in each zone",
            ),
        ],
    },
    {
        rule: "nat-gateways-per-zone",
        given: { natGateways: 2, availabilityZones: 3 },
        problems: [
            lines(
                "librechat:natGateways = 2 with librechat:availabilityZones = 3; allowed is 0, 1 or 3. Choose one:",
                "  pulumi config set librechat:natGateways 1  # $36.50 a month: one NAT gateway with its address, plus $0.045 for each GB",
                "  pulumi config set librechat:natGateways 3  # $109.50 a month: one in each zone",
            ),
        ],
    },
];
