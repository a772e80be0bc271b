import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** The user `nobody` of every Linux. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** As whom servers run: PostgreSQL refuses to run as root. Empty: as whoever runs the tests. */
export const SERVER_ACCOUNT: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? NOBODY : {};

/** A folder for one run of the tests, which servers can enter. */
export function createRunFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), "librechat-aws-servers-"));
    chmodSync(folder, 0o755);
    return folder;
}

export function removeRunFolder(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
}

/** Hands a file or a folder with all that is in it to the account of the servers. */
export function giveToServer(entry: string, isFolder: boolean): void {
    const { uid, gid } = SERVER_ACCOUNT;
    if (uid === undefined || gid === undefined) return;
    chownSync(entry, uid, gid);
    if (!isFolder) return;
    for (const child of readdirSync(entry, { withFileTypes: true })) giveToServer(path.join(entry, child.name), child.isDirectory());
}
