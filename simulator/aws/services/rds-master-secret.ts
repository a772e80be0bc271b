/** The secret that RDS and DocumentDB make for a master password that they manage themselves. */
import type { Properties } from "../../provider/values";
import { uuidFrom } from "../filled-in";
import { arnOf, blocksOf, requiredText } from "../reading";
import type { Call, DeleteCall } from "../resource-type";
import { managedKeyArn } from "./kms";

const SECRET = "aws:secretsmanager/secret:Secret";

/**
 * Puts the secret into the account.
 *
 * @param kind how AWS names it: `rds!db-...` or `rds!cluster-...`
 * @param resourceId of the database
 * @returns an entry of `masterUserSecrets`
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export function masterSecret(call: Call, kind: "db" | "cluster", resourceId: string): Properties {
    const { account, region } = call;
    const name = `rds!${kind}-${uuidFrom(account.newHex(32))}`;
    const secretArn = arnOf(account, "secretsmanager", region, `secret:${name}-${account.newHex(6)}`);
    account.put({
        type: SECRET,
        id: secretArn,
        region,
        properties: { arn: secretArn, name, description: `Secret associated with primary RDS DB resource ${resourceId}` },
        note: `master password of ${resourceId}, managed by RDS`,
    });
    return { kmsKeyId: managedKeyArn(call, "secretsmanager"), secretArn, secretStatus: "active" };
}

/** The secret goes with its database, without a recovery window. */
export function removeMasterSecret({ account, current }: DeleteCall): void {
    for (const secret of blocksOf(current.properties, "masterUserSecrets")) account.remove(SECRET, requiredText(secret, "secretArn"));
}
