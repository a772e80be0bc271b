/** A connection to one database, as far as it is used here. */
export interface Session {
    query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
    end(): Promise<void>;
}

export interface Login {
    readonly database: string;
    readonly username: string;
    readonly password: string;
    /** Longest time for the connection, in milliseconds. */
    readonly timeoutMs: number;
    /** Milliseconds left for the run, of which each statement takes part. */
    readonly remainingMs: () => number;
}

/** Opens a verified TLS connection, or fails. */
export type Connect = (login: Login) => Promise<Session>;

/** Runs the work in a session of its own, and ends that in any case. */
export async function within<T>(connect: Connect, login: Login, use: (session: Session) => Promise<T>): Promise<T> {
    const session = await connect(login);
    try {
        return await use(session);
    } finally {
        // The outcome is decided by now; a connection that cannot be closed any more is closed.
        await session.end().catch(() => undefined);
    }
}
