/**
 * LibreChat's environment: plain settings here, secrets by name only.
 * Source of the names: LibreChat v0.8.8, `.env.example` and the pages under https://www.librechat.ai/docs/configuration
 */
import { configurationPath } from "./configuration-container";
import { secretKey } from "./container-definitions";

/** Sign-in with an OpenID provider. Its callback address is `<site>/oauth/openid/callback`. */
export interface OpenIdLogin {
    readonly issuer: string;
    readonly clientId: string;
    readonly scope: string;
    /** Whether LibreChat keeps using the provider's tokens, which SharePoint needs, instead of its own. */
    readonly reuseTokens: boolean;
    /** Whether a nonce is sent; federated Cognito pools ask for one. */
    readonly generateNonce: boolean;
    readonly buttonLabel?: string | undefined;
    /** Role without which nobody gets in, where it stands in the token, and in which token. */
    readonly requiredRole?: string | undefined;
    readonly requiredRoleParameterPath?: string | undefined;
    readonly requiredRoleTokenKind?: string | undefined;
    /** Role that makes an administrator, where it stands in the token, and in which token. */
    readonly adminRole?: string | undefined;
    readonly adminRoleParameterPath?: string | undefined;
    readonly adminRoleTokenKind?: string | undefined;
    /** What tokens are asked for; Auth0 wants it where they are reused. */
    readonly audience?: string | undefined;
    /** Whether signing out ends the session at the provider, too. */
    readonly useEndSessionEndpoint?: boolean | undefined;
}

/** The SharePoint file picker; works only together with an Entra ID login. */
export interface SharePointPicker {
    readonly baseUrl: string;
    readonly pickerSharePointScope: string;
    readonly pickerGraphScope: string;
}

export interface LibreChatEnvironmentArgs {
    /** Address of the site with its scheme. LibreChat parses it as a URL and stops at a bare host name. */
    readonly siteUrl: string;
    readonly region: string;
    readonly bucketName: string;
    /** Seconds for which the load balancer keeps a silent connection. */
    readonly idleTimeoutSeconds: number;
    readonly allowRegistration: boolean;
    /** Address of the RAG API, for example `http://rag-api.librechat.internal:8000`; none: no file search. */
    readonly ragApiUrl?: string | undefined;
    /** Whether a shared cache exists; without one LibreChat must run as a single task. */
    readonly cache: boolean;
    readonly bedrockRegion: string;
    /** Models on offer; none: LibreChat's own list. */
    readonly bedrockModels: readonly string[];
    readonly openId?: OpenIdLogin | undefined;
    readonly sharePoint?: SharePointPicker | undefined;
}

/** Settings that anyone may read. */
export function librechatEnvironment(args: LibreChatEnvironmentArgs): Record<string, string> {
    return {
        NODE_ENV: "production",
        HOST: "0.0.0.0",
        PORT: "3080",
        DOMAIN_CLIENT: args.siteUrl,
        DOMAIN_SERVER: args.siteUrl,
        // LibreChat marks its cookies for HTTPS alone in production, and browsers drop such cookies of a site without it: nobody stays signed in.
        ...(args.siteUrl.startsWith("http:") && { SESSION_COOKIE_SECURE: "false" }),
        TRUST_PROXY: "1", // one hop: the load balancer. Rate limits would count it as the only client otherwise
        CONFIG_PATH: configurationPath("librechat.yaml"),
        CONSOLE_JSON: "true",
        LOG_TO_FILE: "false",
        DEBUG_LOGGING: "false",
        // Above the load balancer's idle timeout: it would otherwise reuse a connection that Node.js is closing, and answer 502 now and then.
        HTTP_KEEP_ALIVE_TIMEOUT_MS: String((args.idleTimeoutSeconds + 5) * 1000),
        ALLOW_EMAIL_LOGIN: "true",
        ALLOW_REGISTRATION: String(args.allowRegistration),
        ALLOW_SOCIAL_LOGIN: String(args.openId !== undefined),
        ALLOW_SOCIAL_REGISTRATION: String(args.openId !== undefined),
        AWS_REGION: args.region,
        AWS_BUCKET_NAME: args.bucketName,
        // Links to pictures are renewed every 30 minutes, and last for two unless told otherwise. With more than an hour LibreChat would trust
        // links whose signature has ended before: a task's credentials change every few hours.
        S3_URL_EXPIRY_SECONDS: "3600",
        SEARCH: "false",
        BEDROCK_AWS_DEFAULT_REGION: args.bedrockRegion,
        ...(args.bedrockModels.length > 0 && { BEDROCK_AWS_MODELS: args.bedrockModels.join(",") }),
        ...given("RAG_API_URL", args.ragApiUrl),
        ...(args.cache ? CACHE_SETTINGS : { USE_REDIS: "false", SCHEDULES_SINGLE_PROCESS: "true" }),
        ...(args.openId && openIdEnvironment(args.openId)),
        ...(args.sharePoint && sharePointEnvironment(args.sharePoint)),
    };
}

