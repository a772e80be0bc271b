/** Addresses of a MongoDB: https://www.mongodb.com/docs/manual/reference/connection-string/ */

/** With the name of the database; without one the driver writes to a database called `test`. */
const MONGO_URI = /^mongodb(\+srv)?:\/\/([^@/\s]+@)?([^@/?\s]+)\/[^/?\s]+(\?\S*)?$/;

/** Where MongoDB listens unless it is told otherwise, and every host that is named in DNS (`mongodb+srv`) is taken to. */
const USUAL_PORT = 27017;

export function isMongoUri(uri: string): boolean {
    return MONGO_URI.test(uri) && mongoPorts(uri).every((port) => port >= 1 && port <= 65_535);
}

/**
 * The ports at which the hosts of an address answer, each once.
 *
 * @example mongoPorts("mongodb://user:password@a:27018,b/LibreChat") // [27017, 27018]
 */
export function mongoPorts(uri: string): number[] {
    const [, isInDns, , hosts = ""] = MONGO_URI.exec(uri) ?? [];
    const ports = hosts.split(",").map((host) => Number(/:(\d+)$/.exec(host)?.[1] ?? USUAL_PORT));
    return isInDns === undefined ? [...new Set(ports)].sort((a, b) => a - b) : [USUAL_PORT];
}
