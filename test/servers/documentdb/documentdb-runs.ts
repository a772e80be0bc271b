import { trustedCertificates } from "../../../lambda/shared/certificates";
import type { Clock } from "../../../lambda/shared/clock";
import { connectTo } from "../../../lambda/init-docdb/connection";
import { handle, type Result } from "../../../lambda/init-docdb/handler";
import type { Connect } from "../../../lambda/init-docdb/session";
import type { CertificateAuthority } from "../../../simulator/databases/certificates";
import { HurriedClock } from "../hurried-clock";
import { APPLICATION_SECRET_ARN, MASTER_SECRET_ARN, Secrets } from "../secrets";
import { MASTER, type DocumentDbServer } from "../../../simulator/databases/documentdb/documentdb-server";

export interface Names {
    readonly database: string;
    readonly user: string;
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

/** Runs of init-docdb for one stack, as Lambda would make them but for its clock, and all that they put out. */
export class DocumentDbRuns {
    readonly secrets: Secrets;
    /** Log lines and messages of failures of all runs. */
    readonly output: string[] = [];

    constructor(
        private readonly server: Pick<DocumentDbServer, "port">,
        private readonly authority: CertificateAuthority,
        private readonly names: Names,
        password = `application's pass&word of ${names.user.length} "letters"`,
    ) {
        this.secrets = new Secrets(MASTER, { username: names.user, password });
    }

    get environment(): Record<string, string> {
        return {
            AWS_REGION: "eu-west-1",
            DATABASE_HOST: "localhost",
            DATABASE_PORT: String(this.server.port),
            DATABASE_CA_FILE: this.authority.certificateFile,
            MASTER_SECRET_ARN,
            APPLICATION_SECRET_ARN,
        };
    }

    async run(changes: RunChanges = {}): Promise<Result> {
        const { action = "create", event = {}, environment = {}, clock = new HurriedClock(), remainingMs = 240_000 } = changes;
        const around = changes.around ?? ((connect) => connect);
        try {
            return await handle(
                { ...this.names, ...event, tf: { action } },
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

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
