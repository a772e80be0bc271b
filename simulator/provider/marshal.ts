/**
 * Property values on the wire and in the simulator.
 *
 * Special values travel as a structure with a signature, unknown ones as fixed strings; both are constants of Pulumi's protocol.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties.go
 */
import { ListValue, NullValue, Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";
import { isAsset, UNKNOWN, type Asset, type Properties, type Value } from "./values";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The engine sends these only to a plugin that accepts them, and the plugins here decline all three. */
const DECLINED: ReadonlyMap<string, string> = new Map([
    ["1b47061264138c4ac30d75fd1eb44270", "a secret"],
    ["5cf8f73096256a8f31e491e813e4eb8e", "a resource reference"],
    ["d0e6a833031e9bbcd3f4e8bde6ca49a4", "an output value"],
]);

/** What stands for an unknown boolean, number, string, list, asset, archive and object. */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS: ReadonlySet<string> = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    UNKNOWN_STRING,
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * Reads properties from the wire. Nothing there is an empty map.
 *
 * @throws Error when a value is of a kind that the plugin declined in its handshake
 */
export function fromWire(struct: Struct | undefined): Properties {
    const members: [string, Value][] = [];
    struct?.getFieldsMap().forEach((value: WireValue, key: string) => members.push([key, valueFromWire(value)]));
    return Object.fromEntries(members);
}

/** Writes properties to the wire; those that are undefined are left out. */
export function toWire(properties: Properties): Struct {
    const struct = new Struct();
    const fields = struct.getFieldsMap();
    for (const [key, value] of Object.entries(properties)) {
        if (value !== undefined) fields.set(key, valueToWire(value));
    }
    return struct;
}

function valueFromWire(value: WireValue): Value {
    switch (value.getKindCase()) {
        case WireValue.KindCase.BOOL_VALUE:
            return value.getBoolValue();
        case WireValue.KindCase.NUMBER_VALUE:
            return value.getNumberValue();
        case WireValue.KindCase.STRING_VALUE:
            return UNKNOWNS.has(value.getStringValue()) ? UNKNOWN : value.getStringValue();
        case WireValue.KindCase.LIST_VALUE:
            return (value.getListValue()?.getValuesList() ?? []).map(valueFromWire);
        case WireValue.KindCase.STRUCT_VALUE:
            return structureFromWire(fromWire(value.getStructValue()));
        case WireValue.KindCase.NULL_VALUE:
        case WireValue.KindCase.KIND_NOT_SET:
            return null;
    }
}

function structureFromWire(properties: Properties): Value {
    const signature = properties[SIGNATURE_KEY];
    if (signature === undefined) return properties;
    if (signature === ASSET) return assetFromWire(properties);
    if (signature === ARCHIVE) return archiveFromWire(properties);
    const declined = typeof signature === "string" ? DECLINED.get(signature) : undefined;
    throw new Error(`the engine sent ${declined ?? "a value of an unknown kind"}, which this plugin declined`);
}

function assetFromWire(properties: Properties): Asset {
    const { path, text, uri } = textsOf(properties);
    const hash = hashOf(properties);
    if (path !== undefined && path !== "") return { asset: "file", hash, path };
    return uri !== undefined && uri !== "" ? { asset: "remote", hash, uri } : { asset: "text", hash, text: text ?? "" };
}

function archiveFromWire(properties: Properties): Asset {
    const { path, uri } = textsOf(properties);
    const members = properties["assets"];
    return {
        asset: "archive",
        hash: hashOf(properties),
        ...(path !== undefined && path !== "" ? { path } : {}),
        ...(uri !== undefined && uri !== "" ? { uri } : {}),
        ...(typeof members === "object" && members !== null ? { assets: members as Readonly<Record<string, Asset>> } : {}),
    };
}

function hashOf(properties: Properties): string {
    const { hash } = properties;
    return typeof hash === "string" ? hash : "";
}

function textsOf({ path, text, uri }: Properties): { path: string | undefined; text: string | undefined; uri: string | undefined } {
    const textOf = (value: Value | undefined) => (typeof value === "string" ? value : undefined);
    return { path: textOf(path), text: textOf(text), uri: textOf(uri) };
}

function valueToWire(value: Value): WireValue {
    const wire = new WireValue();
    if (value === null) wire.setNullValue(NullValue.NULL_VALUE);
    else if (value === UNKNOWN) wire.setStringValue(UNKNOWN_STRING);
    else if (typeof value === "boolean") wire.setBoolValue(value);
    else if (typeof value === "number") wire.setNumberValue(value);
    else if (typeof value === "string") wire.setStringValue(value);
    else if (isList(value)) wire.setListValue(new ListValue().setValuesList(value.map(valueToWire)));
    else wire.setStructValue(toWire(isAsset(value) ? signed(value) : value));
    return wire;
}

function signed({ asset, ...content }: Asset): Properties {
    return { [SIGNATURE_KEY]: asset === "archive" ? ARCHIVE : ASSET, ...content };
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: Value): value is readonly Value[] {
    return Array.isArray(value);
}
