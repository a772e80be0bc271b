/** What `aws.lambda.Invocation` asks for; a run that is started by hand names nothing and counts as a create. */
export type Action = "create" | "update" | "delete";

export type Fields = Readonly<Record<string, unknown>>;

export class InputError extends Error {
    override readonly name = "InputError";
}

/**
 * The action of an event that an Invocation with `lifecycleScope: CRUD` sends: `{ ..., tf: { action, prev_input } }`.
 *
 * The previous input is of no use here: what has to change follows from the server's state, which is also right after a crash.
 *
 * @throws InputError
 */
export function actionOf(event: unknown): Action {
    const { tf } = fieldsOf(event);
    if (tf === undefined) return "create";
    const { action } = fieldsOf(tf);
    if (action === "create" || action === "update" || action === "delete") return action;
    throw new InputError(
        `tf.action = ${JSON.stringify(action)}; allowed: create, update, delete. Invoke the function by aws.lambda.Invocation.`,
    );
}

/** @throws InputError when the event is no JSON object */
export function fieldsOf(event: unknown): Fields {
    if (typeof event !== "object" || event === null || Array.isArray(event)) {
        throw new InputError(`event = ${JSON.stringify(event)}; allowed: a JSON object. Invoke the function by aws.lambda.Invocation.`);
    }
    return event as Fields;
}

/** What a text field has to be: a test, and the same in words. */
export interface TextRule {
    readonly allowed: string;
    readonly accepts: (text: string) => boolean;
}

/**
 * The named fields, all of them texts.
 *
 * @param source the fields and what to call where they come from, for example `event`
 * @throws InputError that names every field that is missing or wrong
 */
export function textsOf<Key extends string>(
    source: { name: string; fields: Fields },
    rules: Readonly<Record<Key, TextRule>>,
): Readonly<Record<Key, string>> {
    const problems: string[] = [];
    const texts = Object.entries<TextRule>(rules).map(([key, { allowed, accepts }]) => {
        const value = source.fields[key];
        if (typeof value !== "string" || !accepts(value)) {
            problems.push(`${source.name}.${key} = ${value === undefined ? "nothing" : JSON.stringify(value)}; allowed: ${allowed}.`);
        }
        return [key, value];
    });
    if (problems.length > 0) throw new InputError(problems.join(" "));
    return Object.fromEntries(texts) as Record<Key, string>;
}
