import { connectTo } from "../../../lambda/init-docdb/connection";
import { handle } from "../../../lambda/init-docdb/handler";
import type { Summary } from "../../../lambda/init-docdb/initialise";
import type { Connect } from "../../../lambda/init-docdb/session";
import type { CertificateAuthority } from "../../../simulator/databases/certificates";
import { MASTER, type DocumentDbServer } from "../../../simulator/databases/documentdb/documentdb-server";
import { DatabaseRuns } from "../database-runs";

export interface Names {
    readonly database: string;
    readonly user: string;
}

/** Runs of init-docdb for one stack. */
export class DocumentDbRuns extends DatabaseRuns<Connect, Summary> {
    constructor(server: Pick<DocumentDbServer, "port">, authority: CertificateAuthority, names: Names) {
        super({
            handle,
            connectTo,
            server,
            authority,
            master: MASTER,
            application: { username: names.user, password: `application's pass&word of ${names.user.length} "letters"` },
            job: names,
            variables: {},
        });
    }
}

/**
 * Comes between the function and the server at every command.
 *
 * @param perform gets the number of the command, counted from 0 over all connections, and sends it
 */
export function aroundCommands(
    perform: <T>(index: number, send: () => Promise<T>, name: string) => Promise<T>,
): (connect: Connect) => Connect {
    let commands = 0;
    return (connect) => async (credentials, timeoutMs) => {
        const session = await connect(credentials, timeoutMs);
        return {
            command: (database, command) => perform(commands++, () => session.command(database, command), Object.keys(command)[0] ?? ""),
            close: () => session.close(),
        };
    };
}
