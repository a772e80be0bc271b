import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/backup";
import { accountWith, putRole, roleArn } from "./lambda-fixtures";

const VAULT = "aws:backup/vault:Vault";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";
const DAILY = { name: "daily", rules: [{ ruleName: "daily", targetVaultName: "vault", schedule: "cron(0 3 * * ? *)" }] };

describe("AWS Backup", () => {
    it("backs a selection up by a plan into a vault", () => {
        const aws = accountWith([service]);
        putRole(aws, "backup", "backup.amazonaws.com", []);
        const vault = aws.create(VAULT, "vault", { name: "vault" });
        assert.deepEqual([vault.id, vault.outputs["recoveryPoints"]], ["vault", 0]);
        const plan = aws.create(PLAN, "daily", DAILY);
        assert.equal(plan.outputs["arn"], `arn:aws:backup:us-east-1:123456789012:backup-plan:${plan.id}`);
        const selection = aws.create(SELECTION, "all", { name: "all", planId: plan.id, iamRoleArn: roleArn("backup"), resources: ["*"] });
        assert.throws(
            () => {
                aws.delete(plan);
            },
            {
                message:
                    "operation error Backup: DeleteBackupPlan, api error InvalidRequestException: " +
                    "Related backup plan selections must be deleted prior to backup plan deletion",
            },
        );
        aws.delete(selection);
        aws.delete(plan);
        assert.deepEqual(aws.stored(PLAN), []);
    });

    it("gives a changed plan a new version", () => {
        const aws = accountWith([service]);
        aws.create(VAULT, "vault", { name: "vault" });
        const plan = aws.create(PLAN, "daily", DAILY);
        const updated = aws.update(plan, { ...DAILY, rules: [{ ruleName: "hourly", targetVaultName: "vault" }] });
        assert.notEqual(updated.outputs["version"], plan.outputs["version"]);
    });

    it("refuses what does not fit together", () => {
        const aws = accountWith([service]);
        const refusal = (operation: string, reason: string) => ({ message: `operation error Backup: ${operation}, api error ${reason}` });
        assert.throws(
            () => aws.create(PLAN, "daily", DAILY),
            refusal("CreateBackupPlan", "InvalidParameterValueException: Backup vault vault does not exist."),
        );
        aws.create(VAULT, "vault", { name: "vault" });
        assert.throws(
            () => aws.create(VAULT, "again", { name: "vault" }),
            refusal("CreateBackupVault", "AlreadyExistsException: Backup vault with the same name already exists."),
        );
        const [rule] = DAILY.rules;
        assert.throws(
            () => aws.create(PLAN, "cold", { name: "cold", rules: [{ ...rule, lifecycle: { coldStorageAfter: 30, deleteAfter: 100 } }] }),
            refusal(
                "CreateBackupPlan",
                "InvalidParameterValueException: Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
            ),
        );
        const { id: planId } = aws.create(PLAN, "daily", DAILY);
        assert.throws(
            () => aws.create(SELECTION, "all", { name: "all", planId, iamRoleArn: roleArn("lambda") }),
            refusal(
                "CreateBackupSelection",
                `InvalidParameterValueException: IAM Role ${roleArn("lambda")} cannot be assumed by AWS Backup`,
            ),
        );
        assert.throws(
            () => aws.create(SELECTION, "all", { name: "all", planId: "gone", iamRoleArn: roleArn("lambda") }),
            refusal("CreateBackupSelection", "ResourceNotFoundException: Backup plan gone does not exist."),
        );
    });
});
