/** Everything that is real while a simulation runs with real databases: the servers, and the processes of functions. */
import { AccountStore } from "../aws/account-store";
import { Authorities } from "../databases/authorities";
import { Databases } from "../databases/databases";
import { demandLinux } from "../databases/install/postgres";
import { createRunFolder, removeRunFolder } from "../databases/run-folder";
import { Functions } from "./functions";
import { RunnerServer } from "./runner-server";
import { readSpeed, SPEED_VARIABLE } from "./speed";
import * as path from "node:path";

export interface RealServersArgs {
    /** File of the simulated account. */
    readonly accountFile: string;
    /** Keeps the databases' data from one run to the next. */
    readonly dataFolder: string;
    /** Keeps unpacked code of functions. */
    readonly codeFolder: string;
    /** Keeps what functions write. */
    readonly logFolder: string;
    readonly environment: NodeJS.ProcessEnv;
}

export interface RealServers {
    readonly databases: Databases;
    /** Where the provider's processes ask for functions to be run. */
    readonly socket: string;
    /** Ends every process. Data stays where its database is still in the account. */
    stop(): Promise<void>;
}

/**
 * Starts what takes requests; servers of databases start when a function runs, or by `databases.settle()`.
 *
 * @throws Error where they cannot run, or when another run has the data
 */
export async function startRealServers(args: RealServersArgs): Promise<RealServers> {
    demandLinux("PostgreSQL, DocumentDB and Redis");
    const speed = readSpeed(args.environment[SPEED_VARIABLE]);
    const runFolder = createRunFolder();
    const removeAtExit = (): void => {
        removeRunFolder(runFolder);
    };
    process.once("exit", removeAtExit);
    const account = new AccountStore(args.accountFile);
    const authorities = await Authorities.create(runFolder);
    const databases = await Databases.open({ account, folder: args.dataFolder, runFolder, authorities });
    const { codeFolder, logFolder } = args;
    const functions = await Functions.start({ account, databases, authorities, runFolder, codeFolder, logFolder, speed });
    const socket = path.join(runFolder, "runner");
    const server = await RunnerServer.start(socket, (run) => functions.run(run));
    return {
        databases,
        socket,
        stop: async () => {
            await server.stop();
            await functions.stop();
            await databases.close();
            process.off("exit", removeAtExit);
            removeAtExit();
        },
    };
}
