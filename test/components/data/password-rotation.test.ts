import { strict as assert } from "node:assert";

import * as pulumi from "@pulumi/pulumi";

import { DocumentDbInitialisation } from "../../../components/data/documentdb-initialisation";
import { PostgresInitialisation } from "../../../components/data/postgres-initialisation";
import { record } from "../recorder";
import {
    bundleFunction,
    FUNCTION,
    functionCounts,
    inputOf,
    INVOCATION,
    MASTER,
    placement,
    secretCounts,
    SECRET_VERSION,
    SECRETS,
} from "./initialiser";
import { disposable } from "./stack";

const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const PERMISSION = "aws:lambda/permission:Permission";

const master = { masterSecretArn: pulumi.output(MASTER), masterSecretVersionId: pulumi.output("v1"), host: pulumi.output("db.example") };

/** The same for both databases, each with a job of its own. */
const DATABASES = [
    {
        code: "init-postgres",
        component: "librechat:data:PostgresInitialisation",
        name: "postgres-init",
        job: { database: "rag", role: "rag_api", extension: "vector", extensionMinimumVersion: "0.5.0" },
        build: (passwordRotationDays: number | undefined) => (): pulumi.Resource =>
            new PostgresInitialisation("postgres-init", {
                ...placement(),
                passwordRotationDays,
                fate: disposable,
                postgres: { resourceName: "postgres", port: pulumi.output(5432), databaseName: pulumi.output("postgres"), ...master },
                databaseName: "rag",
                roleName: "rag_api",
            }),
    },
    {
        code: "init-docdb",
        component: "librechat:data:DocumentDbInitialisation",
        name: "documentdb-init",
        job: { database: "LibreChat", user: "librechat" },
        build: (passwordRotationDays: number | undefined) => (): pulumi.Resource =>
            new DocumentDbInitialisation("documentdb-init", {
                ...placement(),
                passwordRotationDays,
                fate: disposable,
                documentDb: { resourceName: "documentdb", port: pulumi.output(27_017), ready: [], ...master },
                databaseName: "LibreChat",
                userName: "librechat",
                tlsCaFile: "/configuration/ca.pem",
            }),
    },
];

for (const { code, component, name, job, build } of DATABASES) {
    describe(`rotation of the password by ${code}`, () => {
        const secretArn = `${SECRETS}:${name}-application-0a1b2c3-AbCdEf`;

        before(() => {
            bundleFunction(code);
        });

        it("is there when it is chosen, and not otherwise", async () => {
            const without = { [component]: 1, ...secretCounts, ...functionCounts, "aws:ec2/eip:Eip": 1 };
            const rotation = { "librechat:data:PasswordRotation": 1, [PERMISSION]: 1, [ROTATION]: 1 };
            const sorted = (counts: Record<string, number>) => Object.entries(counts).sort();
            assert.deepEqual(sorted((await record(build(undefined))).counts()), sorted(without));
            assert.deepEqual(sorted((await record(build(30))).counts()), sorted({ ...without, ...rotation }));
        });

        it("calls the function that initialises, first when the days are over, and after the initialisation", async () => {
            const recording = await record(build(30));
            const rotation = recording.one(ROTATION);
            assert.deepEqual(rotation.inputs, {
                secretId: secretArn,
                rotationLambdaArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}-function-0a1b2c3`,
                rotationRules: { automaticallyAfterDays: 30 },
                rotateImmediately: false,
            });
            for (const { urn } of [recording.one(PERMISSION), recording.one(INVOCATION)]) assert.ok(rotation.dependencies.includes(urn));
        });

        it("lets Secrets Manager call the function, for secrets of the same account", async () => {
            assert.deepEqual((await record(build(30))).one(PERMISSION).inputs, {
                action: "lambda:InvokeFunction",
                function: `${name}-function-0a1b2c3`,
                principal: "secretsmanager.amazonaws.com",
                sourceAccount: "123456789012",
            });
        });

        it("lets the function put new values into the application's secret and no other", async () => {
            const statements = async (days: number | undefined) => {
                const { inputs } = (await record(build(days))).one("aws:iam/rolePolicy:RolePolicy");
                return (JSON.parse(String(inputs["policy"])) as { Statement: object[] }).Statement;
            };
            const without = await statements(undefined);
            assert.deepEqual(await statements(30), [
                ...without,
                {
                    Sid: "RotateSecret",
                    Effect: "Allow",
                    Action: ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
                    Resource: [secretArn],
                },
            ]);
        });

        it("tells the function its work, and runs it again when the database has another address", async () => {
            const recording = await record(build(30));
            const { variables } = recording.one(FUNCTION).inputs["environment"] as { variables: Record<string, string> };
            assert.deepEqual(JSON.parse(String(variables["ROTATED_JOB"])), job);
            assert.equal(inputOf(recording).input["host"], "db.example");
            const without = await record(build(undefined));
            assert.equal("ROTATED_JOB" in (without.one(FUNCTION).inputs["environment"] as { variables: object }).variables, false);
            assert.equal("host" in inputOf(without).input, false);
        });

        it("leaves the value of the secret to Secrets Manager after the first one", async () => {
            assert.deepEqual((await record(build(30))).one(SECRET_VERSION).ignoreChanges, ["secretString"]);
            assert.deepEqual((await record(build(undefined))).one(SECRET_VERSION).ignoreChanges, []);
        });

        it("builds in a preview, where nothing is known yet", async () => {
            assert.equal((await record(build(30), { preview: true })).ofType(ROTATION).length, 1);
        });
    });
}
