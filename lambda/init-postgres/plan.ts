import { InitialisationError } from "../shared/target";
import type { Job } from "./job";
import { quoteIdentifier, quoteLiteral } from "./quoting";

/** One step towards the end state; each may be repeated, and a run may end after any of them. */
export interface Statement {
    readonly sql: string;
    /** SQLSTATEs that mean that another run has just done the same. */
    readonly tolerated: readonly string[];
}

export interface ServerState {
    readonly currentUser: string;
    readonly roleExists: boolean;
    /** Whether the role of the login exists, which is the same one or its twin. */
    readonly loginExists: boolean;
    /** Whether the login works with the password of its secret. */
    readonly passwordWorks: boolean;
    /** Undefined: there is no such database. */
    readonly databaseOwner: string | undefined;
}

const DUPLICATE_OBJECT = "42710";
const DUPLICATE_DATABASE = "42P04";
const UNIQUE_VIOLATION = "23505";

/**
 * What is missing on the server, in any database: the role, its twin where that is the one to log in, the password, the database.
 *
 * The master user owns the database, so that the application cannot drop it or let others in. The twin is a member of the role, and gets its
 * rights by that alone.
 *
 * @param application who logs in: the role or its twin; the verifier stands for the password, see `scramVerifier`
 */
export function planServer(job: Job, state: ServerState, { login, verifier }: { login: string; verifier: string }): Statement[] {
    const role = quoteIdentifier(job.role);
    const database = quoteIdentifier(job.database);
    const statements = planRole(role, state.roleExists);
    if (login !== job.role) {
        statements.push(...planRole(quoteIdentifier(login), state.loginExists), statement(`GRANT ${role} TO ${quoteIdentifier(login)}`));
    }
    if (!state.passwordWorks) statements.push(statement(`ALTER ROLE ${quoteIdentifier(login)} PASSWORD ${quoteLiteral(verifier)}`));
    if (state.databaseOwner === undefined) {
        statements.push(statement(`CREATE DATABASE ${database}`, DUPLICATE_DATABASE, UNIQUE_VIOLATION));
    } else if (state.databaseOwner !== state.currentUser) {
        statements.push(...takeOver(database, quoteIdentifier(state.databaseOwner)));
    }
    return statements;
}

function planRole(role: string, exists: boolean): Statement[] {
    const attributes = statement(`ALTER ROLE ${role} LOGIN NOCREATEDB NOCREATEROLE`);
    return exists ? [attributes] : [statement(`CREATE ROLE ${role}`, DUPLICATE_OBJECT, UNIQUE_VIOLATION), attributes];
}

/**
 * What the login does for itself: the twin begins each session as the role, so that the tables it makes belong to the role, and the next
 * login can change them. Only who may become the role may say so.
 */
export function planTwin(job: Job, login: string): Statement[] {
    if (login === job.role) return [];
    // Once that is so, the session begins as the role, which may not change the twin.
    return [statement("SET ROLE NONE"), statement(`ALTER ROLE ${quoteIdentifier(login)} SET role TO ${quoteLiteral(job.role)}`)];
}

/**
 * Only a member of the old owner may take a database from it. As one transaction: after a crash between the last two the database has its new
 * owner, no later run would find anything to do here, and the membership would stay.
 */
function takeOver(database: string, owner: string): Statement[] {
    return [
        "BEGIN",
        `GRANT ${owner} TO CURRENT_USER`,
        `ALTER DATABASE ${database} OWNER TO CURRENT_USER`,
        `REVOKE ${owner} FROM CURRENT_USER`,
        "COMMIT",
    ].map((sql) => statement(sql));
}

/**
 * What the application's role may do, exactly, in the database: connect, and make tables of its own. As one transaction, since a role in
 * use must not lose its rights for a moment.
 *
 * Since PostgreSQL 15 nobody but the owner may create in the schema `public` unless told; before, everybody might.
 */
export function planGrants(job: Job): Statement[] {
    const role = quoteIdentifier(job.role);
    const database = quoteIdentifier(job.database);
    return [
        "BEGIN",
        `REVOKE ALL ON DATABASE ${database} FROM PUBLIC, ${role}`,
        `GRANT CONNECT ON DATABASE ${database} TO ${role}`,
        `REVOKE ALL ON SCHEMA public FROM PUBLIC, ${role}`,
        `GRANT USAGE, CREATE ON SCHEMA public TO ${role}`,
        "COMMIT",
    ].map((sql) => statement(sql));
}

export interface ExtensionState {
    /** Undefined: not installed in the database. */
    readonly installed: string | undefined;
    /** What the server would install; undefined: it does not have the extension. */
    readonly available: string | undefined;
}

/**
 * The extension, at least at its minimum version.
 *
 * @throws InitialisationError when the server cannot give that
 */
export function planExtension(job: Job, { installed, available }: ExtensionState): Statement[] {
    const extension = quoteIdentifier(job.extension);
    if (installed !== undefined && compareVersions(installed, job.extensionMinimumVersion) >= 0) return [];
    if (available === undefined || compareVersions(available, job.extensionMinimumVersion) < 0) {
        throw new InitialisationError(
            `extension ${job.extension}: the server offers ${available ?? "none"}, at least ${job.extensionMinimumVersion} is needed. ` +
                "Upgrade PostgreSQL to a version whose list of extensions has it: " +
                "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html",
        );
    }
    return installed === undefined
        ? [statement(`CREATE EXTENSION IF NOT EXISTS ${extension}`, DUPLICATE_OBJECT, UNIQUE_VIOLATION)]
        : [statement(`ALTER EXTENSION ${extension} UPDATE`)];
}

/** @returns a negative number, 0 or a positive one, as the first version is lower, equal or higher; "0.10" is higher than "0.9" */
export function compareVersions(one: string, other: string): number {
    return one.localeCompare(other, "en", { numeric: true });
}

function statement(sql: string, ...tolerated: string[]): Statement {
    return { sql, tolerated };
}
