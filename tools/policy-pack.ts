import { existsSync } from "node:fs";
import * as path from "node:path";

/**
 * The folder of this repository's policy pack, for `--policy-pack`.
 *
 * @param root folder of the repository
 * @throws Error when the pack was not bundled; the engine would only say that a module is missing
 */
export function requirePolicyPack(root: string): string {
    const folder = path.join(root, "policy-pack");
    if (existsSync(path.join(folder, "bin", "index.js"))) return folder;
    throw new Error(`${path.join(folder, "bin", "index.js")} is missing; run "npm run build"`);
}
