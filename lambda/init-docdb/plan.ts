import type { Job } from "./job";
import type { Document } from "./session";

export interface Role {
    readonly role: string;
    readonly db: string;
}

/** Users live here; a connection string names it as authSource. */
export const USERS_DATABASE = "admin";

export interface UserState {
    /** Undefined: there is no such user. */
    readonly roles: readonly Role[] | undefined;
    /** Whether the user can log in with the password of its secret. */
    readonly passwordWorks: boolean;
}

/** What the user may do: read and write its database, which includes making collections and indexes, and nothing else. */
export function rolesOf({ database }: Job): Role[] {
    return [{ role: "readWrite", db: database }];
}

/**
 * The command that makes the user as it has to be, or undefined when it is. A changed password and changed roles go in one command, so that
 * no run ends between them.
 */
export function planUser(job: Job, { roles, passwordWorks }: UserState, password: string): Document | undefined {
    const wanted = rolesOf(job);
    if (roles === undefined) return { createUser: job.user, pwd: password, roles: wanted };
    const changes = { ...(passwordWorks ? {} : { pwd: password }), ...(sameRoles(roles, wanted) ? {} : { roles: wanted }) };
    return Object.keys(changes).length === 0 ? undefined : { updateUser: job.user, ...changes };
}

/** Order means nothing, and neither does the order of keys. */
function sameRoles(one: readonly Role[], other: readonly Role[]): boolean {
    const written = (roles: readonly Role[]) => JSON.stringify(roles.map(({ role, db }) => `${db}.${role}`).sort());
    return written(one) === written(other);
}

/** The roles in the answer to usersInfo, or undefined when it lists no user. */
export function rolesIn(answer: Document): Role[] | undefined {
    const [user] = Array.isArray(answer["users"]) ? (answer["users"] as { roles?: Role[] }[]) : [];
    return user === undefined ? undefined : (user.roles ?? []);
}
