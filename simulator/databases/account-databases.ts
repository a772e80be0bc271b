/** Which databases of a simulated account can be run for real, and how clients know them. */
import type { Account, StoredResource } from "../aws/account";
import { blocksOf, numberOf, requiredText, textOf } from "../aws/reading";
import { findSecret, secretValue } from "../aws/secrets";

export type DatabaseKind = "postgres" | "documentdb" | "redis";

export interface AccountDatabase {
    readonly kind: DatabaseKind;
    /** AWS's id, which a later database of the same name does not get; names its data. */
    readonly key: string;
    /** What people call it. */
    readonly identifier: string;
    readonly region: string;
    /** Names under which clients connect. */
    readonly hosts: readonly string[];
    /** Port at which clients connect. */
    readonly port: number;
    /** Empty for Redis, whose token has no user. */
    readonly username: string;
    readonly password: string;
    /** A database that is made with the server; undefined: none besides its own. */
    readonly firstDatabase: string | undefined;
}

/** Where the properties of a type say what an {@link AccountDatabase} says. */
interface Reading {
    readonly type: string;
    readonly kind: DatabaseKind;
    readonly engines: RegExp;
    readonly key: string;
    readonly identifier: string;
    readonly hosts: readonly string[];
    readonly defaultPort: number;
    readonly username: string;
    readonly password: string;
    readonly firstDatabase?: string;
}

const READINGS: readonly Reading[] = [
    {
        type: "aws:rds/instance:Instance",
        kind: "postgres",
        engines: /^postgres$/,
        key: "resourceId",
        identifier: "identifier",
        hosts: ["address"],
        defaultPort: 5432,
        username: "username",
        password: "password",
        firstDatabase: "dbName",
    },
    {
        type: "aws:rds/cluster:Cluster",
        kind: "postgres",
        engines: /^aurora-postgresql$/,
        key: "clusterResourceId",
        identifier: "clusterIdentifier",
        hosts: ["endpoint", "readerEndpoint"],
        defaultPort: 5432,
        username: "masterUsername",
        password: "masterPassword",
        firstDatabase: "databaseName",
    },
    {
        type: "aws:docdb/cluster:Cluster",
        kind: "documentdb",
        engines: /^docdb$/,
        key: "clusterResourceId",
        identifier: "clusterIdentifier",
        hosts: ["endpoint", "readerEndpoint"],
        defaultPort: 27_017,
        username: "masterUsername",
        password: "masterPassword",
    },
    {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        kind: "redis",
        engines: /^(redis|valkey)$/,
        key: "arn",
        identifier: "replicationGroupId",
        hosts: ["primaryEndpointAddress", "readerEndpointAddress"],
        defaultPort: 6379,
        username: "",
        password: "authToken",
    },
];

/** Databases of kinds that can be run, in order of creation within each type. */
export function databasesOf(account: Account): readonly AccountDatabase[] {
    return READINGS.flatMap((reading) =>
        account
            .list(reading.type)
            .filter(({ properties }) => reading.engines.test(textOf(properties, "engine") ?? "redis"))
            .map((resource) => databaseOf(account, reading, resource)),
    );
}

function databaseOf(account: Account, reading: Reading, { id, region, properties }: StoredResource): AccountDatabase {
    return {
        kind: reading.kind,
        // An ARN has characters that file names should not have.
        key: (textOf(properties, reading.key) ?? id).replace(/[^A-Za-z0-9-]/g, "_"),
        identifier: textOf(properties, reading.identifier) ?? id,
        region,
        hosts: reading.hosts.flatMap((host) => textOf(properties, host) ?? []),
        port: numberOf(properties, "port") ?? reading.defaultPort,
        username: textOf(properties, reading.username) ?? "",
        password: textOf(properties, reading.password) ?? managedPassword(account, properties) ?? "",
        firstDatabase: reading.firstDatabase && textOf(properties, reading.firstDatabase),
    };
}

/** The password of a master user that RDS manages is in a secret alone. */
function managedPassword(account: Account, properties: StoredResource["properties"]): string | undefined {
    const [managed] = blocksOf(properties, "masterUserSecrets");
    const secret = managed && findSecret(account, requiredText(managed, "secretArn"));
    const text = secret && secretValue(account, secret);
    return text === undefined ? undefined : (JSON.parse(text) as { password?: string }).password;
}
