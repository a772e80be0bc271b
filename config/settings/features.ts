import { isMap, parseDocument } from "yaml";
import { z } from "zod";
import { flag, measured, oneOf, setting, text } from "../setting";

/**
 * LibreChat's names for the keys of model services.
 * Source: https://www.librechat.ai/docs/configuration/dotenv and https://www.librechat.ai/docs/quick_start/custom_endpoints
 */
const API_KEYS = [
    "ANTHROPIC_API_KEY",
    "ANYSCALE_API_KEY",
    "APIPIE_API_KEY",
    "ASSISTANTS_API_KEY",
    "AZURE_API_KEY",
    "AZURE_OPENAI_API_KEY",
    "COHERE_API_KEY",
    "DATABRICKS_API_KEY",
    "DEEPSEEK_API_KEY",
    "FIREWORKS_API_KEY",
    "GOOGLE_KEY",
    "GROQ_API_KEY",
    "HUGGINGFACE_TOKEN",
    "MISTRAL_API_KEY",
    "OPENAI_API_KEY",
    "OPENROUTER_KEY",
    "PERPLEXITY_API_KEY",
    "TOGETHERAI_API_KEY",
    "XAI_API_KEY",
] as const;

/** Source: https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/web_search */
const WEB_SEARCH = [
    "COHERE_API_KEY",
    "FIRECRAWL_API_KEY",
    "FIRECRAWL_API_URL",
    "JINA_API_KEY",
    "JINA_API_URL",
    "SEARXNG_API_KEY",
    "SEARXNG_INSTANCE_URL",
    "SERPER_API_KEY",
    "TAVILY_API_KEY",
] as const;

const line = (example: string) => text(/^[^\r\n]{1,200}$/, "one line of at most 200 characters", example);
const secretLine = text(/^\S+$/, "text without blanks", "...");

const httpsAddress = measured(
    z.string().refine((address) => URL.canParse(address) && new URL(address).protocol === "https:"),
    "an address that begins with https://",
    "https://login.example.com",
);

const sharePointAddress = text(
    /^https:\/\/[a-z0-9-]+\.sharepoint\.com$/i,
    "https://TENANT.sharepoint.com",
    "https://example.sharepoint.com",
);

const awsRegion = text(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS Region", "us-east-1");

const bedrockModel = text(
    /^[a-z0-9][a-z0-9.:/-]{2,255}$/i,
    "a model id or the id of an inference profile",
    "us.anthropic.claude-sonnet-4-20250514-v1:0",
);

/** LibreChat stops at its start when its file is no YAML, and only its log says so. */
function isYamlObject(text: string): boolean {
    const { errors, contents } = parseDocument(text);
    return errors.length === 0 && isMap(contents);
}

function secretsNamed<const Names extends readonly string[]>(names: Names, example: Names[number]) {
    const shape = Object.fromEntries(names.map((name) => [name, secretLine.optional()])) as Record<
        Names[number],
        z.ZodOptional<z.ZodString>
    >;
    return measured(z.strictObject(shape), "an object of secrets by LibreChat's name for each", example);
}

export const features = {
    rag: setting(flag(true).optional(), {
        group: "features",
        description: "Whether users can ask about their files: runs the RAG API, which keeps its vectors in PostgreSQL.",
        defaultInWords: "true with postgres rds, false with postgres none",
        change: "false deletes the service and its PostgreSQL instance, with the vectors of all files.",
        price: "One task of 0.5 vCPU and 1 GiB, about $14 a month, besides PostgreSQL.",
    }),
    bedrockRegion: setting(awsRegion.optional(), {
        group: "features",
        description:
            "AWS Region whose Bedrock models are used. With rag it has to offer Titan Text Embeddings V2, or no file can be added.",
        defaultInWords: "the Region of the stack",
    }),
    bedrockModels: setting(
        measured(z.array(bedrockModel), "a list of model ids", "us.anthropic.claude-sonnet-4-20250514-v1:0").default([]),
        {
            group: "features",
            description: "Bedrock models on offer, as ids of models or inference profiles. Empty: LibreChat's own list.",
            price: "Models are paid for by use.",
        },
    ),
    apiKeys: setting(secretsNamed(API_KEYS, "OPENAI_API_KEY").optional(), {
        group: "features",
        description: `Keys of model services outside AWS, under LibreChat's names: ${API_KEYS.join(", ")}. Those of OpenAI, its assistants, Anthropic and Google offer their models at once; for the others librechatYaml has to say what is on offer, under endpoints.`,
        secret: true,
    }),
    webSearch: setting(secretsNamed(WEB_SEARCH, "SERPER_API_KEY").optional(), {
        group: "features",
        description: `Keys and addresses of the services behind web search, under LibreChat's names: ${WEB_SEARCH.join(", ")}.`,
        secret: true,
    }),
    openId: setting(
        measured(
            z.strictObject({
                issuer: httpsAddress,
                clientId: line("CLIENT_ID"),
                scope: line("'openid profile email'").optional(),
                buttonLabel: line("'Sign in'").optional(),
                requiredRole: line("librechat-user").optional(),
                requiredRoleParameterPath: line("roles").optional(),
                requiredRoleTokenKind: oneOf(["access", "id"]).optional(),
                adminRole: line("librechat-admin").optional(),
                adminRoleParameterPath: line("roles").optional(),
                adminRoleTokenKind: oneOf(["access", "id"]).optional(),
                audience: line("https://chat.example.com").optional(),
                useEndSessionEndpoint: flag(true).optional(),
                reuseTokens: flag(true).optional(),
                generateNonce: flag(true).optional(),
            }),
            "an object with issuer and clientId",
            "issuer",
        ).optional(),
        {
            group: "features",
            description:
                "Sign-in through an OpenID Connect provider: issuer, clientId, and what else the provider asks for. Most providers want HTTPS, so a domainName. Without requiredRole everybody whom the provider knows may sign in; with adminRole those who have it are administrators; with useEndSessionEndpoint whoever signs out is signed out there, too.",
            defaultInWords:
                "none; scope is openid profile email, with sharePoint also offline_access and the access_as_user scope of the application",
        },
    ),
    openIdClientSecret: setting(secretLine.optional(), {
        group: "features",
        description: "Client secret that the OpenID Connect provider issued.",
        secret: true,
    }),
    sharePoint: setting(
        measured(
            z.strictObject({
                baseUrl: sharePointAddress.optional(),
                pickerSharePointScope: line("https://example.sharepoint.com/AllSites.Read").optional(),
                pickerGraphScope: line("Files.Read.All").optional(),
            }),
            "an object with baseUrl, pickerSharePointScope and pickerGraphScope",
            "baseUrl",
        ).optional(),
        {
            group: "features",
            description:
                "Users pick files from SharePoint: baseUrl, pickerSharePointScope and pickerGraphScope. Needs openId at Entra ID, and HTTPS.",
        },
    ),
    allowRegistration: setting(flag(false).default(false), {
        group: "features",
        description: "Whether strangers may create an account. The first account becomes the administrator.",
    }),
    librechatYaml: setting(
        measured(
            z.union([z.record(z.string(), z.unknown()), z.string().refine(isYamlObject)]).optional(),
            "an object, or YAML text of one",
            '"$(cat librechat.yaml)"',
        ),
        {
            group: "features",
            description:
                "Settings of LibreChat's own librechat.yaml, merged over the generated file. Files stay in S3, whatever fileStrategy and fileStrategies say. Regions, inference profiles and a guardrail under endpoints.bedrock are allowed to the tasks.",
            change: "New tasks start beside the old ones, which end when the new ones are in service.",
        },
    ),
};
