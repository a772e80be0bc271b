/**
 * The API of Secrets Manager, as far as functions that read and rotate secrets call it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
import * as crypto from "node:crypto";
import type { Account, StoredResource } from "../aws/account";
import { isSet, requiredText, textOf, textsOf } from "../aws/reading";
import { Refusal } from "../aws/refusal";
import { moveStages, SECRET_VERSION, secretNamed } from "../aws/services/secrets-manager-secrets";
import { ApiError, authorize, inputText, type ApiCall } from "./api-call";
import { jsonService } from "./json-service";

export const secretsManager = jsonService("secretsmanager", {
    GetSecretValue: getSecretValue,
    DescribeSecret: describeSecret,
    PutSecretValue: putSecretValue,
    UpdateSecretVersionStage: updateSecretVersionStage,
    GetRandomPassword: getRandomPassword,
});

function getSecretValue(call: ApiCall): object {
    const secret = secretOf(call, "GetSecretValue");
    const versionId = inputText(call, "VersionId");
    // Without either it is the current one; a version by its id alone may have no stage at all.
    const stage = inputText(call, "VersionStage") ?? (versionId === undefined ? "AWSCURRENT" : undefined);
    const version = versionsOf(call.account, secret).find(
        ({ properties }) =>
            (versionId === undefined || properties["versionId"] === versionId) &&
            (stage === undefined || stages(properties).includes(stage)),
    );
    const what = stage === undefined ? `version id: ${versionId ?? ""}` : `staging label: ${stage}`;
    if (version === undefined) {
        throw new ApiError("ResourceNotFoundException", `Secrets Manager can't find the specified secret value for ${what}`);
    }
    return {
        ARN: secret.id,
        Name: secret.properties["name"],
        VersionId: version.properties["versionId"],
        SecretString: textOf(version.properties, "secretString"),
        SecretBinary: textOf(version.properties, "secretBinary"),
        VersionStages: stages(version.properties),
    };
}

function describeSecret(call: ApiCall): object {
    const secret = secretOf(call, "DescribeSecret");
    const rotation = call.account.find("aws:secretsmanager/secretRotation:SecretRotation", secret.id);
    return {
        ARN: secret.id,
        Name: secret.properties["name"],
        RotationEnabled: rotation !== undefined && isSet(rotation.properties, "rotationEnabled"),
        RotationLambdaARN: rotation && textOf(rotation.properties, "rotationLambdaArn"),
        VersionIdsToStages: Object.fromEntries(
            versionsOf(call.account, secret)
                .filter(({ properties }) => stages(properties).length > 0)
                .map(({ properties }) => [requiredText(properties, "versionId"), stages(properties)]),
        ),
    };
}

function putSecretValue(call: ApiCall): object {
    const { account, input } = call;
    const secret = secretOf(call, "PutSecretValue");
    const token = inputText(call, "ClientRequestToken") ?? crypto.randomUUID();
    const wanted = (input["VersionStages"] as string[] | undefined) ?? ["AWSCURRENT"];
    const secretString = inputText(call, "SecretString");
    if (secretString === undefined) throw new ApiError("InvalidParameterException", "You must provide SecretString.");
    const known = versionsOf(account, secret).find(({ properties }) => properties["versionId"] === token);
    if (known !== undefined && textOf(known.properties, "secretString") !== secretString) {
        throw new ApiError("ResourceExistsException", "A resource with the ID you requested already exists.");
    }
    const id = known?.id ?? `${secret.id}|${token}`;
    moveStages(account, secret.id, wanted, id);
    const properties = { secretId: secret.id, arn: secret.id, secretArn: secret.id, versionId: token, secretString };
    const note = `put by function ${call.session.lambda.id}`;
    account.put({ note, ...known, type: SECRET_VERSION, id, region: secret.region, properties: { ...properties, versionStages: wanted } });
    return { ARN: secret.id, Name: secret.properties["name"], VersionId: token, VersionStages: wanted };
}

function updateSecretVersionStage(call: ApiCall): object {
    const { account } = call;
    const secret = secretOf(call, "UpdateSecretVersionStage");
    const stage = inputText(call, "VersionStage") ?? "";
    const holder = versionsOf(account, secret).find(({ properties }) => stages(properties).includes(stage));
    const holderId = holder && requiredText(holder.properties, "versionId");
    if (holderId !== undefined && inputText(call, "RemoveFromVersionId") !== holderId) {
        const reason = `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version`;
        throw new ApiError("InvalidParameterException", `${reason} ${holderId}.`);
    }
    const target = versionsOf(account, secret).find(({ properties }) => properties["versionId"] === inputText(call, "MoveToVersionId"));
    if (target === undefined) {
        throw new ApiError("ResourceNotFoundException", "Secrets Manager can't find the specified secret version.");
    }
    moveStages(account, secret.id, [stage], target.id);
    account.put({ ...target, properties: { ...target.properties, versionStages: [...stages(target.properties), stage] } });
    return { ARN: secret.id, Name: secret.properties["name"] };
}

const PASSWORD_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const DEFAULT_PASSWORD_LENGTH = 32;

function getRandomPassword(call: ApiCall): object {
    authorize(call, "secretsmanager:GetRandomPassword", "*");
    const { PasswordLength: length, ExcludePunctuation: isPlain } = call.input;
    const excluded = inputText(call, "ExcludeCharacters") ?? "";
    const all = isPlain === true ? PASSWORD_LETTERS : PASSWORD_LETTERS + PUNCTUATION;
    const allowed = all.split("").filter((letter) => !excluded.includes(letter));
    const letters = Array.from({ length: Number(length ?? DEFAULT_PASSWORD_LENGTH) }, () => allowed[crypto.randomInt(allowed.length)]);
    return { RandomPassword: letters.join("") };
}

/** The secret that a call names, if the function may do that with it. */
function secretOf(call: ApiCall, operation: string): StoredResource {
    const name = inputText(call, "SecretId") ?? "";
    const secret = namedOrUndefined(call, operation, name);
    authorize(call, `secretsmanager:${operation}`, secret instanceof ApiError ? name : secret.id);
    if (secret instanceof ApiError) throw secret;
    return secret;
}

/** Who may not ask is not told whether the secret exists. */
function namedOrUndefined({ account, region }: ApiCall, operation: string, name: string): StoredResource | ApiError {
    try {
        return secretNamed({ account, region }, operation, name);
    } catch (error) {
        if (error instanceof Refusal) return new ApiError(error.code, error.reason);
        throw error;
    }
}

function versionsOf(account: Account, secret: StoredResource): readonly StoredResource[] {
    return account.list(SECRET_VERSION).filter(({ properties }) => properties["arn"] === secret.id);
}

function stages(properties: StoredResource["properties"]): readonly string[] {
    return textsOf(properties, "versionStages");
}
