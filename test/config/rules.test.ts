import { strict as assert } from "node:assert";
import { complete } from "../../config/derive";
import { presets } from "../../config/presets";
import { rules } from "../../config/rules";
import { schema } from "../../config/schema";
import { refusals as capacityAndData } from "./refusals/capacity-and-data";
import { refusals as closedNetwork } from "./refusals/closed-network";
import { refusals as edge } from "./refusals/edge";
import { refusals as egress } from "./refusals/egress";
import { refusals as signIn } from "./refusals/sign-in";
import { refusals as zones } from "./refusals/zones";
import { CLOSED, ENTRA, PRODUCTION, problemsOf, SHAREPOINT, without, type Given } from "./validated";

const refusals = [...zones, ...egress, ...closedNetwork, ...capacityAndData, ...edge, ...signIn];

describe("rules across settings", () => {
    for (const { rule, given, problems } of refusals) {
        it(`fails when ${rule} is broken: ${(problems[0] ?? "").slice(0, 70)}...`, () => {
            assert.deepEqual(problemsOf(given), problems);
            const broken = rules.find(({ id }) => id === rule)?.check(settingsIn(given));
            assert.ok(broken !== undefined, `the configuration does not break ${rule}`);
            assert.equal(problems.filter((problem) => problem.startsWith(broken.finding)).length, 1);
        });
    }

    it("are these, each of them broken by a configuration above", () => {
        const ids = rules.map(({ id }) => id);
        assert.deepEqual(ids, [...new Set(refusals.map(({ rule }) => rule))]);
        assert.equal(ids.length, 41);
    });

    const sound: Record<string, Given> = {
        "nothing but defaults": {},
        "zones of one's own": { availabilityZones: 3, availabilityZoneNames: ["us-east-1b", "us-east-1c", "us-east-1f"] },
        "preset staging": { preset: "staging" },
        "preset production": PRODUCTION,
        "production with a certificate of one's own": {
            preset: "production",
            domainName: "chat.example.com",
            certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0123",
        },
        "production that is retired": { ...PRODUCTION, retireStack: true, deletionProtection: false },
        "a closed network": CLOSED,
        "a closed network that signs in at a private name": {
            ...CLOSED,
            ...ENTRA,
            openId: { issuer: "https://id.corp.internal/realms/a", clientId: "1" },
        },
        "a closed network that signs in at a private address": {
            ...CLOSED,
            ...ENTRA,
            openId: { issuer: "https://10.1.2.3/realms/a", clientId: "1" },
        },
        "a closed network without the RAG API takes any ragImage": { ...without(CLOSED, "ragImage"), rag: false },
        "an external MongoDB without endpoints": { mongo: "external", mongoUri: "mongodb://u:p@h/LibreChat", vpcEndpoints: false },
        "an external MongoDB with an old LibreChat": {
            mongo: "external",
            mongoUri: "mongodb+srv://u:p@h/LibreChat?appName=a",
            librechatImage: "ghcr.io/danny-avila/librechat:v0.8.6",
        },
        "three zones with three NAT gateways": { availabilityZones: 3, natGateways: 3 },
        "no PostgreSQL, and therefore no RAG API": { postgres: "none" },
        "several tasks with a cache": { minTasks: 2, maxTasks: 2, cache: true },
        "sign-in by OpenID Connect": ENTRA,
        SharePoint: SHAREPOINT,
        "a key for models and another for web search": { apiKeys: { OPENAI_API_KEY: "sk" }, webSearch: { COHERE_API_KEY: "c" } },
    };
    for (const [name, given] of Object.entries(sound)) {
        it(`accept ${name}`, () => {
            assert.deepEqual(problemsOf(given), []);
        });
    }

    for (const [image, accepted] of [
        ["ghcr.io/librechat-ai/librechat:v0.8.7", false],
        ["ghcr.io/librechat-ai/librechat:0.7.9", false],
        ["ghcr.io/librechat-ai/librechat:v0.8.8-rc1", false],
        ["ghcr.io/librechat-ai/librechat:v0.8.9-rc1", true],
        ["ghcr.io/librechat-ai/librechat:v0.10.0", true],
        ["ghcr.io/librechat-ai/librechat:v1.0.0", true],
        ["ghcr.io/librechat-ai/librechat:latest", true],
        ["registry.example.com:5000/librechat", true],
        [`ghcr.io/librechat-ai/librechat@sha256:${"a".repeat(64)}`, true],
    ] as const) {
        it(`${accepted ? "accept" : "refuse"} ${image} with DocumentDB`, () => {
            assert.equal(problemsOf({ librechatImage: image }).length, accepted ? 0 : 1);
        });
    }

    it("say the price of a repair once", () => {
        const text = problemsOf({ natGateways: 0 }).join("\n");
        assert.equal(text.split("$87.60 a month").length, 2);
    });

    it("stay silent about a value that is wrong already", () => {
        assert.deepEqual(problemsOf({ natGateways: 0, closedNetwork: "perhaps" }), [
            "librechat:closedNetwork = perhaps; allowed is true or false. Run: pulumi config set librechat:closedNetwork true",
        ]);
    });

    it("stay silent about defaults of a preset that does not exist", () => {
        assert.deepEqual(problemsOf({ preset: "prod", maxTasks: 4, natGateways: 3, availabilityZones: 3 }), [
            "librechat:preset = prod; allowed is standard-dev, staging or production. Run: pulumi config set librechat:preset standard-dev",
        ]);
    });

    /** The settings of a configuration, kept or not. */
    function settingsIn(given: Given) {
        const preset = schema.shape.preset.parse(given["preset"]);
        return complete(schema.parse({ ...presets[preset], ...given }), "us-east-1");
    }
});
