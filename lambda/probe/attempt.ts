import { checkAws, type CallAws } from "./checks/aws";
import { checkDocumentDb } from "./checks/documentdb";
import { checkPostgresql } from "./checks/postgresql";
import { checkRedis } from "./checks/redis";
import { checkHttp, checkHttps } from "./checks/web";
import type { Authorities } from "./connection";
import type { Attempt } from "./probe";

export interface AttemptArgs {
    readonly callAws: CallAws;
    /** Who may sign the certificates of PostgreSQL and DocumentDB; asked only where there is one. */
    readonly databaseAuthorities: () => Authorities;
    /** Who may sign all others. */
    readonly publicAuthorities: Authorities;
}

/** One attempt at a need, by the way that its call asks for. */
export function attemptWith({ callAws, databaseAuthorities, publicAuthorities: authorities }: AttemptArgs): Attempt {
    return (need, bounds) => {
        const { signal } = bounds;
        switch (need.call) {
            case "postgresql":
                return checkPostgresql(need, databaseAuthorities(), signal);
            case "documentdb":
                return checkDocumentDb(need, databaseAuthorities(), signal);
            case "redis":
                return checkRedis(need, authorities, signal);
            case "https":
                return checkHttps(need, need.path, authorities, signal);
            case "http":
                return checkHttp(need, need.path, signal);
            default:
                return checkAws(need, need, { callAws, authorities }, bounds);
        }
    };
}
