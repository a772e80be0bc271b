import type { Environment } from "../shared/environment";
import { fieldsOf, textsOf, type TextRule } from "../shared/event";

/** What the server has to hold in the end. */
export interface Job {
    readonly database: string;
    readonly role: string;
    readonly extension: string;
    /** For example `0.5.0`. */
    readonly extensionMinimumVersion: string;
}

/** PostgreSQL cuts longer names without a word, and two names that differ at the end become one. */
const name: TextRule = {
    allowed: "a name of 1 to 63 bytes without NUL",
    accepts: (text) => text !== "" && Buffer.byteLength(text) <= 63 && !text.includes("\0"),
};
const version: TextRule = { allowed: "numbers with dots, such as 0.5.0", accepts: (text) => /^\d+(\.\d+)*$/.test(text) };

/** @throws InputError that names every field that is missing or wrong */
export function jobOf(event: unknown): Job {
    const rules = { database: name, role: name, extension: name, extensionMinimumVersion: version };
    return textsOf({ name: "event", fields: fieldsOf(event) }, rules);
}

/** The job on the server of the surroundings. */
export interface JobHere extends Job {
    /** A database that is there from the start, where one connects to create others. */
    readonly maintenanceDatabase: string;
}

/** @throws InputError that names every field that is missing or wrong */
export function jobHere(event: unknown, environment: Environment): JobHere {
    const job = jobOf(event);
    const { MAINTENANCE_DATABASE: maintenanceDatabase } = textsOf(
        { name: "environment", fields: fieldsOf(environment) },
        { MAINTENANCE_DATABASE: { allowed: "a text that is not empty", accepts: (text) => text !== "" } },
    );
    return { ...job, maintenanceDatabase };
}
