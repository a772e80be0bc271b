import { strict as assert } from "node:assert";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { isSecretOutput, isSecretValue, isUnknownValue, record, secretValue, unwrap } from "./recorder";

class Pair extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string) {
        super("librechat:test:Pair", name);
        const password = new random.RandomPassword(`${name}-password`, { length: 24 }, { parent: this });
        const secret = new aws.secretsmanager.Secret(name, {}, { parent: this, protect: true });
        new aws.secretsmanager.SecretVersion(
            name,
            { secretId: secret.id, secretString: pulumi.jsonStringify({ password: password.result }) },
            { parent: this, dependsOn: [password] },
        );
        this.arn = secret.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

describe("recorder", () => {
    it("keeps type, name, parent, options, inputs and registered outputs of each resource", async () => {
        const recording = await record(() => new Pair("pair"));

        assert.deepEqual(recording.counts(), {
            "librechat:test:Pair": 1,
            "random:index/randomPassword:RandomPassword": 1,
            "aws:secretsmanager/secret:Secret": 1,
            "aws:secretsmanager/secretVersion:SecretVersion": 1,
        });
        const pair = recording.one("librechat:test:Pair");
        const secret = recording.one("aws:secretsmanager/secret:Secret", "pair");
        const version = recording.one("aws:secretsmanager/secretVersion:SecretVersion");
        assert.equal(pair.parent, undefined);
        assert.equal(pair.custom, false);
        assert.deepEqual(pair.outputs, { arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:pair-0a1b2c3-AbCdEf" });
        assert.equal(secret.parent, pair.urn);
        assert.equal(secret.protect, true);
        assert.equal(version.protect, false);
        assert.equal(version.inputs["secretId"], "arn:aws:secretsmanager:us-east-1:123456789012:secret:pair-0a1b2c3-AbCdEf");
        assert.deepEqual(version.propertyDependencies["secretId"], [secret.urn]);
        assert.equal(version.dependencies.length, 2);
        assert.equal(await unwrap(recording.result.arn), "arn:aws:secretsmanager:us-east-1:123456789012:secret:pair-0a1b2c3-AbCdEf");
    });

    it("keeps secrets in their envelope, and outputs made of them secret", async () => {
        const recording = await record(() => {
            const { result } = new random.RandomPassword("master", { length: 24 });
            return { result, text: pulumi.jsonStringify({ password: result }) };
        });
        const { registrations } = await record(() => new Pair("pair"));

        assert.equal(await isSecretOutput(recording.result.result), true);
        assert.equal(await isSecretOutput(recording.result.text), true);
        const text = registrations.find(({ type }) => type.endsWith(":SecretVersion"))?.inputs["secretString"];
        assert.equal(isSecretValue(text), true);
        assert.equal(secretValue(text), '{"password":"password-of-pair-password"}');
    });

    it("leaves ids and computed outputs unknown in a preview", async () => {
        const recording = await record(() => new Pair("pair"), { preview: true });

        assert.equal(isUnknownValue(recording.one("aws:secretsmanager/secretVersion:SecretVersion").inputs["secretId"]), true);
        await assert.rejects(unwrap(recording.result.arn), { message: "the output is unknown in this preview" });
    });

    it("fails when a data source has no answer", async () => {
        const failure = {
            message: "The data source aws:index/getRegion:getRegion was called, and options.calls of record() has no answer for it.",
        };
        await assert.rejects(
            record(() => aws.getRegion({}).then(undefined, () => undefined)),
            failure,
        );
    });

    it("answers data sources as told", async () => {
        const calls = { "aws:index/getRegion:getRegion": () => ({ region: "eu-central-1" }) };
        assert.equal((await record(() => aws.getRegion({}), { calls })).result.region, "eu-central-1");
    });

    it("fails when one resource is asked for and there are none, or several", async () => {
        const recording = await record(() => [new Pair("a"), new Pair("b")]);
        assert.throws(() => recording.one("librechat:test:Pair"), { message: "2 resources of type librechat:test:Pair; one is wanted" });
        assert.throws(() => recording.one("librechat:test:Pair", "c"), {
            message: "0 resources of type librechat:test:Pair named c; one is wanted",
        });
    });
});
