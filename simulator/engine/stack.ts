import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { hostname } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Engine, Report } from "./engine";
import { readIfThere, writeWhole } from "./files";
import { parseYaml } from "./project";
import type { Setting } from "./stack-config";
import type { Workspace } from "./workspace";

const run = promisify(execFile);

/** A stack in the simulator's own backend. */
export interface Stack {
    readonly workspace: Workspace;
    readonly project: string;
    readonly name: string;
}

/** What the engine writes into a lock. */
interface Lock {
    readonly pid: number;
    readonly hostname: string;
}

/** Whether the stack was ever made here. */
export function stackExists(stack: Stack): boolean {
    return fs.existsSync(stateFile(stack));
}

/**
 * Makes the stack.
 *
 * The engine writes a new stack's salt into the stack's configuration file. It is run in a folder of its own for that, with a project of the
 * same name, so that the repository's file is not touched.
 *
 * @throws Error with what the engine said
 */
export async function createStack(stack: Stack, engine: Engine, environment: NodeJS.ProcessEnv): Promise<void> {
    writeWhole(path.join(saltFolder(stack), "Pulumi.yaml"), `name: ${JSON.stringify(stack.project)}\nruntime: nodejs\n`);
    const args = [
        "stack",
        "init",
        stack.name,
        "--no-select",
        "--secrets-provider",
        "passphrase",
        "--non-interactive",
        "--cwd",
        saltFolder(stack),
    ];
    try {
        await run(engine.file, args, { env: environment });
    } catch (error) {
        if (stackExists(stack)) return; // another call was faster
        throw new Error(`stack ${stack.name} could not be made: ${saidBy(error)}`, { cause: error });
    }
}

/**
 * Puts secrets into a configuration file of the stack, encrypted: what a program takes for a secret only when it is one.
 *
 * @throws Error with what the engine said
 */
export async function storeSecrets(
    stack: Stack,
    engine: Engine,
    environment: NodeJS.ProcessEnv,
    { configFile, secrets }: { configFile: string; secrets: readonly Setting[] },
): Promise<void> {
    if (secrets.length === 0) return;
    const values = secrets.flatMap(({ key, value }) => ["--secret", `${key}=${value}`]);
    const where = ["--stack", stack.name, "--config-file", configFile, "--cwd", saltFolder(stack), "--non-interactive"];
    try {
        await run(engine.file, ["config", "set-all", "--path", ...where, ...values], { env: environment });
    } catch (error) {
        // Not the error itself: it quotes what the engine was started with, and so the secrets.
        const { stderr, code } = error as { stderr?: string; code?: number | string };
        throw new Error(`the secrets of stack ${stack.name} could not be stored: ${stderr?.trim() ?? ""} (exit code ${code ?? "unknown"})`);
    }
}

/** The salt with which the engine encrypts the stack's secrets, or undefined for a stack that does not exist. */
export function encryptionSalt(stack: Stack): string | undefined {
    const file = path.join(saltFolder(stack), `Pulumi.${stack.name}.yaml`);
    const salt = parseYaml(file, readIfThere(file) ?? "").get("encryptionsalt");
    return typeof salt === "string" ? salt : undefined;
}

/**
 * Releases the lock that a killed engine has left on the stack. One that a running engine holds stays: the engine says so itself.
 *
 * @returns whether there was one
 */
export async function releaseDeadLock(stack: Stack, engine: Engine, environment: NodeJS.ProcessEnv, report: Report): Promise<boolean> {
    const locks = readLocks(stack);
    const [first] = locks;
    if (first === undefined || locks.some(isHeld)) return false;
    report(`stack ${stack.name} was locked by process ${first.pid}, which has ended; releasing the lock`);
    const args = ["cancel", "--yes", "--non-interactive", "--stack", stack.name, "--cwd", saltFolder(stack)];
    try {
        await run(engine.file, args, { env: environment });
    } catch (error) {
        throw new Error(`the lock on stack ${stack.name} could not be released: ${saidBy(error)}`, { cause: error });
    }
    return true;
}

/** Ids in Pulumi's state, as `type id`: what the program knows of. */
export function idsInState(stack: Stack): ReadonlySet<string> {
    const text = readIfThere(stateFile(stack));
    if (text === undefined) return new Set();
    const state = JSON.parse(text) as { checkpoint?: { latest?: { resources?: { type: string; id?: string }[] } } };
    const resources = state.checkpoint?.latest?.resources ?? [];
    return new Set(resources.flatMap(({ type, id }) => (id === undefined ? [] : `${type} ${id}`)));
}

function readLocks({ workspace, project, name }: Stack): Lock[] {
    const folder = path.join(workspace.backend, ".pulumi", "locks", "organization", project, name);
    if (!fs.existsSync(folder)) return [];
    return fs
        .readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .flatMap((file) => readIfThere(path.join(folder, file)) ?? [])
        .map((text) => JSON.parse(text) as Lock);
}

/** A process on another machine, as with a shared folder, is taken to be alive. */
function isHeld(lock: Lock): boolean {
    if (lock.hostname !== hostname()) return true;
    try {
        process.kill(lock.pid, 0);
    } catch (error) {
        // A process of another user is alive, too, though it may not be signalled.
        if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
    }
    // The number may have passed to another process since. Linux tells its name; elsewhere it is taken to be the engine.
    const command = readIfThere(`/proc/${lock.pid}/comm`);
    return command === undefined || command.trim() === "pulumi";
}

function stateFile({ workspace, project, name }: Stack): string {
    return path.join(workspace.backend, ".pulumi", "stacks", project, `${name}.json`);
}

function saltFolder({ workspace, project }: Stack): string {
    return path.join(workspace.folder, "stacks", project);
}

function saidBy(error: unknown): string {
    const said = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr).trim() : "";
    return said === "" ? String(error) : said;
}
