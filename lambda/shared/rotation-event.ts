import { fieldsOf, InputError, textsOf } from "./event";

export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
export type Step = (typeof STEPS)[number];

/** One of the four calls of a rotation. */
export interface RotationRequest {
    readonly step: Step;
    readonly secretArn: string;
    /** Of the version that the rotation makes. */
    readonly versionId: string;
    readonly rotationToken: string | undefined;
}

/** Whether Secrets Manager calls, and not an Invocation. */
export function isRotation(event: unknown): boolean {
    return "Step" in fieldsOf(event);
}

/**
 * @param applicationSecretArn the only secret that the function rotates
 * @throws InputError that names every field that is missing or wrong
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html
 */
export function rotationRequestOf(event: unknown, applicationSecretArn: string): RotationRequest {
    const fields = fieldsOf(event);
    const texts = textsOf(
        { name: "event", fields },
        {
            Step: { allowed: STEPS.join(", "), accepts: (text) => (STEPS as readonly string[]).includes(text) },
            SecretId: { allowed: applicationSecretArn, accepts: (text) => text === applicationSecretArn },
            ClientRequestToken: { allowed: "the id of a version, 32 to 64 characters", accepts: (text) => /^.{32,64}$/.test(text) },
        },
    );
    const { RotationToken: rotationToken } = fields;
    if (rotationToken !== undefined && typeof rotationToken !== "string") throw new InputError("event.RotationToken; allowed: a text.");
    return { step: texts.Step as Step, secretArn: texts.SecretId, versionId: texts.ClientRequestToken, rotationToken };
}
