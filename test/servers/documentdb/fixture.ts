import { strict as assert } from "node:assert";
import { MongoClient } from "mongodb";

import type { Credentials } from "../../../lambda/shared/credentials";
import { CertificateAuthority, type ServerCertificate } from "../../../simulator/databases/certificates";
import { createRunFolder, removeRunFolder } from "../../../simulator/databases/run-folder";
import { DocumentDbRuns, type Names } from "./documentdb-runs";
import { DocumentDbServer, MASTER } from "../../../simulator/databases/documentdb/documentdb-server";

/** As the answer to `usersInfo` shows it. */
export interface ShownUser {
    readonly user: string;
    readonly db: string;
    readonly roles: readonly { readonly role: string; readonly db: string }[];
}

export interface Stack {
    readonly runs: DocumentDbRuns;
    readonly names: Names;
    /** What a run answers, but for the action and what was done. */
    readonly summary: object;
}

/** A server for the tests of one `describe`, running from before the first to after the last. */
export class DocumentDbFixture {
    folder = "";
    private readonly stacks: Stack[] = [];
    private readonly servers: DocumentDbServer[] = [];
    private ca: CertificateAuthority | undefined;
    private certificate: ServerCertificate | undefined;

    /** Installs on first use, hence the time. */
    static inDescribe(): DocumentDbFixture {
        const fixture = new DocumentDbFixture();
        before("install and start the stand-in for DocumentDB", async function () {
            this.timeout(900_000);
            fixture.folder = createRunFolder();
            fixture.ca = await CertificateAuthority.create(fixture.folder, "authority");
            fixture.certificate = await fixture.ca.issue("documentdb");
            await fixture.newServer();
        });
        after("stop the stand-in for DocumentDB", async () => {
            await Promise.all(fixture.servers.map((server) => server.crash()));
            removeRunFolder(fixture.folder);
        });
        return fixture;
    }

    /** The server of all tests that make none of their own. */
    get server(): DocumentDbServer {
        return running(this.servers[0]);
    }

    get authority(): CertificateAuthority {
        return running(this.ca);
    }

    /** Another server, for tests that run at the same time and let theirs die. */
    async newServer(): Promise<DocumentDbServer> {
        const server = await DocumentDbServer.create(this.folder, running(this.certificate));
        this.servers.push(server);
        await server.start();
        return server;
    }

    /** A stack with names of its own, so that no test meets what another left. */
    newStack(server: Pick<DocumentDbServer, "port"> = this.server): Stack {
        const number = this.stacks.length + 1;
        const names = { database: `LibreChat_${number}`, user: `librechat_${number}` };
        const roles = [`readWrite on ${names.database}`];
        const stack = { names, runs: new DocumentDbRuns(server, this.authority, names), summary: { ...names, roles, ...VERSION } };
        this.stacks.push(stack);
        return stack;
    }

    /** `logged in`, or the code of the refusal. */
    async logIn(auth: Credentials): Promise<unknown> {
        try {
            return await this.as(auth, () => Promise.resolve("logged in"));
        } catch (error) {
            return (error as { code: unknown }).code;
        }
    }

    /** The users with this name as the server shows them: name, database, roles. */
    async users(name: string, server = this.server): Promise<ShownUser[]> {
        const answer = await this.as(MASTER, (client) => client.db("admin").command({ usersInfo: name }), server);
        return (answer["users"] as ShownUser[]).map(({ user, db, roles }) => ({ user, db, roles }));
    }

    async as<T>(auth: Credentials, use: (client: MongoClient) => Promise<T>, server = this.server): Promise<T> {
        const client = new MongoClient(`mongodb://localhost:${server.port}/`, {
            auth,
            authSource: "admin",
            authMechanism: "SCRAM-SHA-1",
            tls: true,
            ca: this.authority.certificate,
            replicaSet: "rs0",
            retryWrites: false,
        });
        try {
            return await use(await client.connect());
        } finally {
            await client.close();
        }
    }

    demandNoPasswordPutOut(): void {
        assert.ok(this.stacks.some(({ runs }) => runs.output.length > 0));
        for (const { runs } of this.stacks) runs.secrets.demandAbsentFrom(runs.output.join("\n"));
    }
}

function running<T>(part: T | undefined): T {
    if (part === undefined) throw new Error("the server exists only while tests run");
    return part;
}

/** As FerretDB names itself. */
const VERSION = { serverVersion: "7.0.42" };

/** The user of a stack as it has to be after each run that succeeds. */
export function settled({ names }: Stack): ShownUser[] {
    return [{ user: names.user, db: "admin", roles: [{ role: "readWrite", db: names.database }] }];
}
