/**
 * What the facts say of a property's values, as rules.
 *
 * The facts are written for people; this reads the forms that leave no doubt (`1 to 65535`, `http | https`, `^[a-z]+$`) and passes over
 * the rest, which a type's own `check` covers where it matters.
 */
import type { Value } from "../provider/values";
import { cidrProblem } from "./addresses";
import type { KnownType } from "./catalogue";
import { isList, isProperties } from "./paths";
import { blockShape, type BlockShape, type TypeName } from "./shapes";
import { problemsOf, type Problem, type Rule } from "./validation";

/** The values that break a rule, each with its place. Unknown values are not judged. */
export function factProblems({ facts, shape }: KnownType, inputs: Readonly<Record<string, Value | undefined>>): readonly Problem[] {
    return Object.entries(facts.validation ?? {}).flatMap(([path, text]) => {
        const type = typeAt(shape.inputs, path.split("."));
        if (type === undefined) return [];
        const clauses = text.split("; ").map((clause) => clause.replace(/^required, /, ""));
        return [...problemsOf(inputs, rulesOf(path, type, clauses)), ...clauses.flatMap((clause) => addressProblems(inputs, path, clause))];
    });
}

/** The kind of the value at a path; a list there is a list, lists on the way are looked through. */
function typeAt(block: BlockShape, [head = "", ...rest]: readonly string[]): TypeName | undefined {
    const type = block.properties[head];
    if (type === undefined || rest.length === 0) return type;
    const name = /^(?:\[\])*#(.*)$/.exec(type)?.[1];
    return name === undefined ? undefined : typeAt(blockShape(name), rest);
}

/** Each form of a clause, and the rule that it is for a number or a text. */
const FORMS: readonly { readonly form: RegExp; readonly rule: (match: RegExpExecArray, type: TypeName) => object | undefined }[] = [
    { form: /^(-?\d+)(?: to |-|\.\.)(\d+)$/, rule: ([, least, most], type) => between(type, Number(least), Number(most)) },
    { form: /^(\d+)(?: to |-|\.\.)(\d+) characters$/, rule: ([, least, most]) => ({ length: [Number(least), Number(most)] }) },
    { form: /^at most (\d+)(?: characters)?$/, rule: ([, most], type) => (type === "string" ? { length: [0, Number(most)] } : undefined) },
    {
        form: /^(?:at least |>= )(-?\d+)$/,
        rule: ([, least], type) => (type === "number" ? { range: [Number(least), Infinity] } : undefined),
    },
    { form: /^\^.*\$$/, rule: ([pattern]) => ({ pattern: new RegExp(pattern), allowed: `must match ${pattern}` }) },
    { form: /^(?:an )?ARN$/, rule: () => ({ format: "ARN" }) },
    { form: /^(?:valid )?JSON$/, rule: () => ({ format: "JSON" }) },
    {
        // "or" between two words in small letters is prose: "name or number".
        form: /^[\w.$-]+(?:(?: \| |, | or (?=[A-Z]))[\w.$-]+)+$/,
        rule: ([text], type) => ({ oneOf: text.split(/ \| |, | or /).map((one) => (type.endsWith("number") ? Number(one) : one)) }),
    },
];

function between(type: TypeName, least: number, most: number): object | undefined {
    if (type === "number") return { range: [least, most] };
    return type === "string" ? { length: [least, most] } : undefined;
}

function rulesOf(property: string, type: TypeName, clauses: readonly string[]): readonly Rule[] {
    return clauses.flatMap((clause) => {
        const found = FORMS.map(({ form, rule }) => ({ match: form.exec(clause), rule })).find(({ match }) => match !== null);
        const rule = found?.match == null ? undefined : found.rule(found.match, type);
        return rule === undefined ? [] : [{ property, ...rule } as Rule];
    });
}

function addressProblems(inputs: Value | undefined, path: string, clause: string): readonly Problem[] {
    const family = /^(?:must be the )?(IPv[46]) network address(?:es)?(?: in CIDR form.*| of its range.*)?$/.exec(clause)?.[1];
    if (family !== "IPv4" && family !== "IPv6") return [];
    return textsAt(inputs, path.split("."), "").flatMap(({ property, text }) => {
        const reason = cidrProblem(text, family);
        return reason === undefined ? [] : [{ property, reason }];
    });
}

function textsAt(value: Value | undefined, steps: readonly string[], property: string): readonly { property: string; text: string }[] {
    if (isList(value)) return value.flatMap((member, i) => textsAt(member, steps, `${property}[${i}]`));
    const [step, ...rest] = steps;
    if (step === undefined) return typeof value === "string" && value !== "" ? [{ property, text: value }] : [];
    return isProperties(value) ? textsAt(value[step], rest, property === "" ? step : `${property}.${step}`) : [];
}
