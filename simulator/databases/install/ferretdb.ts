import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { installed } from "./installed";
import { runCommand } from "./run-command";

const MODULE = "github.com/FerretDB/FerretDB";
const VERSION = "1.24.2";
/** Of the module's files, as go.sum would have it. */
const SUM = "h1:trrUU0LbmusMbyubhPS1IELncvrIwKrsRT2LW1UUWCw=";

/**
 * FerretDB, a server of the MongoDB protocol that keeps its data in SQLite, built from the Go module proxy. MongoDB itself is in no registry.
 *
 * @returns the program's file
 * @throws Error when it cannot be built on this machine
 */
export async function installFerretDb(): Promise<string> {
    const folder = await installed({
        name: `ferretdb-${VERSION}`,
        notice: "built from source with Go, 1 to 3 minutes on 2 cores, once per user",
        fill: async (draft) => {
            const build = path.join(draft, "build");
            await layOut(build);
            const target = path.join(draft, "ferretdb");
            await go(build, ["build", "-trimpath", "-ldflags=-s -w", "-o", target, `${MODULE}/cmd/ferretdb`]);
            rmSync(build, { recursive: true });
        },
    });
    return path.join(folder, "ferretdb");
}

/** The program panics without a file that the module does not contain, so it is built from a copy that has it. */
async function layOut(build: string): Promise<void> {
    mkdirSync(build);
    const source = path.join(build, "src");
    await copySource(source);
    writeFileSync(path.join(source, "build", "version", "version.txt"), `v${VERSION}\n`);
    const recipe = path.join(__dirname, "ferretdb-module");
    for (const file of readdirSync(recipe)) copyFileSync(path.join(recipe, file), path.join(build, file));
}

async function copySource(source: string): Promise<void> {
    const answer = await go(path.dirname(source), ["mod", "download", "-json", `${MODULE}@v${VERSION}`]);
    const { Dir: downloaded, Sum: sum } = JSON.parse(answer) as { Dir: string; Sum: string };
    if (sum !== SUM)
        throw new Error(`${MODULE}@v${VERSION} has the digest ${sum}; allowed: ${SUM}. The module proxy serves another source.`);
    cpSync(downloaded, source, { recursive: true });
    // Go keeps its modules read-only, and a read-only folder can be neither added to nor removed.
    for (const entry of [source, ...folders(source)]) chmodSync(entry, 0o755);
}

function folders(parent: string): string[] {
    const entries = readdirSync(parent, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
}

function go(cwd: string, args: readonly string[]): Promise<string> {
    // A workspace file or flags of the user's own would change what is built.
    const environment = { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" };
    return runCommand({ file: "go", args, cwd, environment, whenMissing: "Install Go 1.24 or newer: https://go.dev/dl/" });
}
