import { z } from "zod";
import { decode, parsed, schemaOfEntry, unwrap } from "./decode";
import { nearestName } from "./nearest";
import { keyOf, setCommand, setEntryCommand, setSecretCommand, setSecretEntryCommand, type Problem, type Repair } from "./problem";
import { schema, type SettingName } from "./schema";
import { documentation, words } from "./setting";

/** A value as Pulumi's configuration holds it. */
export interface RawValue {
    /** Objects and lists as JSON. */
    text: string;
    /** Whether it is stored encrypted; absent where that cannot be known, as in a policy pack. */
    secret?: boolean;
}

/** The value of one setting, or what is wrong with it. */
export type CheckedValue = { value: unknown } | { problems: Problem[] };

const LONGEST_SHOWN = 60;

/** Reads and checks the value of one setting by itself. */
export function checkValue(name: SettingName, raw: RawValue): CheckedValue {
    const settingSchema = schema.shape[name];
    const decoded = decode(settingSchema, raw.text);
    const result = settingSchema.safeParse(decoded);
    if (result.success) return { value: result.data };
    const hidden = raw.secret === true || documentation.get(settingSchema)?.secret === true;
    const byPath = new Map(result.error.issues.map((issue) => [issue.path.join("."), issue]));
    return { problems: [...byPath.values()].flatMap((issue) => describeIssue(name, decoded, issue, hidden)) };
}

function describeIssue(name: SettingName, decoded: unknown, issue: z.core.$ZodIssue, hidden: boolean): Problem[] {
    if (issue.code === "unrecognized_keys") return issue.keys.map((entry) => unknownEntry(name, [...issue.path, entry]));
    if (issue.code === "invalid_key") return [invalidEntryName(name, issue.path)];
    const settingSchema = schema.shape[name];
    const path = entryPath(issue.path);
    const { allowed } = wordsAt(settingSchema, issue.path);
    const found = issue.path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown>)[part], decoded);
    const subject = `${keyOf(name)}${path}`;
    const finding =
        found === undefined
            ? `${subject} is not set; needed is ${allowed}.`
            : `${subject} = ${hidden ? "[secret]" : shownValue(found)}; allowed is ${allowed}.`;
    return [{ id: "wrong-value", finding, repairs: [mend(name, issue.path)] }];
}

/** The command that gives the setting, or the entry of it, a value that passes. */
function mend(name: SettingName, path: readonly PropertyKey[]): Repair {
    const settingSchema = schema.shape[name];
    const secret = documentation.get(settingSchema)?.secret === true;
    const { example } = wordsAt(settingSchema, path);
    const entry = path.length > 0 ? path : exampleEntry(settingSchema, example);
    if (entry === undefined) return { command: secret ? setSecretCommand(name) : setCommand(name, example) };
    const value = wordsAt(settingSchema, entry).example;
    const set = secret ? setSecretEntryCommand(name, entryPath(entry)) : setEntryCommand(name, entryPath(entry), value);
    // A value of another shape is in the way of its entries: it has to go first.
    return { command: path.length > 0 ? set : `pulumi config rm ${keyOf(name)} && ${set}` };
}

/** A first entry to give to a list or an object; none for a setting that is neither. */
function exampleEntry(settingSchema: z.core.$ZodType, example: string): PropertyKey[] | undefined {
    const container = unwrap(settingSchema);
    if (container instanceof z.ZodArray) return [0];
    return container instanceof z.ZodObject || container instanceof z.ZodRecord ? [example] : undefined;
}

function unknownEntry(name: SettingName, path: readonly PropertyKey[]): Problem {
    const container = unwrap(schema.shape[name]);
    const names = container instanceof z.ZodObject ? Object.keys(container.shape) : [];
    const nearest = entryPath([nearestName(String(path.at(-1)), names)]);
    return {
        id: "unknown-entry",
        finding: `${keyOf(name)}${shortened(entryPath(path))} is not a setting; the nearest one is ${keyOf(name)}${nearest}.`,
        repairs: [removeEntry(name, path)],
    };
}

function invalidEntryName(name: SettingName, path: readonly PropertyKey[]): Problem {
    const { allowed } = wordsAt(schema.shape[name], []);
    return {
        id: "wrong-entry-name",
        finding: `${keyOf(name)}${shortened(entryPath(path.slice(0, 1)))}: the name of this entry is not allowed; allowed is ${allowed}.`,
        repairs: [removeEntry(name, path.slice(0, 1))],
    };
}

function removeEntry(name: SettingName, path: readonly PropertyKey[]): Repair {
    return { command: `pulumi config rm --path ${shellQuoted(`${keyOf(name)}${entryPath(path)}`)}` };
}

/** The words of the innermost schema on a path that has any. */
function wordsAt(settingSchema: z.core.$ZodType, path: readonly PropertyKey[]): { allowed: string; example: string } {
    let found = wordsOf(settingSchema);
    let current: z.core.$ZodType | undefined = settingSchema;
    for (const part of path) {
        current = current && schemaOfEntry(current, part);
        found = (current && wordsOf(current)) ?? found;
    }
    return found ?? { allowed: "another value", example: "..." };
}

function wordsOf(settingSchema: z.core.$ZodType) {
    return words.get(settingSchema as z.ZodType) ?? words.get(unwrap(settingSchema) as z.ZodType);
}

/** A path as Pulumi writes it: `.issuer`, `[0]`, `["a b"]`. */
function entryPath(path: readonly PropertyKey[]): string {
    return path
        .map((part) =>
            typeof part === "number"
                ? `[${part}]`
                : /^[A-Za-z_][\w-]*$/.test(String(part))
                  ? `.${String(part)}`
                  : `[${JSON.stringify(part)}]`,
        )
        .join("");
}

/** What a message says of a value: objects and lists only by kind, whatever a stray password may be in. */
function shownValue(value: unknown): string {
    const content = parsed(value);
    if (Array.isArray(content)) return "(a list)";
    if (typeof content === "object" && content !== null) return "(an object)";
    return value === "" ? '""' : shortened(String(value).replace(/\s+/g, " "));
}

function shortened(text: string): string {
    return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

/** One word for a shell, whatever is in it. */
export function shellQuoted(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}
