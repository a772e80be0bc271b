import { strict as assert } from "node:assert";
import {
    librechatEnvironment,
    librechatSecrets,
    type LibreChatEnvironmentArgs,
} from "../../../components/application/librechat-environment";

describe("librechatEnvironment: LibreChat's own names, and nothing secret", () => {
    const args: LibreChatEnvironmentArgs = {
        siteUrl: "https://chat.example.com",
        region: "eu-west-1",
        bucketName: "files-1",
        idleTimeoutSeconds: 600,
        allowRegistration: false,
        cache: false,
        bedrockRegion: "us-west-2",
        bedrockModels: [],
    };
    const smallest = {
        NODE_ENV: "production",
        HOST: "0.0.0.0",
        PORT: "3080",
        DOMAIN_CLIENT: "https://chat.example.com",
        DOMAIN_SERVER: "https://chat.example.com",
        TRUST_PROXY: "1",
        CONFIG_PATH: "/configuration/librechat.yaml",
        CONSOLE_JSON: "true",
        LOG_TO_FILE: "false",
        DEBUG_LOGGING: "false",
        HTTP_KEEP_ALIVE_TIMEOUT_MS: "605000",
        ALLOW_EMAIL_LOGIN: "true",
        ALLOW_REGISTRATION: "false",
        ALLOW_SOCIAL_LOGIN: "false",
        ALLOW_SOCIAL_REGISTRATION: "false",
        AWS_REGION: "eu-west-1",
        AWS_BUCKET_NAME: "files-1",
        S3_URL_EXPIRY_SECONDS: "3600",
        SEARCH: "false",
        BEDROCK_AWS_DEFAULT_REGION: "us-west-2",
        USE_REDIS: "false",
        SCHEDULES_SINGLE_PROCESS: "true",
    };

    it("says this much in the smallest deployment", () => {
        assert.deepEqual(librechatEnvironment(args), smallest);
    });

    it("keeps connections longer than the load balancer does", () => {
        for (const idleTimeoutSeconds of [60, 600, 4000]) {
            const { HTTP_KEEP_ALIVE_TIMEOUT_MS } = librechatEnvironment({ ...args, idleTimeoutSeconds });
            assert.ok(Number(HTTP_KEEP_ALIVE_TIMEOUT_MS) > idleTimeoutSeconds * 1000);
        }
    });

    it("lets browsers keep the cookies of a site without HTTPS", () => {
        const siteUrl = "http://front-door-1.us-east-1.elb.amazonaws.com";
        const plain = { ...smallest, DOMAIN_CLIENT: siteUrl, DOMAIN_SERVER: siteUrl, SESSION_COOKIE_SECURE: "false" };
        assert.deepEqual(librechatEnvironment({ ...args, siteUrl }), plain);
    });

    const additions: [string, Partial<LibreChatEnvironmentArgs>, Record<string, string>][] = [
        ["registration is open", { allowRegistration: true }, { ALLOW_REGISTRATION: "true" }],
        ["models are named", { bedrockModels: ["a.b", "c.d"] }, { BEDROCK_AWS_MODELS: "a.b,c.d" }],
        [
            "there is a RAG API",
            { ragApiUrl: "http://rag-api.librechat.internal:8000" },
            { RAG_API_URL: "http://rag-api.librechat.internal:8000" },
        ],
        [
            "people sign in with OpenID",
            {
                openId: {
                    issuer: "https://login.example.com",
                    clientId: "chat",
                    scope: "openid email",
                    reuseTokens: false,
                    generateNonce: true,
                },
            },
            {
                ALLOW_SOCIAL_LOGIN: "true",
                ALLOW_SOCIAL_REGISTRATION: "true",
                OPENID_ISSUER: "https://login.example.com",
                OPENID_CLIENT_ID: "chat",
                OPENID_SCOPE: "openid email",
                OPENID_CALLBACK_URL: "/oauth/openid/callback",
                OPENID_REUSE_TOKENS: "false",
                OPENID_GENERATE_NONCE: "true",
            },
        ],
        [
            "files come from SharePoint",
            {
                sharePoint: {
                    baseUrl: "https://x.sharepoint.com",
                    pickerSharePointScope: "https://x.sharepoint.com/AllSites.Read",
                    pickerGraphScope: "Files.Read.All",
                },
            },
            {
                ENABLE_SHAREPOINT_FILEPICKER: "true",
                SHAREPOINT_BASE_URL: "https://x.sharepoint.com",
                SHAREPOINT_PICKER_SHAREPOINT_SCOPE: "https://x.sharepoint.com/AllSites.Read",
                SHAREPOINT_PICKER_GRAPH_SCOPE: "Files.Read.All",
                OPENID_ON_BEHALF_FLOW_FOR_USERINFO_REQUIRED: "true",
            },
        ],
    ];
    for (const [when, change, added] of additions) {
        it(`adds this when ${when}`, () => {
            assert.deepEqual(librechatEnvironment({ ...args, ...change }), { ...smallest, ...added });
        });
    }

    it("adds every part of a required role", () => {
        const openId = {
            issuer: "https://login.example.com",
            clientId: "chat",
            scope: "openid",
            reuseTokens: true,
            generateNonce: false,
            buttonLabel: "Company login",
            requiredRole: "chat-users",
            requiredRoleParameterPath: "roles",
            requiredRoleTokenKind: "id",
        };
        const environment = librechatEnvironment({ ...args, openId });
        assert.equal(environment["OPENID_BUTTON_LABEL"], "Company login");
        assert.equal(environment["OPENID_REQUIRED_ROLE"], "chat-users");
        assert.equal(environment["OPENID_REQUIRED_ROLE_PARAMETER_PATH"], "roles");
        assert.equal(environment["OPENID_REQUIRED_ROLE_TOKEN_KIND"], "id");
        assert.equal(environment["OPENID_ADMIN_ROLE"], undefined);
        assert.equal(environment["OPENID_AUDIENCE"], undefined);
        assert.equal(environment["OPENID_REUSE_TOKENS"], "true");
        assert.equal(environment["OPENID_GENERATE_NONCE"], "false");
    });

    it("adds an administrator's role, the audience and the end of a session", () => {
        const openId = {
            ...{ issuer: "https://login.example.com", clientId: "chat", scope: "openid", reuseTokens: true, generateNonce: false },
            ...{ adminRole: "chat-admins", adminRoleParameterPath: "groups", adminRoleTokenKind: "access" },
            ...{ audience: "https://chat.example.com", useEndSessionEndpoint: true },
        };
        const environment = librechatEnvironment({ ...args, openId });
        assert.equal(environment["OPENID_ADMIN_ROLE"], "chat-admins");
        assert.equal(environment["OPENID_ADMIN_ROLE_PARAMETER_PATH"], "groups");
        assert.equal(environment["OPENID_ADMIN_ROLE_TOKEN_KIND"], "access");
        assert.equal(environment["OPENID_AUDIENCE"], "https://chat.example.com");
        assert.equal(environment["OPENID_USE_END_SESSION_ENDPOINT"], "true");
        assert.equal(environment["OPENID_REQUIRED_ROLE"], undefined);
    });

    it("shares sessions through the cache, and never gives up on it", () => {
        const shared = Object.entries({ ...smallest, USE_REDIS: "true", REDIS_RETRY_MAX_ATTEMPTS: "0" }).filter(
            ([name]) => name !== "SCHEDULES_SINGLE_PROCESS",
        );
        assert.deepEqual(librechatEnvironment({ ...args, cache: true }), Object.fromEntries(shared));
    });
});

describe("librechatSecrets: where ECS reads each one", () => {
    const arns = { credentialsArn: "arn:keys", tokenArn: "arn:token", mongoArn: "arn:mongo" };
    const always = {
        CREDS_KEY: "arn:keys:CREDS_KEY::",
        CREDS_IV: "arn:keys:CREDS_IV::",
        JWT_REFRESH_SECRET: "arn:keys:JWT_REFRESH_SECRET::",
        JWT_SECRET: "arn:token:JWT_SECRET::",
        MONGO_URI: "arn:mongo:uri::",
    };

    it("always names the five without which LibreChat does not keep its data", () => {
        assert.deepEqual(librechatSecrets(arns), always);
    });

    it("adds the cache and the given keys", () => {
        assert.deepEqual(librechatSecrets({ ...arns, cacheArn: "arn:cache", given: { arn: "arn:given", names: ["OPENAI_API_KEY"] } }), {
            ...always,
            REDIS_URI: "arn:cache:uri::",
            OPENAI_API_KEY: "arn:given:OPENAI_API_KEY::",
        });
    });
});
