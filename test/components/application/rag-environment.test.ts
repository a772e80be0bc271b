import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { RAG_HEALTH_COMMAND, ragEnvironment, ragSecrets } from "../../../components/application/rag-environment";

describe("ragEnvironment: the RAG API's own names", () => {
    it("checks the database's certificate and lets the initialiser make the extension", () => {
        assert.deepEqual(
            ragEnvironment({ databaseHost: "db.example", databasePort: 5432, databaseName: "rag", bedrockRegion: "eu-west-1" }),
            {
                RAG_HOST: "0.0.0.0",
                RAG_PORT: "8000",
                CONSOLE_JSON: "true",
                DB_HOST: "db.example",
                DB_PORT: "5432",
                POSTGRES_DB: "rag",
                PGVECTOR_CREATE_EXTENSION: "False",
                PGVECTOR_CREATE_LEGACY_INDEXES: "True",
                PGSSLMODE: "verify-full",
                PGSSLROOTCERT: "/configuration/database-ca.pem",
                EMBEDDINGS_PROVIDER: "bedrock",
                EMBEDDINGS_MODEL: "amazon.titan-embed-text-v2:0",
                AWS_DEFAULT_REGION: "eu-west-1",
            },
        );
    });

    it("reads user, password and signature from secrets", () => {
        assert.deepEqual(ragSecrets("arn:database", "arn:token"), {
            POSTGRES_USER: "arn:database:username::",
            POSTGRES_PASSWORD: "arn:database:password::",
            JWT_SECRET: "arn:token:JWT_SECRET::",
        });
    });
});

describe("RAG_HEALTH_COMMAND: reads the body, since the status is 200 either way", () => {
    const answers: [string, string, boolean][] = [
        ["the database answers", `{"status":"UP"}`, true],
        ["the database is gone", `[{"status":"DOWN"},503]`, false],
        ["the status is another", `{"status":"DOWN"}`, false],
    ];
    for (const [when, body, healthy] of answers) {
        it(`${healthy ? "succeeds" : "fails"} when ${when}`, async () => {
            assert.equal(await exitsWithSuccess(body), healthy);
        });
    }

    /** Runs the very command in a shell. */
    async function exitsWithSuccess(body: string): Promise<boolean> {
        const server = await listen(body);
        const { port } = server.address() as AddressInfo;
        const child = spawn("sh", ["-c", RAG_HEALTH_COMMAND.replace("python ", "python3 ").replace(":8000", `:${port}`)], {
            stdio: "ignore",
        });
        const code = await new Promise((resolve) => child.on("exit", resolve));
        server.close();
        return code === 0;
    }

    function listen(body: string): Promise<Server> {
        const server = createServer((_, response) => response.end(body));
        return new Promise((resolve) =>
            server.listen(0, "127.0.0.1", () => {
                resolve(server);
            }),
        );
    }
});
