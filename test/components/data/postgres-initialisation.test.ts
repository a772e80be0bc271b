import { strict as assert } from "node:assert";

import * as pulumi from "@pulumi/pulumi";

import { PostgresInitialisation } from "../../../components/data/postgres-initialisation";
import { isSecretValue, record, secretValue, unwrap } from "../recorder";
import { bundleFunction, FUNCTION, functionCounts, inputOf, MASTER, placement, secretCounts, SECRET_VERSION, SECRETS } from "./initialiser";
import { disposable, locked } from "./stack";

function postgres(fate = disposable) {
    return () =>
        new PostgresInitialisation("postgres-init", {
            ...placement(),
            fate,
            postgres: {
                resourceName: "postgres",
                host: pulumi.output("db.example"),
                port: pulumi.output(5432),
                databaseName: pulumi.output("postgres"),
                masterSecretArn: pulumi.output(MASTER),
                masterSecretVersionId: pulumi.output("v1"),
            },
            databaseName: "rag",
            roleName: "rag_api",
        });
}

describe("PostgresInitialisation", () => {
    before(() => {
        bundleFunction("init-postgres");
    });

    it("registers exactly these resources", async () => {
        const recording = await record(postgres());
        assert.deepEqual(recording.counts(), {
            "librechat:data:PostgresInitialisation": 1,
            ...secretCounts,
            ...functionCounts,
            "aws:ec2/eip:Eip": 1,
        });
        const { parent } = recording.one("librechat:data:DatabaseInitialisation");
        assert.equal(parent, recording.one("librechat:data:PostgresInitialisation").urn);
    });

    it("stores the application's own user and password, and tells the function where, but no password", async () => {
        const recording = await record(postgres());
        const { secretString } = recording.one(SECRET_VERSION).inputs;
        assert.equal(isSecretValue(secretString), true);
        const password = "password-of-postgres-init-application000";
        assert.deepEqual(JSON.parse(String(secretValue(secretString))), {
            username: "rag_api",
            password,
            host: "db.example",
            port: "5432",
            database: "rag",
        });
        const applicationSecretArn = `${SECRETS}:postgres-init-application-0a1b2c3-AbCdEf`;
        assert.equal(await unwrap(recording.result.applicationSecretArn), applicationSecretArn);
        assert.deepEqual(recording.one(FUNCTION).inputs["environment"], {
            variables: {
                DATABASE_HOST: "db.example",
                DATABASE_PORT: "5432",
                MAINTENANCE_DATABASE: "postgres",
                MASTER_SECRET_ARN: MASTER,
                APPLICATION_SECRET_ARN: applicationSecretArn,
            },
        });
        const { input } = inputOf(recording);
        assert.deepEqual(input, {
            database: "rag",
            role: "rag_api",
            extension: "vector",
            extensionMinimumVersion: "0.5.0",
            masterSecretVersion: "v1",
            applicationSecretVersion: "version-of-postgres-init-application",
        });
        assert.doesNotMatch(JSON.stringify([recording.one(FUNCTION).inputs["environment"], input]), new RegExp(password));
        assert.deepEqual(recording.one("librechat:data:DatabaseInitialisation").outputs?.["needs"], [
            "service:secretsmanager",
            "tcp:postgres:5432",
        ]);
    });

    for (const { fate, days } of [
        { fate: disposable, days: 0 },
        { fate: locked, days: 30 },
    ]) {
        it(`lets its secret be restored for ${days} days`, async () => {
            const { inputs } = (await record(postgres(fate))).one("aws:secretsmanager/secret:Secret");
            assert.deepEqual(inputs, { description: "Role rag_api of PostgreSQL", recoveryWindowInDays: days });
        });
    }
});
