/** AWS Backup: vaults, plans, and what a plan backs up. No backup is ever taken here, so a vault is always empty. */
import type { Account } from "../account";
import { findRole, mayAssume } from "../authorization";
import { uuidFrom } from "../filled-in";
import { arnOf, blockOf, blocksOf, listOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { managedKeyArn } from "./kms";

const VAULT = "aws:backup/vault:Vault";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";

const vault: ResourceType = {
    token: VAULT,

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", pattern: /^[a-zA-Z0-9\-_]{2,50}$/, allowed: "2 to 50 letters, digits, - and _" },
            { property: "kmsKeyArn", format: "ARN" },
        ]),

    /** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html#API_CreateBackupVault_Errors */
    create(call) {
        const { account, region, inputs } = call;
        const name = requiredText(inputs, "name");
        if (account.find(VAULT, name)?.region === region) {
            throw new Refusal("Backup", "CreateBackupVault", "AlreadyExistsException", "Backup vault with the same name already exists.");
        }
        return {
            id: name,
            computed: {
                arn: arnOf(account, "backup", region, `backup-vault:${name}`),
                kmsKeyArn: textOf(inputs, "kmsKeyArn") ?? managedKeyArn(call, "backup"),
                recoveryPoints: 0,
            },
        };
    },
};

const plan: ResourceType = {
    token: PLAN,
    sets: ["rules", "advancedBackupSettings"],
    changesOnUpdate: { version: "any change" },

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "rules.ruleName", pattern: /^[0-9A-Za-z_.-]{1,50}$/, allowed: "1 to 50 letters, digits and _ . -" },
            { property: "rules.targetVaultName", pattern: /^[0-9A-Za-z_-]{2,50}$/, allowed: "2 to 50 letters, digits, - and _" },
            { property: "rules.copyActions.destinationVaultArn", format: "ARN" },
        ]),

    create(call) {
        refusePlan(call, "CreateBackupPlan");
        const id = uuidFrom(call.account.newHex(32));
        const arn = arnOf(call.account, "backup", call.region, `backup-plan:${id}`);
        return { id, computed: { arn, version: newVersion(call.account) } };
    },

    update(call) {
        refusePlan(call, "UpdateBackupPlan");
        return { version: newVersion(call.account) };
    },

    /** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupPlan.html */
    delete({ account, current }) {
        if (account.list(SELECTION).some(({ properties }) => properties["planId"] === current.id)) {
            const reason = `Related backup plan selections must be deleted prior to backup plan deletion`;
            throw new Refusal("Backup", "DeleteBackupPlan", "InvalidRequestException", reason);
        }
        return "removed";
    },
};

const selection: ResourceType = {
    token: SELECTION,
    sets: ["resources", "notResources", "selectionTags"],

    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", pattern: /^[0-9A-Za-z_.-]{1,50}$/, allowed: "1 to 50 letters, digits and _ . -" },
            { property: "iamRoleArn", format: "ARN" },
            { property: "selectionTags.type", oneOf: ["STRINGEQUALS"] },
        ]),

    /** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html#API_CreateBackupSelection_Errors */
    create({ account, inputs }) {
        const refuse = (code: string, reason: string) => new Refusal("Backup", "CreateBackupSelection", code, reason);
        const planId = requiredText(inputs, "planId");
        if (account.find(PLAN, planId) === undefined) throw refuse("ResourceNotFoundException", `Backup plan ${planId} does not exist.`);
        const roleArn = requiredText(inputs, "iamRoleArn");
        const role = findRole(account, roleArn);
        if (role === undefined || !mayAssume(account, role, "backup.amazonaws.com")) {
            throw refuse("InvalidParameterValueException", `IAM Role ${roleArn} cannot be assumed by AWS Backup`);
        }
        return {
            id: uuidFrom(account.newHex(32)),
            computed: { notResources: listOf(inputs, "notResources"), conditions: listOf(inputs, "conditions") },
        };
    },
};

export const service: Service = { name: "AWS Backup", resourceTypes: [vault, plan, selection] };

function newVersion(account: Account): string {
    return Buffer.from(account.newHex(36)).toString("base64");
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html and API_Lifecycle.html */
function refusePlan({ account, inputs }: CreateCall, operation: string): void {
    for (const rule of blocksOf(inputs, "rules")) {
        const vaultName = requiredText(rule, "targetVaultName");
        if (account.find(VAULT, vaultName) === undefined) {
            throw new Refusal("Backup", operation, "InvalidParameterValueException", `Backup vault ${vaultName} does not exist.`);
        }
        const lifecycle = blockOf(rule, "lifecycle") ?? {};
        const [cold, deleted] = [lifecycle["coldStorageAfter"], lifecycle["deleteAfter"]];
        if (typeof cold === "number" && typeof deleted === "number" && cold > 0 && deleted < cold + 90) {
            const reason = "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays";
            throw new Refusal("Backup", operation, "InvalidParameterValueException", reason);
        }
    }
}
