/** How far an attempt came before it failed. */
export type Layer =
    "DNS" | "timeout" | "refused" | "closed" | "TLS" | "authentication" | "unavailable" | "read-only" | "permission" | "other";

export interface Observation {
    readonly layer: Layer;
    /** The innermost error's own words. */
    readonly detail: string;
}

/** Codes of Node.js, of PostgreSQL (SQLSTATE) and of the MongoDB protocol that tell the layer. */
const LAYERS: Readonly<Record<string, Layer>> = {
    ENOTFOUND: "DNS",
    EAI_AGAIN: "DNS",
    EAI_NODATA: "DNS",
    ETIMEDOUT: "timeout",
    EHOSTUNREACH: "timeout",
    ENETUNREACH: "timeout",
    ESOCKETTIMEDOUT: "timeout",
    TimeoutError: "timeout",
    ECONNREFUSED: "refused",
    ECONNRESET: "closed",
    EPIPE: "closed",
    EPROTO: "TLS",
    CERT_HAS_EXPIRED: "TLS",
    CERT_NOT_YET_VALID: "TLS",
    CERT_SIGNATURE_FAILURE: "TLS",
    DEPTH_ZERO_SELF_SIGNED_CERT: "TLS",
    ERR_TLS_CERT_ALTNAME_INVALID: "TLS",
    SELF_SIGNED_CERT_IN_CHAIN: "TLS",
    UNABLE_TO_GET_ISSUER_CERT: "TLS",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "TLS",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "TLS",
    // PostgreSQL: https://www.postgresql.org/docs/16/errcodes-appendix.html
    "28000": "authentication",
    "28P01": "authentication",
    "53300": "unavailable",
    "55P03": "unavailable",
    "57P01": "unavailable",
    "57P02": "unavailable",
    "57P03": "unavailable",
    "25006": "read-only",
    "42501": "permission",
    // MongoDB protocol: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
    "13": "permission",
    "18": "authentication",
    "91": "unavailable",
    "189": "unavailable",
    "11600": "unavailable",
    "11602": "unavailable",
    "10107": "read-only",
    "13435": "read-only",
    // AWS: https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
    AccessDeniedException: "permission",
    ExpiredTokenException: "authentication",
    InvalidSignatureException: "authentication",
    UnrecognizedClientException: "authentication",
    InternalServiceError: "unavailable",
    ServiceUnavailable: "unavailable",
    ThrottlingException: "unavailable",
};

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Errors that carry no code, by the words of Node.js and of the drivers. */
const WORDS: readonly (readonly [RegExp, Layer])[] = [
    [/getaddrinfo/i, "DNS"],
    [/ECONNREFUSED/, "refused"],
    [/certificate|altname|does not support SSL|tlsv1|ssl3_|wrong version number/i, "TLS"],
    [/authentication failed|unsupported mechanism/i, "authentication"],
    [/timeout expired|timed? ?out|due to timeout|connection timeout/i, "timeout"],
    [/terminated|closed|disconnected|socket hang up/i, "closed"],
];

/**
 * The layer at which an attempt failed.
 *
 * Drivers wrap what happened: `mongodb` says "Server selection timed out" of every failure and hides the cause with the servers. So the
 * innermost error that tells a layer is taken, and a time-out of the wrapper only when nothing inside says more.
 */
export function observe(error: unknown): Observation {
    const chain = causesOf(error);
    const telling = chain.filter((cause) => layerOf(cause) !== "other");
    const innermost = telling.findLast((cause) => layerOf(cause) !== "timeout") ?? telling.at(-1) ?? chain[0];
    return { layer: innermost === undefined ? "other" : layerOf(innermost), detail: wordsOf(innermost ?? error) };
}

function layerOf(error: Error): Layer {
    const { code } = error as { code?: unknown };
    const byCode = typeof code === "string" || typeof code === "number" ? LAYERS[String(code)] : undefined;
    // PostgreSQL's codes say all there is; its words may quote any statement.
    if (byCode === undefined && typeof code === "string" && SQLSTATE.test(code)) return "other";
    return byCode ?? LAYERS[error.name] ?? WORDS.find(([words]) => words.test(error.message))?.[1] ?? "other";
}

function wordsOf(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    const { code } = error as { code?: unknown };
    // An error that stands for several addresses has no message.
    if (error.message === "") return typeof code === "string" ? code : error.name;
    return error.message.replace(SYSTEM_AUTHORITIES, "");
}

/** What newer Node.js adds to every certificate that it does not believe: AWS's authorities are never the system's, so it would lead astray. */
const SYSTEM_AUTHORITIES = /; if the root CA is installed locally, try running Node\.js with --use-system-ca$/;

/** A server of a MongoDB replica set, as far as its driver has learnt of it. */
interface ServerDescription {
    readonly address?: string;
    readonly type?: string;
    readonly error?: unknown;
}

/** The error and all that it wraps, outermost first. */
function causesOf(error: unknown, seen = new Set<unknown>()): Error[] {
    if (!(error instanceof Error) || seen.has(error)) return [];
    seen.add(error);
    const { errors, reason } = error as { errors?: readonly unknown[]; reason?: { servers?: ReadonlyMap<string, ServerDescription> } };
    const servers = reason?.servers === undefined ? [] : Array.from(reason.servers.values(), failureOf);
    const inner: unknown[] = [error.cause, ...(errors ?? []), ...servers];
    return [error, ...inner.flatMap((cause) => causesOf(cause, seen))];
}

const NOT_PRIMARY = 10107;

/** A replica that answers has no error; but that no member takes writes is why the driver's time was up, not the network. */
function failureOf({ address = "the server", type, error }: ServerDescription): unknown {
    return error ?? (type === "RSSecondary" ? Object.assign(new Error(`${address} is a replica`), { code: NOT_PRIMARY }) : undefined);
}
