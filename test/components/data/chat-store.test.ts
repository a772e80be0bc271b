import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ChatStore, type ChatStoreArgs } from "../../../components/data/chat-store";
import { network } from "../application/parts";
import { isSecretValue, record, secretValue } from "../recorder";
import { disposable } from "./stack";

describe("ChatStore: a DocumentDB cluster, or a connection string", () => {
    const build = (uri: ChatStoreArgs["uri"]) =>
        record(() => {
            const sizes = { instanceClass: "db.t4g.medium", instances: 2, backupRetentionDays: 1, logRetentionDays: 7 };
            const where = { region: "us-east-1", network: network(), architecture: "arm64" as const, tlsCaFile: "/ca.pem" };
            return new ChatStore("mongo", { ...where, ...sizes, uri, fate: disposable });
        });

    it("makes a cluster, prepares it, and hands on its certificates", async () => {
        const { result, ...recording } = await build(undefined).then((one) => ({ result: one.result, ofType: one.ofType.bind(one) }));
        assert.equal(recording.ofType("aws:docdb/clusterInstance:ClusterInstance").length, 2);
        assert.equal(recording.ofType("aws:lambda/invocation:Invocation").length, 1);
        assert.match(result.certificateAuthority!, /^-----BEGIN CERTIFICATE-----/);
        assert.deepEqual(result.needs, ["tcp:mongo:27017"]);
        assert.equal(result.ready.length, 1);
    });

    it("keeps nothing but the secret of a MongoDB elsewhere", async () => {
        const recording = await build(pulumi.secret("mongodb+srv://user:password@host/LibreChat"));
        assert.equal(recording.ofType("aws:docdb/cluster:Cluster").length + recording.ofType("aws:lambda/function:Function").length, 0);
        const { inputs } = recording.one("aws:secretsmanager/secretVersion:SecretVersion");
        assert.ok(isSecretValue(inputs["secretString"]));
        assert.deepEqual(JSON.parse(String(secretValue(inputs["secretString"]))), { uri: "mongodb+srv://user:password@host/LibreChat" });
        assert.deepEqual([recording.result.certificateAuthority, recording.result.needs, recording.result.ready], [undefined, [], []]);
    });
});
