import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { databaseRequireBackups } from "../../../policy-pack/rules/database-require-backups";
import { databaseRequireDeletionProtection } from "../../../policy-pack/rules/database-require-deletion-protection";
import { logGroupRequireRetention } from "../../../policy-pack/rules/log-group-require-retention";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { s3BucketRequireVersioning } from "../../../policy-pack/rules/s3-bucket-require-versioning";
import { secretRequireRecoveryWindow } from "../../../policy-pack/rules/secret-require-recovery-window";
import { storageRequireDeletionProtection } from "../../../policy-pack/rules/storage-require-deletion-protection";
import { TYPES } from "../../../policy-pack/types";
import { judged, reported, resource, UNKNOWN_TEXT } from "../graph";
import { describeSubject } from "./subjects";

const PRODUCTION = { config: { productionStacks: ["d*"] } };
const NOT_PRODUCTION = { notApplicable: "The stack is no production stack" };
const RETIRED = { notApplicable: "The stack is being retired (librechat:retireStack)" };

describe("rules that keep what people would miss", () => {
    afterEach(() => {
        pulumi.runtime.setAllConfig({});
    });

    describe("rules on retention", () => {
        describeSubject({
            policy: logGroupRequireRetention,
            type: TYPES.logGroup,
            sound: { retentionInDays: 30 },
            changes: [
                [
                    { retentionInDays: undefined },
                    ["retentionInDays of log group it = not set, which is for ever; wanted are days such as 30 or 365."],
                ],
                [{ retentionInDays: 0 }, ["retentionInDays of log group it = 0, which is for ever; wanted are days such as 30 or 365."]],
                [{ retentionInDays: undefined, logGroupClass: "DELIVERY" }, []],
                [
                    { retentionInDays: "always" },
                    ["retentionInDays of log group it = always, which is for ever; wanted are days such as 30 or 365."],
                ],
            ],
            unknown: [{ retentionInDays: UNKNOWN_TEXT }, { logGroupClass: UNKNOWN_TEXT }],
        });

        describeSubject({
            policy: databaseRequireBackups,
            type: TYPES.rdsInstance,
            sound: { backupRetentionPeriod: 1 },
            changes: [
                [{ backupRetentionPeriod: 0 }, ["backupRetentionPeriod of it = 0; wanted are 1 day or more."]],
                [{ backupRetentionPeriod: undefined }, ["backupRetentionPeriod of it = not set; wanted are 1 day or more."]],
                [{ backupRetentionPeriod: "none" }, ["backupRetentionPeriod of it = none; wanted are 1 day or more."]],
                [{ backupRetentionPeriod: 0, replicateSourceDb: UNKNOWN_TEXT }, []],
            ],
            unknown: [{ backupRetentionPeriod: UNKNOWN_TEXT }],
        });
        for (const type of [TYPES.rdsCluster, TYPES.documentDbCluster]) {
            describeSubject({
                policy: databaseRequireBackups,
                type,
                sound: { backupRetentionPeriod: 7 },
                surroundings: PRODUCTION,
                changes: [
                    [{ backupRetentionPeriod: 6 }, ["backupRetentionPeriod of it = 6; wanted are 7 days or more in production."]],
                    [
                        { backupRetentionPeriod: undefined },
                        ["backupRetentionPeriod of it = not set; wanted are 7 days or more in production."],
                    ],
                    [{ backupRetentionPeriod: 1, replicationSourceIdentifier: "arn:1" }, []],
                ],
                unknown: [{ backupRetentionPeriod: UNKNOWN_TEXT }],
            });
        }

        it("takes AWS's one day for a cluster outside production", async () => {
            assert.deepEqual(await judged(databaseRequireBackups, TYPES.rdsCluster, "it", {}), []);
        });

        it("asks for backups of a stack that is being retired, too", async () => {
            pulumi.runtime.setAllConfig({ "librechat:preset": "production", "librechat:retireStack": "true" });
            assert.deepEqual(await judged(databaseRequireBackups, TYPES.rdsInstance, "it", { backupRetentionPeriod: 1 }), [
                "backupRetentionPeriod of it = 1; wanted are 7 days or more in production.",
            ]);
        });
    });

    describe("rules on protection in production", () => {
        const PROTECTED = { deletionProtection: true, skipFinalSnapshot: false, finalSnapshotIdentifier: "it-final" };
        for (const type of [TYPES.rdsInstance, TYPES.rdsCluster, TYPES.documentDbCluster]) {
            describeSubject({
                policy: databaseRequireDeletionProtection,
                type,
                sound: PROTECTED,
                surroundings: PRODUCTION,
                changes: [
                    [{ deletionProtection: false }, ["deletionProtection of it = false; wanted is true in production."]],
                    [{ deletionProtection: undefined }, ["deletionProtection of it = not set; wanted is true in production."]],
                    [{ skipFinalSnapshot: true }, ["skipFinalSnapshot of it = true; wanted is false in production."]],
                    [{ skipFinalSnapshot: undefined }, []],
                    [
                        { skipFinalSnapshot: true, finalSnapshotIdentifier: undefined },
                        ["skipFinalSnapshot of it = true; wanted is false in production."],
                    ],
                    [{ finalSnapshotIdentifier: undefined }, ["finalSnapshotIdentifier of it = not set; wanted is a name in production."]],
                    [{ finalSnapshotIdentifier: 7 }, ["finalSnapshotIdentifier of it = 7; wanted is a name in production."]],
                    [
                        { deletionProtection: false, finalSnapshotIdentifier: UNKNOWN_TEXT },
                        ["deletionProtection of it = false; wanted is true in production."],
                    ],
                ],
                unknown: [{ finalSnapshotIdentifier: UNKNOWN_TEXT }, { deletionProtection: UNKNOWN_TEXT }],
            });
        }
        it("leaves a read replica alone", async () => {
            assert.deepEqual(
                await judged(databaseRequireDeletionProtection, TYPES.rdsInstance, "it", { replicateSourceDb: UNKNOWN_TEXT }, PRODUCTION),
                { notApplicable: "A read replica can be made again" },
            );
        });

        for (const type of [TYPES.bucket, TYPES.bucketV2]) {
            describeSubject({
                policy: storageRequireDeletionProtection,
                type,
                sound: { forceDestroy: false },
                surroundings: PRODUCTION,
                changes: [
                    [{ forceDestroy: true }, ["forceDestroy of bucket it = true; wanted is false in production."]],
                    [{ forceDestroy: "true" }, ["forceDestroy of bucket it = true; wanted is false in production."]],
                    [{ forceDestroy: undefined }, []],
                ],
                unknown: [{ forceDestroy: UNKNOWN_TEXT }],
            });
        }
        it("wants the option protect on a file system", async () => {
            const judge = (protect: boolean) =>
                judged(storageRequireDeletionProtection, TYPES.fileSystem, "it", { encrypted: UNKNOWN_TEXT }, { ...PRODUCTION, protect });
            assert.deepEqual(await judge(true), []);
            assert.deepEqual(await judge(false), ["option protect of file system it = false; wanted is true in production."]);
        });

        describeSubject({
            policy: secretRequireRecoveryWindow,
            type: TYPES.secret,
            sound: { recoveryWindowInDays: 7 },
            surroundings: PRODUCTION,
            changes: [
                [{ recoveryWindowInDays: 0 }, ["recoveryWindowInDays of secret it = 0; wanted are 7 to 30 days in production."]],
                [{ recoveryWindowInDays: "no" }, ["recoveryWindowInDays of secret it = no; wanted are 7 to 30 days in production."]],
                [{ recoveryWindowInDays: undefined }, []],
            ],
            unknown: [{ recoveryWindowInDays: UNKNOWN_TEXT }],
        });

        for (const [policy, type, props] of [
            [databaseRequireDeletionProtection, TYPES.rdsInstance, {}],
            [storageRequireDeletionProtection, TYPES.bucket, { forceDestroy: true }],
            [secretRequireRecoveryWindow, TYPES.secret, { recoveryWindowInDays: 0 }],
        ] as const) {
            it(`${policy.name} leaves other stacks, and those being retired, alone`, async () => {
                assert.deepEqual(await judged(policy, type, "it", props), NOT_PRODUCTION);
                pulumi.runtime.setAllConfig({ "librechat:preset": "production", "librechat:retireStack": "true" });
                assert.deepEqual(await judged(policy, type, "it", props), RETIRED);
            });
        }
    });

    describe("s3-bucket-require-versioning", () => {
        const bucket = resource(TYPES.bucket, "files", { bucket: UNKNOWN_TEXT });
        const setting = (type: string, props: Record<string, unknown>) =>
            resource(type, "setting", { bucket: UNKNOWN_TEXT, ...props }, { bucket: [bucket] });
        const versioning = (status: unknown) => setting(TYPES.bucketVersioning, { versioningConfiguration: { status } });
        const lifecycle = (...rules: unknown[]) => setting(TYPES.bucketLifecycle, { rules });
        const NONE = ["files: bucket files keeps no versions; wanted is a BucketVersioning with status = Enabled."];
        const UNCLEAR = "files: whether bucket files keeps versions is not known yet.";

        it("accepts versions, in a resource of its own or in the bucket's", async () => {
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket, versioning("Enabled")]), []);
            assert.deepEqual(
                await reported(s3BucketRequireVersioning, [resource(TYPES.bucketV2, "old", { versioning: { enabled: true } })]),
                [],
            );
        });

        it("accepts a bucket whose files are not to stay", async () => {
            assert.deepEqual(await reported(s3BucketRequireVersioning, [resource(TYPES.bucket, "scratch", { forceDestroy: true })]), []);
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket, lifecycle({ expiration: { days: 90 } })]), []);
        });

        it("fails without versions, or with suspended ones", async () => {
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket]), NONE);
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket, versioning("Suspended")]), NONE);
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket, versioning(undefined)]), NONE);
        });

        it("fails when a lifecycle expires nothing that is current", async () => {
            const rules = [
                { noncurrentVersionExpiration: { noncurrentDays: 30 }, expiration: { expiredObjectDeleteMarker: true, days: 0 } },
                null,
            ];
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket, lifecycle(...rules)]), NONE);
            assert.deepEqual(await reported(s3BucketRequireVersioning, [bucket, setting(TYPES.bucketLifecycle, { rules: "all" })]), NONE);
        });

        it("cannot tell while the status is unknown, and says so", async () => {
            for (const resources of [
                [bucket, versioning(UNKNOWN_TEXT)],
                [resource(TYPES.bucket, "files", { forceDestroy: UNKNOWN_TEXT })],
            ]) {
                assert.deepEqual(await reported(s3BucketRequireVersioning, resources), []);
                assert.ok((await reported(previewInformUndecided, resources)).includes(UNCLEAR));
            }
        });

        it("leaves other types alone", async () => {
            assert.deepEqual(await reported(s3BucketRequireVersioning, [resource("aws:sqs/queue:Queue", "q")]), []);
        });
    });
});
