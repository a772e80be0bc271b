import type { InitialiseArgs as ArgsOf } from "../shared/database-function";
import { observe } from "../shared/observation";
import { retried } from "../shared/retry";
import type { Run } from "../shared/run";
import { InitialisationError } from "../shared/target";
import type { Job, JobHere } from "./job";
import { planExtension, planGrants, planServer, planTwin, type Statement } from "./plan";
import { scramVerifier } from "./scram-verifier";
import { serverState, serverVersion, extensionState } from "./server";
import { within, type Connect, type Login, type Session } from "./session";

export interface Summary {
    readonly database: string;
    readonly role: string;
    readonly serverVersion: string;
    readonly extensionVersion: string;
    /** Whether the role's password had to be set. */
    readonly passwordSet: boolean;
}

type Time = Pick<Login, "timeoutMs" | "remainingMs">;

export type InitialiseArgs = ArgsOf<JobHere, Connect>;

/**
 * Brings the server to the state that the job describes, from whatever state it is in: after nothing, a run, or half a run.
 *
 * A connection that is lost on the way begins the whole again; every statement stands a repetition.
 */
export function initialise(run: Run, args: InitialiseArgs): Promise<Summary> {
    return retried((timeoutMs) => once(run, args, timeoutMs), { ...run, target: args.target });
}

async function once(run: Run, args: InitialiseArgs, timeoutMs: number): Promise<Summary> {
    const { job, credentials, connect } = args;
    const time = { timeoutMs, remainingMs: () => run.deadline.remainingMs() };
    const prepared = await within(connect, { database: job.maintenanceDatabase, ...credentials.master, ...time }, async (session) => {
        const passwordSet = await prepareServer(run, session, args, time);
        const extensionVersion = await within(connect, { database: job.database, ...credentials.master, ...time }, (inside) =>
            prepareDatabase(run, inside, job),
        );
        return { passwordSet, extensionVersion, serverVersion: await serverVersion(session) };
    });
    const role = credentials.application.username;
    const refusal = await refusedLogin(args, time, [], (session) => carryOut(run, session, planTwin(job, role)));
    if (refusal !== undefined) {
        throw new InitialisationError(
            `role ${role} cannot log in with the password of its secret, although that was just set (${refusal}). ` +
                "Run pulumi up again. Where the host is an RDS Proxy, register the role's secret with it.",
        );
    }
    return { database: job.database, role, ...prepared };
}

/** Two runs at once would plan from the same state; so the second waits here, up to the time of one attempt, and then starts again. */
const LOCK = "SELECT pg_advisory_lock(hashtext('librechat'), hashtext($1))";

async function prepareServer(run: Run, session: Session, args: InitialiseArgs, time: Time): Promise<boolean> {
    const { job, credentials } = args;
    await session.query(`SET lock_timeout = ${Math.round(time.timeoutMs)}`);
    await session.query(LOCK, [job.database]);
    const passwordWorks = (await refusedLogin(args, time, [NO_DATABASE, NO_RIGHT])) === undefined;
    const login = credentials.application.username;
    const state = await serverState(session, job, login);
    const verifier = scramVerifier(credentials.application.password);
    run.redaction.add(verifier);
    await carryOut(run, session, planServer(job, { ...state, passwordWorks }, { login, verifier }));
    return !passwordWorks;
}

async function prepareDatabase(run: Run, session: Session, job: Job): Promise<string> {
    await carryOut(run, session, planGrants(job));
    await carryOut(run, session, planExtension(job, await extensionState(session, job)));
    const { installed } = await extensionState(session, job);
    return installed ?? "none";
}

async function carryOut(run: Run, session: Session, statements: readonly Statement[]): Promise<void> {
    for (const { sql, tolerated } of statements) {
        run.log(sql);
        try {
            await session.query(sql);
        } catch (error) {
            const code = codeOf(error);
            if (code !== undefined && tolerated.includes(code)) continue;
            throw Object.assign(new Error(`${sql}: ${error instanceof Error ? error.message : String(error)}`), { code });
        }
    }
}

/** PostgreSQL's SQLSTATE, or the code of a network failure. */
function codeOf(error: unknown): string | undefined {
    const { code } = error as { code?: unknown };
    return typeof code === "string" ? code : undefined;
}

const NO_DATABASE = "3D000";
const NO_RIGHT = "42501";

/**
 * Why the application may not log in with its password, in the server's words; undefined: it may. The server does not show what it stores, so
 * a login is tried.
 *
 * @param accepted failures that come after the password was found right, and may be: the database or the right to connect is still missing
 * @param use what to do when logged in
 */
async function refusedLogin(
    { job, credentials, connect }: InitialiseArgs,
    time: Time,
    accepted: readonly string[],
    use: (session: Session) => Promise<void> = () => Promise.resolve(),
): Promise<string | undefined> {
    try {
        await within(connect, { database: job.database, ...credentials.application, ...time }, async (session) => {
            await session.query("SELECT 1");
            await use(session);
        });
        return undefined;
    } catch (error) {
        const code = codeOf(error);
        if (code !== undefined && accepted.includes(code)) return undefined;
        const { layer, detail } = observe(error);
        if (layer === "authentication") return detail;
        throw error;
    }
}
