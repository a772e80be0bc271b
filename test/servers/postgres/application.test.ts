import { strict as assert } from "node:assert";
import { Client } from "pg";

import { configurationPath, DATABASE_CA_FILE } from "../../../components/application/configuration-container";
import { ragEnvironment } from "../../../components/application/rag-environment";
import { APPLICATION_SECRET_ARN } from "../secrets";
import { PostgresFixture } from "./fixture";

/** As the program makes passwords: letters and digits. */
const PASSWORD = "kN3vW8xT2qLmR7zB5cYhJ4dF6gSp9aQe";

describe("PostgreSQL as the RAG API sees it", function () {
    this.timeout(60_000);
    const fixture = PostgresFixture.inDescribe();
    const cluster = { databaseHost: "rag.cluster-abc.eu-west-1.rds.amazonaws.com", databasePort: 5432 };

    it("takes the connection string of the container's environment, stores vectors and finds the nearest", async () => {
        const { runs, names } = fixture.newStack();
        runs.secrets.replace(APPLICATION_SECRET_ARN, { username: names.role, password: PASSWORD });
        await runs.run();
        const environment = ragEnvironment({ ...cluster, databaseName: names.database, bedrockRegion: "eu-west-1" });
        const client = new Client(
            connectionString(environment, names.role)
                // The servers and files of the test stand where those of AWS and of the container do.
                .replace(`@${cluster.databaseHost}:${cluster.databasePort}/`, `@localhost:${fixture.server.port}/`)
                .replace(configurationPath(DATABASE_CA_FILE), fixture.authority.certificateFile),
        );
        await client.connect();
        try {
            const encrypted = await client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            assert.deepEqual(encrypted.rows, [{ ssl: true }]);
            await client.query("CREATE TABLE chunks (id integer, embedding vector(3))");
            await client.query("CREATE INDEX ON chunks USING hnsw (embedding vector_cosine_ops)");
            await client.query("INSERT INTO chunks VALUES (1, '[1,0,0]'), (2, '[0,1,0]')");
            const nearest = await client.query("SELECT id FROM chunks ORDER BY embedding <=> '[0.1,0.9,0]' LIMIT 1");
            assert.deepEqual(nearest.rows, [{ id: 2 }]);
        } finally {
            await client.end();
        }
    });

    /** As the RAG API's app/config.py puts it together; libpq and asyncpg take the last two from the environment. */
    function connectionString(environment: Record<string, string>, role: string): string {
        const { DB_HOST, DB_PORT, POSTGRES_DB, PGSSLMODE, PGSSLROOTCERT } = environment;
        const tls = `sslmode=${PGSSLMODE ?? ""}&sslrootcert=${PGSSLROOTCERT ?? ""}`;
        return `postgresql://${role}:${PASSWORD}@${DB_HOST ?? ""}:${DB_PORT ?? ""}/${POSTGRES_DB ?? ""}?${tls}`;
    }
});
