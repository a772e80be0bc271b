import * as pulumi from "@pulumi/pulumi";

import { DatabaseInitialisation, workOn, type DatabaseInitialisationArgs, type InitialiserPlacement } from "./database-initialisation";
import type { Postgres } from "./postgres";
import type { InitialisationTask, InitialiserCode } from "./initialiser-code";
import { randomPassword, storedSecret, type StoredSecret } from "./stored-secret";

export interface PostgresInitialisationArgs extends InitialiserPlacement {
    postgres: Pick<Postgres, "resourceName" | "host" | "port" | "databaseName" | "masterSecretArn" | "masterSecretVersionId">;
    /** Made if it is not there. Another name makes another database; the old one stays. */
    databaseName: string;
    /** The application's own role in the server; it may create tables in that database and nothing else. */
    roleName: string;
    /** Where containers of the application find the code, to run it themselves; undefined: a function runs it. */
    initialiserCode?: InitialiserCode | undefined;
}

/**
 * The database, the `vector` extension and the role of the RAG API, made by a function inside the VPC.
 *
 *     const vectors = new PostgresInitialisation("postgres-init", { postgres, databaseName: "rag", roleName: "rag_api", ... });
 *     new Service("rag", { secretArn: vectors.applicationSecretArn }, { dependsOn: vectors.ready });
 *
 * The extension is why the application cannot do this itself: creating it takes the rights of the master user.
 */
export class PostgresInitialisation extends pulumi.ComponentResource {
    /** JSON, all texts: username, password, host, port, database. */
    readonly applicationSecretArn: pulumi.Output<string>;
    /** To depend on before connecting as the application. */
    readonly ready: readonly pulumi.Resource[];
    /** What the application's own tasks have to run first; undefined: a function has done it. */
    readonly task: InitialisationTask | undefined;

    constructor(name: string, args: PostgresInitialisationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:PostgresInitialisation", name, args, opts);

        const secret = this.applicationSecret(name, args);
        const work = this.work(args, secret);
        this.task = args.initialiserCode?.task(work);
        const { ready } = this.task ?? new DatabaseInitialisation(`${name}-function`, work, { parent: this });

        this.applicationSecretArn = secret.arn;
        this.ready = ready;
        this.registerOutputs({ applicationSecretArn: this.applicationSecretArn });
    }

    private applicationSecret(name: string, args: PostgresInitialisationArgs) {
        const { postgres, databaseName, roleName, fate, passwordRotationDays } = args;
        const password = randomPassword(this, `${name}-application`);
        // Text, not a number: ECS passes single keys of a secret to a container, and those are texts.
        const port = pulumi.output(postgres.port).apply(String);
        const value = { username: roleName, password, host: postgres.host, port, database: databaseName };
        return storedSecret(this, `${name}-application`, `Role ${roleName} of PostgreSQL`, value, fate, passwordRotationDays !== undefined);
    }

    /** What there is to do, whoever does it. */
    private work(args: PostgresInitialisationArgs, secret: StoredSecret): DatabaseInitialisationArgs {
        const { postgres, databaseName, roleName } = args;
        // The extension's first version with HNSW indexes.
        const job = { database: databaseName, role: roleName, extension: "vector", extensionMinimumVersion: "0.5.0" };
        const work = workOn(args, postgres, secret, job);
        const environment = { ...work.environment, MAINTENANCE_DATABASE: postgres.databaseName };
        return { ...work, code: "init-postgres", environment, databaseNeed: `tcp:${postgres.resourceName}:5432` };
    }
}
