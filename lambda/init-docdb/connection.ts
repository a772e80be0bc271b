import { MongoClient } from "mongodb";

import type { Surroundings } from "../shared/environment";
import { observe } from "../shared/observation";
import type { Connect } from "./session";

/**
 * Connections to the cluster of the surroundings, with the options with which LibreChat connects: what does not work for it fails here.
 *
 * DocumentDB knows neither SCRAM-SHA-256 nor retryable writes, which the driver would use by itself.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/functional-differences.html
 */
export function connectTo({ host, port }: Surroundings, certificates: readonly string[]): Connect {
    return async ({ username, password }, timeoutMs) => {
        const client = new MongoClient(`mongodb://${host}:${port}/`, {
            auth: { username, password },
            authSource: "admin",
            authMechanism: "SCRAM-SHA-1",
            tls: true,
            ca: [...certificates],
            replicaSet: "rs0",
            readPreference: "primary",
            retryWrites: false,
            maxPoolSize: 1,
            serverSelectionTimeoutMS: timeoutMs,
            connectTimeoutMS: timeoutMs,
            socketTimeoutMS: timeoutMs,
            appName: "init-docdb",
        });
        try {
            await Promise.race([client.connect(), untrusted(client)]);
        } catch (error) {
            await client.close();
            throw error;
        }
        return {
            command: (database, command) => client.db(database).command({ ...command }),
            close: () => client.close(),
        };
    };
}

/** Fails as soon as the server's certificate is refused: the driver would try again until its time is up, and no time heals that. */
function untrusted(client: MongoClient): Promise<never> {
    return new Promise((_, reject) => {
        client.on("serverHeartbeatFailed", ({ failure }) => {
            if (observe(failure).layer === "TLS") reject(failure);
        });
    });
}
