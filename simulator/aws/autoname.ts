/** Physical names as Pulumi makes them: the logical name and a random part, so that a replacement never meets its predecessor. */
import * as crypto from "node:crypto";
import type { CheckRequest } from "../provider/provider";
import { UNKNOWN, type Properties } from "../provider/values";
import type { Autonaming } from "./facts";
import { filledIn } from "./state";

const RANDOM_DIGITS = 7;

/** An RDS identifier of SQL Server has at most 15 characters, so its random part is shorter. */
const SQL_SERVER = { digits: 3, maxLength: 15 };

/**
 * The name for a resource whose program gives none. An update keeps the one that the resource has.
 *
 * @param inputs the program's inputs: some names depend on another property
 * @throws Error when the result is longer than Pulumi allows for the type; it is never cut
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function automaticName(
    autonaming: Autonaming,
    property: string,
    request: CheckRequest,
    inputs: Properties,
): string | typeof UNKNOWN {
    const old = request.olds?.[property];
    if (request.olds !== undefined && typeof old === "string" && filledIn(request.olds).includes(property)) return old;
    const { transform } = autonaming;
    if (transform.startsWith("the logical name itself")) return request.name;
    if (usesUnknownSuffix(transform, inputs)) return UNKNOWN;
    const logical = transform.includes("lower-cased") && !transform.includes("NOT lower-cased") ? request.name.toLowerCase() : request.name;
    const separator = transform.startsWith("NO separator") ? "" : "-";
    const { digits, maxLength } = limits(autonaming, inputs);
    const name = `${prefixOf(transform)}${logical}${separator}${randomPart(request.randomSeed, digits)}${suffixOf(transform, inputs)}`;
    if (maxLength !== null && name.length > maxLength) {
        throw new Error(`name '${logical}' plus ${digits} random chars is longer than maximum length ${maxLength}`);
    }
    return name;
}

function limits({ transform, maxLength }: Autonaming, inputs: Properties): { digits: number; maxLength: number | null } {
    const { engine } = inputs;
    const isSqlServer = transform.includes("sqlserver") && typeof engine === "string" && engine.includes("sqlserver");
    return isSqlServer ? SQL_SERVER : { digits: RANDOM_DIGITS, maxLength };
}

function prefixOf(transform: string): string {
    return transform.startsWith("alias/") ? "alias/" : "";
}

function fifoProperty(transform: string): string | undefined {
    return /^\.fifo appended when (\w+) is true$/.exec(transform)?.[1];
}

function suffixOf(transform: string, inputs: Properties): string {
    const property = fifoProperty(transform);
    return property !== undefined && inputs[property] === true ? ".fifo" : "";
}

function usesUnknownSuffix(transform: string, inputs: Properties): boolean {
    const property = fifoProperty(transform);
    return property !== undefined && inputs[property] === UNKNOWN;
}

/** The engine gives a seed so that one deployment makes the same name each time it is asked; an older one gives none. */
function randomPart(seed: Uint8Array, digits: number): string {
    const hex = seed.length === 0 ? crypto.randomBytes(16).toString("hex") : crypto.createHash("sha256").update(seed).digest("hex");
    return hex.slice(0, digits);
}
