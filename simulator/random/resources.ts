/**
 * The resource types of @pulumi/random 4.21 that can be simulated: what they take, and what they give.
 *
 * Every value is really random: passwords of the simulated stack protect real local servers in tests. Each input forces replacement
 * (https://www.pulumi.com/registry/packages/random/): a result must not change while its resource stays the same.
 */
import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Properties, Value } from "../provider/values";
import { bcryptHash } from "./bcrypt";
import { petName } from "./pet-names";
import { randomText, textProblems, type TextRules } from "./text";

/** One input of a type. */
export interface Input {
    readonly kind: "boolean" | "integer" | "string" | "map";
    readonly required?: true;
    /** Filled in when the program leaves the input out. */
    readonly byDefault?: boolean | number | string;
}

export interface Problem {
    readonly property: string;
    /** Setting = value found; what is allowed; what to do. */
    readonly reason: string;
}

export interface Generated {
    readonly id: string;
    readonly computed: Readonly<Record<string, string | number>>;
}

export interface RandomType {
    readonly inputs: Readonly<Record<string, Input>>;
    /** Outputs that are not inputs; unknown until the resource is created. */
    readonly computed: readonly string[];
    /** What the inputs break beyond their kinds. Called only when every input is known. */
    readonly problems: (inputs: Properties) => readonly Problem[];
    readonly generate: (inputs: Properties) => Generated;
}

const KEEPERS: Input = { kind: "map" };

const TEXT_INPUTS: Readonly<Record<string, Input>> = {
    keepers: KEEPERS,
    length: { kind: "integer", required: true },
    lower: { kind: "boolean", byDefault: true },
    upper: { kind: "boolean", byDefault: true },
    special: { kind: "boolean", byDefault: true },
    numeric: { kind: "boolean", byDefault: true },
    number: { kind: "boolean", byDefault: true },
    minLower: { kind: "integer", byDefault: 0 },
    minUpper: { kind: "integer", byDefault: 0 },
    minNumeric: { kind: "integer", byDefault: 0 },
    minSpecial: { kind: "integer", byDefault: 0 },
    overrideSpecial: { kind: "string" },
};

/** By Pulumi's type token. */
export const RANDOM_TYPES: ReadonlyMap<string, RandomType> = new Map<string, RandomType>([
    [
        "random:index/randomPassword:RandomPassword",
        {
            inputs: TEXT_INPUTS,
            computed: ["result", "bcryptHash"],
            problems: textInputProblems,
            generate: (inputs) => {
                const result = randomText(textRules(inputs));
                // The id is shown in plain text everywhere, so it says nothing of the password.
                return { id: "none", computed: { result, bcryptHash: bcryptHash(result) } };
            },
        },
    ],
    [
        "random:index/randomString:RandomString",
        {
            inputs: TEXT_INPUTS,
            computed: ["result"],
            problems: textInputProblems,
            generate: (inputs) => {
                const result = randomText(textRules(inputs));
                return { id: result, computed: { result } };
            },
        },
    ],
    [
        "random:index/randomId:RandomId",
        {
            inputs: { keepers: KEEPERS, byteLength: { kind: "integer", required: true }, prefix: { kind: "string" } },
            computed: ["b64Std", "b64Url", "dec", "hex"],
            problems: (inputs) => atLeast(inputs, "byteLength", 1),
            generate: (inputs) => {
                const bytes = randomBytes(number(inputs, "byteLength"));
                const prefix = text(inputs, "prefix", "");
                const hex = bytes.toString("hex");
                return {
                    id: bytes.toString("base64url"),
                    computed: {
                        b64Std: prefix + bytes.toString("base64"),
                        b64Url: prefix + bytes.toString("base64url"),
                        dec: prefix + BigInt(`0x${hex}`).toString(),
                        hex: prefix + hex,
                    },
                };
            },
        },
    ],
    [
        "random:index/randomBytes:RandomBytes",
        {
            inputs: { keepers: KEEPERS, length: { kind: "integer", required: true } },
            computed: ["base64", "hex"],
            problems: (inputs) => atLeast(inputs, "length", 1),
            generate: (inputs) => {
                const bytes = randomBytes(number(inputs, "length"));
                return { id: "none", computed: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
            },
        },
    ],
    [
        "random:index/randomPet:RandomPet",
        {
            inputs: {
                keepers: KEEPERS,
                length: { kind: "integer", byDefault: 2 },
                prefix: { kind: "string" },
                separator: { kind: "string", byDefault: "-" },
            },
            computed: [],
            problems: (inputs) => atLeast(inputs, "length", 1),
            generate: (inputs) => {
                const separator = text(inputs, "separator", "-");
                const prefix = text(inputs, "prefix", "");
                const name = petName(number(inputs, "length"), separator);
                return { id: prefix === "" ? name : prefix + separator + name, computed: {} };
            },
        },
    ],
    [
        "random:index/randomInteger:RandomInteger",
        {
            inputs: {
                keepers: KEEPERS,
                min: { kind: "integer", required: true },
                max: { kind: "integer", required: true },
                seed: { kind: "string" },
            },
            computed: ["result"],
            problems: rangeProblems,
            generate: (inputs) => {
                const result = randomInRange(number(inputs, "min"), number(inputs, "max"), inputs.seed);
                return { id: String(result), computed: { result } };
            },
        },
    ],
    [
        "random:index/randomUuid:RandomUuid",
        {
            inputs: { keepers: KEEPERS },
            computed: ["result"],
            problems: () => [],
            generate: () => {
                const result = randomUUID();
                return { id: result, computed: { result } };
            },
        },
    ],
]);

function textRules(inputs: Properties): TextRules {
    return {
        length: number(inputs, "length"),
        upper: inputs.upper !== false,
        lower: inputs.lower !== false,
        numeric: inputs.numeric !== false,
        special: inputs.special !== false,
        minUpper: number(inputs, "minUpper"),
        minLower: number(inputs, "minLower"),
        minNumeric: number(inputs, "minNumeric"),
        minSpecial: number(inputs, "minSpecial"),
        overrideSpecial: text(inputs, "overrideSpecial", ""),
    };
}

function textInputProblems(inputs: Properties): Problem[] {
    if (inputs.number !== inputs.numeric) {
        const reason = `number = ${inputs.number === true}: must equal numeric = ${inputs.numeric === true}, its new name; remove number`;
        return [{ property: "number", reason }];
    }
    return textProblems(textRules(inputs));
}

function rangeProblems(inputs: Properties): Problem[] {
    const [min, max] = [number(inputs, "min"), number(inputs, "max")];
    if (min <= max) return [];
    return [{ property: "min", reason: `min = ${min}: must be at most max = ${max}; lower min or raise max` }];
}

/** A seed always gives the same number, but not the one that the real provider's generator would give for it. */
function randomInRange(min: number, max: number, seed: Value | undefined): number {
    if (typeof seed !== "string" || seed === "") return randomInt(min, max + 1);
    return min + (createHash("sha256").update(seed).digest().readUIntBE(0, 6) % (max - min + 1));
}

function atLeast(inputs: Properties, property: string, minimum: number): Problem[] {
    const found = number(inputs, property);
    if (found >= minimum) return [];
    return [{ property, reason: `${property} = ${found}: must be ${minimum} or more; set ${property} to ${minimum} or more` }];
}

function number(inputs: Properties, property: string): number {
    const value = inputs[property];
    return typeof value === "number" ? value : 0;
}

function text(inputs: Properties, property: string, byDefault: string): string {
    const value = inputs[property];
    return typeof value === "string" ? value : byDefault;
}
