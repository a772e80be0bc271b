import type { ExtensionState, ServerState } from "./plan";
import type { Job } from "./job";
import type { Session } from "./session";

/** What the server holds now, as far as the plan needs it. */
export async function serverState(session: Session, job: Job, login: string): Promise<Omit<ServerState, "passwordWorks">> {
    const [row] = await session.query<{ user: string; role: boolean; login: boolean; owner: string | null }>(
        `SELECT current_user AS "user",
            EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1) AS "role",
            EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $2) AS "login",
            (SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = $3) AS "owner"`,
        [job.role, login, job.database],
    );
    return {
        currentUser: row?.user ?? "",
        roleExists: row?.role ?? false,
        loginExists: row?.login ?? false,
        databaseOwner: row?.owner ?? undefined,
    };
}

export async function extensionState(session: Session, job: Job): Promise<ExtensionState> {
    const [row] = await session.query<{ installed: string | null; available: string }>(
        `SELECT installed_version AS "installed", default_version AS "available"
            FROM pg_catalog.pg_available_extensions WHERE name = $1`,
        [job.extension],
    );
    return { installed: row?.installed ?? undefined, available: row?.available };
}

/** @example "16.8" */
export async function serverVersion(session: Session): Promise<string> {
    const [row] = await session.query<{ version: string }>(`SELECT current_setting('server_version') AS "version"`);
    return row?.version ?? "";
}
