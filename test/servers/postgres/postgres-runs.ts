import { trustedCertificates } from "../../../lambda/shared/certificates";
import type { Clock } from "../../../lambda/shared/clock";
import { connectTo } from "../../../lambda/init-postgres/connection";
import { handle, type Result } from "../../../lambda/init-postgres/handler";
import type { Connect } from "../../../lambda/init-postgres/session";
import type { CertificateAuthority } from "../../../simulator/databases/certificates";
import { HurriedClock } from "../hurried-clock";
import { APPLICATION_SECRET_ARN, MASTER_SECRET_ARN, Secrets } from "../secrets";
import { MASTER, type PostgresServer } from "../../../simulator/databases/postgres/postgres-server";

export interface Names {
    readonly database: string;
    readonly role: string;
}

export interface RunChanges {
    readonly action?: "create" | "update" | "delete";
    readonly event?: object;
    readonly environment?: Readonly<Record<string, string>>;
    readonly clock?: Clock;
    /** Milliseconds until Lambda would stop the function. */
    readonly remainingMs?: number;
    /** Comes between the function and its connections. */
    readonly around?: (connect: Connect) => Connect;
}

/** Runs of init-postgres for one stack, as Lambda would make them but for its clock, and all that they put out. */
export class PostgresRuns {
    readonly secrets: Secrets;
    /** Log lines and messages of failures of all runs. */
    readonly output: string[] = [];

    constructor(
        private readonly server: Pick<PostgresServer, "port">,
        private readonly authority: CertificateAuthority,
        private readonly names: Names,
        password = `application's pass&word of ${names.role.length} "letters"`,
    ) {
        this.secrets = new Secrets(MASTER, { username: names.role, password });
    }

    /** As a deployment writes it. */
    get event(): object {
        return { ...this.names, extension: "vector", extensionMinimumVersion: "0.5.0" };
    }

    get environment(): Record<string, string> {
        return {
            AWS_REGION: "eu-west-1",
            DATABASE_HOST: "localhost",
            DATABASE_PORT: String(this.server.port),
            DATABASE_CA_FILE: this.authority.certificateFile,
            MAINTENANCE_DATABASE: "postgres",
            MASTER_SECRET_ARN,
            APPLICATION_SECRET_ARN,
        };
    }

    async run(changes: RunChanges = {}): Promise<Result> {
        const { action = "create", event = {}, environment = {}, clock = new HurriedClock(), remainingMs = 240_000 } = changes;
        const around = changes.around ?? ((connect) => connect);
        try {
            return await handle(
                { ...this.event, ...event, tf: { action } },
                {
                    clock,
                    remainingMs,
                    log: (line) => this.output.push(line),
                    environment: { ...this.environment, ...environment },
                    readSecret: () => (arn) => Promise.resolve(this.secrets.textOf(arn)),
                    connect: (surroundings) =>
                        around(connectTo(surroundings, trustedCertificates(surroundings.region, surroundings.certificateFile))),
                },
            );
        } catch (error) {
            this.output.push(messageOf(error));
            throw error;
        }
    }

    /** The message with which a run fails; times differ from run to run and are left out. */
    async failure(changes: RunChanges): Promise<string> {
        try {
            await this.run(changes);
        } catch (error) {
            return messageOf(error).replace(/ in \d+ s and/, " in some s and");
        }
        throw new Error("the run succeeded");
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

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
