import { strict as assert } from "node:assert";
import { checkConfig, readConfig } from "../../../simulator/aws/provider-config";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";

const SIX_SETTINGS = {
    region: "us-east-1",
    version: "7.48.0",
    profile: "company",
    maxRetries: "10",
    skipCredentialsValidation: "true",
    sharedConfigFiles: "[]",
};

describe("the configuration of the provider", () => {
    const variables = ["AWS_REGION", "AWS_DEFAULT_REGION"] as const;
    const before = variables.map((name) => process.env[name]);
    beforeEach(() => {
        for (const name of variables) Reflect.deleteProperty(process.env, name);
    });
    after(() => {
        variables.forEach((name, i) => {
            if (before[i] !== undefined) process.env[name] = before[i];
        });
    });

    it("is a Region and default tags, with or without JSON around them", () => {
        assert.deepEqual(readConfig({ region: "us-east-1" }), { region: "us-east-1", defaultTags: {} });
        const tags = { Owner: "platform" };
        assert.deepEqual(readConfig({ region: "us-gov-west-1", defaultTags: { tags } }).defaultTags, tags);
        assert.deepEqual(readConfig({ region: "us-east-1", defaultTags: '{"tags":{"Owner":"platform"}}' }).defaultTags, tags);
    });

    it("accepts what makes no difference here", () => {
        assert.deepEqual(checkConfig(SIX_SETTINGS), { inputs: SIX_SETTINGS, failures: [] });
    });

    it("accepts a refused setting that is empty", () => {
        assert.deepEqual(checkConfig({ region: "us-east-1", assumeRoles: "[]", ignoreTags: "{}", endpoints: [] }).failures, []);
    });

    for (const name of variables) {
        it(`takes the Region from ${name} when there is none`, () => {
            process.env[name] = "eu-west-1";
            assert.equal(readConfig({}).region, "eu-west-1");
            assert.equal(readConfig({ region: "us-east-1" }).region, "us-east-1");
        });
    }

    const refused: readonly [config: Properties, reason: string][] = [
        [{}, "Provider is missing a required configuration key, try `pulumi config set aws:region us-east-1`"],
        [
            { region: "Virginia" },
            'aws:region = "Virginia": not a Region; write its code, for example: pulumi config set aws:region us-east-1',
        ],
        [
            { region: "us-east-1", assumeRoles: '[{"roleArn":"arn:aws:iam::123456789012:role/deploy"}]' },
            "aws:assumeRoles is set; the simulated AWS does not model what it does. Remove it, or deploy to AWS.",
        ],
        [
            { region: "us-east-1", defaultTags: "Owner=platform" },
            'aws:defaultTags: not an object with "tags", for example {"tags":{"Owner":"platform"}}',
        ],
        [
            { region: "us-east-1", defaultTags: '{"tags":"Owner"}' },
            'aws:defaultTags: not an object with "tags", for example {"tags":{"Owner":"platform"}}',
        ],
        [
            { region: "us-east-1", regoin: "us-east-1" },
            "`aws:regoin` is not a valid configuration key for the aws provider. Did you mean `aws:region`?",
        ],
    ];
    for (const [config, reason] of refused) {
        it(`refuses ${JSON.stringify(config)}`, () => {
            assert.deepEqual(
                checkConfig(config).failures.map((failure) => failure.reason),
                [reason],
            );
            assert.throws(() => readConfig(config), { message: reason });
        });
    }

    it("waits for a Region that is not known yet, but cannot begin with it", () => {
        assert.deepEqual(checkConfig({ region: UNKNOWN }).failures, []);
        assert.throws(() => readConfig({ region: UNKNOWN }), {
            message: "aws:region is not known before the deployment; give the provider a Region that is",
        });
    });
});
