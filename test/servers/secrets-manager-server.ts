import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Secrets } from "./secrets";

const GET_SECRET_VALUE = "secretsmanager.GetSecretValue";

/** Serves the secrets of one stack over HTTP, as the AWS SDK asks for them: only the call that the functions may make. */
export class SecretsManagerServer {
    private constructor(private readonly server: Server) {}

    static start(secrets: Secrets): Promise<SecretsManagerServer> {
        const server = createServer((request, response) => {
            void bodyOf(request).then((body) => {
                const [status, answer] = answerTo(request.headers["x-amz-target"], body, secrets);
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

function answerTo(operation: string | string[] | undefined, body: string, secrets: Secrets): [status: number, answer: object] {
    if (operation !== GET_SECRET_VALUE) return [400, { __type: "AccessDeniedException", Message: `not authorized: ${String(operation)}` }];
    const { SecretId: arn } = JSON.parse(body) as { SecretId: string };
    return [200, { ARN: arn, Name: "secret", VersionId: "00000000-0000-4000-8000-000000000000", SecretString: secrets.textOf(arn) }];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
}
