/**
 * Reads IAM policy documents, however a program writes them: as JSON text, or as an object that the provider turns into JSON.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { known, listAt, shown, UNKNOWN, valueAt } from "../known";

/** Who a statement is about: `{ kind: "Service", id: "lambda.amazonaws.com" }`. Everybody is `{ kind: "AWS", id: "*" }`. */
export interface Principal {
    readonly kind: string;
    readonly id: string;
}

/** One comparison: all of a statement's have to hold, each for one of its values. */
export interface Condition {
    /** As written: `StringEquals`, `ForAnyValue:StringLike`. */
    readonly operator: string;
    /** In lower case, since letter case does not count in keys. */
    readonly key: string;
    readonly values: readonly string[];
}

export interface Statement {
    /** For messages: `statement ReadSecrets`, or by its place from 1, `statement 2`. */
    readonly label: string;
    readonly effect: "Allow" | "Deny";
    readonly actions: readonly string[];
    readonly notActions: readonly string[];
    readonly resources: readonly string[];
    readonly notResources: readonly string[];
    readonly principals: readonly Principal[];
    readonly notPrincipals: readonly Principal[];
    readonly conditions: readonly Condition[];
}

/** What a document says, or each reason why it cannot be read, or that a preview does not know it yet. */
export type Reading = { readonly statements: readonly Statement[] } | { readonly problems: readonly string[] } | "unknown";

/** Reads a document. One unknown value anywhere makes the whole unknown; what is malformed becomes a problem, never an error. */
export function readDocument(written: unknown): Reading {
    const document = typeof written === "string" ? parsed(written) : written;
    if (document === UNPARSEABLE) return { problems: ["it is not JSON"] };
    const plain = plainOf(document);
    if (plain === UNKNOWN) return "unknown";
    if (!isObject(plain)) return { problems: [`it is ${describe(plain)}, not a JSON object`] };
    const listed = plain["Statement"];
    if (listed === undefined) return { problems: ["Statement is not set"] };
    const read = asList(listed).map(readStatement);
    const problems = read.flatMap((statement) => ("problems" in statement ? statement.problems : []));
    return problems.length > 0 ? { problems } : { statements: read.flatMap((statement) => ("problems" in statement ? [] : [statement])) };
}

const UNPARSEABLE = Symbol("not JSON");

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) return UNPARSEABLE;
        throw error;
    }
}

/** The value without the engine's guards on unknown values, or that one of them is unknown. */
function plainOf(value: unknown): unknown {
    if (value === UNKNOWN || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
        const entries = listAt({ value }, "value");
        const plain = Array.isArray(entries) ? entries.map(plainOf) : [];
        return plain.includes(UNKNOWN) ? UNKNOWN : plain;
    }
    const entries = Object.keys(value).map((key): [string, unknown] => [key, plainOf(known(() => (value as PlainObject)[key]))]);
    return entries.some(([, inner]) => inner === UNKNOWN) ? UNKNOWN : Object.fromEntries(entries);
}

type PlainObject = Record<string, unknown>;

function isObject(value: unknown): value is PlainObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readStatement(written: unknown, index: number): Statement | { problems: string[] } {
    const place = `statement ${index + 1}`;
    if (!isObject(written)) return { problems: [`${place} is ${describe(written)}, not an object`] };
    const label = typeof written["Sid"] === "string" && written["Sid"] !== "" ? `statement ${written["Sid"]}` : place;
    const effect = written["Effect"];
    const texts = ["Action", "NotAction", "Resource", "NotResource"].map((element) => ({ element, read: textsOf(written[element]) }));
    const principals = ["Principal", "NotPrincipal"].map((element) => ({ element, read: principalsOf(written[element]) }));
    const conditions = conditionsOf(written["Condition"]);
    const wrong = [
        ...(effect === "Allow" || effect === "Deny" ? [] : [`Effect of ${label} = ${shown(effect)}, not Allow or Deny`]),
        ...[...texts, ...principals].filter(({ read }) => read === undefined).map(({ element }) => `${element} of ${label} is malformed`),
        ...(conditions === undefined ? [`Condition of ${label} is malformed`] : []),
        ...(written["Action"] === undefined && written["NotAction"] === undefined ? [`Action of ${label} is not set`] : []),
    ];
    if (wrong.length > 0 || conditions === undefined) return { problems: wrong };
    const [actions = [], notActions = [], resources = [], notResources = []] = texts.map(({ read }) => read ?? []);
    const [named = [], notNamed = []] = principals.map(({ read }) => read ?? []);
    const texted = { actions, notActions, resources, notResources };
    return { label, effect: effect === "Allow" ? "Allow" : "Deny", ...texted, principals: named, notPrincipals: notNamed, conditions };
}

function asList(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** One text or several; nothing where it is something else. */
function textsOf(value: unknown): readonly string[] | undefined {
    if (value === undefined) return [];
    const list = asList(value);
    return list.every((entry) => typeof entry === "string") ? list : undefined;
}

function principalsOf(value: unknown): Principal[] | undefined {
    if (value === undefined) return [];
    if (value === "*") return [{ kind: "AWS", id: "*" }];
    if (!isObject(value)) return undefined;
    const read = Object.entries(value).map(([kind, ids]) => textsOf(ids)?.map((id) => ({ kind, id })));
    return read.every((ids) => ids !== undefined) ? read.flat() : undefined;
}

function conditionsOf(value: unknown): Condition[] | undefined {
    if (value === undefined) return [];
    if (!isObject(value)) return undefined;
    const read = Object.entries(value).flatMap(([operator, keys]) =>
        isObject(keys)
            ? Object.entries(keys).map(([key, values]) => {
                  const texts = asList(values);
                  // Numbers and booleans may stand without quotes.
                  return texts.every((text) => ["string", "number", "boolean"].includes(typeof text))
                      ? { operator, key: key.toLowerCase(), values: texts.map(String) }
                      : undefined;
              })
            : [undefined],
    );
    return read.every((condition) => condition !== undefined) ? read : undefined;
}

function describe(value: unknown): string {
    return value === null || value === undefined ? "empty" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

/** The document at a path of a resource's properties; nothing where none is set. */
export function documentAt(props: unknown, ...path: (string | number)[]): Reading | undefined {
    const value = valueAt(props, ...path);
    if (value === UNKNOWN) return "unknown";
    return value === undefined || value === "" ? undefined : readDocument(value);
}
