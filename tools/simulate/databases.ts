import type { RunningDatabase } from "../../simulator/databases/running-database";
import { interrupted, withRealServers, type StackAccount } from "./real-databases";

/**
 * Starts the databases of a stack and shows how to connect to them, until Ctrl-C.
 *
 * @returns the exit code
 */
export function showDatabases(of: StackAccount, json: boolean): Promise<number> {
    return withRealServers(of, async ({ databases }) => {
        const end = interrupted();
        await databases.settle();
        const running = databases.all();
        if (running.length === 0) {
            console.error(`stack ${of.stack.name} has no database; "npm run simulate -- up --databases real" deploys one`);
            return 1;
        }
        console.log(json ? JSON.stringify(running.map(description)) : running.map(text).join("\n"));
        if (!json) console.log("\nPasswords are in the secrets of the account. Ctrl-C ends the servers.");
        await end;
        return 0;
    });
}

/** What a client has to know; no password. */
function description({ database, port, certificateFile }: RunningDatabase): object {
    const { kind, identifier, hosts, username } = database;
    return { kind, identifier, hosts, host: "localhost", port, username, certificateFile };
}

function text({ database: { kind, identifier, hosts, username }, port, certificateFile }: RunningDatabase): string {
    const [host = ""] = hosts;
    return [
        `${kind} ${identifier}`,
        `    stands for   ${host}`,
        `    listens at   localhost:${port}, TLS`,
        ...(username === "" ? [] : [`    master user  ${username}`]),
        `    trust        ${certificateFile}`,
    ].join("\n");
}
