import { strict as assert } from "node:assert";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { DocumentDbInitialisation } from "../../../components/data/documentdb-initialisation";
import { isSecretValue, record, secretValue } from "../recorder";
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

function documentDb() {
    return new DocumentDbInitialisation("docs-init", {
        ...placement(),
        fate: disposable,
        documentDb: {
            resourceName: "documentdb",
            host: pulumi.output("docs.example"),
            port: pulumi.output(27017),
            masterSecretArn: pulumi.output(MASTER),
            masterSecretVersionId: pulumi.output("v1"),
            ready: [new aws.ec2.Eip("instance")],
        },
        databaseName: "LibreChat",
        userName: "librechat",
        tlsCaFile: "/tmp/rds-ca.pem",
    });
}

describe("DocumentDbInitialisation", () => {
    before(() => {
        bundleFunction("init-docdb");
    });

    it("registers exactly these resources, also in a preview", async () => {
        for (const preview of [false, true]) {
            assert.deepEqual((await record(documentDb, { preview })).counts(), {
                "librechat:data:DocumentDbInitialisation": 1,
                ...secretCounts,
                ...functionCounts,
                "aws:ec2/eip:Eip": 2,
            });
        }
    });

    it("stores the application's own user with its connection string, and tells the function where, but no password", async () => {
        const recording = await record(documentDb);
        const { secretString } = recording.one(SECRET_VERSION).inputs;
        assert.equal(isSecretValue(secretString), true);
        const password = "password-of-docs-init-application0000000";
        assert.deepEqual(JSON.parse(String(secretValue(secretString))), {
            username: "librechat",
            password,
            host: "docs.example",
            port: "27017",
            database: "LibreChat",
            uri:
                `mongodb://librechat:${password}@docs.example:27017/LibreChat?tls=true&tlsCAFile=/tmp/rds-ca.pem&replicaSet=rs0` +
                "&readPreference=primary&retryWrites=false&authSource=admin&authMechanism=SCRAM-SHA-1",
        });
        const { input } = inputOf(recording);
        assert.deepEqual(input, {
            database: "LibreChat",
            user: "librechat",
            masterSecretVersion: "v1",
            applicationSecretVersion: "version-of-docs-init-application",
        });
        assert.deepEqual(recording.one(FUNCTION).inputs["environment"], {
            variables: {
                DATABASE_HOST: "docs.example",
                DATABASE_PORT: "27017",
                MASTER_SECRET_ARN: MASTER,
                APPLICATION_SECRET_ARN: `${SECRETS}:docs-init-application-0a1b2c3-AbCdEf`,
            },
        });
        assert.deepEqual(recording.one("librechat:data:DatabaseInitialisation").outputs?.["needs"], [
            "service:secretsmanager",
            "tcp:documentdb:27017",
        ]);
    });

    it("waits for the cluster's instances besides what it is told to wait for", async () => {
        const recording = await record(documentDb);
        for (const name of ["route", "instance"]) {
            assert.ok(recording.one(INVOCATION).dependencies.includes(recording.one("aws:ec2/eip:Eip", name).urn));
        }
    });
});
