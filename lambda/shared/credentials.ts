import { InputError } from "./event";
import { twinOf } from "./twin";

export interface Credentials {
    readonly username: string;
    readonly password: string;
}

/**
 * User and password from a secret's text, `{ "username": ..., "password": ... }`; other keys are left alone.
 *
 * @throws InputError that names the secret and the missing keys, never a value
 */
export function credentialsOf(secretArn: string, secretText: string): Credentials {
    const { username, password } = parsed(secretText);
    if (typeof username === "string" && username !== "" && typeof password === "string" && password !== "") return { username, password };
    const missing = Object.entries({ username, password }).filter(([, value]) => typeof value !== "string" || value === "");
    throw new InputError(
        `secret ${secretArn} has no ${missing.map(([key]) => key).join(" and no ")}; ` +
            `allowed: a JSON object with username and password. Put such a value into the secret.`,
    );
}

/**
 * A secret that belongs to another user would set one user's password and then try the other's.
 *
 * @param wanted the application's user; a rotation gives the secret to its twin, and back
 * @throws InputError unless the secret is that of one of the two
 */
export function demandUser(secretArn: string, { username }: Credentials, wanted: string): void {
    if (username === wanted || username === twinOf(wanted)) return;
    throw new InputError(
        `secret ${secretArn} has username = ${JSON.stringify(username)}; allowed: ${JSON.stringify(wanted)}, whom the event names, and ` +
            `${JSON.stringify(twinOf(wanted))}. Give the function the secret of that user.`,
    );
}

/** The parser's own message quotes the text, so it is not used. */
function parsed(text: string): { username?: unknown; password?: unknown } {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return {};
    }
    return typeof value === "object" && value !== null ? value : {};
}
