import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import * as path from "node:path";
import { SERVER_ACCOUNT } from "./run-folder";

const EVERYONE_MAY_ENTER = 0o001;

/**
 * Where servers keep their data.
 *
 * PostgreSQL refuses to run as root, and the account that it gets then cannot enter a folder of root's alone; so for root, and only where
 * that is so, it is a folder beside the temporary ones that restarts outlive.
 *
 * @param wanted where it should be; made if it is not there
 */
export function serverFolder(wanted: string): string {
    mkdirSync(wanted, { recursive: true, mode: 0o755 });
    if (SERVER_ACCOUNT.uid === undefined || isOpen(wanted)) return wanted;
    const name = createHash("sha256").update(wanted).digest("hex").slice(0, 16);
    const other = path.join("/var/tmp", `librechat-aws-${name}`);
    mkdirSync(other, { recursive: true, mode: 0o755 });
    return other;
}

function isOpen(folder: string): boolean {
    const parent = path.dirname(folder);
    return (statSync(folder).mode & EVERYONE_MAY_ENTER) !== 0 && (parent === folder || isOpen(parent));
}
