import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import * as path from "node:path";
import * as lockfile from "proper-lockfile";

import { cacheFolder } from "../../engine/cache";
import { showProgress } from "../../engine/progress";

export interface Installation {
    /** Name and version, as the name of its folder, for example `ferretdb-1.24.2`. Another version is another folder. */
    readonly name: string;
    /** What is about to happen and how long that takes, for the person who waits. */
    readonly notice: string;
    /** Fills an empty folder; what it leaves there is moved into place when it succeeds. */
    readonly fill: (draft: string) => Promise<void>;
}

/**
 * The folder of something that is installed once per user, in the user's cache. May be deleted at any time.
 *
 * Two runs at once do not disturb each other: the second waits and takes what the first made. An interrupted installation leaves nothing that
 * a later run would take for a whole one.
 */
export async function installed({ name, notice, fill }: Installation): Promise<string> {
    const folder = path.join(cacheFolder(process.env), "servers", `${name}-${process.platform}-${process.arch}`);
    if (existsSync(folder)) return folder;
    mkdirSync(path.dirname(folder), { recursive: true });
    const release = await lockfile.lock(folder, { realpath: false, stale: 30_000, retries: WAIT_FOR_ANOTHER });
    const draft = `${folder}.draft`;
    try {
        if (existsSync(folder)) return folder;
        rmSync(draft, { recursive: true, force: true });
        mkdirSync(draft);
        const progress = showProgress(`installing ${name}: ${notice}`, report);
        try {
            await fill(draft);
        } finally {
            progress.end();
        }
        renameSync(draft, folder);
        return folder;
    } finally {
        rmSync(draft, { recursive: true, force: true });
        await release();
    }
}

/** Longer than the longest installation. */
const WAIT_FOR_ANOTHER = { retries: 900, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 };

function report(line: string): void {
    process.stderr.write(`${line}\n`);
}
