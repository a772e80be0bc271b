import { CloudWatchLogsClient, DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { connected, encrypted, type Authorities, type Endpoint } from "../connection";
import type { Call } from "../needs";
import { at, Refusal, type Bounds } from "../stage";

export type AwsCall = Extract<Call, { call: "secretsmanager" | "logs" | "s3" | "ecr" }>;

/** Makes the cheap call to an AWS service within the time, and throws the error of the service or of the way to it. */
export type CallAws = (call: AwsCall, timeoutMs: number) => Promise<void>;

interface AwsArgs {
    readonly callAws: CallAws;
    readonly authorities: Authorities;
}

/**
 * Opens the service's endpoint stage by stage, and then calls it. The SDK opens a connection of its own, and its errors do not tell whether
 * a name, a route or a certificate was at fault.
 */
export function checkAws(endpoint: Endpoint, call: AwsCall, { callAws, authorities }: AwsArgs, attempt: Bounds): Promise<string> {
    const { signal, timeoutMs } = attempt;
    return connected(endpoint, signal, async (socket) => {
        await encrypted(socket, endpoint.host, authorities, signal);
        await at("answer", signal, callAws(call, timeoutMs).catch(refused));
        return NAMES[call.call];
    });
}

/** What was called, as IAM names it. */
const NAMES: Readonly<Record<AwsCall["call"], string>> = {
    secretsmanager: "secretsmanager:DescribeSecret",
    logs: "logs:DescribeLogStreams",
    s3: "s3:ListBucket",
    ecr: "ecr:GetAuthorizationToken",
};

/** An error of the service has an HTTP status; one of the way has none. */
function refused(error: unknown): never {
    const { name, message, $metadata } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    throw status === undefined ? error : new Refusal(`HTTP ${status} ${name}: ${message}`, { status, code: name });
}

/**
 * Calls with the function's role. None of the calls reads what is stored: not the secret's value, no log line, no file.
 *
 * The clients wait without end for a connection by default, hence the time limits; a single attempt, as the caller repeats it.
 */
export function awsCalls(region: string): CallAws {
    return async (call, timeoutMs) => {
        const requestHandler = { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true };
        const options = { region, maxAttempts: 1, requestHandler };
        switch (call.call) {
            case "secretsmanager":
                await new SecretsManagerClient(options).send(new DescribeSecretCommand({ SecretId: call.secretArn }));
                return;
            case "logs":
                await new CloudWatchLogsClient(options).send(new DescribeLogStreamsCommand({ logGroupName: call.logGroup, limit: 1 }));
                return;
            case "s3":
                // The bucket in the path: the name that is called is then the one that was opened before.
                await new S3Client({ ...options, forcePathStyle: true }).send(new HeadBucketCommand({ Bucket: call.bucket }));
                return;
            case "ecr":
                await new ECRClient(options).send(new GetAuthorizationTokenCommand({}));
        }
    };
}
