import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

interface Manifest {
    readonly version?: string;
    readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that a program uses, in the version that is installed. */
export interface Dependency {
    readonly name: string;
    readonly version: string;
}

/**
 * Finds a module as a file in that folder would.
 *
 * @throws Error that says where to install it
 */
export function resolveFrom(directory: string, module: string): string {
    try {
        return createRequire(path.join(directory, "package.json")).resolve(module);
    } catch (error) {
        throw new Error(`${module} is not installed for ${directory}; run "npm install" there`, { cause: error });
    }
}

/** The version of a package that a program in that folder gets, or undefined when it gets none. */
export function installedVersion(directory: string, name: string): string | undefined {
    const folders = createRequire(path.join(directory, "package.json")).resolve.paths(name) ?? [];
    for (const folder of folders) {
        const manifest = readManifest(path.join(folder, name, "package.json"));
        if (manifest !== undefined) return manifest.version;
    }
    return undefined;
}

/** The `dependencies` of the program's package.json, as installed. A program without a package.json has none. */
export function directDependencies(directory: string): Dependency[] {
    const { dependencies = {} } = readManifest(path.join(directory, "package.json")) ?? {};
    return Object.entries(dependencies).map(([name, range]) => ({ name, version: installedVersion(directory, name) ?? range }));
}

function readManifest(file: string): Manifest | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Manifest;
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw new Error(`${file}: cannot be read as a package.json`, { cause: error });
    }
}

function isMissing(error: unknown): boolean {
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
