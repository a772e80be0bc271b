/** Truth in a preview: what is not known is neither true nor false. */
export type Truth = boolean | "unknown";

/** False as soon as one is, whatever is unknown. */
export function all(truths: readonly Truth[]): Truth {
    if (truths.includes(false)) return false;
    return truths.includes("unknown") ? "unknown" : true;
}

/** True as soon as one is, whatever is unknown. */
export function any(truths: readonly Truth[]): Truth {
    if (truths.includes(true)) return true;
    return truths.includes("unknown") ? "unknown" : false;
}

export function not(truth: Truth): Truth {
    return truth === "unknown" ? "unknown" : !truth;
}
