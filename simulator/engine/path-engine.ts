import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { LANGUAGE_HOST, MINIMUM_ENGINE, type Attempt, type Outcome } from "./engine";
import { isExecutable } from "./files";
import { findVersion, formatVersion, isAtLeast } from "./version";

const run = promisify(execFile);

const VERSION_TIMEOUT_MILLISECONDS = 10_000;

/**
 * An official release on the PATH.
 *
 * The npm package's command is passed over: it is first on the PATH in every npm script, and downloads before it can say its version.
 */
export async function engineOnPath(environment: NodeJS.ProcessEnv): Promise<Outcome> {
    const what = "an official release of pulumi on the PATH";
    const file = (environment["PATH"] ?? "")
        .split(path.delimiter)
        .filter((folder) => path.isAbsolute(folder) && !isNpmFolder(folder))
        .map((folder) => path.join(folder, "pulumi"))
        .find((candidate) => isExecutable(candidate) && !isNpmFolder(path.dirname(realpathSync(candidate))));
    if (file === undefined) return { what, problem: "none found", isExpected: true };
    return checkedEngine(file, what, "on the PATH");
}

/** An engine at a place that the user named, if it is fit for use. */
export async function checkedEngine(file: string, what: string, origin: string): Promise<Outcome> {
    const refuse = (problem: string): Attempt => ({ what, problem });
    if (!isExecutable(file)) return refuse(`${file} is no program that may be run`);
    const folders = [path.dirname(file), path.dirname(realpathSync(file))];
    if (!folders.some((folder) => isExecutable(path.join(folder, LANGUAGE_HOST)))) {
        return refuse(`${file} has no ${LANGUAGE_HOST} beside it; an official release has`);
    }
    const version = await versionOf(file);
    if (version === undefined) return refuse(`${file} does not say its version when run as "pulumi version"`);
    if (!isAtLeast(version, MINIMUM_ENGINE)) {
        return refuse(`${file} is version ${formatVersion(version)}; ${formatVersion(MINIMUM_ENGINE)} or newer is needed`);
    }
    return { file, origin: `${origin}: ${file}, version ${formatVersion(version)}` };
}

async function versionOf(file: string) {
    try {
        const environment = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
        const { stdout } = await run(file, ["version"], { timeout: VERSION_TIMEOUT_MILLISECONDS, env: environment });
        return findVersion(stdout);
    } catch {
        return undefined; // said by the caller, who knows the file
    }
}

function isNpmFolder(folder: string): boolean {
    return folder.split(path.sep).includes("node_modules");
}
