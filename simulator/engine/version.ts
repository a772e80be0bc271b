/** A release number such as 3.259.0. */
export type Version = readonly [major: number, minor: number, patch: number];

/**
 * Finds the first release number in a text, for example in `v3.259.0` or `go version go1.26.8 linux/amd64`.
 *
 * @returns undefined when there is none. A missing patch number counts as 0.
 */
export function findVersion(text: string): Version | undefined {
    const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
    if (match === null) return undefined;
    const [major = 0, minor = 0, patch = 0] = match.slice(1).map((digits: string | undefined) => Number(digits ?? 0));
    return [major, minor, patch];
}

export function isAtLeast(version: Version, minimum: Version): boolean {
    const difference = version.map((number, i) => number - (minimum[i] ?? 0)).find((each) => each !== 0);
    return difference === undefined || difference > 0;
}

export function formatVersion(version: Version): string {
    return version.join(".");
}
