import { strict as assert } from "node:assert";
import { parse } from "yaml";
import { librechatSettings, librechatYaml, type LibreChatYamlArgs } from "../../../components/application/librechat-yaml";

describe("librechatYaml: the operator's settings over the generated ones", () => {
    const args = { openId: false, bedrockRegion: "eu-west-1", overrides: {} };
    const generated = { version: "1.3.17", cache: true, fileStrategy: "s3", endpoints: { bedrock: { availableRegions: ["eu-west-1"] } } };

    const file = (given: LibreChatYamlArgs): string => librechatYaml(librechatSettings(given));

    it("keeps files in S3 and offers Bedrock", () => {
        assert.deepEqual(parse(file(args)), generated);
    });

    it("offers OpenID when it is there", () => {
        assert.deepEqual(parse(file({ ...args, openId: true })), { ...generated, registration: { socialLogins: ["openid"] } });
    });

    it("merges objects key by key and replaces everything else", () => {
        const overrides = { cache: false, endpoints: { agents: { recursionLimit: 50 }, bedrock: { availableRegions: ["us-west-2"] } } };
        assert.deepEqual(parse(file({ ...args, overrides })), {
            ...generated,
            cache: false,
            endpoints: { agents: { recursionLimit: 50 }, bedrock: { availableRegions: ["us-west-2"] } },
        });
    });

    it("never lets files go to a task's own disk", () => {
        assert.deepEqual(parse(file({ ...args, overrides: { fileStrategy: "local", fileStrategies: { image: "local" } } })), generated);
    });

    it("does not depend on the order of the overrides", () => {
        const one = { interface: { privacyPolicy: { externalUrl: "https://example.com" } }, balance: { enabled: true } };
        const other = { balance: { enabled: true }, interface: { privacyPolicy: { externalUrl: "https://example.com" } } };
        assert.equal(file({ ...args, overrides: one }), file({ ...args, overrides: other }));
    });
});
