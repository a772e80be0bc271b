/**
 * Property values as the simulated providers see them: JSON, assets, and one mark for what a preview cannot know.
 *
 * Secrets and resource references never get this far: the plugins decline both in their handshake, so the engine unwraps them on
 * the way in and marks the outputs secret again on the way out.
 */

/** Stands for a value that is not known during a preview. Compared by identity: `value === UNKNOWN`. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A file, text or archive that the program uploads; `hash` is what the engine computed over its content. */
export interface Asset {
    readonly asset: "file" | "text" | "remote" | "archive";
    readonly hash: string;
    /** Absolute or program-relative path, where the content is a file. */
    readonly path?: string;
    readonly text?: string;
    readonly uri?: string;
    /** Members of an archive that is made of assets, by name. */
    readonly assets?: Readonly<Record<string, Asset>>;
}

export type Value = null | boolean | number | string | typeof UNKNOWN | Asset | readonly Value[] | Properties;
export interface Properties {
    readonly [key: string]: Value | undefined;
}

const ASSET_KINDS: readonly string[] = ["file", "text", "remote", "archive"] satisfies readonly Asset["asset"][];

/** Whether a value is a file or archive rather than a block that happens to have a property called `asset`. */
export function isAsset(value: Value | undefined): value is Asset {
    if (typeof value !== "object" || value === null || !("asset" in value)) return false;
    return typeof value["asset"] === "string" && ASSET_KINDS.includes(value["asset"]) && typeof value["hash"] === "string";
}

/** Whether a value is, or holds anywhere, something that is not known yet. */
export function holdsUnknown(value: Value | undefined): boolean {
    if (value === UNKNOWN) return true;
    if (Array.isArray(value)) return value.some(holdsUnknown);
    return typeof value === "object" && value !== null && Object.values(value).some((member) => holdsUnknown(member as Value | undefined));
}
