import { Client } from "pg";

import type { Surroundings } from "../shared/environment";
import type { Connect } from "./session";

/** Connections to the server of the surroundings, over TLS that accepts only its authorities. */
export function connectTo({ host, port }: Surroundings, certificates: readonly string[]): Connect {
    return async ({ database, username, password, timeoutMs, remainingMs }) => {
        const client = new Client({
            host,
            port,
            database,
            user: username,
            password,
            ssl: { ca: [...certificates], rejectUnauthorized: true },
            connectionTimeoutMillis: timeoutMs,
            application_name: "init-postgres",
        });
        // A connection that the server cuts between two statements emits this; without a listener the process would end without a message.
        // The next statement fails with the same news.
        let lost: Error | undefined;
        client.on("error", (error) => {
            lost = error;
        });
        await client.connect();
        return {
            query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
                if (lost !== undefined) throw lost;
                const statement = { text: sql, values: [...parameters], query_timeout: Math.max(1, Math.round(remainingMs())) };
                return (await client.query(statement)).rows as Row[];
            },
            end: () => client.end(),
        };
    };
}
