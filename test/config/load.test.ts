import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "../../config/load";

describe("loadSettings", () => {
    const environment = process.env["PULUMI_CONFIG_SECRET_KEYS"];

    before(async () => {
        // Other tests of the same process name other stacks, and the messages name the stack.
        const refuse = () => {
            throw new Error("nothing is registered here");
        };
        await pulumi.runtime.setMocks({ newResource: refuse, call: refuse }, "librechat", "dev");
    });

    afterEach(() => {
        pulumi.runtime.setAllConfig({});
        if (environment === undefined) delete process.env["PULUMI_CONFIG_SECRET_KEYS"];
        else process.env["PULUMI_CONFIG_SECRET_KEYS"] = environment;
    });

    function configure(config: Record<string, string>, secretKeys: string[]): void {
        pulumi.runtime.setAllConfig(config, secretKeys);
        process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(secretKeys);
    }

    it("gives the settings of the stack, in the Region of the stack", () => {
        configure({ "aws:region": "eu-central-1", "librechat:natGateways": "2", "other:natGateway": "1" }, []);
        const { settings, secrets } = loadSettings();
        assert.deepEqual([settings.region, settings.natGateways], ["eu-central-1", 2]);
        assert.deepEqual(secrets, { mongoUri: undefined, openIdClientSecret: undefined, apiKeys: {}, webSearch: {} });
    });

    it("gives secrets that stay secret", async () => {
        configure(
            {
                "aws:region": "us-east-1",
                "librechat:mongo": "external",
                "librechat:mongoUri": "mongodb://u:hush@h/LibreChat",
                "librechat:apiKeys": '{"OPENAI_API_KEY":"sk-hush","GOOGLE_KEY":7}',
                "librechat:webSearch": '{"SERPER_API_KEY":"s-hush"}',
                "librechat:openId": '{"issuer":"https://id.example.com","clientId":"1"}',
                "librechat:openIdClientSecret": "c-hush",
            },
            ["librechat:mongoUri", "librechat:apiKeys", "librechat:webSearch", "librechat:openIdClientSecret"],
        );
        const { secrets } = loadSettings();
        const outputs = {
            mongoUri: secrets.mongoUri,
            openIdClientSecret: secrets.openIdClientSecret,
            ...secrets.apiKeys,
            ...secrets.webSearch,
        };
        const found: Record<string, [unknown, boolean]> = {};
        for (const [name, output] of Object.entries(outputs)) {
            assert.ok(output !== undefined, name);
            found[name] = [await valueOf(output), await pulumi.isSecret(output)];
        }
        assert.deepEqual(found, {
            mongoUri: ["mongodb://u:hush@h/LibreChat", true],
            openIdClientSecret: ["c-hush", true],
            GOOGLE_KEY: ["7", true],
            OPENAI_API_KEY: ["sk-hush", true],
            SERPER_API_KEY: ["s-hush", true],
        });
    });

    it("fails with every problem in one error that Pulumi shows without a stack trace", () => {
        configure({ "aws:region": "us-east-1", "librechat:natGateways": "0", "librechat:cach": "true", "librechat:minTasks": "0" }, []);
        assert.throws(loadSettings, (error: unknown) => {
            assert.ok(pulumi.RunError.isInstance(error));
            assert.equal(
                error.message,
                [
                    "The configuration of stack dev has 4 problems:",
                    "  1. librechat:cach is not a setting; the nearest one is librechat:cache. Run: pulumi config rm librechat:cach",
                    "  2. librechat:minTasks = 0; allowed is a whole number of tasks from 1 to 5000. Run: pulumi config set librechat:minTasks 1",
                    "  3. librechat:natGateways = 0 with librechat:mongo = documentdb: the function that initialises DocumentDB has no way to the services it calls; " +
                        "allowed is at least one NAT gateway, or a closed network with its endpoints. Choose one:",
                    "       pulumi config set librechat:natGateways 1  # $36.50 a month: one NAT gateway with its address, plus $0.045 for each GB",
                    "       pulumi config set librechat:closedNetwork true  # $87.60 a month: 6 interface endpoints (secretsmanager, logs, ecr.api, ecr.dkr, " +
                        "bedrock-runtime, ssmmessages) in 2 zones, $7.30 each; needs copies of the images in ECR, and reaches nothing but AWS",
                    "       pulumi config set librechat:natGateways 1 && pulumi config set librechat:mongo external && pulumi config set --secret librechat:mongoUri  " +
                        "# $36.50 a month, saves $55.23 a month for each db.t4g.medium instance; your MongoDB is reached through the NAT gateway",
                    "  4. librechat:natGateways = 0: tasks on ECS cannot pull ghcr.io/librechat-ai/librechat:v0.8.8, nor call models; allowed is at least one NAT " +
                        "gateway, or a closed network with its endpoints and images in ECR. Choose one:",
                    "       pulumi config set librechat:natGateways 1",
                    "       pulumi config set librechat:closedNetwork true",
                ].join("\n"),
            );
            return true;
        });
    });

    it("fails when the stack has no configuration, with the settings to give first", () => {
        configure({}, []);
        assert.throws(loadSettings, {
            message: [
                "The configuration of stack dev has 1 problem:",
                "  1. Nothing is configured yet. Give first:",
                "       pulumi config set aws:region us-east-1",
                "       pulumi config set librechat:preset standard-dev  # or production, with librechat:domainName and librechat:hostedZoneId",
            ].join("\n"),
        });
    });

    it("fails when a secret is stored in plain text, without showing it", () => {
        configure({ "aws:region": "us-east-1", "librechat:apiKeys": '{"OPENAI_API_KEY":"sk-hush"}' }, []);
        assert.throws(loadSettings, {
            message: [
                "The configuration of stack dev has 1 problem:",
                "  1. librechat:apiKeys is stored in plain text; it must be set with --secret, and replaced where it was issued if others could read it. Run: " +
                    "pulumi config rm librechat:apiKeys && pulumi config set --path --secret 'librechat:apiKeys.NAME'",
            ].join("\n"),
        });
    });

    it("accepts secrets where the engine does not say how they are stored", () => {
        configure({ "aws:region": "us-east-1", "librechat:apiKeys": '{"OPENAI_API_KEY":"sk-hush"}' }, []);
        delete process.env["PULUMI_CONFIG_SECRET_KEYS"];
        assert.deepEqual(loadSettings().settings.apiKeyNames, ["OPENAI_API_KEY"]);
    });

    function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
        return new Promise((resolve) => output.apply(resolve));
    }
});
