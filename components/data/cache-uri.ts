/** The port of ElastiCache for Redis. */
export const CACHE_PORT = 6379;

/**
 * The connection string with which LibreChat uses the cache. `rediss` is TLS; no user name, since a token is not one of a Redis user.
 *
 * @param host endpoint of the primary: it follows the primary after a failover
 * @param token letters and digits: other characters would need escaping
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
 */
export function cacheUri(host: string, token: string): string {
    return `rediss://:${token}@${host}:${CACHE_PORT}`;
}
