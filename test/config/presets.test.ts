import { strict as assert } from "node:assert";
import { presets } from "../../config/presets";
import { PRODUCTION, settingsOf } from "./validated";

describe("presets", () => {
    const defaults = {
        tags: {},
        vpcCidr: "10.0.0.0/16",
        availabilityZones: 2,
        vpcEndpoints: true,
        closedNetwork: false,
        allowedCidrs: ["0.0.0.0/0"],
        databaseInit: "lambda",
        cpuUnits: 1024,
        memoryMiB: 2048,
        architecture: "arm64",
        minTasks: 1,
        maxTasks: 1,
        librechatImage: "ghcr.io/librechat-ai/librechat:v0.8.8",
        ragImage: "ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0",
        mongo: "documentdb",
        documentDbInstanceClass: "db.t4g.medium",
        documentDbInstances: 1,
        postgres: "rds",
        postgresInstanceClass: "db.t4g.micro",
        postgresMultiAz: false,
        postgresStorageGiB: 20,
        cache: false,
        cacheNodeType: "cache.t4g.micro",
        backupRetentionDays: 1,
        deletionProtection: false,
        retireStack: false,
        bedrockModels: [],
        allowRegistration: false,
        logRetentionDays: 7,
        selfCheck: true,
        region: "us-east-1",
        natGateways: 1,
        rag: true,
        bedrockRegion: "us-east-1",
        openId: undefined,
        apiKeyNames: [],
        webSearchNames: [],
        mongoUriGiven: false,
        mongoPorts: [],
        sitePorts: [],
        openIdClientSecretGiven: false,
    };

    it("standard-dev is the default, and the smallest of everything", () => {
        assert.deepEqual(settingsOf({}), { preset: "standard-dev", ...defaults });
    });

    it("staging has production's shape at a smaller size", () => {
        assert.deepEqual(settingsOf({ preset: "staging" }), {
            preset: "staging",
            ...defaults,
            maxTasks: 2,
            postgresInstanceClass: "db.t4g.small",
            cache: true,
            backupRetentionDays: 7,
            logRetentionDays: 14,
        });
    });

    it("production survives the loss of a zone and keeps its data", () => {
        assert.deepEqual(settingsOf(PRODUCTION), {
            preset: "production",
            ...defaults,
            domainName: "chat.example.com",
            hostedZoneId: "Z0123456789ABC",
            natGateways: 2,
            cpuUnits: 2048,
            memoryMiB: 4096,
            minTasks: 2,
            maxTasks: 6,
            documentDbInstanceClass: "db.r6g.large",
            documentDbInstances: 2,
            postgresInstanceClass: "db.t4g.medium",
            postgresMultiAz: true,
            postgresStorageGiB: 100,
            cache: true,
            cacheNodeType: "cache.t4g.small",
            backupRetentionDays: 14,
            deletionProtection: true,
            logRetentionDays: 30,
        });
    });

    it("say only what differs from the schema's defaults", () => {
        for (const values of Object.values(presets)) {
            for (const [name, value] of Object.entries(values)) {
                assert.notDeepEqual(value, (defaults as Record<string, unknown>)[name], name);
            }
        }
    });

    it("give way to explicit settings", () => {
        const { cache, maxTasks, minTasks } = settingsOf({ ...PRODUCTION, cache: false, minTasks: 1, maxTasks: 1 });
        assert.deepEqual({ cache, maxTasks, minTasks }, { cache: false, maxTasks: 1, minTasks: 1 });
    });
});

describe("defaults that follow from other settings", () => {
    it("production has a NAT gateway in each of three zones", () => {
        assert.equal(settingsOf({ ...PRODUCTION, availabilityZones: 3 }).natGateways, 3);
    });

    it("sign-in asks for the usual scopes", () => {
        const openId = { issuer: "https://id.example.com", clientId: "0f0e" };
        assert.deepEqual(settingsOf({ openId, openIdClientSecret: "s" }).openId, {
            ...openId,
            scope: "openid profile email",
            reuseTokens: false,
            generateNonce: false,
        });
    });

    it("sign-in with SharePoint asks for lasting access on the user's behalf", () => {
        const { openId } = settingsOf({
            openId: { issuer: "https://id.example.com", clientId: "0f0e", generateNonce: true },
            openIdClientSecret: "s",
            domainName: "chat.example.com",
            hostedZoneId: "Z0123456789ABC",
            sharePoint: { baseUrl: "https://contoso.sharepoint.com", pickerSharePointScope: "s", pickerGraphScope: "g" },
        });
        assert.deepEqual(openId, {
            issuer: "https://id.example.com",
            clientId: "0f0e",
            scope: "openid profile email offline_access api://0f0e/access_as_user",
            reuseTokens: true,
            generateNonce: true,
        });
    });

    it("secrets are known by name only", () => {
        const settings = settingsOf({
            mongo: "external",
            mongoUri: "mongodb://u:hush-hush@h/LibreChat",
            apiKeys: { OPENAI_API_KEY: "hush-hush", ANTHROPIC_API_KEY: "hush-hush" },
            webSearch: { SERPER_API_KEY: "hush-hush" },
        });
        assert.deepEqual(settings.apiKeyNames, ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"]);
        assert.deepEqual(settings.webSearchNames, ["SERPER_API_KEY"]);
        assert.equal(settings.mongoUriGiven, true);
        assert.doesNotMatch(JSON.stringify(settings), /hush/);
    });

    it("settings cannot be changed, at any depth", () => {
        const settings = settingsOf({ openId: { issuer: "https://id.example.com", clientId: "1" }, openIdClientSecret: "s" });
        assert.ok(
            [settings, settings.tags, settings.allowedCidrs, settings.openId, settings.apiKeyNames].every((part) => Object.isFrozen(part)),
        );
    });
});
