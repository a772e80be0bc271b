import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Credentials, type CredentialsArgs } from "../../../components/application/credentials";
import { fateOfData } from "../../../components/data/fate-of-data";
import { isSecretValue, record, secretValue, type Recording } from "../recorder";
import { fate } from "./parts";

describe("Credentials: keys made once, each secret with one owner", () => {
    const usual: CredentialsArgs = { openId: false, openIdClientSecret: undefined, keys: {}, fate };
    const build = (changed: Partial<CredentialsArgs> = {}) => record(() => new Credentials("credentials", { ...usual, ...changed }));

    it("makes LibreChat's keys and the token that it shares with the RAG API", async () => {
        const recording = await build();
        assert.deepEqual(valuesOf(recording), {
            "credentials-librechat": { CREDS_KEY: "ab".repeat(32), CREDS_IV: "ab".repeat(16), JWT_REFRESH_SECRET: "ab".repeat(32) },
            "credentials-token": { JWT_SECRET: "ab".repeat(32) },
        });
        assert.equal(recording.result.given, undefined);
    });

    it("adds what the configuration gives, by LibreChat's names", async () => {
        const keys = { OPENAI_API_KEY: pulumi.secret("sk-1"), SERPER_API_KEY: pulumi.secret("serper") };
        const recording = await build({ openId: true, openIdClientSecret: pulumi.secret("client"), keys });
        assert.deepEqual(valuesOf(recording)["credentials-given"], {
            OPENAI_API_KEY: "sk-1",
            SERPER_API_KEY: "serper",
            OPENID_CLIENT_SECRET: "client",
            OPENID_SESSION_SECRET: "ab".repeat(32),
        });
        assert.deepEqual(recording.result.given?.names, [
            "OPENAI_API_KEY",
            "OPENID_CLIENT_SECRET",
            "OPENID_SESSION_SECRET",
            "SERPER_API_KEY",
        ]);
    });

    it("signs sessions for a provider without a client secret", async () => {
        assert.deepEqual((await build({ openId: true })).result.given?.names, ["OPENID_SESSION_SECRET"]);
    });

    for (const deletionProtection of [true, false]) {
        it(`${deletionProtection ? "protects" : "does not protect"} what encrypts people's data, and never what only signs`, async () => {
            const recording = await build({ fate: fateOfData({ deletionProtection, retireStack: false }) });
            const kept = recording.ofType("random:index/randomBytes:RandomBytes").filter(({ protect }) => protect);
            assert.deepEqual(
                kept.map(({ name }) => name).sort(),
                deletionProtection ? ["credentials-creds-iv", "credentials-creds-key"] : [],
            );
            for (const { inputs } of recording.ofType("aws:secretsmanager/secret:Secret")) {
                assert.equal(inputs["recoveryWindowInDays"], deletionProtection ? 30 : 0);
            }
        });
    }

    function valuesOf(recording: Recording<unknown>): Record<string, unknown> {
        const versions = recording.ofType("aws:secretsmanager/secretVersion:SecretVersion");
        return Object.fromEntries(
            versions.map(({ name, inputs }) => {
                assert.ok(isSecretValue(inputs["secretString"]));
                return [name, JSON.parse(String(secretValue(inputs["secretString"])))];
            }),
        );
    }
});
