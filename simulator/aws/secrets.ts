/** Secrets as the services read them that are given one's ARN: containers and functions. */
import type { Account, StoredResource } from "./account";
import { findBy, textOf } from "./reading";

/** The secret with that ARN; undefined when there is none or it waits for its deletion, when its value cannot be read. */
export function findSecret(account: Account, arn: string): StoredResource | undefined {
    return findBy(account, "aws:secretsmanager/secret:Secret", "arn", arn);
}

/** All secrets that can be read. */
export function listSecrets(account: Account): readonly StoredResource[] {
    return account.list("aws:secretsmanager/secret:Secret").filter(({ deletionDate }) => deletionDate === undefined);
}

/** The newest value of a secret; undefined when it has none, or a binary one. Never to be put into a message. */
export function secretValue(account: Account, secret: StoredResource): string | undefined {
    const names = [secret.id, secret.properties["arn"], secret.properties["name"]];
    const versions = account.list("aws:secretsmanager/secretVersion:SecretVersion");
    const newest = versions.filter(({ properties }) => names.includes(properties["secretId"])).at(-1);
    return newest && textOf(newest.properties, "secretString");
}
