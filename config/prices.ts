/**
 * Prices that messages name, on demand in us-east-1, in US dollars; other Regions differ by up to a third.
 *
 * As of November 2026, from the price pages of AWS: https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/,
 * https://aws.amazon.com/documentdb/pricing/, https://aws.amazon.com/elasticache/pricing/.
 */

/** AWS counts a month as 730 hours. */
const HOURS_PER_MONTH = 730;

/** A NAT gateway with its public address, before traffic. */
export const NAT_GATEWAY_USD_PER_MONTH = (0.045 + 0.005) * HOURS_PER_MONTH;

/** An interface endpoint in one availability zone, before traffic. */
export const INTERFACE_ENDPOINT_USD_PER_MONTH = 0.01 * HOURS_PER_MONTH;

/** A cache node; only the sizes that presets use. */
const CACHE_NODE_USD_PER_HOUR: Readonly<Record<string, number>> = {
    "cache.t4g.micro": 0.016,
    "cache.t4g.small": 0.032,
    "cache.t4g.medium": 0.065,
};

const DOCUMENTDB_INSTANCE_USD_PER_HOUR: Readonly<Record<string, number>> = {
    "db.t3.medium": 0.078,
    "db.t4g.medium": 0.07566,
    "db.r5.large": 0.277,
    "db.r6g.large": 0.26315,
};

/** What a cache node costs a month, in words; of a size that is not in the table, that it is paid for. */
export function cacheNodePrice(nodeType: string): string {
    return perMonth(CACHE_NODE_USD_PER_HOUR[nodeType], `each ${nodeType} node`);
}

/** What a DocumentDB instance costs a month, in words, as {@link cacheNodePrice}. */
export function documentDbInstancePrice(instanceClass: string): string {
    return perMonth(DOCUMENTDB_INSTANCE_USD_PER_HOUR[instanceClass], `each ${instanceClass} instance`);
}

/** @example dollars(36.5) // "$36.50" */
export function dollars(amount: number): string {
    return `$${amount.toFixed(2)}`;
}

function perMonth(usdPerHour: number | undefined, what: string): string {
    return usdPerHour === undefined ? `the price of ${what}` : `${dollars(usdPerHour * HOURS_PER_MONTH)} a month for ${what}`;
}
