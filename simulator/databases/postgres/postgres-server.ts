import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { Client } from "pg";

import { installPostgres, type PostgresInstallation } from "../install/postgres";
import { runCommand } from "../install/run-command";
import type { CertificateAuthority, ServerCertificate } from "../certificates";
import { freePort } from "../ports";
import { giveToServer, SERVER_ACCOUNT } from "../run-folder";
import { ServerProcess } from "../server-process";

/** Whom `initdb` makes; nobody who uses the database logs in so. */
const SUPERUSER = { user: "superuser", password: "superuser-only-here" };

/** As RDS makes the master user: it may make roles and databases, and is no superuser. */
export const MASTER = { username: "postgres", password: "master+pass/word'&\"%" };

/** A user of a server. */
export interface Login {
    readonly username: string;
    readonly password: string;
}

export interface PostgresServerOptions {
    /** Of its data and its files in the folder, so that several servers can be in one. Default: postgres. */
    readonly name?: string;
    /** Names that its certificate is for besides `localhost`; default: none. */
    readonly hosts?: readonly string[];
    /** Default: {@link MASTER}. */
    readonly master?: Login;
}

interface Place {
    readonly folder: string;
    readonly installation: PostgresInstallation;
    readonly authority: CertificateAuthority;
    readonly certificate: ServerCertificate;
}

/**
 * PostgreSQL 18 as RDS runs it: TLS only, passwords by SCRAM, a master user that is no superuser, and every statement logged.
 *
 * Not as RDS: the role `rds_superuser` and the extension `rds_tools` are missing, and there is no proxy.
 */
export class PostgresServer {
    private process: ServerProcess | undefined;
    private earlierOutput = "";

    private constructor(
        private readonly place: Place,
        private readonly data: string,
        readonly port: number,
    ) {}

    /** Lays out a server, or finds the one whose data is there already, and does not start it. */
    static async create(folder: string, authority: CertificateAuthority, options: PostgresServerOptions = {}): Promise<PostgresServer> {
        const { name = "postgres", hosts = [], master = MASTER } = options;
        const installation = withinReach(await installPostgres(), folder);
        const certificate = await authority.issue(name, hosts);
        giveToServer(certificate.keyFile, false);
        const data = path.join(folder, `${name}-data`);
        const place = { folder, installation, authority, certificate };
        if (!existsSync(data)) await PostgresServer.layOut(place, data, master);
        return new PostgresServer(place, data, await freePort());
    }

    /** Moved into place as a whole: what an interruption leaves is not taken for a server later. */
    private static async layOut(place: Place, data: string, master: Login): Promise<void> {
        const draft = `${data}.draft`;
        rmSync(draft, { recursive: true, force: true });
        await initialiseData(place.installation, place.folder, draft);
        const server = new PostgresServer(place, draft, await freePort());
        await server.start();
        await server.asSuperuser("postgres", [`CREATE ROLE ${identifier(master.username)} LOGIN CREATEDB CREATEROLE`]);
        await server.setPassword(master);
        await server.stop();
        renameSync(draft, data);
    }

    /** As RDS does it when the master password is changed by a modification of the instance. */
    async setPassword({ username, password }: Login): Promise<void> {
        await this.asSuperuser("postgres", [
            // The statement would put the password into the log.
            "SET log_statement = none",
            `ALTER ROLE ${identifier(username)} PASSWORD '${password.replaceAll("'", "''")}'`,
        ]);
    }

    /** A database of the user's own, as RDS makes one when it is told a name. */
    async ensureDatabase(name: string, owner: string): Promise<void> {
        const found = await this.asSuperuser("postgres", [`SELECT FROM pg_database WHERE datname = '${name.replaceAll("'", "''")}'`]);
        if (found.length > 0) return;
        await this.asSuperuser("postgres", [`CREATE DATABASE ${identifier(name)} OWNER ${identifier(owner)}`]);
    }

    /** All that the server wrote to its log: every statement, too. */
    get log(): string {
        return this.earlierOutput + (this.process?.output ?? "");
    }

