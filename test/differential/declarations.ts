/** A program as a list of resources, before anything has an id: what both opinions are given. */
import type { Properties, Value } from "../../simulator/provider/values";

/** An output of another resource of the list. */
export class Reference {
    /** @param output left out: the id */
    constructor(
        readonly name: string,
        readonly output = "id",
    ) {}
}

export type Input = null | boolean | number | string | Reference | readonly Input[] | Inputs;
export interface Inputs {
    readonly [property: string]: Input | undefined;
}

export interface Declaration {
    readonly type: string;
    /** Unique in the list. */
    readonly name: string;
    readonly inputs: Inputs;
    /** What an update changes once everything is there: AWS refuses some settings at creation that it takes later. */
    readonly later?: Inputs;
    /**
     * Put into the account as it is, without a creation: what runs in subnets, whose own demands (code, roles, images) have no part
     * in whether packets arrive.
     */
    readonly isRecord?: true;
}

/** The resources that inputs refer to. */
export function referredIn(input: Input | undefined): readonly Reference[] {
    if (input instanceof Reference) return [input];
    if (Array.isArray(input)) return (input as readonly Input[]).flatMap(referredIn);
    return typeof input === "object" && input !== null ? Object.values(input as Inputs).flatMap(referredIn) : [];
}

/** The inputs with each reference replaced. */
export function resolved(inputs: Inputs, valueOf: (reference: Reference) => Value): Properties {
    return Object.fromEntries(
        Object.entries(inputs).flatMap(([property, input]) => (input === undefined ? [] : [[property, resolvedInput(input, valueOf)]])),
    );
}

function resolvedInput(input: Input, valueOf: (reference: Reference) => Value): Value {
    if (input instanceof Reference) return valueOf(input);
    if (Array.isArray(input)) return (input as readonly Input[]).map((member) => resolvedInput(member, valueOf));
    return typeof input === "object" && input !== null ? resolved(input as Inputs, valueOf) : input;
}

/** A declaration where some resources are not: its lists of ids lose them; undefined when it cannot be without one of them. */
export function trimmed(declaration: Declaration, gone: ReadonlySet<string>): Declaration | undefined {
    if (gone.has(declaration.name)) return undefined;
    const inputs = withoutMembers(declaration.inputs, gone);
    return referredIn(inputs).some(({ name }) => gone.has(name)) ? undefined : { ...declaration, inputs };
}

/** The list without some resources, and without what cannot be without them; users come after what they use. */
export function without(declarations: readonly Declaration[], names: readonly string[]): readonly Declaration[] {
    const gone = new Set(names);
    return declarations.flatMap((declaration) => {
        const kept = trimmed(declaration, gone);
        if (kept === undefined) gone.add(declaration.name);
        return kept ?? [];
    });
}

function withoutMembers(inputs: Inputs, gone: ReadonlySet<string>): Inputs {
    return Object.fromEntries(
        Object.entries(inputs).map(([property, input]) => [
            property,
            Array.isArray(input)
                ? (input as readonly Input[]).filter(
                      (member) => !(member instanceof Reference && member.output === "id" && gone.has(member.name)),
                  )
                : input instanceof Reference || typeof input !== "object" || input === null
                  ? input
                  : withoutMembers(input as Inputs, gone),
        ]),
    );
}
