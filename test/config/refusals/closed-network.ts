import { CLOSED, ENTRA, SHAREPOINT } from "../validated";
import { lines, type Refusal } from "./refusal";

export const refusals: readonly Refusal[] = [
    {
        rule: "closed-network-without-nat",
        given: { ...CLOSED, natGateways: 2 },
        problems: [
            lines(
                "librechat:natGateways = 2 with librechat:closedNetwork = true; allowed is 0, since a closed network has no way out. Choose one:",
                "  pulumi config set librechat:natGateways 0  # saves $73.00 a month",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-needs-endpoints",
        given: { ...CLOSED, vpcEndpoints: false },
        problems: [
            "librechat:vpcEndpoints = false with librechat:closedNetwork = true; allowed is true, since endpoints are the only way to AWS services. Run: pulumi config set librechat:vpcEndpoints true",
        ],
    },
    {
        rule: "closed-network-without-api-keys",
        given: { ...CLOSED, apiKeys: { OPENAI_API_KEY: "sk-1", GOOGLE_KEY: "g-1" } },
        problems: [
            lines(
                "librechat:apiKeys = [secret] (GOOGLE_KEY, OPENAI_API_KEY) with librechat:closedNetwork = true: nothing there reaches model services on the internet. Choose one:",
                "  pulumi config rm librechat:apiKeys",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-without-web-search",
        given: { ...CLOSED, webSearch: { SERPER_API_KEY: "s-1" } },
        problems: [
            lines(
                "librechat:webSearch = [secret] (SERPER_API_KEY) with librechat:closedNetwork = true: nothing there reaches search services on the internet. Choose one:",
                "  pulumi config rm librechat:webSearch",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-private-issuer",
        given: { ...CLOSED, ...ENTRA },
        problems: [
            lines(
                "librechat:openId.issuer = https://login.microsoftonline.com/contoso/v2.0 with librechat:closedNetwork = true: nothing there reaches a provider on the internet (a private one has a private address, or a name that ends in .internal). Choose one:",
                "  pulumi config rm librechat:openId && pulumi config rm librechat:openIdClientSecret",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-without-sharepoint",
        given: { ...CLOSED, ...SHAREPOINT, openId: { issuer: "https://id.corp.internal", clientId: "1" } },
        problems: [
            lines(
                "librechat:sharePoint = https://contoso.sharepoint.com with librechat:closedNetwork = true: nothing there reaches SharePoint on the internet. Choose one:",
                "  pulumi config rm librechat:sharePoint",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-without-external-mongo",
        given: { ...CLOSED, mongo: "external", mongoUri: "mongodb://u:p@h/LibreChat" },
        problems: [
            lines(
                "librechat:mongo = external with librechat:closedNetwork = true: nothing there reaches a MongoDB outside the VPC. Choose one:",
                "  pulumi config set librechat:mongo documentdb && pulumi config rm librechat:mongoUri",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-private-librechat-image",
        given: { ...CLOSED, librechatImage: "ghcr.io/librechat-ai/librechat:v0.8.8" },
        problems: [
            lines(
                "librechat:librechatImage = ghcr.io/librechat-ai/librechat:v0.8.8 with librechat:closedNetwork = true: nothing there reaches an image outside ECR in us-east-1. Choose one:",
                "  pulumi config set librechat:librechatImage ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/librechat:v0.8.8",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-private-rag-image",
        given: { ...CLOSED, ragImage: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/rag:v0.9.0" },
        problems: [
            lines(
                "librechat:ragImage = 123456789012.dkr.ecr.eu-west-1.amazonaws.com/rag:v0.9.0 with librechat:closedNetwork = true: nothing there reaches an image outside ECR in us-east-1. Choose one:",
                "  pulumi config set librechat:ragImage ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/rag:v0.9.0",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
    {
        rule: "closed-network-bedrock-region",
        given: { ...CLOSED, bedrockRegion: "us-west-2" },
        problems: [
            lines(
                "librechat:bedrockRegion = us-west-2 with librechat:closedNetwork = true: nothing there reaches Bedrock outside us-east-1, where its endpoint is. Choose one:",
                "  pulumi config set librechat:bedrockRegion us-east-1",
                "  pulumi config set librechat:closedNetwork false  # $36.50 a month for each NAT gateway",
            ),
        ],
    },
];
