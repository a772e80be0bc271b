import * as pulumi from "@pulumi/pulumi";

import type { Network } from "../network/network";
import { DocumentDb } from "./documentdb";
import { DocumentDbInitialisation } from "./documentdb-initialisation";
import { ExternalMongo } from "./external-mongo";
import type { DataFate } from "./fate-of-data";
import type { InitialisationTask, InitialiserCode } from "./initialiser-code";
import { rdsCertificates } from "./rds-certificates";

export interface ChatStoreArgs {
    region: string;
    network: Network;
    /** Connection string of a MongoDB elsewhere; a secret. Undefined: a DocumentDB cluster is made. A change moves no data. */
    uri: pulumi.Input<string> | undefined;
    /** Size of each DocumentDB instance. `db.t4g.medium` costs about $55 a month. */
    instanceClass: string;
    /** DocumentDB instances, 1 to 16. */
    instances: number;
    /** Where the application's container will find the certificates that DocumentDB is checked against. */
    tlsCaFile: string;
    /** Processor of the function that prepares DocumentDB. */
    architecture: "arm64" | "x86_64";
    backupRetentionDays: number;
    logRetentionDays: number;
    /** Days from one password of the application to the next; undefined: it stays. */
    passwordRotationDays?: number | undefined;
    /** Where containers of the application find the code, to run it themselves; undefined: a function runs it. */
    initialiserCode?: InitialiserCode | undefined;
    fate: DataFate;
}

/**
 * Where LibreChat keeps everything but files and vectors. LibreChat speaks MongoDB and nothing else. **Stateful.**
 *
 *     const chats = new ChatStore("mongo", { uri: undefined, instanceClass: "db.t4g.medium", instances: 1, ... });
 *     secrets: { MONGO_URI: `${chats.secretArn}:uri::` }
 */
export class ChatStore extends pulumi.ComponentResource {
    /** Where DocumentDB answers; undefined for a MongoDB elsewhere, whose host only its secret tells. */
    readonly host: pulumi.Output<string> | undefined;
    /** JSON with `uri`. */
    readonly secretArn: pulumi.Output<string>;
    /** Certificates for the server's, as PEM; undefined where those of the public authorities do. */
    readonly certificateAuthority: string | undefined;
    /** What LibreChat must reach, as the reachability tag spells it. */
    readonly needs: readonly string[];
    /** To depend on before connecting. */
    readonly ready: readonly pulumi.Resource[];
    /** What the tasks that connect have to run first; undefined: nothing. */
    readonly initialisation: InitialisationTask | undefined;

    constructor(name: string, args: ChatStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super("librechat:data:ChatStore", name, { instanceClass: args.instanceClass, instances: args.instances }, opts);

        if (args.uri === undefined) {
            const documentDb = this.documentDb(name, args);
            const initialisation = this.prepared(name, args, documentDb);
            this.host = documentDb.host;
            this.secretArn = initialisation.applicationSecretArn;
            this.certificateAuthority = rdsCertificates(args.region);
            this.needs = [`tcp:${documentDb.resourceName}:27017`];
            this.ready = initialisation.ready;
            this.initialisation = initialisation.task;
        } else {
            this.host = undefined;
            this.secretArn = new ExternalMongo(name, { uri: args.uri, fate: args.fate }, { parent: this }).secretArn;
            this.certificateAuthority = undefined;
            this.needs = [];
            this.ready = [];
            this.initialisation = undefined;
        }
        this.registerOutputs({ secretArn: this.secretArn });
    }

    private documentDb(name: string, { network, instanceClass, instances, backupRetentionDays, logRetentionDays, fate }: ChatStoreArgs) {
        return new DocumentDb(
            name,
            { ...network.isolated("documentdb"), instanceClass, instances, backupRetentionDays, logRetentionDays, fate },
            { parent: this },
        );
    }

    private prepared(name: string, args: ChatStoreArgs, documentDb: DocumentDb) {
        const { network, tlsCaFile, architecture, logRetentionDays, passwordRotationDays, initialiserCode, fate } = args;
        return new DocumentDbInitialisation(
            `${name}-init`,
            {
                documentDb,
                databaseName: "LibreChat",
                userName: "librechat",
                tlsCaFile,
                ...network.private(initialiserCode === undefined ? "documentdb-initialiser" : "librechat"),
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
