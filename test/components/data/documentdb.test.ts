import { strict as assert } from "node:assert";

import { DocumentDb, type DocumentDbArgs } from "../../../components/data/documentdb";
import { isSecretValue, isUnknownValue, record, secretValue, unwrap } from "../recorder";
import { disposable, locked, placed } from "./stack";

const CLUSTER = "aws:docdb/cluster:Cluster";
const INSTANCE = "aws:docdb/clusterInstance:ClusterInstance";

function build(changed: Partial<DocumentDbArgs> = {}) {
    const usual = { instanceClass: "db.t4g.medium", instances: 1, backupRetentionDays: 7, logRetentionDays: 30 };
    return () => new DocumentDb("documentdb", { ...placed(), ...usual, fate: disposable, ...changed });
}

describe("DocumentDb", () => {
    for (const instances of [1, 3]) {
        it(`registers exactly these resources with ${instances} instance(s), as children named after the component`, async () => {
            const recording = await record(build({ instances }));
            assert.deepEqual(recording.counts(), {
                "librechat:data:DocumentDb": 1,
                "random:index/randomPassword:RandomPassword": 1,
                "random:index/randomId:RandomId": 1,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                "aws:docdb/subnetGroup:SubnetGroup": 1,
                "aws:docdb/clusterParameterGroup:ClusterParameterGroup": 1,
                [CLUSTER]: 1,
                [INSTANCE]: instances,
                "aws:secretsmanager/secret:Secret": 1,
                "aws:secretsmanager/secretVersion:SecretVersion": 1,
            });
            const component = recording.one("librechat:data:DocumentDb");
            for (const child of recording.registrations.filter((registration) => registration !== component)) {
                assert.equal(child.parent, component.urn);
                assert.match(child.name, /^documentdb(-|$)/);
            }
        });
    }

    it("makes an encrypted cluster that demands TLS and writes an audit log", async () => {
        const recording = await record(build());
        const { masterPassword, ...inputs } = recording.one(CLUSTER).inputs;
        assert.deepEqual(inputs, {
            clusterIdentifier: "documentdb-cdcdcdcd",
            engine: "docdb",
            engineVersion: "5.0.0",
            masterUsername: "docdbadmin",
            dbSubnetGroupName: "documentdb-subnets-0a1b2c3",
            dbClusterParameterGroupName: "documentdb-parameters-0a1b2c3",
            vpcSecurityGroupIds: ["sg-database"],
            port: 27017,
            storageEncrypted: true,
            backupRetentionPeriod: 7,
            preferredBackupWindow: "02:00-03:00",
            preferredMaintenanceWindow: "sun:03:30-sun:04:30",
            enabledCloudwatchLogsExports: ["audit"],
            skipFinalSnapshot: true,
            deletionProtection: false,
            applyImmediately: true,
        });
        assert.equal(isSecretValue(masterPassword), true);
        assert.deepEqual(recording.one("aws:docdb/clusterParameterGroup:ClusterParameterGroup").inputs, {
            family: "docdb5.0",
            parameters: [
                { name: "tls", value: "enabled", applyMethod: "pending-reboot" },
                { name: "audit_logs", value: "enabled", applyMethod: "pending-reboot" },
            ],
        });
        assert.deepEqual(recording.one("aws:docdb/subnetGroup:SubnetGroup").inputs["subnetIds"], ["subnet-a", "subnet-b"]);
    });

    it("names instances by index, so that a third one changes neither of two", async () => {
        const of = async (instances: number) => (await record(build({ instances }))).ofType(INSTANCE);
        const two = await of(2);
        assert.deepEqual((await of(3)).slice(0, 2), two);
        assert.deepEqual(
            two.map(({ name, inputs }) => ({ name, ...inputs })),
            [0, 1].map((index) => ({
                name: `documentdb-${index}`,
                identifier: `documentdb-cdcdcdcd-${index}`,
                clusterIdentifier: "documentdb-cdcdcdcd",
                instanceClass: "db.t4g.medium",
                caCertIdentifier: "rds-ca-rsa2048-g1",
                preferredMaintenanceWindow: "sun:03:30-sun:04:30",
                applyImmediately: true,
            })),
        );
    });

    it("is ready when all instances are, not when the cluster is", async () => {
        const { result, ...recording } = await record(build({ instances: 2 }));
        assert.deepEqual(
            await Promise.all(result.ready.map(({ urn }) => unwrap(urn))),
            recording.registrations.filter(({ type }) => type === INSTANCE).map(({ urn }) => urn),
        );
    });

    it("keeps the audit log in a group with an end, which exists before DocumentDB would make one", async () => {
        const recording = await record(build({ logRetentionDays: 365 }));
        const group = recording.one("aws:cloudwatch/logGroup:LogGroup");
        assert.deepEqual(group.inputs, { name: "/aws/docdb/documentdb-cdcdcdcd/audit", retentionInDays: 365 });
        assert.ok(recording.one(CLUSTER).dependencies.includes(group.urn));
    });

    it("stores user and password as a secret, the one the cluster has, and publishes where to find all of it", async () => {
        const recording = await record(build());
        const { secretString } = recording.one("aws:secretsmanager/secretVersion:SecretVersion").inputs;
        assert.equal(isSecretValue(secretString), true);
        assert.deepEqual(JSON.parse(String(secretValue(secretString))), {
            username: "docdbadmin",
            password: secretValue(recording.one(CLUSTER).inputs["masterPassword"]),
        });
        assert.deepEqual(recording.one("librechat:data:DocumentDb").outputs, {
            host: "documentdb.cluster-cabcdefghijk.us-east-1.docdb.amazonaws.com",
            port: 27017,
            masterSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:documentdb-master-0a1b2c3-AbCdEf",
        });
        assert.equal(recording.result.resourceName, "documentdb");
        assert.equal(await unwrap(recording.result.masterSecretVersionId), "version-of-documentdb-master");
    });

    for (const { name, fate, expected } of [
        { name: "locked", fate: locked, expected: [true, true, false, "documentdb-final-cdcdcdcd", true, false, 30] },
        { name: "disposable", fate: disposable, expected: [false, false, true, undefined, true, true, 0] },
    ]) {
        it(`treats ${name} data accordingly, and a new password at once`, async () => {
            const recording = await record(build({ fate }));
            const { protect, inputs } = recording.one(CLUSTER);
            assert.deepEqual(
                [
                    protect,
                    inputs["deletionProtection"],
                    inputs["skipFinalSnapshot"],
                    inputs["finalSnapshotIdentifier"],
                    inputs["applyImmediately"],
                    recording.one(INSTANCE).inputs["applyImmediately"],
                    recording.one("aws:secretsmanager/secret:Secret").inputs["recoveryWindowInDays"],
                ],
                expected,
            );
        });
    }

    it("builds in a preview, where nothing is known yet", async () => {
        const recording = await record(build({ instances: 2 }), { preview: true });
        assert.equal(isUnknownValue(recording.one(CLUSTER).inputs["clusterIdentifier"]), true);
        assert.equal(recording.registrations.length, 11);
    });
});
