import type { Edit } from "./edits";
import { USD_PER_MONTH } from "./price";

/** One change to the program. */
export interface Change {
    /** The same change, asked for by several hops, is made once. */
    readonly key: string;
    /** For people, in the imperative: `add an interface endpoint for secretsmanager in one zone`. */
    readonly what: string;
    readonly usdPerMonth: number;
    readonly edits: readonly Edit[];
    /** A need that the program then has in the place of another. */
    readonly renamed?: { readonly workload: string; readonly from: string; readonly to: string };
}

export function free(key: string, what: string, edits: readonly Edit[]): Change {
    return { key, what, usdPerMonth: USD_PER_MONTH.free, edits };
}
