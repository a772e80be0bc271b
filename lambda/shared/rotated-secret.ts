import { credentialsOf } from "./credentials";
import { InputError } from "./event";
import type { Environment, Surroundings } from "./environment";
import { retried } from "./retry";
import type { Run } from "./run";
import { changedSecret } from "./secret-text";
import type { SecretVersions } from "./secret-versions";
import type { Target } from "./target";

/**
 * The job of a function that rotates, which no event brings: the variable ROTATED_JOB, as JSON. Undefined: rotation is off.
 *
 * @throws InputError when it is no JSON
 */
export function rotatedJobOf(environment: Environment): unknown {
    const text = environment["ROTATED_JOB"];
    if (text === undefined) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        throw new InputError(`environment.ROTATED_JOB = ${text}; allowed: a JSON object. Run pulumi up.`);
    }
}

/**
 * Corrects host and port in a secret that is rotated, after the database was replaced.
 *
 * Pulumi leaves the value of such a secret alone, or each `pulumi up` that changes a part of it would bring the first password back.
 */
export async function follow(run: Run, args: { surroundings: Surroundings; versions: SecretVersions; api: Target }): Promise<void> {
    const { surroundings, versions, api } = args;
    const { applicationSecretArn: secretArn, host, port } = surroundings;
    const asked = <T>(call: (timeoutMs: number) => Promise<T>) => retried(call, { ...run, target: api });
    const text = await asked((timeoutMs) => versions.read(secretArn, { stage: "AWSCURRENT" }, timeoutMs));
    if (text === undefined) return;
    const changed = changedSecret(secretArn, text, { ...credentialsOf(secretArn, text), host, port });
    if (changed === text) return;
    await asked((timeoutMs) => versions.put(secretArn, { text: changed, stage: "AWSCURRENT" }, timeoutMs));
    run.log(`secret ${secretArn}: now of ${host}:${port}`);
}
