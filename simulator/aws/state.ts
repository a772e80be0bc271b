/** How inputs, what AWS computed, and what the previous deployment left make the state of a resource. */
import type { Properties, Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { isList, isProperties } from "./paths";

/** Where the checked inputs record which of them were filled in rather than written by the program, as Pulumi's bridge does. */
export const DEFAULTS_MARK = "__defaults";

/** The properties alone, without the marks at any depth. */
export function withoutMarks(properties: Properties): Properties {
    return Object.fromEntries(
        Object.entries(properties).flatMap(([key, value]) =>
            key === DEFAULTS_MARK || value === undefined ? [] : [[key, unmarked(value)]],
        ),
    );
}

function unmarked(value: Value): Value {
    if (isList(value)) return value.map(unmarked);
    return isProperties(value) ? withoutMarks(value) : value;
}

/** Names of the top-level inputs that were filled in by a check. */
export function filledIn(inputs: Properties): readonly string[] {
    const mark = inputs[DEFAULTS_MARK];
    return isList(mark) ? mark.filter((name) => typeof name === "string") : [];
}

/** The properties after an update in place: an input that the program dropped goes, unless AWS keeps a value for it. */
export function stateAfterUpdate(
    known: KnownType,
    current: Properties,
    oldInputs: Properties,
    news: Properties,
    computed: Readonly<Record<string, Value | undefined>>,
): Properties {
    const dropped = Object.keys(oldInputs).filter((key) => news[key] === undefined && !isKeptByAws(known, key));
    const kept = Object.fromEntries(Object.entries(current).filter(([key]) => !dropped.includes(key)));
    return { ...kept, ...news, ...computed };
}

/** Whether AWS has a value of its own for the property when the program says nothing. */
export function isKeptByAws(known: KnownType, path: string): boolean {
    return known.facts.optionalComputed?.includes(path) ?? false;
}

/** Properties that the program cannot set. */
export function outputsOnly({ shape }: KnownType): readonly string[] {
    return shape.outputs.filter((name) => shape.inputs.properties[name] === undefined);
}

/** What Pulumi may keep: not the secrets that are only ever sent. */
function withoutWriteOnly({ facts: { writeOnly = [] } }: KnownType, properties: Properties): Properties {
    return writeOnly.length === 0 ? properties : Object.fromEntries(Object.entries(properties).filter(([key]) => !writeOnly.includes(key)));
}

/**
 * What Pulumi's state holds of a resource: its properties and, as for every bridged provider, its id among them.
 *
 * @see https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfshim/sdk-v2/instance_state.go "Populate the id property"
 */
export function outputsOf(known: KnownType, id: Value, properties: Properties): Properties {
    return { ...withoutWriteOnly(known, properties), id };
}
