/** Inputs that are made from the shape of a type, to look at one property at a time. */
import { blockShape, type BlockShape, type TypeName } from "../../../simulator/aws/shapes";
import { UNKNOWN, type Properties, type Value } from "../../../simulator/provider/values";

/** Blocks of firewall rules contain each other; deeper ones repeat what the upper ones have. */
const DEEPEST = 3;

/**
 * The value at a path, with everything around it that is required.
 *
 * @param value undefined: everything but that
 * @param fill what to put around it for a kind; left out: what is not known yet
 */
export function inputsWith(
    shape: BlockShape,
    path: string,
    value: Value | undefined,
    fill: (type: TypeName) => Value = () => UNKNOWN,
): Properties {
    const [head = "", ...rest] = path.split(".");
    const around: Properties = Object.fromEntries(
        shape.required.map((name): [string, Value] => [name, fill(shape.properties[name] ?? "any")]),
    );
    const type = shape.properties[head] ?? "any";
    return { ...around, [head]: rest.length === 0 ? value : wrapped(type, (block) => inputsWith(block, rest.join("."), value, fill)) };
}

/** Two versions of the inputs that differ at a path, and nowhere else. */
export function versionsOf(shape: BlockShape, path: string): readonly [olds: Properties, news: Properties] {
    const version = (number: number) => inputsWith(shape, path, valueAt(shape, path, number), (type) => valueOf(type, 0));
    return [version(1), version(2)];
}

/** A value of the property's kind; another one for another version. */
function valueAt(shape: BlockShape, path: string, version: number): Value {
    const [head = "", ...rest] = path.split(".");
    const type = shape.properties[head] ?? "any";
    if (rest.length === 0) return valueOf(type, version);
    const block = /^(?:\[\]|\{\})*#(.*)$/.exec(type)?.[1];
    if (block === undefined) throw new Error(`${head} is no block, so there is no ${path}`);
    return valueAt(blockShape(block), rest.join("."), version);
}

/** Paths of all properties that are no blocks, and of blocks that are too deep to look into. */
export function leafPaths(shape: BlockShape, depth = 0): readonly string[] {
    return Object.entries(shape.properties).flatMap(([name, type]) => {
        const block = /^(?:\[\])*#(.*)$/.exec(type)?.[1];
        if (block === undefined || depth === DEEPEST) return [name];
        return leafPaths(blockShape(block), depth + 1).map((path) => `${name}.${path}`);
    });
}

function wrapped(type: TypeName, make: (block: BlockShape) => Properties): Value {
    if (type.startsWith("[]")) return [wrapped(type.slice(2), make)];
    if (!type.startsWith("#")) throw new Error(`${type} is no block`);
    return make(blockShape(type.slice(1)));
}

function valueOf(type: TypeName, version: number, depth = 0): Value {
    if (type.startsWith("[]")) return [valueOf(type.slice(2), version, depth)];
    if (type.startsWith("{}")) return { key: valueOf(type.slice(2), version, depth) };
    if (type.startsWith("#")) {
        const members = Object.entries(blockShape(type.slice(1)).properties);
        const member = members.find(([, kind]) => !kind.includes("#")) ?? members[0];
        return member === undefined || depth === DEEPEST ? {} : { [member[0]]: valueOf(member[1], version, depth + 1) };
    }
    const scalars: Readonly<Record<string, Value>> = {
        string: `value ${version}`,
        json: `{"version":${version}}`,
        number: version,
        boolean: version === 1,
        asset: { asset: "text", hash: String(version), text: "" },
        any: `value ${version}`,
    };
    return scalars[type] ?? null;
}
