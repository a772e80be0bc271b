import type { Connect, Login, Session } from "../../../lambda/init-postgres/session";
import { coded } from "../shared/fakes";

/** Keeps what the statements of the initialiser change; an unknown statement is an error. Rights are not enforced. */
export class FakeServer {
    readonly roles = new Map<string, { verifier: string | undefined }>();
    readonly databases = new Map<string, { owner: string; extension: string | undefined; grants: string[] }>();
    readonly executed: string[] = [];
    readonly logins: string[] = [];
    readonly passwords: Record<string, string>;
    available: string | undefined = "0.8.0";
    /** Called before each statement and each login; throws what shall happen there. */
    disturb: (what: string) => void = () => undefined;
    open = 0;

    constructor(passwords: Record<string, string>) {
        this.passwords = passwords;
        this.databases.set("postgres", { owner: "rdsadmin", extension: undefined, grants: [] });
    }

    readonly connect: Connect = (login: Login) =>
        Promise.resolve().then(() => {
            this.disturb(`login ${login.username} ${login.database}`);
            this.logIn(login);
            this.logins.push(`${login.username} ${login.database}`);
            this.open++;
            return this.session(login);
        });

    private logIn({ username, password, database }: Login): void {
        const known = username === "postgres" || this.roles.get(username)?.verifier !== undefined;
        if (!known || this.passwords[username] !== password) throw coded("28P01", `password authentication failed for user "${username}"`);
        if (!this.databases.has(database)) throw coded("3D000", `database "${database}" does not exist`);
    }

    private session({ database, username }: Login): Session {
        return {
            query: <Row>(sql: string, parameters: readonly unknown[] = []) =>
                Promise.resolve().then(() => {
                    this.disturb(sql);
                    this.executed.push(`${database}: ${sql.replaceAll(/\s+/g, " ")}`);
                    return this.answer(sql, parameters, database, username) as Row[];
                }),
            end: () => {
                this.open--;
                return Promise.resolve();
            },
        };
    }

    private answer(sql: string, parameters: readonly unknown[], database: string, user: string): object[] {
        const [one = "", two = "", three = ""] = parameters.map(String);
        if (sql.includes("pg_roles"))
            return [{ user, role: this.roles.has(one), login: this.roles.has(two), owner: this.databases.get(three)?.owner ?? null }];
        if (sql.includes("pg_available_extensions")) {
            const installed = this.databases.get(database)?.extension ?? null;
            return this.available === undefined ? [] : [{ installed, available: this.available }];
        }
        if (sql.includes("server_version")) return [{ version: "16.8" }];
        this.change(sql, database, user);
        return [];
    }

    private change(sql: string, database: string, user: string): void {
        const name = /"([^"]+)"/.exec(sql)?.[1] ?? "";
        const current = this.databases.get(database);
        if (/^(SET lock_timeout = \d+|SELECT pg_advisory_lock.*|SELECT 1|BEGIN|COMMIT|REVOKE .*|ALTER ROLE "[^"]+" LOGIN .*)$/.test(sql))
            return;
        if (sql.startsWith("CREATE ROLE")) this.roles.set(name, { verifier: undefined });
        else if (sql.startsWith("ALTER ROLE")) this.roles.set(name, { verifier: sql });
        else if (sql.startsWith("CREATE DATABASE")) this.databases.set(name, { owner: user, extension: undefined, grants: [] });
        else if (sql.startsWith("GRANT") && current !== undefined) current.grants = [...new Set([...current.grants, sql])];
        else if (sql.includes("EXTENSION") && current !== undefined) current.extension = this.available;
        else throw coded("42601", `syntax error in ${sql}`);
    }

    /** What matters in the end, to compare runs by. */
    state(): object {
        return {
            roles: [...this.roles].map(([role, { verifier }]) => [role, verifier !== undefined]),
            databases: [...this.databases],
        };
    }
}
