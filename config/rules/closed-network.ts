import { isPrivateHost } from "../addresses";
import { NAT_GATEWAY_USD_PER_MONTH, dollars } from "../prices";
import { removeCommand, setCommand, shown, type Problem, type Repair } from "../problem";
import { rule } from "../rule";

/**
 * A private ECR repository, with the Region it is in.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const ECR_IMAGE = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?\//;

/** What cannot work where nothing reaches the internet. */
export const closedNetworkRules = [
    rule({
        id: "closed-network-without-nat",
        statement: "A closed network has no NAT gateway.",
        reads: ["closedNetwork", "natGateways"],
        check: ({ closedNetwork, natGateways }) =>
            closedNetwork && natGateways > 0
                ? {
                      finding: `${shown("natGateways", natGateways)} with ${shown("closedNetwork", true)}; allowed is 0, since a closed network has no way out.`,
                      repairs: [
                          {
                              command: setCommand("natGateways", 0),
                              note: `saves ${dollars(natGateways * NAT_GATEWAY_USD_PER_MONTH)} a month`,
                          },
                          openTheNetwork(),
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "closed-network-needs-endpoints",
        statement: "A closed network has the interface endpoints of the VPC.",
        reads: ["closedNetwork", "vpcEndpoints"],
        check: ({ closedNetwork, vpcEndpoints }) =>
            closedNetwork && !vpcEndpoints
                ? {
                      finding: `${shown("vpcEndpoints", false)} with ${shown("closedNetwork", true)}; allowed is true, since endpoints are the only way to AWS services.`,
                      repairs: [{ command: setCommand("vpcEndpoints", true) }],
                  }
                : undefined,
    }),
    rule({
        id: "closed-network-without-api-keys",
        statement: "A closed network uses no model service outside AWS.",
        reads: ["closedNetwork", "apiKeyNames"],
        check: ({ closedNetwork, apiKeyNames }) =>
            closedNetwork && apiKeyNames.length > 0
                ? outside(
                      `librechat:apiKeys = [secret] (${apiKeyNames.join(", ")})`,
                      "model services on the internet",
                      removeCommand("apiKeys"),
                  )
                : undefined,
    }),
    rule({
        id: "closed-network-without-web-search",
        statement: "A closed network has no web search.",
        reads: ["closedNetwork", "webSearchNames"],
        check: ({ closedNetwork, webSearchNames }) =>
            closedNetwork && webSearchNames.length > 0
                ? outside(
                      `librechat:webSearch = [secret] (${webSearchNames.join(", ")})`,
                      "search services on the internet",
                      removeCommand("webSearch"),
                  )
                : undefined,
    }),
    rule({
        id: "closed-network-private-issuer",
        statement: "In a closed network users sign in at a private OpenID Connect provider, or with a password.",
        reads: ["closedNetwork", "openId"],
        check: ({ closedNetwork, openId }) =>
            closedNetwork && openId !== undefined && !isPrivateHost(new URL(openId.issuer).hostname)
                ? outside(
                      `librechat:openId.issuer = ${openId.issuer}`,
                      "a provider on the internet (a private one has a private address, or a name that ends in .internal)",
                      `${removeCommand("openId")} && ${removeCommand("openIdClientSecret")}`,
                  )
                : undefined,
    }),
    rule({
        id: "closed-network-without-sharepoint",
        statement: "A closed network has no SharePoint.",
        reads: ["closedNetwork", "sharePoint"],
        check: ({ closedNetwork, sharePoint }) =>
            closedNetwork && sharePoint !== undefined
                ? outside(
                      `librechat:sharePoint = ${sharePoint.baseUrl ?? "(no baseUrl)"}`,
                      "SharePoint on the internet",
                      removeCommand("sharePoint"),
                  )
                : undefined,
    }),
    rule({
        id: "closed-network-without-external-mongo",
        statement: "A closed network keeps its data in DocumentDB.",
        reads: ["closedNetwork", "mongo"],
        check: ({ closedNetwork, mongo }) =>
            closedNetwork && mongo === "external"
                ? outside(
                      shown("mongo", mongo),
                      "a MongoDB outside the VPC",
                      `${setCommand("mongo", "documentdb")} && ${removeCommand("mongoUri")}`,
                  )
                : undefined,
    }),
    rule({
        id: "closed-network-private-librechat-image",
        statement: "In a closed network LibreChat's image is in ECR, in the Region of the stack.",
        reads: ["closedNetwork", "librechatImage", "region"],
        check: ({ closedNetwork, librechatImage, region }) =>
            closedNetwork ? publicImage("librechatImage", librechatImage, region) : undefined,
    }),
    rule({
        id: "closed-network-private-rag-image",
        statement: "In a closed network the image of the RAG API is in ECR, in the Region of the stack.",
        reads: ["closedNetwork", "rag", "ragImage", "region"],
        check: ({ closedNetwork, rag, ragImage, region }) => (closedNetwork && rag ? publicImage("ragImage", ragImage, region) : undefined),
    }),
    rule({
        id: "closed-network-bedrock-region",
        statement: "A closed network uses Bedrock in the Region of the stack.",
        reads: ["closedNetwork", "bedrockRegion", "region"],
        check: ({ closedNetwork, bedrockRegion, region }) =>
            closedNetwork && bedrockRegion !== region
                ? outside(
                      shown("bedrockRegion", bedrockRegion),
                      `Bedrock outside ${region}, where its endpoint is`,
                      setCommand("bedrockRegion", region),
                  )
                : undefined,
    }),
];

/** Only tags and paths are carried over: AWS pulls from a registry inside the network when it is ECR, and by its endpoint's Region. */
function publicImage(name: "librechatImage" | "ragImage", image: string, region: string): Omit<Problem, "id"> | undefined {
    if (ECR_IMAGE.exec(image)?.[1] === region) return undefined;
    const repository = image.slice(image.lastIndexOf("/") + 1);
    return outside(
        shown(name, image),
        `an image outside ECR in ${region}`,
        setCommand(name, `ACCOUNT_ID.dkr.ecr.${region}.amazonaws.com/${repository}`),
    );
}

function openTheNetwork(): Repair {
    return { command: setCommand("closedNetwork", false), note: `${dollars(NAT_GATEWAY_USD_PER_MONTH)} a month for each NAT gateway` };
}

function outside(found: string, what: string, command: string): Omit<Problem, "id"> {
    return {
        finding: `${found} with ${shown("closedNetwork", true)}: nothing there reaches ${what}.`,
        repairs: [{ command }, openTheNetwork()],
    };
}
