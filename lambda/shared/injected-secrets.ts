import type { Environment } from "./environment";
import type { ReadSecret } from "./secrets-manager";

/**
 * Secrets that ECS has read from Secrets Manager and put into this container's environment, where a function runs in one.
 *
 * @returns undefined in Lambda, which reads them itself
 */
export function injectedSecrets(environment: Environment): ReadSecret | undefined {
    const { MASTER_SECRET, MASTER_SECRET_ARN, APPLICATION_SECRET, APPLICATION_SECRET_ARN } = environment;
    if (MASTER_SECRET === undefined || APPLICATION_SECRET === undefined) return undefined;
    const secrets = new Map([
        [MASTER_SECRET_ARN, MASTER_SECRET],
        [APPLICATION_SECRET_ARN, APPLICATION_SECRET],
    ]);
    return (secretArn) => Promise.resolve(secrets.get(secretArn) ?? "");
}
