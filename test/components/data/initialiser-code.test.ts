import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { InitialiserCode } from "../../../components/data/initialiser-code";
import { PostgresInitialisation } from "../../../components/data/postgres-initialisation";
import { record, unwrap } from "../recorder";
import { bundleFunction, MASTER, placement, secretCounts } from "./initialiser";
import { disposable, locked } from "./stack";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

describe("InitialiserCode: the functions' code, for containers to run", () => {
    let digest: string;
    before(() => {
        digest = createHash("sha256").update(bundleFunction("init-postgres")).digest("hex");
    });

    const build = (fate = disposable) => {
        const initialisation = new PostgresInitialisation("postgres-init", {
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
            initialiserCode: new InitialiserCode("code", { region: "eu-central-1", fate }),
        });
        return { task: initialisation.task, ready: initialisation.ready, secretArn: initialisation.applicationSecretArn };
    };

    it("puts the code into a bucket of its own, and makes no function", async () => {
        const recording = await record(() => build());
        assert.deepEqual(recording.counts(), {
            "librechat:data:InitialiserCode": 1,
            "librechat:data:FileStorage": 1,
            "aws:s3/bucket:Bucket": 1,
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
            "aws:s3/bucketPolicy:BucketPolicy": 1,
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
            "aws:s3/bucketVersioning:BucketVersioning": 1,
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
            [OBJECT]: 1,
            "librechat:data:PostgresInitialisation": 1,
            ...secretCounts,
            "aws:ec2/eip:Eip": 1,
        });
    });

    it("names an object after its content, and leaves it to tasks of older definitions", async () => {
        const { inputs, retainOnDelete } = (await record(() => build())).one(OBJECT);
        assert.equal(inputs["key"], `init-postgres/${digest}.js`);
        assert.equal(retainOnDelete, true);
    });

    for (const { name, fate, expected } of [
        {
            name: "leaves it behind, with a stack whose data is kept",
            fate: locked,
            expected: { retainOnDelete: true, forceDestroy: false },
        },
        { name: "takes it along, with any other", fate: disposable, expected: { retainOnDelete: false, forceDestroy: true } },
    ]) {
        it(name, async () => {
            const recording = await record(() => build(fate));
            const { protect, inputs } = recording.one("aws:s3/bucket:Bucket");
            // The engine hands it down to the bucket.
            const { retainOnDelete } = recording.one("librechat:data:FileStorage");
            assert.deepEqual({ retainOnDelete, forceDestroy: inputs["forceDestroy"] }, expected);
            assert.equal(protect, false);
        });
    }

    it("tells the container what the function is told, where the code is and what it must be", async () => {
        const { result } = await record(() => build());
        const { EVENT, ...environment } = await unwrap(result.task!.environment);
        assert.deepEqual(environment, {
            DATABASE_HOST: "db.example",
            DATABASE_PORT: "5432",
            MAINTENANCE_DATABASE: "postgres",
            MASTER_SECRET_ARN: MASTER,
            APPLICATION_SECRET_ARN: await unwrap(result.secretArn),
            AWS_REGION: "eu-central-1",
            CODE_URL: `https://code-0a1b2c3.s3.eu-central-1.amazonaws.com/init-postgres/${digest}.js`,
            CODE_SHA256: digest,
            TIME_LIMIT_SECONDS: "240",
        });
        assert.deepEqual(Object.keys(JSON.parse(EVENT!) as object), [
            "database",
            "role",
            "extension",
            "extensionMinimumVersion",
            "masterSecretVersion",
            "applicationSecretVersion",
        ]);
    });

    it("hands over both secrets by their ARNs, and never a value", async () => {
        const { result } = await record(() => build());
        assert.deepEqual(await unwrap(result.task!.secrets), {
            MASTER_SECRET: MASTER,
            APPLICATION_SECRET: await unwrap(result.secretArn),
        });
    });
});
