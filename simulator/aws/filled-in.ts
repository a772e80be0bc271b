/** What the provider and AWS fill in where the program says nothing: generated names, defaults, identifiers of the account itself. */
import * as crypto from "node:crypto";
import type { Properties, Value } from "../provider/values";
import type { Account } from "./account";

/**
 * The physical name of a resource: as given, else the prefix and 26 digits as Terraform makes them (time and a counter).
 *
 * @param given the name in the program, or Pulumi's autoname
 * @param prefix the `...Prefix` property; left out: the provider's own
 */
export function nameOr(given: string | undefined, prefix: string | undefined, account: Account, providersPrefix = "tf-"): string {
    if (given !== undefined && given !== "") return given;
    const time = account.now().replace(/\D/g, "").padEnd(18, "0").slice(0, 18);
    return `${prefix ?? providersPrefix}${time}${account.newHex(8)}`;
}

/** The values whose property the program left out, for example `leftOut(inputs, { port: 5432 })`. */
export function leftOut(inputs: Properties, filledIn: Readonly<Record<string, Value | undefined>>): Record<string, Value | undefined> {
    return Object.fromEntries(Object.entries(filledIn).filter(([property]) => inputs[property] === undefined));
}

/**
 * Letters and digits that are the same for every call of one account and purpose, as the middle of an RDS endpoint is.
 *
 * @param purpose what it is for, for example `rds us-east-1`
 * @returns that many lower-case letters and digits, a letter first
 */
export function accountToken(account: Account, purpose: string, length: number): string {
    const digest = crypto.createHash("sha256").update(`${account.accountId} ${purpose}`).digest("hex");
    return `c${BigInt(`0x${digest}`).toString(36)}`.slice(0, length);
}

/** As {@link accountToken}, in the form of a UUID. */
export function accountUuid(account: Account, purpose: string): string {
    const digest = crypto.createHash("sha256").update(`${account.accountId} ${purpose}`).digest("hex");
    return uuidFrom(digest);
}

/** @param hex at least 32 hex digits */
export function uuidFrom(hex: string): string {
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
