import {
    DescribeSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    ResourceNotFoundException,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";

import { withClient } from "./secrets-manager";

/** Labels of versions: what applications read, and what a rotation is about to put in its place. */
export type Stage = "AWSCURRENT" | "AWSPENDING";

export interface SecretState {
    readonly rotationEnabled: boolean;
    /** Labels by the id of the version; a version without any is not listed. */
    readonly stages: Readonly<Record<string, readonly string[]>>;
}

export interface NewVersion {
    /** Undefined: AWS draws one. The same id with the same text may be put again, with another text AWS refuses it. */
    readonly versionId?: string | undefined;
    readonly text: string;
    readonly stage: Stage;
    /** Shows Secrets Manager that the rotation itself asks, where it came with the event. */
    readonly rotationToken?: string | undefined;
}

/** The versions of a secret, as a rotation reads and makes them; each call takes the milliseconds that it may take. */
export interface SecretVersions {
    describe(secretArn: string, timeoutMs: number): Promise<SecretState>;
    /** Undefined: there is no such version. Without an id: the version that has the label. */
    read(secretArn: string, version: { stage: Stage; versionId?: string }, timeoutMs: number): Promise<string | undefined>;
    put(secretArn: string, version: NewVersion, timeoutMs: number): Promise<void>;
    /** Gives a version the label AWSCURRENT and takes it from the one that has it, which becomes AWSPREVIOUS: in one step. */
    makeCurrent(secretArn: string, versions: { versionId: string; insteadOf: string | undefined }, timeoutMs: number): Promise<void>;
}

/** The versions in Secrets Manager itself. */
export function secretVersions(region: string): SecretVersions {
    return {
        describe: (SecretId, timeoutMs) =>
            withClient(region, timeoutMs, async (client) => {
                const { RotationEnabled, VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
                return { rotationEnabled: RotationEnabled === true, stages: VersionIdsToStages ?? {} };
            }),
        read: (SecretId, { stage, versionId }, timeoutMs) =>
            withClient(region, timeoutMs, async (client) => {
                try {
                    const asked = { SecretId, VersionStage: stage, ...(versionId !== undefined && { VersionId: versionId }) };
                    return (await client.send(new GetSecretValueCommand(asked))).SecretString;
                } catch (error) {
                    if (error instanceof ResourceNotFoundException) return undefined;
                    throw error;
                }
            }),
        put: (SecretId, { versionId, text, stage, rotationToken }, timeoutMs) =>
            withClient(region, timeoutMs, async (client) => {
                const identity = { ClientRequestToken: versionId, RotationToken: rotationToken };
                await client.send(new PutSecretValueCommand({ SecretId, ...identity, SecretString: text, VersionStages: [stage] }));
            }),
        makeCurrent: (SecretId, { versionId, insteadOf }, timeoutMs) =>
            withClient(region, timeoutMs, async (client) => {
                const move = { VersionStage: "AWSCURRENT", MoveToVersionId: versionId, RemoveFromVersionId: insteadOf };
                await client.send(new UpdateSecretVersionStageCommand({ SecretId, ...move }));
            }),
    };
}
