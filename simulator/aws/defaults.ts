/** Fills in what the provider fills in before it plans: default values and physical names. */
import type { CheckFailure, CheckRequest } from "../provider/provider";
import type { Properties, Value } from "../provider/values";
import { automaticName } from "./autoname";
import type { KnownType } from "./catalogue";
import { defaultsOf } from "./facts";
import { isList, isProperties } from "./paths";
import { DEFAULTS_MARK } from "./state";

/** @returns the inputs with their `__defaults` mark, and a failure when a name becomes too long */
export function withDefaults(
    known: KnownType,
    request: CheckRequest,
    written: Properties,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
    const named = withName(known, request, written);
    const defaults = defaultsOf(known.facts).filter(([path]) => !hasRival(known, written, path));
    const filled = defaults.reduce((inputs, [path, value]) => fill(inputs, path, value), named.inputs);
    const names = Object.keys(filled)
        .filter((key) => written[key] === undefined)
        .sort();
    return { inputs: { ...filled, [DEFAULTS_MARK]: names }, failures: named.failures };
}

function withName(known: KnownType, request: CheckRequest, written: Properties): { inputs: Properties; failures: CheckFailure[] } {
    const property = known.autonaming?.property ?? null;
    if (known.autonaming?.autonamed !== true || property === null) return { inputs: written, failures: [] };
    if (written[property] !== undefined || hasRival(known, written, property)) return { inputs: written, failures: [] };
    try {
        return { inputs: { ...written, [property]: automaticName(known.autonaming, property, request, written) }, failures: [] };
    } catch (error) {
        return { inputs: written, failures: [{ property: "", reason: error instanceof Error ? error.message : String(error) }] };
    }
}

/** The bridge gives no default to a property when the program has set one that excludes it. */
function hasRival({ facts }: KnownType, written: Properties, path: string): boolean {
    const rivals = [...(facts.conflicts ?? []), ...(facts.exactlyOneOf ?? [])].filter((group) => group.includes(path)).flat();
    return rivals.some((rival) => rival !== path && written[rival] !== undefined);
}

/** Fills blocks that are there; a default never makes a block appear. */
function fill(inputs: Properties, path: string, value: Value): Properties {
    const [head = "", ...rest] = path.split(".");
    const current = inputs[head];
    if (rest.length === 0) return current === undefined || current === null ? { ...inputs, [head]: value } : inputs;
    return current === undefined ? inputs : { ...inputs, [head]: within(current, rest.join("."), value) };
}

function within(current: Value, path: string, value: Value): Value {
    if (isList(current)) return current.map((member) => within(member, path, value));
    return isProperties(current) ? fill(current, path, value) : current;
}
