import type { InitialiseArgs as ArgsOf } from "../shared/database-function";
import { observe } from "../shared/observation";
import { retried } from "../shared/retry";
import type { Run } from "../shared/run";
import { InitialisationError } from "../shared/target";
import type { Job } from "./job";
import { planUser, rolesIn, rolesOf, USERS_DATABASE } from "./plan";
import type { Connect, Session } from "./session";

export interface Summary {
    readonly database: string;
    readonly user: string;
    readonly roles: readonly string[];
    readonly serverVersion: string;
    /** What had to be done: nothing, when all was as it has to be. */
    readonly done: readonly ("createUser" | "updateUser")[];
}

export type InitialiseArgs = ArgsOf<Job, Connect>;

/**
 * Brings the cluster's user to the state that the job describes, from whatever state it is in: after nothing, a run, or half a run.
 *
 * A connection that is lost on the way begins the whole again; every command stands a repetition.
 */
export function initialise(run: Run, args: InitialiseArgs): Promise<Summary> {
    // The secret names the user or its twin; both get the same.
    const job = { ...args.job, user: args.credentials.application.username };
    return retried((timeoutMs) => once(run, { ...args, job }, timeoutMs), { ...run, target: args.target });
}

async function once(run: Run, args: InitialiseArgs, timeoutMs: number): Promise<Summary> {
    const { job, credentials, connect } = args;
    const session = await connect(credentials.master, timeoutMs);
    try {
        const done = await settleUser(run, session, args, timeoutMs);
        const { version } = await session.command(USERS_DATABASE, { buildInfo: 1 });
        if (!(await canLogIn(args, timeoutMs))) {
            throw new InitialisationError(
                `user ${job.user} cannot log in with the password of its secret, although that was just set. Run pulumi up again.`,
            );
        }
        const roles = rolesOf(job).map(({ role, db }) => `${role} on ${db}`);
        return { database: job.database, user: job.user, roles, serverVersion: typeof version === "string" ? version : "unknown", done };
    } finally {
        await session.close();
    }
}

const USER_NOT_FOUND = 11;
const DUPLICATE_KEY = 11_000;
const USER_EXISTS = 51_003;

/** Passes over the state and the plan; there is no lock, so another run can come between the two and make either out of date. */
const PASSES = 5;

async function settleUser(run: Run, session: Session, args: InitialiseArgs, timeoutMs: number): Promise<Summary["done"]> {
    const { job, credentials } = args;
    const done: ("createUser" | "updateUser")[] = [];
    for (let pass = 0; pass < PASSES; pass++) {
        const roles = rolesIn(await session.command(USERS_DATABASE, { usersInfo: job.user }));
        const passwordWorks = roles !== undefined && (await canLogIn(args, timeoutMs));
        const command = planUser(job, { roles, passwordWorks }, credentials.application.password);
        if (command === undefined) return done;
        const name = "createUser" in command ? "createUser" : "updateUser";
        run.log(`${name} ${job.user}: ${Object.keys(command).slice(1).join(", ")}`);
        try {
            await session.command(USERS_DATABASE, command);
            done.push(name);
        } catch (error) {
            if (![USER_NOT_FOUND, DUPLICATE_KEY, USER_EXISTS].includes(Number((error as { code?: unknown }).code))) throw error;
        }
    }
    throw new InitialisationError(`user ${job.user} was changed by someone else ${PASSES} times while it was set up. Run pulumi up again.`);
}

/** Whether the application's password is the cluster's. The cluster does not show what it stores, so a login is tried. */
async function canLogIn({ job, credentials, connect }: InitialiseArgs, timeoutMs: number): Promise<boolean> {
    try {
        const session = await connect(credentials.application, timeoutMs);
        try {
            await session.command(job.database, { ping: 1 });
        } finally {
            await session.close();
        }
        return true;
    } catch (error) {
        if (observe(error).layer === "authentication") return false;
        throw error;
    }
}
