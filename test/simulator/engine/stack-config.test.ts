import { strict as assert } from "node:assert";
import { parse } from "yaml";
import { parseSetting, simulatedStackConfig, type StackConfigArgs } from "../../../simulator/engine/stack-config";

describe("simulatedStackConfig", () => {
    function overlay(text: string, changes: Partial<StackConfigArgs> = {}) {
        return simulatedStackConfig({
            file: "Pulumi.dev.yaml",
            text,
            settings: [],
            encryptionSalt: undefined,
            projectKeys: [],
            ...changes,
        });
    }

    it("leaves what is written as it is written", () => {
        const text = [
            "# settings of the dev stack",
            "config:",
            "  aws:region: eu-central-1",
            "  app:zip: 01234 # digits, not a number",
            "  app:on: yes",
            '  app:quoted: "5"',
            "  app:list: [a, 1.50]",
            "",
        ].join("\n");
        assert.deepEqual(overlay(text), { text: text.replace("[a, 1.50]", "[ a, 1.50 ]"), standIns: [] });
    });

    it("sets a key for one call, as a string; the last of several holds", () => {
        const settings = [
            { key: "app:count", value: "1" },
            { key: "app:count", value: "0" },
            { key: "app:new", value: "true" },
        ];
        const config: unknown = parse(overlay("config:\n  app:count: 5\n", { settings }).text);
        assert.deepEqual(config, { config: { "app:count": "0", "app:new": "true", "aws:region": "us-east-1" } });
    });

    it("gives a Region only where neither the stack nor the project has one", () => {
        assert.deepEqual(parse(overlay("").text), { config: { "aws:region": "us-east-1" } });
        assert.deepEqual(parse(overlay("", { projectKeys: ["aws:region"] }).text), { config: {} });
        assert.deepEqual(parse(overlay("config:\n  aws:region: eu-west-1\n").text), { config: { "aws:region": "eu-west-1" } });
    });

    it("replaces secrets wherever they are, and names their keys", () => {
        const text = [
            "config:",
            "  app:uri:",
            "    secure: v1:abc",
            "  app:keys:",
            "    openai:",
            "      secure: v1:def",
            "    list:",
            "      - plain",
            "      - secure: v1:ghi",
        ].join("\n");
        const result = overlay(text, { projectKeys: ["aws:region"] });
        assert.deepEqual(result.standIns, ["app:uri", "app:keys.openai", "app:keys.list[1]"]);
        assert.deepEqual(parse(result.text), {
            config: { "app:uri": "simulated-secret", "app:keys": { openai: "simulated-secret", list: ["plain", "simulated-secret"] } },
        });
    });

    it("needs no stand-in for a secret that is given a value", () => {
        const settings = [{ key: "app:uri", value: "mongodb://db.example.com" }];
        const result = overlay("config:\n  app:uri:\n    secure: v1:abc\n", { settings });
        assert.deepEqual(result.standIns, []);
        assert.doesNotMatch(result.text, /secure|v1:abc/);
    });

    it("cuts the tie to the real stack's secrets provider", () => {
        const text = "secretsprovider: awskms://alias/pulumi\nencryptedkey: abc\nencryptionsalt: v1:real\nconfig: {}\n";
        const projectKeys = ["aws:region"];
        assert.deepEqual(parse(overlay(text, { projectKeys }).text), { config: {} });
        const salted: unknown = parse(overlay(text, { projectKeys, encryptionSalt: "v1:simulated" }).text);
        assert.deepEqual(salted, { config: {}, encryptionsalt: "v1:simulated" });
    });

    it("treats an empty config as none", () => {
        assert.deepEqual(parse(overlay("config:\n").text), { config: { "aws:region": "us-east-1" } });
    });

    it("fails when the file is no YAML", () => {
        assert.throws(() => overlay("config: [\n"), {
            message:
                "Pulumi.dev.yaml: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1",
        });
    });

    it("fails when the file or its config is something else", () => {
        assert.throws(() => overlay("- a\n"), { message: "Pulumi.dev.yaml: a list of keys and values is expected" });
        assert.throws(() => overlay("config: 5\n"), { message: "Pulumi.dev.yaml: config is not a list of keys and values" });
    });
});

describe("parseSetting", () => {
    it("gives a key without a namespace to the project", () => {
        assert.deepEqual(parseSetting("natGateways=0", "librechat-aws"), { key: "librechat-aws:natGateways", value: "0" });
        assert.deepEqual(parseSetting("librechat:natGateways=0", "librechat-aws"), { key: "librechat:natGateways", value: "0" });
    });

    it("keeps every later sign in the value", () => {
        assert.deepEqual(parseSetting("uri=mongodb://db?tls=true", "app"), { key: "app:uri", value: "mongodb://db?tls=true" });
        assert.deepEqual(parseSetting("empty=", "app"), { key: "app:empty", value: "" });
    });

    it("fails without a value or a key, and never shows the value", () => {
        const expected = "key=value is expected, as in --config app:natGateways=0";
        assert.throws(() => parseSetting("natGateways", "app"), { message: `--config natGateways: ${expected}` });
        assert.throws(() => parseSetting("=hunter2", "app"), { message: `--config =...: ${expected}` });
        assert.throws(() => parseSetting("a:b:c=hunter2", "app"), { message: `--config a:b:c=...: ${expected}` });
    });
});
