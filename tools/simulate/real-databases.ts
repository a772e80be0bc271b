import * as path from "node:path";
import { removeAbandonedData } from "../../simulator/databases/databases";
import { startRealServers, type RealServers, type RealServersArgs } from "../../simulator/functions/real-servers";
import type { Stack } from "../../simulator/engine/stack";

/** A stack with the file of its account. */
export interface StackAccount {
    readonly stack: Stack;
    readonly account: string;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const INTERRUPTED_EXIT_CODE = 130;

/**
 * Does work that needs the real servers of a stack. They end with it, also when it is interrupted.
 *
 * @param work has to end by itself on an interrupt
 */
export async function withRealServers<T>(of: StackAccount, work: (servers: RealServers) => Promise<T>): Promise<T> {
    let isStarting = true;
    // An interrupt before there is anything to lose ends this process, and with it what it has started. Later the work ends first, and an
    // interrupt that came while servers are being stopped must not leave half of them.
    const interrupt = (): void => {
        if (isStarting) process.exit(INTERRUPTED_EXIT_CODE);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    try {
        const servers = await startRealServers(argsOf(of));
        isStarting = false;
        try {
            return await work(servers);
        } finally {
            await servers.stop();
        }
    } finally {
        for (const signal of SIGNALS) process.off(signal, interrupt);
    }
}

/** Waits for Ctrl-C, or for another request to end. */
export function interrupted(): Promise<void> {
    return new Promise((resolve) => {
        const end = (): void => {
            resolve();
        };
        for (const signal of SIGNALS) process.once(signal, end);
    });
}

/** Removes the data of databases that a run without real servers has deleted. */
export async function removeGoneDatabases(of: StackAccount): Promise<void> {
    await removeAbandonedData(argsOf(of).dataFolder, of.account);
}

function argsOf({ stack: { workspace, project, name }, account }: StackAccount): RealServersArgs {
    const own = `${project}.${name}`;
    return {
        accountFile: account,
        dataFolder: path.join(workspace.folder, "databases", own),
        codeFolder: path.join(workspace.folder, "code"),
        logFolder: path.join(workspace.folder, "logs", own),
        environment: process.env,
    };
}
