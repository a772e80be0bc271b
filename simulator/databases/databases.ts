/** The databases of one simulated account, as real servers on this machine. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import * as lockfile from "proper-lockfile";
import { AccountStore } from "../aws/account-store";
import { databasesOf, type AccountDatabase } from "./account-databases";
import type { Authorities } from "./authorities";
import { isDataOf, startDatabase, type RunningDatabase } from "./running-database";
import { serverFolder } from "./server-folder";

export interface DatabasesArgs {
    /** The account that says which databases there are. */
    readonly account: AccountStore;
    /** Keeps their data from one run to the next. */
    readonly folder: string;
    /** For what ends with the run. */
    readonly runFolder: string;
    readonly authorities: Authorities;
}

/** Another run of the same stack ends within this time, or is one that a person has to end. */
const LOCK_WAIT_SECONDS = 15;

export class Databases {
    private readonly running = new Map<string, RunningDatabase>();
    /** Changes go one after the other: two functions that start at once must not start two servers on the same data. */
    private lastChange: Promise<unknown> = Promise.resolve();
    private isClosed = false;

    private constructor(
        private readonly args: DatabasesArgs,
        private readonly folder: string,
        private readonly release: () => Promise<void>,
    ) {}

    /**
     * Takes the data; starts nothing yet.
     *
     * @throws Error when another run has it
     */
    static async open(args: DatabasesArgs): Promise<Databases> {
        const { servers, release } = await take(args.folder, LOCK_WAIT_SECONDS);
        return new Databases(args, servers, release);
    }

    /** Starts and ends servers until they are those of the account, with the passwords that it has. */
    settle(): Promise<void> {
        return this.inTurn(async () => {
            const wanted = this.wanted();
            for (const server of this.all()) {
                const { key } = server.database;
                if (wanted.some((database) => database.key === key)) continue;
                await server.stop();
                this.running.delete(key);
            }
            await waitForAll(wanted.map((database) => this.bringUp(database)));
            removeOthers(this.folder, wanted);
        });
    }

    /** Every server that runs. */
    all(): readonly RunningDatabase[] {
        return [...this.running.values()];
    }

    /** The server behind a host and port of the account; undefined when none runs there. */
    at(host: string, port: number): RunningDatabase | undefined {
        return this.all().find(({ database }) => database.port === port && database.hosts.includes(host));
    }

    /** Ends all servers, and removes the data of databases that the account has no more. */
    close(): Promise<void> {
        return this.inTurn(async () => {
            await Promise.all(this.all().map((server) => server.stop()));
            this.running.clear();
            if (this.isClosed) return;
            this.isClosed = true;
            removeOthers(this.folder, this.wanted());
            await this.release();
        });
    }

    private async bringUp(database: AccountDatabase): Promise<void> {
        const { key, password } = database;
        const known = this.running.get(key);
        if (known === undefined) {
            this.running.set(key, await startDatabase(database, { ...this.args, folder: this.folder }));
        } else if (known.database.password !== password) {
            await known.setPassword(password);
            this.running.set(key, Object.assign(known, { database }));
        }
    }

    private wanted(): readonly AccountDatabase[] {
        return this.args.account.transact(databasesOf);
    }

    private inTurn<T>(work: () => Promise<T>): Promise<T> {
        const turn = this.lastChange.then(work);
        this.lastChange = turn.catch(() => undefined);
        return turn;
    }
}

/**
 * Removes the data of databases that an account has no more, after a run that started no server.
 *
 * @param folder where {@link Databases} keeps data; nothing happens where there is none
 * @param accountFile file of the account
 * @param waitSeconds for another run that has the data
 */
export async function removeAbandonedData(folder: string, accountFile: string, waitSeconds = LOCK_WAIT_SECONDS): Promise<void> {
    if (!existsSync(folder)) return;
    const { servers, release } = await take(folder, waitSeconds);
    try {
        removeOthers(servers, new AccountStore(accountFile).transact(databasesOf));
    } finally {
        await release();
    }
}

/**
 * Waits for each of several works, also when one has failed: what is still starting then could not be ended any more.
 *
 * @throws Error with the messages of all that failed
 */
async function waitForAll(works: readonly Promise<void>[]): Promise<void> {
    const failures = (await Promise.allSettled(works)).flatMap((work) => (work.status === "rejected" ? [work.reason as unknown] : []));
    if (failures.length === 0) return;
    const messages = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
    throw new Error(messages.join("\n"), { cause: failures[0] });
}

/** @throws Error when another run has the data */
async function take(wanted: string, waitSeconds: number): Promise<{ servers: string; release: () => Promise<void> }> {
    const servers = serverFolder(wanted);
    const retries = { retries: waitSeconds, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 };
    try {
        return { servers, release: await lockfile.lock(servers, { stale: 5_000, retries }) };
    } catch (error) {
        throw new Error(`the databases in ${servers} are in use by another run; end it, or wait for it, and run again`, { cause: error });
    }
}

function removeOthers(folder: string, wanted: readonly AccountDatabase[]): void {
    for (const name of readdirSync(folder)) {
        // What servers share has names of its own and goes with the last of them; keys are AWS's, with a prefix.
        const isShared = !/^(db|cluster)-/.test(name);
        if (wanted.some((database) => isShared || isDataOf(name, database))) continue;
        rmSync(path.join(folder, name), { recursive: true, force: true });
    }
}
