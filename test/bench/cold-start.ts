/**
 * How long init-postgres takes from the start of its process to its first statement on a real PostgreSQL: as the bundle that is deployed, and
 * as the same code in its own files with node_modules. Figures are JSON lines; progress goes to standard error.
 *
 *     npx tsx test/bench/cold-start.ts
 */
import { readdirSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { buildSync } from "esbuild";

import { CertificateAuthority } from "../../simulator/databases/certificates";
import { PostgresServer } from "../../simulator/databases/postgres/postgres-server";
import { createRunFolder, removeRunFolder } from "../../simulator/databases/run-folder";
import { PostgresRuns } from "../servers/postgres/postgres-runs";
import { SecretsManagerServer } from "../servers/secrets-manager-server";
import { figure, medianSeconds, type Contender } from "./measure";

const ROOT = path.join(__dirname, "..", "..");
const ROUNDS = 15;

/** What Lambda's runtime does with a function's code. The function writes its first line when it has connected and looked around. */
const RUNTIME = `require(process.argv[1]).handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 60000 });`;

async function main(): Promise<void> {
    const folder = createRunFolder();
    const authority = await CertificateAuthority.create(folder, "authority");
    const server = await PostgresServer.create(folder, authority);
    await server.start();
    const runs = new PostgresRuns(server, authority, { database: "rag", role: "rag_api" });
    const secretsManager = await SecretsManagerServer.start(runs.secrets);
    try {
        await runs.run();
        const contender = (name: string, code: string): Contender => ({
            name,
            command: [process.execPath, "-e", RUNTIME, code, JSON.stringify(runs.event)],
            cwd: folder,
            env: {
                ...runs.environment,
                AWS_ENDPOINT_URL: secretsManager.url,
                AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
                AWS_SECRET_ACCESS_KEY: "example",
            },
            until: "first line",
        });
        const bundled = contender("bundle", bundle(path.join(folder, "bundled")));
        const unbundled = contender("own files with node_modules", ownFiles(path.join(folder, "unbundled")));
        const seconds = await medianSeconds([bundled, unbundled], ROUNDS);
        const of = ({ name }: Contender) => seconds.get(name) ?? NaN;
        console.log(JSON.stringify(figure("cold start of init-postgres to its first statement", of(bundled), of(unbundled))));
    } finally {
        await secretsManager.stop();
        await server.stop();
        removeRunFolder(folder);
    }
}

/** Made of the code as it is now, as `npm run build` makes it. */
function bundle(outdir: string): string {
    const outfile = path.join(outdir, "index.js");
    const entryPoints = [path.join(ROOT, "lambda", "init-postgres", "index.ts")];
    buildSync({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", minify: true });
    return outfile;
}

/** Compiled ahead, so that the difference is the files and not the compiler. */
function ownFiles(outdir: string): string {
    const folders = ["shared", "init-postgres"].map((name) => path.join(ROOT, "lambda", name));
    const entryPoints = folders
        .flatMap((folder) => readdirSync(folder).map((file) => path.join(folder, file)))
        .filter((file) => file.endsWith(".ts"));
    buildSync({ entryPoints, outdir, outbase: path.join(ROOT, "lambda"), format: "cjs", platform: "node", target: "node20" });
    symlinkSync(path.join(ROOT, "node_modules"), path.join(outdir, "node_modules"));
    return path.join(outdir, "init-postgres", "index.js");
}

void main();
