import { strict as assert } from "node:assert";
import { requiredText } from "../../../../simulator/aws/reading";
import { service as kms } from "../../../../simulator/aws/services/kms";
import { service as rotation } from "../../../../simulator/aws/services/secrets-manager-rotation";
import { service as secrets } from "../../../../simulator/aws/services/secrets-manager-secrets";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployment } from "../harness";
import { put } from "./ec2-fixtures";
import { missingOutputs } from "./rds-fixtures";

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

describe("AWS Secrets Manager", () => {
    let aws: Deployment;
    beforeEach(() => {
        aws = deployment([secrets, rotation, kms]);
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error Secrets Manager: ${operation}, api error ${code}: ${reason}` };
    }
    const secret = (inputs: Properties = {}) => aws.create(SECRET, "keys", { name: "keys", ...inputs });
    const version = (secretId: string, inputs: Properties = { secretString: "value" }) =>
        aws.create(VERSION, "keys", { secretId, ...inputs });

    describe("aws:secretsmanager/secret:Secret", () => {
        it("has an ARN with six characters that nobody can guess", () => {
            const made = secret();
            assert.deepEqual(missingOutputs(made), []);
            assert.match(made.id, /^arn:aws:secretsmanager:us-east-1:123456789012:secret:keys-[A-Za-z0-9]{6}$/);
            assert.equal(made.outputs["arn"], made.id);
        });

        it("refuses a name that is taken", () => {
            secret();
            assert.throws(
                () => secret(),
                refusal("CreateSecret", "ResourceExistsException", "The operation failed because the secret keys already exists."),
            );
        });

        it("keeps its name until its recovery window is over", () => {
            const made = secret();
            aws.delete(made);
            const [waiting] = aws.stored(SECRET);
            const days = (Date.parse(waiting?.deletionDate ?? "") - Date.now()) / 86_400_000;
            assert.equal(Math.round(days), 30);
            assert.equal(aws.read(made), undefined);
            const reason = "You can't create this secret because a secret with this name is already scheduled for deletion.";
            assert.throws(() => secret(), refusal("CreateSecret", "InvalidRequestException", reason));
        });

        it("frees its name when the window is over", () => {
            const made = secret({ recoveryWindowInDays: 7 });
            aws.delete(made);
            aws.store.transact((account) => {
                account.schedule(SECRET, made.id, "2020-01-01T00:00:00.000Z");
            });
            assert.notEqual(secret().id, made.id);
            assert.equal(aws.stored(SECRET).length, 1);
        });

        it("is gone at once without a window", () => {
            aws.delete(secret({ recoveryWindowInDays: 0 }));
            assert.deepEqual(aws.stored(SECRET), []);
            assert.match(secret().id, /:secret:keys-/);
        });

        it("fails in a preview on a window of one to six days", () => {
            const reasons = (recoveryWindowInDays: number) =>
                aws.check(SECRET, "s", { recoveryWindowInDays }).failures.map(({ reason }) => reason);
            assert.deepEqual(reasons(6), [
                "expected recoveryWindowInDays to be 0 or in the range (7 - 30), got 6. Examine values at 's.recoveryWindowInDays'.",
            ]);
            assert.deepEqual([0, 7, 30].flatMap(reasons), []);
        });

        it("refuses a key that is missing or waits for its deletion", () => {
            const refused = (key: string) =>
                refusal(
                    "CreateSecret",
                    "InvalidRequestException",
                    `The KMS key ${key} cannot be used: it doesn't exist, is disabled, or is pending deletion.`,
                );
            assert.throws(() => secret({ kmsKeyId: "none" }), refused("none"));
            const key = aws.create("aws:kms/key:Key", "k", {});
            assert.match(secret({ kmsKeyId: key.id }).id, /:secret:keys-/);
            aws.delete(key);
            assert.throws(() => secret({ name: "other", kmsKeyId: key.id }), refused(key.id));
        });

        it("refuses a policy for nobody", () => {
            const policy = JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
            });
            const reason = "This resource policy contains an error: Missing required field Principal";
            assert.throws(() => secret({ policy }), refusal("PutResourcePolicy", "MalformedPolicyDocumentException", reason));
        });
    });

    describe("aws:secretsmanager/secretVersion:SecretVersion", () => {
        it("takes the stage AWSCURRENT from the version before it", () => {
            const { id } = secret();
            const first = version(id);
            assert.deepEqual(missingOutputs(first), []);
            assert.equal(first.id, `${id}|${requiredText(first.outputs, "versionId")}`);
            const second = version(id, { secretString: "other" });
            assert.deepEqual(aws.read(first)?.outputs["versionStages"], ["AWSPREVIOUS"]);
            assert.deepEqual(second.outputs["versionStages"], ["AWSCURRENT"]);
            version(id, { secretString: "third" });
            assert.deepEqual(aws.read(first)?.outputs["versionStages"], []);
        });

        it("is found by the name of its secret", () => {
            const { id } = secret();
            assert.equal(version("keys").outputs["arn"], id);
        });

        it("refuses a secret that is missing", () => {
            assert.throws(
                () => version("none"),
                refusal("PutSecretValue", "ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
            );
        });

        it("refuses a secret that waits for its deletion", () => {
            const made = secret();
            aws.delete(made);
            const reason = "You can't perform this operation on the secret because it was marked for deletion.";
            assert.throws(() => version(made.id), refusal("PutSecretValue", "InvalidRequestException", reason));
        });

        it("refuses an empty value", () => {
            const { id } = secret();
            const refused = refusal("PutSecretValue", "InvalidRequestException", "You must provide either SecretString or SecretBinary.");
            assert.throws(() => version(id, { secretString: "" }), refused);
        });

        it("takes 64 KiB and no byte more", () => {
            const { id } = secret();
            assert.match(version(id, { secretString: "x".repeat(65_536) }).id, /\|/);
            const reason =
                "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536";
            assert.throws(
                () => version(id, { secretString: "ü".repeat(32_768) + "x" }),
                refusal("PutSecretValue", "ValidationException", reason),
            );
        });

        it("leaves the value in the secret when it is deleted, until the secret goes", () => {
            const made = secret({ recoveryWindowInDays: 0 });
            const [old, current] = [version(made.id), version(made.id, { secretString: "other" })];
            aws.delete(old);
            aws.delete(current);
            assert.deepEqual(
                aws.stored(VERSION).map(({ id }) => id),
                [current.id],
            );
            aws.delete(made);
            assert.deepEqual(aws.stored(VERSION), []);
        });
    });

    describe("aws:secretsmanager/secretRotation:SecretRotation", () => {
        const lambda = "arn:aws:lambda:us-east-1:123456789012:function:rotate";
        const rotate = (secretId: string, inputs: Properties = {}) =>
            aws.create(ROTATION, "r", { secretId, rotationLambdaArn: lambda, rotationRules: { automaticallyAfterDays: 30 }, ...inputs });
        const allow = () => {
            put(aws, { type: "aws:lambda/function:Function", id: "rotate", properties: { arn: lambda, name: "rotate" } });
            put(aws, {
                type: "aws:lambda/permission:Permission",
                id: "p",
                properties: { function: lambda, principal: "secretsmanager.amazonaws.com" },
            });
        };

        it("needs a function that Secrets Manager may call, then a value", () => {
            const { id } = secret();
            const denied =
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.";
            assert.throws(() => rotate(id), refusal("RotateSecret", "AccessDeniedException", denied));
            allow();
            assert.throws(
                () => rotate(id),
                refusal("RotateSecret", "InvalidRequestException", "You can't rotate a secret that has no value."),
            );
            version(id);
            const made = rotate(id);
            assert.equal(made.id, id);
            assert.equal(made.outputs["rotationEnabled"], true);
        });

        it("fails in a preview without rules, unless it is off", () => {
            const reasons = (inputs: Properties) =>
                aws.check(ROTATION, "r", { secretId: "keys", ...inputs }).failures.map(({ reason }) => reason);
            assert.deepEqual(reasons({}), [
                `"rotation_rules" must be specified unless "rotation_enabled" is false. Examine values at 'r.rotationRules'.`,
            ]);
            assert.deepEqual(reasons({ rotationEnabled: false }), []);
            assert.deepEqual(reasons({ rotationEnabled: false, rotationRules: { automaticallyAfterDays: 1 } }), [
                `"rotation_rules" cannot be specified when "rotation_enabled" is false. Examine values at 'r.rotationRules'.`,
            ]);
        });

        it("fails to be cancelled when the secret is gone", () => {
            const made = secret({ recoveryWindowInDays: 0 });
            allow();
            version(made.id);
            const rotating = rotate(made.id);
            aws.delete(made);
            const refused = refusal("CancelRotateSecret", "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
            assert.throws(() => {
                aws.delete(rotating);
            }, refused);
        });
    });
});
