/** Random text for passwords and strings: which characters may occur, and how many of each kind must. */
import { randomInt } from "node:crypto";

/** Inputs of RandomPassword and RandomString, with the defaults filled in. */
export interface TextRules {
    readonly length: number;
    readonly upper: boolean;
    readonly lower: boolean;
    readonly numeric: boolean;
    readonly special: boolean;
    readonly minUpper: number;
    readonly minLower: number;
    readonly minNumeric: number;
    readonly minSpecial: number;
    /** Used instead of the usual special characters when it is not empty. */
    readonly overrideSpecial?: string;
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const NUMERIC = "0123456789";
/** https://www.pulumi.com/registry/packages/random/api-docs/randompassword/, property `special`. */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** Text of the wanted length; characters and their places are drawn by a cryptographic generator, without bias. */
export function randomText(rules: TextRules): string {
    const specials = rules.overrideSpecial === undefined || rules.overrideSpecial === "" ? SPECIAL : rules.overrideSpecial;
    const kinds = [
        { characters: UPPER, allowed: rules.upper, atLeast: rules.minUpper },
        { characters: LOWER, allowed: rules.lower, atLeast: rules.minLower },
        { characters: NUMERIC, allowed: rules.numeric, atLeast: rules.minNumeric },
        { characters: specials, allowed: rules.special, atLeast: rules.minSpecial },
    ];
    // A minimum holds even where its kind is not allowed otherwise: the real provider draws the minimums first.
    const chosen = kinds.flatMap(({ characters, atLeast }) => draw(characters, atLeast));
    const allowed = kinds.map((kind) => (kind.allowed ? kind.characters : "")).join("");
    return shuffled([...chosen, ...draw(allowed, rules.length - chosen.length)]).join("");
}

/** Problems of the rules, each with the input it is about. */
export function textProblems(rules: TextRules): { property: string; reason: string }[] {
    const { length, minUpper, minLower, minNumeric, minSpecial } = rules;
    const minimum = minUpper + minLower + minNumeric + minSpecial;
    if (length < 1) return [{ property: "length", reason: `length = ${length}: must be 1 or more; set length to 1 or more` }];
    const problems = [];
    if (length < minimum) {
        const sum = `minUpper + minLower + minNumeric + minSpecial = ${minimum}`;
        problems.push({ property: "length", reason: `length = ${length}: must be at least ${sum}; raise length or lower the minimums` });
    }
    if (!rules.upper && !rules.lower && !rules.numeric && !rules.special) {
        const reason = "upper, lower, numeric, special = false: at least one kind of character must be allowed; set one of them to true";
        problems.push({ property: "upper", reason });
    }
    return problems;
}

function draw(characters: string, count: number): string[] {
    const available = Array.from(characters);
    return Array.from({ length: count }, () => available[randomInt(available.length)] ?? "");
}

function shuffled(items: readonly string[]): string[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
        const other = randomInt(last + 1);
        [result[last], result[other]] = [result[other] ?? "", result[last] ?? ""];
    }
    return result;
}
