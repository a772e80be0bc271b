import { strict as assert } from "node:assert";
import { settingNames } from "../../config/schema";
import { validateSettings } from "../../config/validate";
import { WRONG_VALUES } from "./refusals/wrong-values";
import { CLOSED, problemsOf, settingsOf } from "./validated";

describe("values of settings", () => {
    for (const [name, [value, problem]] of Object.entries(WRONG_VALUES)) {
        it(`fails when ${name} is wrong`, () => {
            assert.deepEqual(problemsOf({ [name]: value }), [problem]);
        });
    }

    it("are each refused above", () => {
        assert.deepEqual(Object.keys(WRONG_VALUES), settingNames);
    });

    it("are read as text, the way Pulumi stores them", () => {
        const { natGateways, cache, tags, allowedCidrs, maxTasks, librechatYaml } = settingsOf({
            natGateways: "2",
            cache: "true",
            maxTasks: "3",
            tags: '{"costCenter":42,"shared":true}',
            allowedCidrs: '["203.0.113.0/24"]',
            librechatYaml: '{"interface":{"privacyPolicy":{}}}',
        });
        assert.deepEqual(
            { natGateways, cache, tags, allowedCidrs, maxTasks, librechatYaml },
            {
                natGateways: 2,
                cache: true,
                tags: { costCenter: "42", shared: "true" },
                allowedCidrs: ["203.0.113.0/24"],
                maxTasks: 3,
                librechatYaml: { interface: { privacyPolicy: {} } },
            },
        );
    });

    it("are refused when librechatYaml is no YAML, or YAML of something else than an object", () => {
        for (const librechatYaml of ["endpoints: [agents", "endpoints", "- endpoints", "# nothing"]) {
            assert.deepEqual(problemsOf({ librechatYaml }), [
                `librechat:librechatYaml = ${librechatYaml}; allowed is an object, or YAML text of one. Run: pulumi config set librechat:librechatYaml "$(cat librechat.yaml)"`,
            ]);
        }
    });

    it("keep YAML text of librechatYaml as it is", () => {
        assert.equal(settingsOf({ librechatYaml: "version: 1.3.17\n" }).librechatYaml, "version: 1.3.17\n");
    });

    for (const name of [
        "vpcEndpoints",
        "closedNetwork",
        "postgresMultiAz",
        "cache",
        "deletionProtection",
        "retireStack",
        "rag",
        "allowRegistration",
    ] as const) {
        for (const value of [true, false]) {
            it(`${name} can be ${value}`, () => {
                const others =
                    name === "vpcEndpoints"
                        ? { mongo: "external", mongoUri: "mongodb://u:p@h/LibreChat" }
                        : name === "closedNetwork"
                          ? CLOSED
                          : {};
                assert.equal(settingsOf({ ...others, [name]: String(value) })[name], value);
            });
        }
    }

    it("fail all at once, each with its repair", () => {
        assert.deepEqual(problemsOf({ natGateway: "0", cache: "maybe", mongoUri: "localhost", postgresStorageGiB: "1" }, null), [
            "aws:region is not set; a stack needs its Region. Run: pulumi config set aws:region us-east-1",
            "librechat:natGateway is not a setting; the nearest one is librechat:natGateways. Run: pulumi config rm librechat:natGateway",
            "librechat:mongoUri = [secret]; allowed is mongodb://user:password@host:27017/database or mongodb+srv://user:password@host/database. Run: pulumi config set --secret librechat:mongoUri",
            "librechat:postgresStorageGiB = 1; allowed is a whole number of GiB from 20 to 65536. Run: pulumi config set librechat:postgresStorageGiB 20",
            "librechat:cache = maybe; allowed is true or false. Run: pulumi config set librechat:cache true",
        ]);
    });

    it("fail with what is missing in an object, and with entries that it does not have", () => {
        assert.deepEqual(problemsOf({ openId: { issuer: "http://id.example.com", clientID: "1" }, openIdClientSecret: "s" }), [
            "librechat:openId.issuer = http://id.example.com; allowed is an address that begins with https://. Run: pulumi config set --path 'librechat:openId.issuer' https://login.example.com",
            "librechat:openId.clientId is not set; needed is one line of at most 200 characters. Run: pulumi config set --path 'librechat:openId.clientId' CLIENT_ID",
            "librechat:openId.clientID is not a setting; the nearest one is librechat:openId.clientId. Run: pulumi config rm --path 'librechat:openId.clientID'",
        ]);
    });

    it("fail when a tag's name belongs to AWS", () => {
        assert.deepEqual(problemsOf({ tags: { "aws:team": "a", "it's": "b" } }), [
            'librechat:tags["aws:team"]: the name of this entry is not allowed; allowed is at most 40 tags, with keys of 1 to 128 letters, digits, blanks and ' +
                "_ . : / = + - @ that do not begin with aws:. Run: pulumi config rm --path 'librechat:tags[\"aws:team\"]'",
            'librechat:tags["it\'s"]: the name of this entry is not allowed; allowed is at most 40 tags, with keys of 1 to 128 letters, digits, blanks and ' +
                "_ . : / = + - @ that do not begin with aws:. Run: pulumi config rm --path 'librechat:tags[\"it'\\''s\"]'",
        ]);
    });

    it("fail when the Region is no Region", () => {
        assert.deepEqual(problemsOf({}, "Ohio"), [
            "aws:region = Ohio; allowed is an AWS Region. Run: pulumi config set aws:region us-east-1",
        ]);
    });

    it("fail with the first settings to give when nothing is configured", () => {
        assert.deepEqual(validateSettings(new Map(), {}), {
            problems: [
                [
                    "Nothing is configured yet. Give first:",
                    "  pulumi config set aws:region us-east-1",
                    "  pulumi config set librechat:preset standard-dev  # or production, with librechat:domainName and librechat:hostedZoneId",
                ].join("\n"),
            ],
        });
    });

    it("are cut short in a message", () => {
        assert.match(problemsOf({ domainName: "x".repeat(500) })[0] ?? "", /^librechat:domainName = x{60}\.\.\.; allowed/);
    });
});
