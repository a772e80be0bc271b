/** What answers in place of AWS's APIs and of every site that is not run: one server with TLS, and one without. */
import * as http from "node:http";
import * as https from "node:https";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { AccountStore } from "../aws/account-store";
import type { CertificateAuthority } from "../databases/certificates";
import { ApiError, type ApiAnswer, type ApiService, type Session } from "./api-call";
import { bedrock, ecr, logs, s3 } from "./other-services";
import { secretsManager } from "./secrets-manager";

const SERVICES: readonly ApiService[] = [secretsManager, logs, s3, ecr, bedrock];

/** Neither an error of the site nor a success: whoever asks learns that it was reached, and by whom it was answered. */
const NOTHING_HERE: ApiAnswer = {
    status: 404,
    contentType: "text/plain",
    body: "The simulated AWS lets connections arrive here, but runs nothing that could answer.\n",
};

export class StandInServers {
    /** By access key, which each run of a function has for itself. */
    readonly sessions = new Map<string, Session>();
    private readonly contexts = new Map<string, Promise<SecureContext>>();
    private readonly servers: readonly http.Server[];

    private constructor(
        private readonly account: AccountStore,
        private readonly authority: CertificateAuthority,
    ) {
        const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
            void this.answer(request).then(({ status, contentType, body }) => {
                response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) }).end(body);
            });
        };
        const SNICallback: https.ServerOptions["SNICallback"] = (host, done) => {
            this.contextFor(host).then(
                (context) => {
                    done(null, context);
                },
                (error: unknown) => {
                    done(error as Error);
                },
            );
        };
        this.servers = [https.createServer({ SNICallback }, handle), http.createServer(handle)];
    }

    static async start(account: AccountStore, authority: CertificateAuthority): Promise<StandInServers> {
        const started = new StandInServers(account, authority);
        await Promise.all(started.servers.map(listening));
        return started;
    }

    get ports(): { https: number; http: number } {
        const [https = 0, http = 0] = this.servers.map((server) => (server.address() as AddressInfo).port);
        return { https, http };
    }

    async stop(): Promise<void> {
        const closed = this.servers.map((server) => new Promise((resolve) => server.close(resolve)));
        for (const server of this.servers) server.closeAllConnections();
        await Promise.all(closed);
    }

    private contextFor(host: string): Promise<SecureContext> {
        const known = this.contexts.get(host) ?? this.newContext(host);
        this.contexts.set(host, known);
        return known;
    }

    private async newContext(host: string): Promise<SecureContext> {
        const { certificateFile, keyFile } = await this.authority.issue(`site-${this.contexts.size}`, [host]);
        return createSecureContext({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) });
    }

    private async answer(request: http.IncomingMessage): Promise<ApiAnswer> {
        const [host = ""] = (request.headers.host ?? "").split(":");
        // Bodies are read to their end in any case, since the connection may be used again.
        const body = await bodyOf(request);
        if (!host.endsWith(".amazonaws.com")) return NOTHING_HERE;
        const [, accessKey = "", region = "", signingName = ""] =
            /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? "") ?? [];
        const service = SERVICES.find((each) => each.signingName === signingName);
        // A call without a signature is that of a browser, or of something that only tries whether anybody answers.
        if (accessKey === "") return NOTHING_HERE;
        const session = this.sessions.get(accessKey);
        const known = service ?? secretsManager;
        if (session === undefined) {
            return known.failure(
                new ApiError("UnrecognizedClientException", "The security token included in the request is invalid.", 403),
            );
        }
        if (service === undefined) return known.failure(unknownService(signingName));
        const url = new URL(request.url ?? "/", `https://${host}`);
        const target = /\.([A-Za-z0-9]+)$/.exec(String(request.headers["x-amz-target"] ?? ""))?.[1];
        const operation = target ?? `${request.method ?? "GET"} ${url.pathname}`;
        const input = target === undefined ? {} : (JSON.parse(body === "" ? "{}" : body) as Readonly<Record<string, unknown>>);
        try {
            return this.account.transact((account) =>
                service.answer({ account, session, region, host, operation, query: url.searchParams, input }),
            );
        } catch (error) {
            if (error instanceof ApiError) return service.failure(error);
            const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
            return service.failure(new ApiError("InternalFailure", `fault of the simulator, please report it: ${fault}`, 500));
        }
    }
}

function unknownService(signingName: string): ApiError {
    const known = SERVICES.map((each) => each.signingName).join(", ");
    return new ApiError(
        "UnknownOperationException",
        `the simulated AWS does not answer calls of ${signingName} to functions; it answers ${known}`,
    );
}

function listening(server: http.Server): Promise<void> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            resolve();
        });
    });
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
}
