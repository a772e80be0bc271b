import { strict as assert } from "node:assert";

import { Cache, type CacheArgs } from "../../../components/data/cache";
import { isSecretValue, record, secretValue } from "../recorder";
import { disposable, locked, placed } from "./stack";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const common = {
    "librechat:data:Cache": 1,
    "random:index/randomPassword:RandomPassword": 1,
    "aws:elasticache/subnetGroup:SubnetGroup": 1,
    [GROUP]: 1,
    "aws:secretsmanager/secret:Secret": 1,
    "aws:secretsmanager/secretVersion:SecretVersion": 1,
};

function build(changed: Partial<CacheArgs> = {}) {
    return () => new Cache("cache", { ...placed(), nodeType: "cache.t4g.small", nodes: 2, fate: disposable, ...changed });
}

describe("Cache", () => {
    it("registers exactly these resources, as children named after the component", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.counts(), common);
        const component = recording.one("librechat:data:Cache");
        for (const child of recording.registrations.filter((registration) => registration !== component)) {
            assert.equal(child.parent, component.urn);
            assert.match(child.name, /^cache(-|$)/);
        }
    });

    it("makes Redis with cluster mode off, encrypted, with TLS and a token", async () => {
        const recording = await record(build());
        const { authToken, ...inputs } = recording.one(GROUP).inputs;
        assert.deepEqual(inputs, {
            description: "Cache of LibreChat",
            engine: "redis",
            engineVersion: "7.1",
            parameterGroupName: "default.redis7",
            nodeType: "cache.t4g.small",
            numCacheClusters: 2,
            automaticFailoverEnabled: true,
            multiAzEnabled: true,
            port: 6379,
            subnetGroupName: "cache-subnets-0a1b2c3",
            securityGroupIds: ["sg-database"],
            atRestEncryptionEnabled: true,
            transitEncryptionEnabled: true,
            transitEncryptionMode: "required",
            authTokenUpdateStrategy: "ROTATE",
            maintenanceWindow: "sun:03:30-sun:04:30",
            snapshotRetentionLimit: 0,
            applyImmediately: true,
        });
        assert.equal(isSecretValue(authToken), true);
        assert.deepEqual(recording.one("random:index/randomPassword:RandomPassword").inputs, { length: 40, special: false });
    });

    it("does not fail over with a single node, which AWS refuses", async () => {
        const { inputs } = (await record(build({ nodes: 1 }))).one(GROUP);
        assert.deepEqual([inputs["numCacheClusters"], inputs["automaticFailoverEnabled"], inputs["multiAzEnabled"]], [1, false, false]);
    });

    it("stores a connection string with TLS and the token, and publishes where to find it", async () => {
        const recording = await record(build());
        const token = String(secretValue(recording.one(GROUP).inputs["authToken"]));
        const { secretString } = recording.one("aws:secretsmanager/secretVersion:SecretVersion").inputs;
        assert.equal(isSecretValue(secretString), true);
        assert.deepEqual(JSON.parse(String(secretValue(secretString))), {
            uri: `rediss://:${token}@master.cache.abcdef.use1.cache.amazonaws.com:6379`,
        });
        assert.deepEqual(recording.one("librechat:data:Cache").outputs, {
            host: "master.cache.abcdef.use1.cache.amazonaws.com",
            port: 6379,
            secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:cache-uri-0a1b2c3-AbCdEf",
        });
        assert.equal(recording.result.resourceName, "cache");
    });

    for (const { name, fate, expected } of [
        { name: "locked", fate: locked, expected: [true, 7, "02:00-03:00", "cache-final-cdcdcdcd", false, 1] },
        { name: "disposable", fate: disposable, expected: [false, 0, undefined, undefined, true, 0] },
    ]) {
        it(`treats ${name} data accordingly`, async () => {
            const recording = await record(build({ fate }));
            const { protect, inputs } = recording.one(GROUP);
            assert.deepEqual(
                [
                    protect,
                    inputs["snapshotRetentionLimit"],
                    inputs["snapshotWindow"],
                    inputs["finalSnapshotIdentifier"],
                    inputs["applyImmediately"],
                    recording.ofType("random:index/randomId:RandomId").length,
                ],
                expected,
            );
        });
    }

    it("builds in a preview, where nothing is known yet", async () => {
        assert.deepEqual((await record(build(), { preview: true })).counts(), common);
    });
});
