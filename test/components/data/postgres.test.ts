import { strict as assert } from "node:assert";

import { Postgres, type PostgresArgs } from "../../../components/data/postgres";
import { isSecretValue, isUnknownValue, record, secretValue, unwrap } from "../recorder";
import { disposable, locked, placed } from "./stack";

const INSTANCE = "aws:rds/instance:Instance";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

function build(changed: Partial<PostgresArgs> = {}) {
    const usual = { instanceClass: "db.t4g.micro", multiAz: false, storageGiB: 20, backupRetentionDays: 7, logRetentionDays: 30 };
    return () => new Postgres("postgres", { ...placed(), ...usual, fate: disposable, ...changed });
}

describe("Postgres", () => {
    it("registers exactly these resources, all as children of the component and named after it", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.counts(), {
            "librechat:data:Postgres": 1,
            "random:index/randomPassword:RandomPassword": 1,
            "random:index/randomId:RandomId": 1,
            "aws:cloudwatch/logGroup:LogGroup": 1,
            "aws:rds/subnetGroup:SubnetGroup": 1,
            "aws:rds/parameterGroup:ParameterGroup": 1,
            [INSTANCE]: 1,
            "aws:secretsmanager/secret:Secret": 1,
            [VERSION]: 1,
        });
        const component = recording.one("librechat:data:Postgres");
        for (const child of recording.registrations.filter((registration) => registration !== component)) {
            assert.equal(child.parent, component.urn);
            assert.match(child.name, /^postgres(-|$)/);
        }
    });

    it("makes an encrypted, private instance that demands TLS", async () => {
        const recording = await record(build());
        const { password, ...inputs } = recording.one(INSTANCE).inputs;
        assert.deepEqual(inputs, {
            identifier: "postgres-cdcdcdcd",
            engine: "postgres",
            engineVersion: "16",
            autoMinorVersionUpgrade: true,
            instanceClass: "db.t4g.micro",
            multiAz: false,
            username: "postgres",
            allocatedStorage: 20,
            storageType: "gp3",
            storageEncrypted: true,
            backupRetentionPeriod: 7,
            copyTagsToSnapshot: true,
            deleteAutomatedBackups: true,
            dbSubnetGroupName: "postgres-subnets-0a1b2c3",
            parameterGroupName: "postgres-parameters-0a1b2c3",
            vpcSecurityGroupIds: ["sg-database"],
            publiclyAccessible: false,
            caCertIdentifier: "rds-ca-rsa2048-g1",
            backupWindow: "02:00-03:00",
            maintenanceWindow: "sun:03:30-sun:04:30",
            enabledCloudwatchLogsExports: ["postgresql"],
            performanceInsightsEnabled: false,
            skipFinalSnapshot: true,
            deletionProtection: false,
            applyImmediately: true,
        });
        assert.equal(isSecretValue(password), true);
        const { family, parameters } = recording.one("aws:rds/parameterGroup:ParameterGroup").inputs;
        assert.deepEqual(
            { family, parameters },
            { family: "postgres16", parameters: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }] },
        );
        assert.deepEqual(recording.one("aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"], ["subnet-a", "subnet-b"]);
    });

    it("keeps the log in a group with an end, which exists before RDS would make one", async () => {
        const recording = await record(build({ logRetentionDays: 14 }));
        const group = recording.one("aws:cloudwatch/logGroup:LogGroup");
        assert.deepEqual(group.inputs, { name: "/aws/rds/instance/postgres-cdcdcdcd/postgresql", retentionInDays: 14 });
        assert.ok(recording.one(INSTANCE).dependencies.includes(group.urn));
    });

    it("stores user and password as a secret, the one the instance has", async () => {
        const recording = await record(build());
        const { secretString } = recording.one(VERSION).inputs;
        assert.equal(isSecretValue(secretString), true);
        assert.deepEqual(JSON.parse(String(secretValue(secretString))), {
            username: "postgres",
            password: secretValue(recording.one(INSTANCE).inputs["password"]),
        });
        assert.deepEqual(recording.one("random:index/randomPassword:RandomPassword").inputs, { length: 40, special: false });
        assert.deepEqual(recording.one("aws:secretsmanager/secret:Secret").inputs, {
            description: "Master user of PostgreSQL",
            recoveryWindowInDays: 0,
        });
    });

    it("publishes host, port, first database and secret", async () => {
        const { result, ...recording } = await record(build());
        const host = "postgres.cabcdefghijk.us-east-1.rds.amazonaws.com";
        const masterSecretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:postgres-master-0a1b2c3-AbCdEf";
        assert.equal(result.resourceName, "postgres");
        assert.equal(await unwrap(result.masterSecretVersionId), "version-of-postgres-master");
        assert.deepEqual(recording.registrations.find(({ type }) => type === "librechat:data:Postgres")?.outputs, {
            host,
            port: 5432,
            databaseName: "postgres",
            masterSecretArn,
        });
    });

    for (const { name, fate, expected } of [
        {
            name: "locked",
            fate: locked,
            expected: [true, true, false, "postgres-final-cdcdcdcd", false, false, 30],
        },
        { name: "disposable", fate: disposable, expected: [false, false, true, undefined, true, true, 0] },
    ]) {
        it(`treats ${name} data accordingly`, async () => {
            const recording = await record(build({ fate }));
            const { protect, inputs } = recording.one(INSTANCE);
            assert.deepEqual(
                [
                    protect,
                    inputs["deletionProtection"],
                    inputs["skipFinalSnapshot"],
                    inputs["finalSnapshotIdentifier"],
                    inputs["deleteAutomatedBackups"],
                    inputs["applyImmediately"],
                    recording.one("aws:secretsmanager/secret:Secret").inputs["recoveryWindowInDays"],
                ],
                expected,
            );
        });
    }

    it("has a standby when asked, and performance insights where there is memory for them", async () => {
        const { inputs } = (await record(build({ multiAz: true, instanceClass: "db.t4g.medium" }))).one(INSTANCE);
        assert.deepEqual([inputs["multiAz"], inputs["performanceInsightsEnabled"]], [true, true]);
    });

    it("draws new names when a property changes for which AWS replaces the instance, and gives up the old instance first", async () => {
        const recording = await record(build());
        assert.deepEqual(recording.one("random:index/randomId:RandomId").inputs["keepers"], { engine: "postgres", username: "postgres" });
        assert.equal(recording.one(INSTANCE).deleteBeforeReplace, true);
    });

    it("builds in a preview, where nothing is known yet", async () => {
        const recording = await record(build({ fate: locked }), { preview: true });
        assert.equal(isUnknownValue(recording.one(INSTANCE).inputs["identifier"]), true);
        assert.equal(recording.registrations.length, 9);
    });
});
