/**
 * AWS KMS: keys and aliases, and how other services look a key up.
 *
 * A key is never deleted at once: it waits, unusable, until its deletion date.
 */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { accountUuid, leftOut, nameOr, uuidFrom } from "../filled-in";
import { arnOf, isSet, numberOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

/** Days until a deleted key is gone, when the program does not say: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const DEFAULT_DELETION_WINDOW_DAYS = 30;

/** ARN of the key that AWS keeps for a service in every account, for example for `rds`. It is not listed in the account. */
export function managedKeyArn({ account, region }: Pick<Call, "account" | "region">, service: string): string {
    return arnOf(account, "kms", region, `key/${accountUuid(account, `kms ${region} ${service}`)}`);
}

/**
 * The key that a setting names by id, ARN or alias; undefined when there is none that can be used.
 * Keys that AWS manages (`alias/aws/...`, or the ARN that {@link managedKeyArn} gives) are always there.
 */
export function findUsableKey(call: Pick<Call, "account" | "region">, name: string): { arn: string } | undefined {
    const alias = /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
    const service = alias === undefined ? undefined : /^alias\/aws\/(.+)$/.exec(alias)?.[1];
    if (service !== undefined) return { arn: managedKeyArn(call, service) };
    if (MANAGED_SERVICES.some((managed) => managedKeyArn(call, managed) === name)) return { arn: name };
    const key = keyOf(call.account, alias === undefined ? name : targetOf(call.account, alias));
    if (key?.deletionDate !== undefined || key?.properties["isEnabled"] === false) return undefined;
    return key === undefined ? undefined : { arn: requiredText(key.properties, "arn") };
}

const MANAGED_SERVICES = ["rds", "s3", "secretsmanager", "elasticfilesystem", "elasticache", "ssm", "ebs", "sns", "backup", "lambda"];

function targetOf(account: Account, alias: string): string {
    const found = account.find(ALIAS, alias);
    return found === undefined ? "" : requiredText(found.properties, "targetKeyId");
}

function keyOf(account: Account, idOrArn: string): StoredResource | undefined {
    return account.find(KEY, idOrArn.replace(/^arn:[^/]*:key\//, ""));
}

function refuse(operation: string, code: string, reason: string): never {
    throw new Refusal("KMS", operation, code, reason);
}

const key: ResourceType = {
    token: KEY,
    json: ["policy"],
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "deletionWindowInDays", range: [7, 30] },
            { property: "rotationPeriodInDays", range: [90, 2560] },
            { property: "description", length: [0, 8192] },
            { property: "policy", format: "JSON" },
        ]),
    create({ account, region, inputs }) {
        const hex = account.newHex(32);
        const id = isSet(inputs, "multiRegion") ? `mrk-${hex}` : uuidFrom(hex);
        const defaults = { description: "", multiRegion: false, policy: defaultKeyPolicy(account.accountId) };
        return {
            id,
            computed: {
                arn: arnOf(account, "kms", region, `key/${id}`),
                keyId: id,
                ...leftOut(inputs, { ...defaults, rotationPeriodInDays: rotationOf(inputs) }),
            },
        };
    },
    update: ({ inputs }) => ({ rotationPeriodInDays: rotationOf(inputs) }),
    delete({ account, current }) {
        const windowDays = numberOf(current.properties, "deletionWindowInDays") ?? DEFAULT_DELETION_WINDOW_DAYS;
        account.schedule(KEY, current.id, new Date(Date.parse(account.now()) + windowDays * 86_400_000).toISOString());
        return "kept";
    },
};

/** Days between rotations; a year unless said otherwise, none for a key that does not rotate. */
function rotationOf(inputs: Properties): number | undefined {
    return isSet(inputs, "enableKeyRotation") ? (numberOf(inputs, "rotationPeriodInDays") ?? 365) : undefined;
}

/** What AWS gives a key without a policy: the account may allow its use by IAM. */
function defaultKeyPolicy(accountId: string): string {
    return JSON.stringify({
        Id: "key-default-1",
        Statement: [
            {
                Action: "kms:*",
                Effect: "Allow",
                Principal: { AWS: `arn:aws:iam::${accountId}:root` },
                Resource: "*",
                Sid: "Enable IAM User Permissions",
            },
        ],
        Version: "2012-10-17",
    });
}

/** The key of an alias: it must exist and not wait for deletion (https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html). */
function targetKey(account: Account, region: string, operation: string, target: string): StoredResource {
    const found = keyOf(account, target);
    const arn = target.startsWith("arn:") ? target : arnOf(account, "kms", region, `key/${target}`);
    if (found === undefined) return refuse(operation, "NotFoundException", `Key '${arn}' does not exist`);
    if (found.deletionDate !== undefined) return refuse(operation, "KMSInvalidStateException", `${arn} is pending deletion.`);
    return found;
}

const alias: ResourceType = {
    token: ALIAS,
    check({ name }) {
        if (typeof name !== "string" || /^alias\/(?!aws\/)[\w/-]+$/.test(name)) return [];
        return [
            { property: "name", reason: `name must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-]; alias/aws/ is AWS's own` },
        ];
    },
    create({ account, region, inputs }) {
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "alias/");
        const arn = arnOf(account, "kms", region, name);
        const target = targetKey(account, region, "CreateAlias", requiredText(inputs, "targetKeyId"));
        if (account.find(ALIAS, name)) refuse("CreateAlias", "AlreadyExistsException", `An alias with the name ${arn} already exists`);
        return { id: name, computed: { ...leftOut(inputs, { namePrefix: "" }), arn, name, targetKeyArn: target.properties["arn"] } };
    },
    update({ account, region, inputs }) {
        return { targetKeyArn: targetKey(account, region, "UpdateAlias", requiredText(inputs, "targetKeyId")).properties["arn"] };
    },
};

export const service: Service = { name: "AWS KMS", resourceTypes: [key, alias] };
