/** What a host name leads to. */
import type { StoredResource } from "../aws/account";
import type { Loss } from "./delivery";
import type { Party } from "./place";

/** An address that a name resolves to. */
export interface Arrival extends Party {
    /** The interface endpoint that the address belongs to; its policy has a say. */
    readonly endpoint?: StoredResource;
    /** The S3 bucket in the name, for the policy of a gateway endpoint. */
    readonly bucket?: string;
}

/** Software may use any of the addresses, so the connection is only as good as the worst of them. */
export type Resolution = { readonly arrivals: readonly Arrival[] } | Loss;

export function notResolved(lostAt: string): Loss {
    return { lostAt, symptom: "name not resolved" };
}
