import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Reads the current text of a secret within the time given. */
export type ReadSecret = (secretArn: string, timeoutMs: number) => Promise<string>;

/** Reads from Secrets Manager. */
export function secretsManager(region: string): ReadSecret {
    return (secretArn, timeoutMs) =>
        withClient(region, timeoutMs, async (client) => {
            const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
            return SecretString ?? "";
        });
}

/**
 * The SDK waits without end for a connection by default, and an endpoint that is not there would show as nothing but Lambda's own time-out:
 * hence the time limit, and a single attempt, as the caller repeats it with a message.
 */
export async function withClient<T>(region: string, timeoutMs: number, use: (client: SecretsManagerClient) => Promise<T>): Promise<T> {
    const requestHandler = { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true };
    const client = new SecretsManagerClient({ region, maxAttempts: 1, requestHandler });
    try {
        return await use(client);
    } finally {
        client.destroy();
    }
}

/** Host and port of the API, also where AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_SECRETS_MANAGER names another one. */
export function secretsManagerAddress(
    region: string,
    environment: Readonly<Record<string, string | undefined>>,
): { host: string; port: number } {
    const endpoint = environment["AWS_ENDPOINT_URL_SECRETS_MANAGER"] ?? environment["AWS_ENDPOINT_URL"];
    const url = new URL(endpoint ?? `https://secretsmanager.${region}.amazonaws.com`);
    const usualPort = url.protocol === "http:" ? 80 : 443;
    return { host: url.hostname, port: url.port === "" ? usualPort : Number(url.port) };
}
