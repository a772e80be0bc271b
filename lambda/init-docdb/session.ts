import type { Credentials } from "../shared/credentials";

export type Document = Readonly<Record<string, unknown>>;

/** A connection to the cluster, as far as it is used here. */
export interface Session {
    command(database: string, command: Document): Promise<Document>;
    close(): Promise<void>;
}

/** Opens a verified TLS connection and logs in, or fails within the time. */
export type Connect = (credentials: Credentials, timeoutMs: number) => Promise<Session>;
