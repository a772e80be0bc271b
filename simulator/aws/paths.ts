/** Property paths: dotted names as the facts write them, without list positions. */
import type { Properties, Value } from "../provider/values";

/** Whether a value is a map of properties: no list, no scalar, not unknown. Assets are maps too. */
export function isProperties(value: Value | undefined): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. (`Array.isArray` does not narrow readonly arrays.) */
export function isList(value: Value | undefined): value is readonly Value[] {
    return Array.isArray(value);
}

/**
 * All values at a path; several when lists are on the way.
 *
 * @example valuesAt({ ingress: [{ fromPort: 80 }, { fromPort: 443 }] }, "ingress.fromPort") // [80, 443]
 */
export function valuesAt(properties: Value | undefined, path: string): readonly (Value | undefined)[] {
    const [head = "", ...rest] = path.split(".");
    if (isList(properties)) return properties.flatMap((member) => valuesAt(member, path));
    if (!isProperties(properties)) return [];
    const value = properties[head];
    if (rest.length === 0) return [value];
    return valuesAt(value, rest.join("."));
}

/** A path with the list positions taken out: `ingress[0].fromPort` becomes `ingress.fromPort`. */
export function withoutPositions(path: string): string {
    return path.replace(/\[[^\]]*\]/g, "");
}
