/**
 * Exceptions from rules, as the configuration of a rule lists them.
 *
 *     "s3-bucket-require-public-access-block": {
 *         "exceptions": [{ "resource": "downloads", "reason": "public by design", "expires": "2027-03-31" }]
 *     }
 */
import { nearestName } from "../../config/nearest";

/** A resource that a rule does not stop, and why. */
export interface Exception {
    /** Name of a resource in the program, or its URN; `*` stands for any part of either. */
    readonly resource: string;
    /** Only for rules about reachability: the one need that is excepted, spelled as in the tag `reachability:needs`; none for all of them. */
    readonly need: string | undefined;
    readonly reason: string;
    /** Last day on which it holds, as `2027-03-31`, in UTC; none for one without end. */
    readonly expires: string | undefined;
}

/** What an exception is held against. */
export interface Subject {
    readonly urn: string;
    readonly need?: string | undefined;
}

/** The exceptions of a rule, and what is wrong with those that are malformed and except nothing. */
export interface ReadExceptions {
    readonly exceptions: readonly Exception[];
    /** Each names the setting as written, what is allowed and what to do. */
    readonly problems: readonly string[];
}

/**
 * Reads the setting `exceptions` of a rule.
 *
 * Never throws: a malformed entry excepts nothing, so that a mistake makes a deployment stricter, and pack-config reports it.
 *
 * @param keys what an exception from the rule may have
 */
export function readExceptions(rule: string, value: unknown, keys: readonly string[]): ReadExceptions {
    if (value === undefined) return { exceptions: [], problems: [] };
    if (!Array.isArray(value)) {
        const wanted = `allowed is a list of objects with ${keys.join(", ")}. Put the exception into [ and ].`;
        return { exceptions: [], problems: [`${rule}.exceptions = ${written(value)}; ${wanted}`] };
    }
    const read = (value as unknown[]).map((entry, i) => readOne(`${rule}.exceptions[${i}]`, entry, keys));
    return {
        exceptions: read.flatMap((each) => (Array.isArray(each) ? [] : [each])),
        problems: read.flatMap((each) => (Array.isArray(each) ? each : [])),
    };
}

function readOne(at: string, entry: unknown, keys: readonly string[]): Exception | string[] {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
        return [`${at} = ${written(entry)}; allowed is an object with ${keys.join(", ")}. Write it as {"resource": "…", "reason": "…"}.`];
    }
    const { resource, reason, expires, need } = entry as Record<string, unknown>;
    const problems = [
        ...Object.keys(entry)
            .filter((key) => !keys.includes(key))
            .map((key) => `${at}.${key} is not a setting; the nearest one is ${nearestName(key, keys)}. Rename it, or remove it.`),
        ...resourceProblems(at, resource),
        ...(isText(reason) ? [] : [`${at}.reason = ${written(reason)}; allowed is a text. Say why the exception is right, or remove it.`]),
        ...(expires === undefined || isDate(expires)
            ? []
            : [
                  `${at}.expires = ${written(expires)}; allowed is a date as 2027-03-31. Correct it, or leave it out for an exception without end.`,
              ]),
        ...(need === undefined || isText(need) || !keys.includes("need")
            ? []
            : [`${at}.need = ${written(need)}; allowed is a need as service:secretsmanager. Correct it, or leave it out for all needs.`]),
    ];
    if (problems.length > 0 || !isText(resource) || !isText(reason)) return problems;
    return { resource, reason, expires: isText(expires) ? expires : undefined, need: isText(need) ? need : undefined };
}

/** One exception for everything would switch the rule off, and look like less. */
function resourceProblems(at: string, resource: unknown): string[] {
    if (!isText(resource)) {
        return [
            `${at}.resource = ${written(resource)}; allowed is the name or the URN of a resource, with * for any part. Name the resource.`,
        ];
    }
    if (!/^\**$/.test(resource)) return [];
    return [
        `${at}.resource = ${written(resource)}; allowed is the name or the URN of a resource, with * for a part. Name the resources, or switch the ` +
            'rule off openly with "enforcementLevel": "disabled".',
    ];
}

function isText(value: unknown): value is string {
    return typeof value === "string" && value.trim() !== "";
}

/** Dates that no calendar has, such as 2027-02-30, would be read as another day. */
function isDate(value: unknown): boolean {
    if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
    const time = Date.parse(`${value}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** A value as somebody wrote it into the configuration. */
export function written(value: unknown): string {
    if (value === undefined) return "not set";
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Whether an exception is about a finding, expired or not. */
export function isAbout(exception: Exception, { urn, need }: Subject): boolean {
    const name = urn.split("::").at(-1) ?? urn;
    if (exception.need !== undefined && exception.need !== need) return false;
    return matches(exception.resource, name) || matches(exception.resource, urn);
}

/** Without regular expressions, whose time grows beyond all bounds with patterns such as `*a*a*a*a*b`. */
function matches(pattern: string, text: string): boolean {
    const [first = "", ...rest] = pattern.split("*");
    const last = rest.pop();
    if (last === undefined) return pattern === text;
    if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of rest) {
        const found = text.indexOf(part, at);
        if (found < 0 || found + part.length > end) return false;
        at = found + part.length;
    }
    return true;
}

/** @param today as `2027-03-31`, in UTC */
export function isExpired({ expires }: Exception, today: string): boolean {
    return expires !== undefined && expires < today;
}
