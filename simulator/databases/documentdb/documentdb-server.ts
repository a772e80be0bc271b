import { mkdirSync, mkdtempSync } from "node:fs";
import { connect } from "node:net";
import * as path from "node:path";

import type { ServerCertificate } from "../certificates";
import { installFerretDb } from "../install/ferretdb";
import { demandLinux } from "../install/postgres";
import { freePort } from "../ports";
import { ServerProcess } from "../server-process";
import { TlsTerminator } from "../tls-terminator";
import { commandsThrough } from "./commands";
import { DocumentDbEmulation } from "./emulation";

export const MASTER = { username: "master", password: "master+pass/word'&\"%" };

export interface DocumentDbServerOptions {
    /** Folder in the parent that keeps its data from one server to the next; default: a new one. */
    readonly name?: string;
    /** Host and port that it tells clients, as members of a replica set do; default: where it listens. */
    readonly address?: string;
    /** Made with the data; default: {@link MASTER}. */
    readonly master?: { readonly username: string; readonly password: string };
}

/** FerretDB behind the emulation of DocumentDB: one server, which is the primary of the replica set `rs0`. See the README of this folder. */
export class DocumentDbServer {
    readonly emulation: DocumentDbEmulation;
    private backend: ServerProcess | undefined;
    private terminator: TlsTerminator | undefined;

    private constructor(
        private readonly program: string,
        private readonly folder: string,
        private readonly certificate: ServerCertificate,
        private readonly options: DocumentDbServerOptions,
        readonly port: number,
        private readonly backendPort: number,
    ) {
        this.emulation = new DocumentDbEmulation(options.address ?? `localhost:${port}`, path.join(folder, "emulation.json"));
    }

    /** Lays out a server, or finds the one whose data is there already, and does not start it. */
    static async create(parent: string, certificate: ServerCertificate, options: DocumentDbServerOptions = {}): Promise<DocumentDbServer> {
        demandLinux("DocumentDB");
        const program = await installFerretDb();
        const folder = options.name === undefined ? mkdtempSync(path.join(parent, "documentdb-")) : path.join(parent, options.name);
        mkdirSync(path.join(folder, "data"), { recursive: true });
        return new DocumentDbServer(program, folder, certificate, options, await freePort(), await freePort());
    }

    async start(): Promise<void> {
        const { port, backendPort, certificate, emulation } = this;
        this.backend = await ServerProcess.start({
            name: "FerretDB",
            file: this.program,
            args: this.arguments(),
            cwd: this.folder,
            account: {},
            isReady: () => accepts(backendPort),
        });
        this.terminator = await TlsTerminator.start({ port, backendPort, certificate, carry: commandsThrough(emulation) });
    }

    /** Cuts all connections and ends the server in order. */
    stop(): Promise<void> {
        return this.end("SIGTERM");
    }

    /** Cuts all connections and ends the server without notice. */
    crash(): Promise<void> {
        return this.end("SIGKILL");
    }

    private async end(signal: NodeJS.Signals): Promise<void> {
        await this.terminator?.stop();
        await this.backend?.end(signal);
        this.terminator = undefined;
        this.backend = undefined;
    }

    private arguments(): string[] {
        const { username, password } = this.options.master ?? MASTER;
        return [
            // On disk: in memory it hangs at the second update of a document.
            "--handler=sqlite",
            `--sqlite-url=file:${path.join(this.folder, "data")}/`,
            `--state-dir=${this.folder}`,
            `--listen-addr=127.0.0.1:${this.backendPort}`,
            "--telemetry=disable",
            "--debug-addr=-",
            "--log-level=ERROR",
            "--test-enable-new-auth",
            `--setup-username=${username}`,
            `--setup-password=${password}`,
            "--setup-database=admin",
        ];
    }
}

function accepts(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("connect", () => {
            socket.destroy();
            resolve(true);
        });
        socket.once("error", () => {
            resolve(false);
        });
    });
}
