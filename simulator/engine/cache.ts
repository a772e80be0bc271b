import { homedir } from "node:os";
import * as path from "node:path";

/** Folder for what is made or fetched once per user: engines and compiled code. May be deleted at any time. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
    const base = environment["XDG_CACHE_HOME"];
    // The specification says to ignore a relative path: https://specifications.freedesktop.org/basedir-spec/latest/
    const parent = base !== undefined && path.isAbsolute(base) ? base : path.join(environment["HOME"] ?? homedir(), ".cache");
    return path.join(parent, "librechat-aws");
}
