/**
 * The inputs that a refresh or an import reports, so that the next preview compares the program with what there is.
 *
 * @see https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go ExtractInputsFromOutputs
 */
import type { Properties, Value } from "../provider/values";
import type { KnownType } from "./catalogue";
import { defaultsOf } from "./facts";
import { isList, isProperties } from "./paths";
import { blockShape, type BlockShape, type TypeName } from "./shapes";
import { DEFAULTS_MARK } from "./state";

/** @param inputs those in Pulumi's state; undefined for an import */
export function inputsAsRead(known: KnownType, inputs: Properties | undefined, outputs: Properties): Properties {
    return inputs === undefined ? imported(known, outputs) : refreshedBlock(known.shape.inputs, inputs, outputs);
}

/** A refresh tells the new values of the inputs that the program gave, and of no others: those are AWS's business. */
function refreshedBlock(shape: BlockShape, inputs: Properties, outputs: Properties): Properties {
    const members = Object.entries(inputs).flatMap(([key, old]): [string, Value | undefined][] => {
        if (key === DEFAULTS_MARK) return [[key, old]];
        const found = outputs[key];
        return found === undefined || found === null ? [] : [[key, refreshed(shape.properties[key] ?? "any", old, found)]];
    });
    return Object.fromEntries(members);
}

function refreshed(type: TypeName, old: Value | undefined, found: Value): Value {
    if (isList(old) && isList(found) && type.startsWith("[]")) return found.map((member, i) => refreshed(type.slice(2), old[i], member));
    if (isProperties(old) && isProperties(found) && type.startsWith("#")) return refreshedBlock(blockShape(type.slice(1)), old, found);
    return found;
}

/** An import has no program to go by: whatever is required, or set to something other than its default. */
function imported(known: KnownType, outputs: Properties): Properties {
    const { tagsAll } = outputs;
    const inputs = importedBlock(known, known.shape.inputs, outputs, "");
    return isProperties(tagsAll) && Object.keys(tagsAll).length > 0 ? { ...inputs, tagsAll } : inputs;
}

function importedBlock(known: KnownType, shape: BlockShape, found: Properties, path: string): Properties {
    const members = Object.entries(shape.properties).flatMap(([name, type]): [string, Value][] => {
        const value = found[name];
        const at = path === "" ? name : `${path}.${name}`;
        if (value === undefined || (!shape.required.includes(name) && isDefaultOrZero(known, at, value))) return [];
        return [[name, importedValue(known, type, value, at)]];
    });
    return { ...Object.fromEntries(members), [DEFAULTS_MARK]: [] };
}

function importedValue(known: KnownType, type: TypeName, value: Value, path: string): Value {
    if (isList(value) && type.startsWith("[]")) return value.map((member) => importedValue(known, type.slice(2), member, path));
    return isProperties(value) && type.startsWith("#") ? importedBlock(known, blockShape(type.slice(1)), value, path) : value;
}

function isDefaultOrZero({ facts }: KnownType, path: string, value: Value): boolean {
    if (value === null || value === false || value === 0 || value === "") return true;
    if (isList(value)) return value.length === 0;
    if (isProperties(value)) return Object.keys(value).length === 0;
    return defaultsOf(facts).some(([name, preset]) => name === path && preset === value);
}
