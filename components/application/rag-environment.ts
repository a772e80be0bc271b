/**
 * The RAG API's environment. Source of the names: rag_api v0.9.0, `app/config.py` and README.
 */
import { configurationPath, DATABASE_CA_FILE } from "./configuration-container";
import { secretKey } from "./container-definitions";

/** Vectors of another model have another length and cannot be compared, so this never changes under a filled database. */
export const EMBEDDING_MODEL = "amazon.titan-embed-text-v2:0";

export const RAG_API_PORT = 8000;

/**
 * Succeeds while the database answers. The RAG API answers 200 even when its database is gone and tells the truth only in the body; its
 * image has Python but no curl.
 */
export const RAG_HEALTH_COMMAND =
    `python -c "import urllib.request,json,sys; ` +
    `d=json.load(urllib.request.urlopen('http://127.0.0.1:${RAG_API_PORT}/health',timeout=5)); ` +
    `sys.exit(0 if isinstance(d,dict) and d.get('status')=='UP' else 1)"`;

export interface RagEnvironmentArgs {
    readonly databaseHost: string;
    readonly databasePort: number;
    readonly databaseName: string;
    readonly bedrockRegion: string;
}

/** Settings that anyone may read. */
export function ragEnvironment({ databaseHost, databasePort, databaseName, bedrockRegion }: RagEnvironmentArgs): Record<string, string> {
    return {
        RAG_HOST: "0.0.0.0",
        RAG_PORT: String(RAG_API_PORT),
        CONSOLE_JSON: "true",
        DB_HOST: databaseHost,
        DB_PORT: String(databasePort),
        POSTGRES_DB: databaseName,
        PGVECTOR_CREATE_EXTENSION: "False", // the initialiser made it; the application's role may not
        PGVECTOR_CREATE_LEGACY_INDEXES: "True", // without them no index on file_id exists, and each question reads the whole table
        PGSSLMODE: "verify-full",
        PGSSLROOTCERT: configurationPath(DATABASE_CA_FILE),
        EMBEDDINGS_PROVIDER: "bedrock",
        EMBEDDINGS_MODEL: EMBEDDING_MODEL,
        AWS_DEFAULT_REGION: bedrockRegion, // ECS sets AWS_REGION only, and the RAG API would fall back to us-east-1
    };
}

/**
 * Where ECS reads each secret setting from.
 *
 * @param databaseArn JSON with `username` and `password`
 * @param tokenArn JSON with `JWT_SECRET`, the one that LibreChat signs with. Without it the RAG API would let everybody in
 */
export function ragSecrets(databaseArn: string, tokenArn: string): Record<string, string> {
    return {
        POSTGRES_USER: secretKey(databaseArn, "username"),
        POSTGRES_PASSWORD: secretKey(databaseArn, "password"),
        JWT_SECRET: secretKey(tokenArn, "JWT_SECRET"),
    };
}
