import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import * as lockfile from "proper-lockfile";
import { BUILT_ENGINE, LANGUAGE_HOST, type Attempt, type Outcome, type Report } from "./engine";
import { isExecutable, writeWhole } from "./files";
import { showProgress } from "./progress";
import { findVersion, formatVersion, isAtLeast, type Version } from "./version";

const WHAT = "an engine built from source with Go";

/** Any newer Go fetches by itself the exact release that go.mod asks for. */
const MINIMUM_GO: Version = [1, 25, 0];

const ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Files that decide what is built; a change of either gives another folder, so checkouts of different age share a cache. */
const MODULE_FILES = ["go.mod", "go.sum"];

/** The language host comes from the checkout in use, not from the cache that many checkouts share. */
const LANGUAGE_HOST_LAUNCHER = `#!/usr/bin/env node
"use strict";
const host = process.env.LIBRECHAT_LANGUAGE_HOST;
if (host === undefined) {
    console.error("This engine runs programs only when it is started by: npm run simulate");
    process.exit(1);
}
require(host);
`;

/** An engine that was built on an earlier run. */
export function builtEngine(root: string, cache: string): Outcome {
    const file = path.join(engineFolder(root, cache), "pulumi");
    return isExecutable(file) ? { file, origin: `built from source: ${file}` } : { what: WHAT, problem: "not built yet", isExpected: true };
}

/**
 * Builds the engine from the Go module proxy, for where the vendor's downloads cannot be reached.
 *
 * Two builds at once do not disturb each other: the second waits and takes what the first made. An interrupted build leaves nothing that
 * a later run would take for an engine.
 */
export async function buildEngine(root: string, cache: string, environment: NodeJS.ProcessEnv, report: Report): Promise<Outcome> {
    const problem = await whyGoCannotBuild(environment);
    if (problem !== undefined) return { what: WHAT, problem };
    const folder = engineFolder(root, cache);
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    const release = await lock(folder, report);
    try {
        const made = builtEngine(root, cache);
        if ("file" in made) return made;
        return (await buildInto(folder, moduleFolder(root), environment, report)) ?? builtEngine(root, cache);
    } finally {
        await release();
    }
}

/** @returns why it failed, or undefined */
async function buildInto(folder: string, source: string, environment: NodeJS.ProcessEnv, report: Report): Promise<Attempt | undefined> {
    const draft = `${folder}.building`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft);
    const progress = showProgress("building the Pulumi engine from source: about 4 minutes on 2 cores, once per machine", report);
    const problem = await goBuild(source, path.join(draft, "pulumi"), environment);
    progress.end();
    if (problem !== undefined) {
        fs.rmSync(draft, { recursive: true, force: true });
        return { what: WHAT, problem };
    }
    writeWhole(path.join(draft, LANGUAGE_HOST), LANGUAGE_HOST_LAUNCHER, 0o755);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(draft, folder);
    return undefined;
}

/** @returns why it failed, or undefined */
function goBuild(source: string, target: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
    const linkerFlags = `-s -w -X ${VERSION_VARIABLE}=${BUILT_ENGINE}`;
    const args = ["build", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", linkerFlags, "-o", target, ENGINE_PACKAGE];
    return new Promise((resolve) => {
        // A workspace file or flags of the user's own would change what is built.
        const env = { ...environment, GOWORK: "off", GOFLAGS: "-mod=readonly" };
        const child = spawn("go", args, { cwd: source, env, stdio: ["ignore", "ignore", "pipe"] });
        const messages: Buffer[] = [];
        child.stderr.on("data", (chunk: Buffer) => messages.push(chunk));
        const stop = (): void => void child.kill();
        process.once("exit", stop);
        child.once("error", (error) => {
            resolve(error.message);
        });
        child.once("close", (code) => {
            process.off("exit", stop);
            const said = Buffer.concat(messages).toString().trim().split("\n").slice(-5).join("\n    ");
            resolve(code === 0 ? undefined : `"go build" failed:\n    ${said}`);
        });
    });
}

async function whyGoCannotBuild(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
    const needed = `Go ${formatVersion(MINIMUM_GO)} or newer is needed (https://go.dev/dl/)`;
    try {
        // Outside any module: inside one, go would first fetch the release that the module asks for.
        const { stdout } = await promisify(execFile)("go", ["version"], { cwd: tmpdir(), env: environment });
        const version = findVersion(stdout);
        if (version === undefined) return `"go version" says "${stdout.trim()}"; ${needed}`;
        return isAtLeast(version, MINIMUM_GO) ? undefined : `go is version ${formatVersion(version)}; ${needed}`;
    } catch {
        return `no go on the PATH; ${needed}`;
    }
}

async function lock(folder: string, report: Report): Promise<() => Promise<void>> {
    const options = { realpath: false, stale: 15_000 };
    try {
        return await lockfile.lock(folder, options);
    } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ELOCKED")) throw error;
        report("another process is building the Pulumi engine; waiting for it");
        return lockfile.lock(folder, { ...options, retries: { retries: 3_600, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 } });
    }
}

/** Where the engine of a checkout is kept once it is built. */
export function engineFolder(root: string, cache: string): string {
    const hash = createHash("sha256");
    for (const name of MODULE_FILES) hash.update(fs.readFileSync(path.join(moduleFolder(root), name)));
    const contents = hash.digest("hex").slice(0, 12);
    return path.join(cache, "engine", `${BUILT_ENGINE}-${contents}-${process.platform}-${process.arch}`);
}

function moduleFolder(root: string): string {
    return path.join(root, "simulator", "engine", "go");
}
