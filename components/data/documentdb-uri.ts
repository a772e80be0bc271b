export interface DocumentDbUriArgs {
    username: string;
    password: string;
    /** Endpoint of the cluster: it follows the primary after a failover. */
    host: string;
    port: number;
    database: string;
    /** Where the container finds the region's root certificates, for example `/tmp/rds-ca.pem`. */
    tlsCaFile: string;
}

/**
 * The connection string with which LibreChat uses DocumentDB.
 *
 * - `replicaSet=rs0`: failover and transactions need it.
 * - `readPreference=primary`: with `secondaryPreferred` every read in a transaction throws, and LibreChat then runs without transactions in
 *   silence.
 * - `retryWrites=false`: DocumentDB refuses retryable writes, which drivers use by default.
 * - `authSource=admin`: users live there; without it the driver looks in the database of the path.
 * - `authMechanism=SCRAM-SHA-1`: DocumentDB answers SCRAM-SHA-256 with "Unsupported mechanism [ -301 ]".
 *
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/connect_programmatically.html
 */
export function documentDbUri({ username, password, host, port, database, tlsCaFile }: DocumentDbUriArgs): string {
    const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
    const options = [
        "tls=true",
        `tlsCAFile=${encodeURIComponent(tlsCaFile).replaceAll("%2F", "/")}`,
        "replicaSet=rs0",
        "readPreference=primary",
        "retryWrites=false",
        "authSource=admin",
        "authMechanism=SCRAM-SHA-1",
    ];
    return `mongodb://${credentials}@${host}:${port}/${encodeURIComponent(database)}?${options.join("&")}`;
}
