import { strict as assert } from "node:assert";
import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { fromWire, toWire } from "../../../simulator/provider/marshal";
import { holdsUnknown, isAsset, UNKNOWN, type Asset, type Properties, type Value } from "../../../simulator/provider/values";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Sets and reads through the bytes, as between two processes. */
function overTheWire(properties: Properties): Properties {
    return fromWire(Struct.deserializeBinary(toWire(properties).serializeBinary()));
}

function received(javascript: Record<string, JavaScriptValue>): Properties {
    return fromWire(Struct.fromJavaScript(javascript));
}

describe("marshalling", () => {
    const text = fc.string();
    const asset: fc.Arbitrary<Asset> = fc.oneof(
        fc.record({ asset: fc.constant("file" as const), hash: text, path: fc.string({ minLength: 1 }) }, { noNullPrototype: true }),
        fc.record({ asset: fc.constant("text" as const), hash: text, text }, { noNullPrototype: true }),
        fc.record({ asset: fc.constant("remote" as const), hash: text, uri: fc.string({ minLength: 1 }) }, { noNullPrototype: true }),
        fc.record({ asset: fc.constant("archive" as const), hash: text, path: fc.string({ minLength: 1 }) }, { noNullPrototype: true }),
    );
    const key = fc.string({ minLength: 1 }).filter((name) => name !== "__proto__" && name !== "asset");
    const { properties } = fc.letrec<{ value: Value; properties: Properties }>((tie) => ({
        value: fc.oneof(
            { maxDepth: 4 },
            fc.constant(null),
            fc.boolean(),
            fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
            text,
            fc.constant(UNKNOWN),
            asset,
            fc.array(tie("value"), { maxLength: 4 }),
            tie("properties"),
        ),
        properties: fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
    }));

    it("brings back every value that it sends", () => {
        fc.assert(
            fc.property(properties, (sent) => {
                assert.deepEqual(overTheWire(sent), sent);
            }),
        );
    });

    it("keeps what is not known unknown, and nothing else", () => {
        fc.assert(
            fc.property(properties, (sent) => {
                assert.equal(holdsUnknown(overTheWire(sent)), holdsUnknown(sent));
            }),
        );
    });

    it("leaves out what is undefined", () => {
        assert.deepEqual(overTheWire({ cidrBlock: "10.0.0.0/16", tags: undefined }), { cidrBlock: "10.0.0.0/16" });
    });

    it("reads nothing as no properties", () => {
        assert.deepEqual(fromWire(undefined), {});
    });

    it("takes every mark of the engine for unknown", () => {
        const marks = [
            "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
            "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
            "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
            "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
            "030794c1-ac77-496b-92df-f27374a8bd58",
            "e48ece36-62e2-4504-bad9-02848725956a",
            "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        ];
        assert.deepEqual(received({ marks }), { marks: marks.map(() => UNKNOWN) });
    });

    it("reads an archive of assets with its members", () => {
        const archive = {
            [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
            hash: "h",
            assets: { "index.js": { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "t", text: "x" } },
        };
        const code = received({ code: archive })["code"];
        assert.deepEqual(code, { asset: "archive", hash: "h", assets: { "index.js": { asset: "text", hash: "t", text: "x" } } });
        assert.deepEqual(overTheWire({ code }), { code });
    });

    it("tells an asset from a block with a property of that name", () => {
        assert.equal(isAsset({ asset: "text", hash: "h", text: "" }), true);
        assert.equal(isAsset({ asset: "text" }), false);
        assert.equal(isAsset({ asset: "vault", hash: "h" }), false);
        assert.equal(isAsset(["asset"]), false);
    });

    const declined: readonly [kind: string, signature: string][] = [
        ["a secret", "1b47061264138c4ac30d75fd1eb44270"],
        ["a resource reference", "5cf8f73096256a8f31e491e813e4eb8e"],
        ["an output value", "d0e6a833031e9bbcd3f4e8bde6ca49a4"],
        ["a value of an unknown kind", "ffffffffffffffffffffffffffffffff"],
    ];
    for (const [kind, signature] of declined) {
        it(`fails when the engine sends ${kind} all the same`, () => {
            assert.throws(() => received({ password: { [SIGNATURE]: signature, value: "x" } }), {
                message: `the engine sent ${kind}, which this plugin declined`,
            });
        });
    }
});