/** After ten attempts, about as long as a failover takes, LibreChat would never connect again, and its health check not notice; 0: no end. */
const CACHE_SETTINGS = { USE_REDIS: "true", REDIS_RETRY_MAX_ATTEMPTS: "0" };

function openIdEnvironment(login: OpenIdLogin): Record<string, string> {
    return {
        OPENID_ISSUER: login.issuer,
        OPENID_CLIENT_ID: login.clientId,
        OPENID_SCOPE: login.scope,
        OPENID_CALLBACK_URL: "/oauth/openid/callback",
        OPENID_REUSE_TOKENS: String(login.reuseTokens),
        OPENID_GENERATE_NONCE: String(login.generateNonce),
        ...given("OPENID_BUTTON_LABEL", login.buttonLabel),
        ...given("OPENID_REQUIRED_ROLE", login.requiredRole),
        ...given("OPENID_REQUIRED_ROLE_PARAMETER_PATH", login.requiredRoleParameterPath),
        ...given("OPENID_REQUIRED_ROLE_TOKEN_KIND", login.requiredRoleTokenKind),
        ...given("OPENID_ADMIN_ROLE", login.adminRole),
        ...given("OPENID_ADMIN_ROLE_PARAMETER_PATH", login.adminRoleParameterPath),
        ...given("OPENID_ADMIN_ROLE_TOKEN_KIND", login.adminRoleTokenKind),
        ...given("OPENID_AUDIENCE", login.audience),
        ...given("OPENID_USE_END_SESSION_ENDPOINT", login.useEndSessionEndpoint?.toString()),
    };
}

function given(name: string, value: string | undefined): Record<string, string> {
    return value === undefined ? {} : { [name]: value };
}

/** All of them or a picker that does not open: Microsoft's token has to reach SharePoint on the user's behalf. */
function sharePointEnvironment({ baseUrl, pickerSharePointScope, pickerGraphScope }: SharePointPicker): Record<string, string> {
    return {
        ENABLE_SHAREPOINT_FILEPICKER: "true",
        SHAREPOINT_BASE_URL: baseUrl,
        SHAREPOINT_PICKER_SHAREPOINT_SCOPE: pickerSharePointScope,
        SHAREPOINT_PICKER_GRAPH_SCOPE: pickerGraphScope,
        OPENID_ON_BEHALF_FLOW_FOR_USERINFO_REQUIRED: "true",
    };
}

/** Secrets by their ARN. Those of the model providers and of OpenID are one secret, keyed by environment name. */
export interface LibreChatSecrets {
    /** CREDS_KEY, CREDS_IV and JWT_REFRESH_SECRET. */
    readonly credentialsArn: string;
    /** JWT_SECRET, which LibreChat and the RAG API share. */
    readonly tokenArn: string;
    /** JSON with `uri`. */
    readonly mongoArn: string;
    /** JSON with `uri`. */
    readonly cacheArn?: string | undefined;
    /** Keys given in the stack's configuration, with the environment names that they hold. */
    readonly given?: { readonly arn: string; readonly names: readonly string[] } | undefined;
}

/** Where ECS reads each secret setting from. */
export function librechatSecrets({ credentialsArn, tokenArn, mongoArn, cacheArn, given }: LibreChatSecrets): Record<string, string> {
    return {
        CREDS_KEY: secretKey(credentialsArn, "CREDS_KEY"),
        CREDS_IV: secretKey(credentialsArn, "CREDS_IV"),
        JWT_REFRESH_SECRET: secretKey(credentialsArn, "JWT_REFRESH_SECRET"),
        JWT_SECRET: secretKey(tokenArn, "JWT_SECRET"),
        MONGO_URI: secretKey(mongoArn, "uri"),
        ...(cacheArn !== undefined && { REDIS_URI: secretKey(cacheArn, "uri") }),
        ...(given && Object.fromEntries(given.names.map((name) => [name, secretKey(given.arn, name)]))),
    };
}
