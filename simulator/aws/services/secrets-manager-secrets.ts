/**
 * AWS Secrets Manager: secrets and their versions.
 *
 * A deleted secret waits out its recovery window, and its name stays taken until then: a stack that is brought up again with a fixed
 * name fails on it.
 */
import * as crypto from "node:crypto";
import type { Account, StoredResource } from "../account";
import { leftOut, nameOr, uuidFrom } from "../filled-in";
import { arnOf, numberOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, CreateCall, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { policyProblem } from "./iam-policy-language";
import { findUsableKey } from "./kms";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const LARGEST_SECRET_BYTES = 65_536;

const DEFAULT_RECOVERY_WINDOW_DAYS = 30;

export function refuseSecret(operation: string, code: string, reason: string): never {
    throw new Refusal("Secrets Manager", operation, code, reason);
}

/**
 * The secret that a setting names by ARN or name.
 *
 * @throws Refusal ResourceNotFoundException, or InvalidRequestException when it waits for its deletion
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export function secretNamed({ account, region }: Pick<Call, "account" | "region">, operation: string, name: string): StoredResource {
    const found =
        account.find(SECRET, name) ?? account.list(SECRET).find((secret) => secret.region === region && secret.properties["name"] === name);
    if (found === undefined)
        return refuseSecret(operation, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    if (found.deletionDate !== undefined) {
        const reason = "You can't perform this operation on the secret because it was marked for deletion.";
        return refuseSecret(operation, "InvalidRequestException", reason);
    }
    return found;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
function refuseTakenName({ account, region }: CreateCall, name: string): void {
    const holder = account.list(SECRET).find((secret) => secret.region === region && secret.properties["name"] === name);
    if (holder === undefined) return;
    if (holder.deletionDate === undefined) {
        refuseSecret("CreateSecret", "ResourceExistsException", `The operation failed because the secret ${name} already exists.`);
    }
    if (Date.parse(holder.deletionDate) > Date.parse(account.now())) {
        const reason = "You can't create this secret because a secret with this name is already scheduled for deletion.";
        refuseSecret("CreateSecret", "InvalidRequestException", reason);
    }
    account.remove(SECRET, holder.id);
}

/** Checks the resource policy and the key of a secret. */
function refuseBadSettings(call: CreateCall): void {
    const { account, inputs } = call;
    const policy = textOf(inputs, "policy");
    if (policy !== undefined && policy !== "{}") {
        const problem = policyProblem(policy, "resource", account);
        if (problem !== undefined)
            refuseSecret("PutResourcePolicy", "MalformedPolicyDocumentException", `This resource policy contains an error: ${problem}`);
    }
    const key = textOf(inputs, "kmsKeyId");
    if (key !== undefined && findUsableKey(call, key) === undefined) {
        refuseSecret(
            "CreateSecret",
            "InvalidRequestException",
            `The KMS key ${key} cannot be used: it doesn't exist, is disabled, or is pending deletion.`,
        );
    }
}

const secret: ResourceType = {
    token: SECRET,
    json: ["policy"],
    sets: ["replicas"],
    check: (inputs) => [
        ...problemsOf(inputs, [
            { property: "name", length: [1, 512] },
            { property: "name", pattern: /^[\w/+=.@-]+$/, allowed: "letters, digits and /_+=.@-" },
            { property: "policy", format: "JSON" },
        ]),
        ...recoveryWindowProblems(inputs["recoveryWindowInDays"]),
    ],
    create(call) {
        const { account, region, inputs } = call;
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        refuseTakenName(call, name);
        refuseBadSettings(call);
        const arn = arnOf(account, "secretsmanager", region, `secret:${name}-${randomLetters(account)}`);
        return { id: arn, computed: { ...leftOut(inputs, { policy: "", namePrefix: "" }), arn, name } };
    },
    update(call) {
        refuseBadSettings(call);
        return {};
    },
    delete({ account, current }) {
        for (const version of account.list(SECRET_VERSION).filter(({ properties }) => properties["arn"] === current.id))
            account.remove(SECRET_VERSION, version.id);
        const windowDays = numberOf(current.properties, "recoveryWindowInDays") ?? DEFAULT_RECOVERY_WINDOW_DAYS;
        if (windowDays === 0) return "removed";
        account.schedule(SECRET, current.id, new Date(Date.parse(account.now()) + windowDays * 86_400_000).toISOString());
        return "kept";
    },
};

function recoveryWindowProblems(days: unknown): { property: string; reason: string }[] {
    if (typeof days !== "number" || days === 0 || (days >= 7 && days <= 30)) return [];
    return [{ property: "recoveryWindowInDays", reason: `expected recoveryWindowInDays to be 0 or in the range (7 - 30), got ${days}` }];
}

/** The six letters at the end of a secret's ARN, which make it unguessable from the name. */
function randomLetters(account: Account): string {
    return [...crypto.createHash("sha256").update(account.newHex(16)).digest().subarray(0, 6)]
        .map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".charAt(byte % 62))
        .join("");
}

/** Takes stages from the versions that have them: a stage is at one version of a secret at a time. */
export function moveStages(account: Account, secretArn: string, stages: readonly string[], exceptId: string): void {
    for (const version of account.list(SECRET_VERSION).filter(({ id, properties }) => properties["arn"] === secretArn && id !== exceptId)) {
        const held = textsOf(version.properties, "versionStages");
        const lost = held.filter((stage) => stages.includes(stage) || (stages.includes("AWSCURRENT") && stage === "AWSPREVIOUS"));
        if (lost.length === 0) continue;
        const kept = held.filter((stage) => !lost.includes(stage));
        const next = lost.includes("AWSCURRENT") ? [...kept, "AWSPREVIOUS"] : kept;
        account.put({ ...version, properties: { ...version.properties, versionStages: next } });
    }
}

const secretVersion: ResourceType = {
    token: SECRET_VERSION,
    sets: ["versionStages"],
    create(call) {
        const { account, inputs } = call;
        const operation = "PutSecretValue";
        const arn = secretNamed(call, operation, requiredText(inputs, "secretId")).id;
        const text = textOf(inputs, "secretString") ?? textOf(inputs, "secretStringWo");
        const binary = textOf(inputs, "secretBinary");
        if (text === undefined && binary === undefined) {
            refuseSecret(operation, "InvalidRequestException", "You must provide either SecretString or SecretBinary.");
        }
        const bytes = text === undefined ? Buffer.from(binary ?? "", "base64").length : Buffer.byteLength(text);
        if (bytes > LARGEST_SECRET_BYTES) {
            const field = text === undefined ? "secretBinary" : "secretString";
            const constraint = `Member must have length less than or equal to ${LARGEST_SECRET_BYTES}`;
            refuseSecret(
                operation,
                "ValidationException",
                `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${constraint}`,
            );
        }
        const versionId = uuidFrom(account.newHex(32));
        const id = `${requiredText(inputs, "secretId")}|${versionId}`;
        const given = textsOf(inputs, "versionStages");
        const stages = given.length === 0 ? ["AWSCURRENT"] : given;
        moveStages(account, arn, stages, id);
        return {
            id,
            computed: {
                ...leftOut(inputs, { versionStages: stages }),
                arn,
                secretArn: arn,
                hasSecretStringWo: textOf(inputs, "secretStringWo") !== undefined,
                versionId,
            },
        };
    },
    update({ account, inputs, current }) {
        const arn = requiredText(current.properties, "arn");
        const wanted = textsOf(inputs, "versionStages");
        moveStages(account, arn, wanted, current.id);
        // AWSCURRENT cannot be taken from a version, only given to another one.
        const keepsCurrent = textsOf(current.properties, "versionStages").includes("AWSCURRENT") && !wanted.includes("AWSCURRENT");
        return { versionStages: keepsCurrent ? ["AWSCURRENT", ...wanted] : [...wanted] };
    },
    delete({ account, current }) {
        const isCurrent = textsOf(current.properties, "versionStages").includes("AWSCURRENT");
        const holder = account.find(SECRET, requiredText(current.properties, "arn"));
        if (!isCurrent || holder === undefined || holder.deletionDate !== undefined) return "removed";
        const properties = { ...current.properties, versionStages: ["AWSCURRENT"] };
        account.put({ ...current, properties, note: "value of the secret, which keeps it until it is deleted itself" });
        return "kept";
    },
};

export const service: Service = { name: "AWS Secrets Manager", resourceTypes: [secret, secretVersion] };