    /** @param withVector whether the server has the extension; default: yes */
    async start({ withVector }: { withVector: boolean } = { withVector: true }): Promise<void> {
        const { folder, installation, certificate } = this.place;
        const settings = {
            port: this.port,
            listen_addresses: "127.0.0.1",
            unix_socket_directories: "",
            ssl: "on",
            ssl_cert_file: certificate.certificateFile,
            ssl_key_file: certificate.keyFile,
            fsync: "off",
            log_statement: "all",
            ...(withVector ? vectorSettings(installation.vector) : {}),
        };
        this.process = await ServerProcess.start({
            name: "PostgreSQL",
            file: path.join(installation.server, "bin", "postgres"),
            args: ["-D", this.data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
            cwd: folder,
            account: SERVER_ACCOUNT,
            isReady: (output) => /database system is ready to accept (read-only )?connections/.test(output),
        });
    }

    /** Ends it in order. */
    stop(): Promise<void> {
        return this.end("SIGINT");
    }

    /** Ends it as a crash does: connections are cut, and what was not committed is gone. */
    crash(): Promise<void> {
        return this.end("SIGQUIT");
    }

    /** A copy that stays in recovery and so can be read only, as a replica can. The server has to be stopped. */
    async replica(): Promise<PostgresServer> {
        const data = `${this.data}-replica`;
        rmSync(data, { recursive: true, force: true });
        cpSync(this.data, data, { recursive: true });
        // Node.js 24 gives a copied folder the mode of a new one, and PostgreSQL does not start in a folder that others may read.
        chmodSync(data, 0o700);
        writeFileSync(path.join(data, "standby.signal"), "");
        giveToServer(data, true);
        return new PostgresServer(this.place, data, await freePort());
    }

    /** Runs statements with rights that nobody has on RDS; the last one's rows. */
    async asSuperuser<Row>(database: string, statements: readonly string[]): Promise<Row[]> {
        const ssl = { ca: this.place.authority.certificate };
        const client = new Client({ host: "localhost", port: this.port, database, ...SUPERUSER, ssl });
        await client.connect();
        try {
            let rows: Row[] = [];
            for (const statement of statements) rows = (await client.query(statement)).rows as Row[];
            return rows;
        } finally {
            await client.end();
        }
    }

    private async end(signal: NodeJS.Signals): Promise<void> {
        const { process } = this;
        if (process === undefined) return;
        this.process = undefined;
        await process.end(signal);
        this.earlierOutput += process.output;
    }
}

function identifier(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
}

/** The account of the servers cannot enter root's cache. */
function withinReach(installation: PostgresInstallation, folder: string): PostgresInstallation {
    if (SERVER_ACCOUNT.uid === undefined) return installation;
    const copy = { server: path.join(folder, "postgres"), vector: path.join(folder, "vector") };
    // The second is copied last: it is there when both are whole.
    if (existsSync(copy.vector)) return copy;
    cpSync(installation.server, copy.server, { recursive: true, verbatimSymlinks: true });
    const draft = `${copy.vector}.draft`;
    cpSync(installation.vector, draft, { recursive: true });
    renameSync(draft, copy.vector);
    return copy;
}

async function initialiseData({ server }: PostgresInstallation, folder: string, data: string): Promise<void> {
    mkdirSync(data);
    giveToServer(data, true);
    const passwordFile = path.join(folder, "superuser-password");
    writeFileSync(passwordFile, SUPERUSER.password);
    const authentication = ["--username", SUPERUSER.user, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    await runCommand({
        file: path.join(server, "bin", "initdb"),
        args: ["-D", data, ...authentication, "--no-sync", "--locale=C", "--encoding=UTF8"],
        cwd: folder,
        account: SERVER_ACCOUNT,
        whenMissing: "Delete the folder librechat-aws/servers in the cache and run it again.",
    });
    writeFileSync(path.join(data, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
}

function vectorSettings(vector: string): Record<string, string> {
    return {
        extension_control_path: `$system:${path.join(vector, "share", "postgresql")}`,
        dynamic_library_path: `$libdir:${path.join(vector, "lib", "postgresql")}`,
    };
}
