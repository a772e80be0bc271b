import * as aws from "../aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { DataFate } from "./fate-of-data";

/** A secret in Secrets Manager with a value in it. */
export interface StoredSecret {
    /** Known only when the value is stored: who is given the ARN finds something to read. */
    readonly arn: pulumi.Output<string>;
    /** Another one for each value. */
    readonly versionId: pulumi.Output<string>;
}

/**
 * Stores a JSON object under an auto-generated name, encrypted in the state. $0.40 a month.
 *
 * A fixed name would stay taken for the days of recovery after a destroy, and the next `pulumi up` would fail with InvalidRequestException.
 *
 * @param isRotated whether the value is only the first one, and Secrets Manager puts others in its place. A change to it is then left alone,
 * or it would bring the first password back
 */
export function storedSecret(
    parent: pulumi.Resource,
    name: string,
    description: string,
    value: Readonly<Record<string, pulumi.Input<string | number>>>,
    fate: DataFate,
    isRotated = false,
): StoredSecret {
    const secret = new aws.secretsmanager.Secret(name, { description, recoveryWindowInDays: fate.secretRecoveryDays }, { parent });
    const version = new aws.secretsmanager.SecretVersion(
        name,
        { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(value)) },
        { parent, ignoreChanges: isRotated ? ["secretString"] : [] },
    );
    return { arn: version.secretArn, versionId: version.versionId };
}

/**
 * 40 letters and digits, about 238 bits. No other characters: RDS refuses / @ " and blanks, ElastiCache most punctuation, and a password
 * in a URL then needs no escaping.
 */
export function randomPassword(parent: pulumi.Resource, name: string): pulumi.Output<string> {
    return new random.RandomPassword(name, { length: 40, special: false }, { parent }).result;
}
