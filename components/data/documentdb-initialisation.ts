import * as pulumi from "@pulumi/pulumi";

import { DatabaseInitialisation, workOn, type DatabaseInitialisationArgs, type InitialiserPlacement } from "./database-initialisation";
import type { DocumentDb } from "./documentdb";
import { documentDbUri } from "./documentdb-uri";
import type { InitialisationTask, InitialiserCode } from "./initialiser-code";
import { randomPassword, storedSecret, type StoredSecret } from "./stored-secret";

export interface DocumentDbInitialisationArgs extends InitialiserPlacement {
    documentDb: Pick<DocumentDb, "resourceName" | "host" | "port" | "masterSecretArn" | "masterSecretVersionId" | "ready">;
    /** LibreChat's database; the first write makes it. */
    databaseName: string;
    /** The application's own user; it may read and write that database and nothing else. */
    userName: string;
    /** Where the application's container finds the region's root certificates; part of the connection string. */
    tlsCaFile: string;
    /** Where containers of the application find the code, to run it themselves; undefined: a function runs it. */
    initialiserCode?: InitialiserCode | undefined;
}

/**
 * LibreChat's user in DocumentDB, made by a function inside the VPC.
 *
 *     const store = new DocumentDbInitialisation("documentdb-init", { documentDb, databaseName: "LibreChat", userName: "librechat", ... });
 *     secrets: { MONGO_URI: `${store.applicationSecretArn}:uri::` }
 */
export class DocumentDbInitialisation extends pulumi.ComponentResource {
    /** JSON, all texts: username, password, host, port, database, uri. */
    readonly applicationSecretArn: pulumi.Output<string>;
    /** To depend on before connecting as the application. */
    readonly ready: readonly pulumi.Resource[];
    /** What the application's own tasks have to run first; undefined: a function has done it. */
    readonly task: InitialisationTask | undefined;

    constructor(name: string, args: DocumentDbInitialisationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:DocumentDbInitialisation", name, args, opts);

        const secret = this.applicationSecret(name, args);
        const work = this.work(args, secret);
        this.task = args.initialiserCode?.task(work);
        const { ready } = this.task ?? new DatabaseInitialisation(`${name}-function`, work, { parent: this });

        this.applicationSecretArn = secret.arn;
        this.ready = ready;
        this.registerOutputs({ applicationSecretArn: this.applicationSecretArn });
    }

    private applicationSecret(name: string, args: DocumentDbInitialisationArgs) {
        const { databaseName: database, userName: username, tlsCaFile, fate, passwordRotationDays } = args;
        const password = randomPassword(this, `${name}-application`);
        const { host, port } = args.documentDb;
        const uri = pulumi.output({ username, password, host, port, database, tlsCaFile }).apply((parts) => documentDbUri(parts));
        const value = { username, password, host, port: pulumi.output(port).apply(String), database, uri };
        return storedSecret(this, `${name}-application`, `User ${username} of DocumentDB`, value, fate, passwordRotationDays !== undefined);
    }

    /** What there is to do, whoever does it. */
    private work(args: DocumentDbInitialisationArgs, secret: StoredSecret): DatabaseInitialisationArgs {
        const { documentDb, databaseName: database, userName: user } = args;
        const work = workOn(args, documentDb, secret, { database, user });
        const dependsOn = [...work.dependsOn, ...documentDb.ready];
        return { ...work, code: "init-docdb", databaseNeed: `tcp:${documentDb.resourceName}:27017`, dependsOn };
    }
}
