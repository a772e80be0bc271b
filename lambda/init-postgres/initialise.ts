import type { BothCredentials, Run } from "../shared/run";
import { observe } from "../shared/observation";
import { retried } from "../shared/retry";
import { InitialisationError, type Target } from "../shared/target";
import type { Job } from "./job";
import { planExtension, planGrants, planServer, type Statement } from "./plan";
import { scramVerifier } from "./scram-verifier";
import { serverState, serverVersion, extensionState } from "./server";
import type { Connect, Login, Session } from "./session";

export interface Summary {
    readonly database: string;
    readonly role: string;
    readonly serverVersion: string;
    readonly extensionVersion: string;
    /** Whether the role's password had to be set. */
    readonly passwordSet: boolean;
}

type Time = Pick<Login, "timeoutMs" | "remainingMs">;

export interface InitialiseArgs {
    readonly job: Job;
    readonly credentials: BothCredentials;
    readonly maintenanceDatabase: string;
    readonly target: Target;
    readonly connect: Connect;
}

/**
 * Brings the server to the state that the job describes, from whatever state it is in: after nothing, a run, or half a run.
 *
 * A connection that is lost on the way begins the whole again; every statement stands a repetition.
 */
export function initialise(run: Run, args: InitialiseArgs): Promise<Summary> {
    return retried((timeoutMs) => once(run, args, timeoutMs), { ...run, target: args.target });
}

async function once(run: Run, args: InitialiseArgs, timeoutMs: number): Promise<Summary> {
    const { job, credentials, maintenanceDatabase, connect } = args;
    const time = { timeoutMs, remainingMs: () => run.deadline.remainingMs() };
    const prepared = await within(connect, { database: maintenanceDatabase, ...credentials.master, ...time }, async (session) => {
        const passwordSet = await prepareServer(run, session, args, time);
        const extensionVersion = await within(connect, { database: job.database, ...credentials.master, ...time }, (inside) =>
            prepareDatabase(run, inside, job),
        );
        return { passwordSet, extensionVersion, serverVersion: await serverVersion(session) };
    });
    if (!(await canLogIn(args, time, []))) {
        throw new InitialisationError(
            `role ${job.role} cannot log in with the password of its secret, although that was just set. Run pulumi up again.`,
        );
    }
    return { database: job.database, role: job.role, ...prepared };
}

/** Two runs at once would plan from the same state; so the second waits here, up to the time of one attempt, and then starts again. */
const LOCK = "SELECT pg_advisory_lock(hashtext('librechat'), hashtext($1))";

async function prepareServer(run: Run, session: Session, args: InitialiseArgs, time: Time): Promise<boolean> {
    const { job, credentials } = args;
    await session.query(`SET lock_timeout = ${Math.round(time.timeoutMs)}`);
    await session.query(LOCK, [job.database]);
    const passwordWorks = await canLogIn(args, time, [NO_DATABASE, NO_RIGHT]);
    const state = await serverState(session, job);
    const verifier = scramVerifier(credentials.application.password);
    run.redaction.add(verifier);
    await carryOut(run, session, planServer(job, { ...state, passwordWorks }, verifier));
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
 * Whether the application's password is the server's. The server does not show what it stores, so a login is tried.
 *
 * @param accepted failures that come after the password was found right, and may be: the database or the right to connect is still missing
 */
async function canLogIn({ job, credentials, connect }: InitialiseArgs, time: Time, accepted: readonly string[]): Promise<boolean> {
    try {
        await within(connect, { database: job.database, ...credentials.application, ...time }, (session) => session.query("SELECT 1"));
        return true;
    } catch (error) {
        const code = codeOf(error);
        if (code !== undefined && accepted.includes(code)) return true;
        if (observe(error).layer === "authentication") return false;
        throw error;
    }
}

async function within<T>(connect: Connect, login: Login, use: (session: Session) => Promise<T>): Promise<T> {
    const session = await connect(login);
    try {
        return await use(session);
    } finally {
        // The outcome is decided by now; a connection that cannot be closed any more is closed.
        await session.end().catch(() => undefined);
    }
}
