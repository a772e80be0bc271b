import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Stage } from "../../lambda/shared/secret-versions";
import type { Secrets } from "./secrets";

/** Serves the secrets of one stack over HTTP, as the AWS SDK asks for them: only the call that the functions may make. */
export class SecretsManagerServer {
    private constructor(private readonly server: Server) {}

    static start(secrets: Secrets): Promise<SecretsManagerServer> {
        const server = createServer((request, response) => {
            void bodyOf(request)
                .then((body) => answerTo(String(request.headers["x-amz-target"]), body, secrets))
                .then(([status, answer]) => {
                    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
                });
        });
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(0, "127.0.0.1", () => {
                resolve(new SecretsManagerServer(server));
            });
        });
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.server.closeAllConnections();
        await closed;
    }
}

interface Call {
    readonly SecretId: string;
    readonly VersionId?: string;
    readonly VersionStage?: Stage;
    readonly ClientRequestToken?: string;
    readonly SecretString?: string;
    readonly VersionStages?: readonly [Stage];
    readonly MoveToVersionId?: string;
    readonly RemoveFromVersionId?: string;
}

/** The answer to each call that the functions may make; undefined: there is no such thing. */
const OPERATIONS: Readonly<Record<string, (call: Call, secrets: Secrets) => Promise<object | undefined>>> = {
    GetSecretValue: async ({ SecretId, VersionId: versionId, VersionStage: stage = "AWSCURRENT" }, secrets) => {
        const text = await secrets.read(SecretId, { stage, ...(versionId !== undefined && { versionId }) });
        return text === undefined ? undefined : { ARN: SecretId, SecretString: text };
    },
    DescribeSecret: async ({ SecretId }, secrets) => {
        const { rotationEnabled, stages } = await secrets.describe(SecretId);
        return { ARN: SecretId, RotationEnabled: rotationEnabled, VersionIdsToStages: stages };
    },
    PutSecretValue: async ({ SecretId, ClientRequestToken: versionId, SecretString: text = "", VersionStages }, secrets) => {
        await secrets.put(SecretId, { versionId, text, stage: VersionStages?.[0] ?? "AWSCURRENT" });
        return { ARN: SecretId };
    },
    UpdateSecretVersionStage: async ({ SecretId, MoveToVersionId: versionId = "", RemoveFromVersionId: insteadOf }, secrets) => {
        await secrets.makeCurrent(SecretId, { versionId, insteadOf });
        return { ARN: SecretId };
    },
};

async function answerTo(operation: string, body: string, secrets: Secrets): Promise<[status: number, answer: object]> {
    const answer = OPERATIONS[operation.replace("secretsmanager.", "")];
    if (answer === undefined) return [400, { __type: "AccessDeniedException", Message: `not authorized: ${operation}` }];
    const found = await answer(JSON.parse(body) as Call, secrets);
    return found === undefined ? [400, { __type: "ResourceNotFoundException", Message: "Secrets Manager can't find it" }] : [200, found];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
}
