import type { Role } from "../../../lambda/init-docdb/plan";
import type { Connect, Document } from "../../../lambda/init-docdb/session";
import { coded } from "../shared/fakes";

/** Keeps users as DocumentDB does; an unknown command is an error. Rights are not enforced. */
export class FakeCluster {
    readonly users = new Map<string, { password: string; roles: readonly Role[] }>();
    readonly executed: string[] = [];
    /** Called before each command and each login; throws what shall happen there. */
    disturb: (what: string) => void = () => undefined;
    open = 0;

    constructor(masterPassword: string) {
        this.users.set("postgres", { password: masterPassword, roles: [{ role: "root", db: "admin" }] });
    }

    readonly connect: Connect = (credentials) =>
        Promise.resolve().then(() => {
            this.disturb(`login ${credentials.username}`);
            if (this.users.get(credentials.username)?.password !== credentials.password) throw coded(18, "Authentication failed.");
            this.open++;
            return {
                command: (database: string, command: Document) =>
                    Promise.resolve().then(() => {
                        const [name = ""] = Object.keys(command);
                        this.disturb(name);
                        this.executed.push(`${credentials.username} ${database}: ${name}`);
                        return this.answer(name, command);
                    }),
                close: () => {
                    this.open--;
                    return Promise.resolve();
                },
            };
        });

    private answer(name: string, command: Document): Document {
        const user = String(command[name]);
        const known = this.users.get(user);
        switch (name) {
            case "ping":
                return { ok: 1 };
            case "buildInfo":
                return { version: "5.0.0" };
            case "usersInfo":
                return { users: known === undefined ? [] : [{ user, db: "admin", roles: known.roles }] };
            case "createUser":
                if (known !== undefined) throw coded(51_003, "User already exists");
                this.users.set(user, { password: String(command["pwd"]), roles: command["roles"] as Role[] });
                return { ok: 1 };
            case "updateUser":
                if (known === undefined) throw coded(11, "Could not find user");
                this.users.set(user, {
                    password: typeof command["pwd"] === "string" ? command["pwd"] : known.password,
                    roles: (command["roles"] as Role[] | undefined) ?? known.roles,
                });
                return { ok: 1 };
            default:
                throw coded(59, `no such command: ${name}`);
        }
    }
}
