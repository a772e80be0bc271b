/** The account on disk: one JSON file that is never half-written and never quietly replaced. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as lockfile from "proper-lockfile";
import { ProviderError } from "../provider/errors";
import type { AccountContents } from "./account-draft";

const FORMAT = 1;

/** A lock that its owner has not touched for so long is left over from a process that was killed. A call holds it for milliseconds. */
const STALE_LOCK_MS = 5_000;
const LOCK_WAIT_MS = 20_000;
const LOCK_RETRY_MS = 10;

/** @returns undefined when there is no account yet */
export function readAccountFile(file: string): AccountContents | undefined {
    const text = readIfThere(file);
    if (text === undefined) return undefined;
    const parsed = parse(file, text);
    const problem = problemOf(parsed);
    if (problem !== undefined) throw unusable(file, problem);
    const { accountId, resources } = parsed as AccountContents;
    return { accountId, resources };
}

/** Replaces the file in one step: a reader, or a process that is killed, sees the old account or the new one. */
export function writeAccountFile(file: string, contents: AccountContents): void {
    const draft = `${file}.${process.pid}.tmp`;
    const descriptor = fs.openSync(draft, "w", 0o600);
    try {
        fs.writeFileSync(descriptor, `${JSON.stringify({ format: FORMAT, ...contents }, undefined, 1)}\n`);
        // Without it a power cut can leave the new name on an empty file.
        fs.fsyncSync(descriptor);
    } finally {
        fs.closeSync(descriptor);
    }
    fs.renameSync(draft, file);
}

/** Runs work while no other process holds the account. Blocks, as the work does: a call of the simulated AWS is one step. */
export function withLock<T>(file: string, work: () => T): T {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const release = acquire(file);
    try {
        return work();
    } finally {
        release();
    }
}

function acquire(file: string): () => void {
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
        try {
            return lockfile.lockSync(file, { realpath: false, stale: STALE_LOCK_MS });
        } catch (error) {
            if (!isErrorWithCode(error, "ELOCKED")) throw error;
            if (Date.now() > deadline) {
                throw new ProviderError(
                    `account file ${file}: locked by another process for ${LOCK_WAIT_MS / 1000} s; wait for it, or end it, and run again`,
                    { cause: error },
                );
            }
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
        }
    }
}

function readIfThere(file: string): string | undefined {
    try {
        return fs.readFileSync(file, "utf8");
    } catch (error) {
        if (isErrorWithCode(error, "ENOENT")) return undefined;
        throw error;
    }
}

function parse(file: string, text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw unusable(file, `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
    }
}

function problemOf(parsed: unknown): string | undefined {
    if (typeof parsed !== "object" || parsed === null) return "it holds no account";
    const { format, accountId, resources } = parsed as Partial<AccountContents> & { format?: unknown };
    if (format !== FORMAT) return `its format is ${JSON.stringify(format)}, this simulator reads ${FORMAT}`;
    if (typeof accountId !== "string" || !Array.isArray(resources)) return "accountId or resources is missing";
    return undefined;
}

function unusable(file: string, problem: string): Error {
    return new ProviderError(
        `account file ${file} cannot be used: ${problem}. Nothing was changed. Put back a copy of it, or move it away to begin with an ` +
            "empty account (Pulumi's state of the stacks in it is then out of date: remove that too).",
    );
}

function isErrorWithCode(error: unknown, code: string): boolean {
    return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
