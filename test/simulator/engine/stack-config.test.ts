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
        assert.deepEqual(overlay(text), { text: text.replace("[a, 1.50]", "[ a, 1.50 ]"), secrets: [], standIns: [] });
    });

    it("sets a key for one call, as a string; the last of several holds", () => {
        const settings = [
            { key: "app:count", value: "1", secret: false },
            { key: "app:count", value: "0", secret: false },
            { key: "app:new", value: "true", secret: false },
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
        assert.deepEqual(
            result.secrets,
            result.standIns.map((key) => ({ key, value: "simulated-secret", secret: true })),
        );
        assert.deepEqual(parse(result.text), {
            config: { "app:uri": "simulated-secret", "app:keys": { openai: "simulated-secret", list: ["plain", "simulated-secret"] } },
        });
    });

    it("needs no stand-in for a secret that is given a value, which stays a secret", () => {
        const text = "config:\n  app:uri:\n    secure: v1:abc\n  app:keys:\n    openai:\n      secure: v1:def\n";
        for (const secret of [true, false]) {
            const settings = [
                { key: "app:uri", value: "mongodb://other.example.com", secret },
                { key: "app:uri", value: "mongodb://db.example.com", secret },
                { key: "app:keys.openai", value: "sk-1", secret },
            ];
            const result = overlay(text, { settings });
            assert.deepEqual(result.standIns, []);
            assert.deepEqual(result.secrets, [
                { key: "app:uri", value: "mongodb://db.example.com", secret: true },
                { key: "app:keys.openai", value: "sk-1", secret: true },
            ]);
            assert.doesNotMatch(result.text, /secure|v1:|mongodb|sk-1/);
        }
    });

    it("takes a secret that the stack does not have", () => {
        const settings = [{ key: "app:uri", value: "mongodb://db.example.com", secret: true }];
        const result = overlay("config:\n  app:on: true\n", { settings, projectKeys: ["aws:region"] });
        assert.deepEqual(result, { text: "config:\n  app:on: true\n", secrets: settings, standIns: [] });
    });

    it("needs no stand-in for secrets whose setting is replaced as a whole", () => {
        const settings = [{ key: "app:keys", value: "{}", secret: false }];
        const result = overlay("config:\n  app:keys:\n    openai:\n      secure: v1:def\n", { settings, projectKeys: ["aws:region"] });
        assert.deepEqual(result, { text: 'config:\n  app:keys: "{}"\n', secrets: [], standIns: [] });
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
        const expected = { value: "0", secret: false };
        assert.deepEqual(parseSetting("--config", "natGateways=0", "librechat-aws"), { key: "librechat-aws:natGateways", ...expected });
        assert.deepEqual(parseSetting("--config", "librechat:natGateways=0", "librechat-aws"), {
            key: "librechat:natGateways",
            ...expected,
        });
    });

    it("keeps every later sign in the value", () => {
        const expected = { key: "app:uri", value: "mongodb://db?tls=true", secret: true };
        assert.deepEqual(parseSetting("--secret", "uri=mongodb://db?tls=true", "app"), expected);
        assert.deepEqual(parseSetting("--config", "empty=", "app"), { key: "app:empty", value: "", secret: false });
    });

    it("fails without a value or a key, and never shows the value", () => {
        for (const option of ["--config", "--secret"] as const) {
            const expected = `key=value is expected, as in ${option} app:natGateways=0`;
            assert.throws(() => parseSetting(option, "natGateways", "app"), { message: `${option} natGateways: ${expected}` });
            assert.throws(() => parseSetting(option, "=hunter2", "app"), { message: `${option} =...: ${expected}` });
            assert.throws(() => parseSetting(option, "a:b:c=hunter2", "app"), { message: `${option} a:b:c=...: ${expected}` });
        }
    });
});
