import { connectTo } from "../../../lambda/init-postgres/connection";
import { handle } from "../../../lambda/init-postgres/handler";
import type { Summary } from "../../../lambda/init-postgres/initialise";
import type { Connect } from "../../../lambda/init-postgres/session";
import type { CertificateAuthority } from "../../../simulator/databases/certificates";
import { MASTER, type PostgresServer } from "../../../simulator/databases/postgres/postgres-server";
import { DatabaseRuns } from "../database-runs";

export interface Names {
    readonly database: string;
    readonly role: string;
}

/** Runs of init-postgres for one stack. */
export class PostgresRuns extends DatabaseRuns<Connect, Summary> {
    constructor(server: Pick<PostgresServer, "port">, authority: CertificateAuthority, names: Names) {
        super({
            handle,
            connectTo,
            server,
            authority,
            master: MASTER,
            application: { username: names.role, password: `application's pass&word of ${names.role.length} "letters"` },
            job: { ...names, extension: "vector", extensionMinimumVersion: "0.5.0" },
            variables: { MAINTENANCE_DATABASE: "postgres" },
        });
    }
}

/** Calls back before the statement with this number, counted from 0 over all connections, is sent. */
export function beforeStatement(number: number, callBack: () => Promise<void> | void): (connect: Connect) => Connect {
    return aroundStatements(async (index, send) => {
        if (index === number) await callBack();
        return send();
    });
}

/** Calls back when the server has done the statement with this number, and lets the function see no answer to it. */
export function insteadOfAnswer(number: number, callBack: () => Promise<void>): (connect: Connect) => Connect {
    return aroundStatements(async (index, send) => {
        const answer = await send();
        if (index !== number) return answer;
        await callBack();
        throw new Error("Connection terminated unexpectedly");
    });
}

/** @param perform gets the number of the statement and sends it */
export function aroundStatements(
    perform: <T>(index: number, send: () => Promise<T>, sql: string) => Promise<T>,
): (connect: Connect) => Connect {
    let statements = 0;
    return (connect) => async (login) => {
        const session = await connect(login);
        return {
            query: (sql, parameters) => perform(statements++, () => session.query(sql, parameters), sql),
            end: () => session.end(),
        };
    };
}
