import { fieldsOf, textsOf, type TextRule } from "../shared/event";

/** What the cluster has to hold in the end. */
export interface Job {
    /** Made by the first write to it. */
    readonly database: string;
    readonly user: string;
}

/** https://docs.aws.amazon.com/documentdb/latest/developerguide/limits.html#limits-naming_constraints */
const databaseName: TextRule = {
    allowed: String.raw`a name of 1 to 63 characters without / \ . " $ * < > : | ? and blanks`,
    accepts: (text) => /^[^/\\. "$*<>:|?\0]{1,63}$/.test(text),
};
const userName: TextRule = {
    allowed: "a name of 1 to 63 letters, digits, underscores and hyphens",
    accepts: (text) => /^[A-Za-z0-9_-]{1,63}$/.test(text),
};

/** @throws InputError that names every field that is missing or wrong */
export function jobOf(event: unknown): Job {
    return textsOf({ name: "event", fields: fieldsOf(event) }, { database: databaseName, user: userName });
}
