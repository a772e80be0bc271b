/** What a preview can say of a resource: everything that does not come from AWS. */
import type { UpdateRequest } from "../provider/provider";
import { UNKNOWN, type Properties, type Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { isList, isProperties } from "./paths";
import { outputsOf, outputsOnly, stateAfterUpdate, withoutMarks } from "./state";

/** The outputs of a resource that would be created. */
export function previewOfCreate(known: KnownType, inputs: Properties): Properties {
    const { computed = [], optionalComputed = [] } = known.facts;
    const unknown = [...outputsOnly(known), ...computed, ...optionalComputed];
    return outputsOf(known, UNKNOWN, unknown.reduce(unknownWhereAbsent, withoutMarks(inputs)));
}

/** The outputs of a resource that would be changed in place: what AWS computed stays, but for what follows the change. */
export function previewOfUpdate(known: KnownType, request: UpdateRequest, changed: readonly string[]): Properties {
    const news = withoutMarks(request.news);
    const after = stateAfterUpdate(known, withoutMarks(request.oldOutputs), withoutMarks(request.oldInputs), news, {});
    const state = outputsOf(known, request.id, after);
    if (changed.length === 0) return state;
    const unknown = Object.entries(known.behaviour.changesOnUpdate ?? {})
        .filter(([, causes]) => causes === "any change" || causes.some((cause) => changed.includes(cause)))
        .map(([property]) => [property, UNKNOWN] as const);
    return { ...state, ...Object.fromEntries(unknown) };
}

function unknownWhereAbsent(properties: Properties, path: string): Properties {
    const [head = "", ...rest] = path.split(".");
    const value = properties[head];
    if (rest.length === 0) return value === undefined || value === null ? { ...properties, [head]: UNKNOWN } : properties;
    // A block that the program leaves out is unknown as a whole only when the facts list it by itself.
    if (value === undefined) return properties;
    return { ...properties, [head]: within(value, rest.join(".")) };
}

function within(value: Value, path: string): Value {
    if (isList(value)) return value.map((member) => within(member, path));
    return isProperties(value) ? unknownWhereAbsent(value, path) : value;
}
