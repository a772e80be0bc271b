import { strict as assert } from "node:assert";
import { Client } from "pg";

import type { Credentials } from "../../../lambda/shared/credentials";
import { CertificateAuthority } from "../../../simulator/databases/certificates";
import { createRunFolder, removeRunFolder } from "../../../simulator/databases/run-folder";
import { PostgresRuns, type Names } from "./postgres-runs";
import { PostgresServer } from "../../../simulator/databases/postgres/postgres-server";
import type { PostgresState } from "./postgres-state";

/** What the server has to hold of a stack after each run that succeeds. */
export const SETTLED: PostgresState = {
    role: ["login"],
    memberships: 0,
    actors: [],
    databaseOwner: "postgres",
    databaseRights: ["ROLE=c/postgres", "postgres=CTc/postgres"],
    schemaRights: ["ROLE=UC/pg_database_owner", "pg_database_owner=UC/pg_database_owner"],
    extension: "0.8.5",
};

export interface Stack {
    readonly runs: PostgresRuns;
    readonly names: Names;
    /** What a run answers, but for the action and whether the password was set. */
    readonly summary: object;
}

/** A server for the tests of one `describe`, running from before the first to after the last. */
export class PostgresFixture {
    folder = "";
    private readonly stacks: Stack[] = [];
    private made: { authority: CertificateAuthority; server: PostgresServer } | undefined;

    /** Installs on first use, hence the time. */
    static inDescribe(): PostgresFixture {
        const fixture = new PostgresFixture();
        before("install and start PostgreSQL", async function () {
            this.timeout(600_000);
            fixture.folder = createRunFolder();
            const authority = await CertificateAuthority.create(fixture.folder, "authority");
            fixture.made = { authority, server: await PostgresServer.create(fixture.folder, authority) };
            await fixture.server.start();
        });
        after("stop PostgreSQL", async () => {
            await fixture.made?.server.stop();
            removeRunFolder(fixture.folder);
        });
        return fixture;
    }

    get server(): PostgresServer {
        return this.running().server;
    }

    get authority(): CertificateAuthority {
        return this.running().authority;
    }

    /** A stack with names of its own, so that no test meets what another left. */
    newStack(names: Partial<Names> = {}, server: Pick<PostgresServer, "port"> = this.server): Stack {
        const number = this.stacks.length + 1;
        const own = { database: `rag_${number}`, role: `rag_api_${number}`, ...names };
        const runs = new PostgresRuns(server, this.authority, own);
        const stack = { runs, names: own, summary: { ...own, serverVersion: "18.4", extensionVersion: "0.8.5" } };
        this.stacks.push(stack);
        return stack;
    }

    /** Runs statements as the application: `done` or the SQLSTATE, of each, or of the login alone when that fails. */
    async asApplication(database: string, { username: user, password }: Credentials, statements: readonly string[]): Promise<string[]> {
        const ssl = { ca: this.authority.certificate };
        const client = new Client({ host: "localhost", port: this.server.port, database, user, password, ssl });
        const outcome = async (work: Promise<unknown>) => {
            try {
                await work;
                return "done";
            } catch (error) {
                return (error as { code: string }).code;
            }
        };
        try {
            const login = await outcome(client.connect());
            if (login !== "done") return [login];
            const outcomes: string[] = [];
            for (const statement of statements) outcomes.push(await outcome(client.query(statement)));
            return outcomes;
        } finally {
            await client.end();
        }
    }

    /** Fails when a password of any stack is in what the runs put out, or in the server's log, which has every statement. */
    demandNoPasswordPutOut(): void {
        assert.ok(this.stacks.length > 0 && this.server.log.includes("CREATE ROLE"));
        for (const { runs } of this.stacks) runs.secrets.demandAbsentFrom(runs.output.join("\n") + this.server.log);
    }

    private running(): { authority: CertificateAuthority; server: PostgresServer } {
        if (this.made === undefined) throw new Error("the server exists only while tests run");
        return this.made;
    }
}
