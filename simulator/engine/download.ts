import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { BUILT_ENGINE, MINIMUM_ENGINE, type Outcome, type Report } from "./engine";
import { isExecutable } from "./files";
import { resolveFrom } from "./packages";
import { findVersion, formatVersion, isAtLeast } from "./version";

/** The first thing that the npm package fetches; when it cannot be reached, nothing after it can. */
const INSTALL_SCRIPT = "https://get.pulumi.com/install.sh";
const REACH_TIMEOUT_MILLISECONDS = 5_000;
const DOWNLOAD_TIMEOUT_MILLISECONDS = 15 * 60_000;

const WHAT = "the release that the npm package pulumi downloads";

/** A release that was downloaded on an earlier run. */
export function downloadedEngine(root: string, cache: string): Outcome {
    const version = packageVersion(root);
    if (typeof version !== "string") return version;
    const file = path.join(cache, "pulumi", "versions", version, "bin", "pulumi");
    if (!isExecutable(file)) return { what: WHAT, problem: "not downloaded yet", isExpected: true };
    return { file, origin: `downloaded by the npm package: ${file}` };
}

/** Lets the npm package `pulumi` fetch the official release, into a folder of our own rather than the user's `~/.pulumi`. */
export async function downloadEngine(root: string, cache: string, report: Report): Promise<Outcome> {
    const version = packageVersion(root);
    if (typeof version !== "string") return version;
    const unreachable = await whyUnreachable();
    if (unreachable !== undefined) return { what: WHAT, problem: unreachable };
    report(`downloading Pulumi ${version}: about 200 MB, once per user`);
    const home = path.join(cache, "pulumi");
    const problem = await runPackage(resolveFrom(root, "pulumi/run.js"), home);
    const outcome = downloadedEngine(root, cache);
    if ("file" in outcome && problem === undefined) return outcome;
    // What an interrupted download leaves would pass for a release the next time.
    rmSync(path.join(home, "versions", version), { recursive: true, force: true });
    return { what: WHAT, problem: problem ?? "the download left no pulumi" };
}

function packageVersion(root: string): Outcome | string {
    const manifest = JSON.parse(readFileSync(resolveFrom(root, "pulumi/package.json"), "utf8")) as { version: string };
    const version = findVersion(manifest.version);
    if (version !== undefined && isAtLeast(version, MINIMUM_ENGINE)) return manifest.version;
    return {
        what: WHAT,
        problem: `the package has version ${manifest.version}; ${formatVersion(MINIMUM_ENGINE)} or newer is needed (${BUILT_ENGINE} is known to work)`,
    };
}

async function whyUnreachable(): Promise<string | undefined> {
    try {
        const response = await fetch(INSTALL_SCRIPT, { method: "HEAD", signal: AbortSignal.timeout(REACH_TIMEOUT_MILLISECONDS) });
        return response.ok ? undefined : `${INSTALL_SCRIPT} answers with HTTP ${response.status}`;
    } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        return `${INSTALL_SCRIPT} cannot be reached (${cause instanceof Error ? cause.message : String(cause)})`;
    }
}

/** @returns why it failed, or undefined */
function runPackage(script: string, home: string): Promise<string | undefined> {
    return new Promise((resolve) => {
        const child = spawn(process.execPath, [script, "version"], {
            env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
            // The installer's progress goes to the error stream: standard output may be JSON that someone parses.
            stdio: ["ignore", process.stderr, process.stderr],
            timeout: DOWNLOAD_TIMEOUT_MILLISECONDS,
        });
        child.once("error", (error) => {
            resolve(error.message);
        });
        child.once("close", (code) => {
            resolve(code === 0 ? undefined : "the download failed; its output is above");
        });
    });
}
