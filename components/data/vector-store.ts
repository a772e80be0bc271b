import * as pulumi from "@pulumi/pulumi";

import type { Network } from "../network/network";
import type { DataFate } from "./fate-of-data";
import { Postgres } from "./postgres";
import { PostgresInitialisation } from "./postgres-initialisation";
import type { InitialisationTask, InitialiserCode } from "./initialiser-code";
import { rdsCertificates } from "./rds-certificates";

export interface VectorStoreArgs {
    region: string;
    network: Network;
    /** Memory and processors. `db.t4g.micro` costs about $12 a month, twice that with `multiAz`. */
    instanceClass: string;
    multiAz: boolean;
    /** Size in GiB, at least 20. Grows in place, never shrinks. */
    storageGiB: number;
    /** Processor of the function that prepares the database. */
    architecture: "arm64" | "x86_64";
    backupRetentionDays: number;
    logRetentionDays: number;
    /** Days from one password of the application to the next; undefined: it stays. */
    passwordRotationDays?: number | undefined;
    /** Where containers of the application find the code, to run it themselves; undefined: a function runs it. */
    initialiserCode?: InitialiserCode | undefined;
    fate: DataFate;
}

const DATABASE_NAME = "rag";

/** PostgreSQL with the `vector` extension, prepared for the RAG API. **Stateful.** */
export class VectorStore extends pulumi.ComponentResource {
    readonly host: pulumi.Output<string>;
    readonly port: pulumi.Output<number>;
    readonly databaseName = DATABASE_NAME;
    /** JSON with `username` and `password` of the RAG API's own role. */
    readonly secretArn: pulumi.Output<string>;
    /** Certificates for the server's, as PEM. */
    readonly certificateAuthority: string;
    /** What the RAG API must reach, as the reachability tag spells it. */
    readonly needs: readonly string[];
    /** To depend on before connecting. */
    readonly ready: readonly pulumi.Resource[];
    /** What the tasks that connect have to run first; undefined: nothing. */
    readonly initialisation: InitialisationTask | undefined;

    constructor(name: string, args: VectorStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            "librechat:data:VectorStore",
            name,
            { instanceClass: args.instanceClass, multiAz: args.multiAz, storageGiB: args.storageGiB },
            opts,
        );

        const postgres = this.postgres(name, args);
        const initialisation = this.prepared(name, args, postgres);

        this.host = postgres.host;
        this.port = postgres.port;
        this.secretArn = initialisation.applicationSecretArn;
        this.certificateAuthority = rdsCertificates(args.region);
        this.needs = [`tcp:${postgres.resourceName}:5432`];
        this.ready = initialisation.ready;
        this.initialisation = initialisation.task;
        this.registerOutputs({ host: this.host, port: this.port, secretArn: this.secretArn });
    }

    private postgres(name: string, args: VectorStoreArgs) {
        const { network, instanceClass, multiAz, storageGiB, backupRetentionDays, logRetentionDays, fate } = args;
        return new Postgres(
            name,
            { ...network.isolated("postgres"), instanceClass, multiAz, storageGiB, backupRetentionDays, logRetentionDays, fate },
            { parent: this },
        );
    }

    private prepared(
        name: string,
        { network, architecture, logRetentionDays, passwordRotationDays, initialiserCode, fate }: VectorStoreArgs,
        postgres: Postgres,
    ) {
        return new PostgresInitialisation(
            `${name}-init`,
            {
                postgres,
                databaseName: DATABASE_NAME,
                roleName: "rag_api",
                ...network.private(initialiserCode === undefined ? "postgres-initialiser" : "rag-api"),
                architecture,
                logRetentionDays,
                passwordRotationDays,
                initialiserCode,
                dependsOn: [...network.ready],
                fate,
            },
            { parent: this },
        );
    }
}
