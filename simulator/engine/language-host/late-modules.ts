import { createRequire, Module } from "node:module";

type Functions = Record<string, (...args: unknown[]) => unknown>;

/**
 * Modules of `@pulumi/pulumi` that turn functions of a program into code for the cloud, with what they export.
 *
 * They bring npm's package manager and TypeScript along, which is two thirds of what `@pulumi/pulumi` loads at its start; few programs
 * have such functions.
 */
const RARELY_USED: Readonly<Record<string, readonly string[]>> = {
    "./runtime/closure/codePaths": ["computeCodePaths", "findWorkspaceRoot", "packageArchivePath"],
    "./runtime/closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
};

/**
 * Lets `@pulumi/pulumi` start without its rarely used modules: each is loaded when one of its functions is called for the first time.
 *
 * @param file a file in the folder of `@pulumi/pulumi`; where a module is not found from there, nothing is changed
 */
export function deferRarelyUsedModules(file: string): void {
    const require = createRequire(file);
    for (const [id, names] of Object.entries(RARELY_USED)) {
        const found = resolve(require, id);
        if (found !== undefined && require.cache[found] === undefined) require.cache[found] = standIn(require, found, names);
    }
}

/** A module in the cache whose functions load the real one. Who imported it keeps it, so it makes way for later imports alone. */
function standIn(require: NodeJS.Require, file: string, names: readonly string[]): Module {
    const module = new Module(file);
    const real = (): Functions => {
        if (require.cache[file] === module) Reflect.deleteProperty(require.cache, file);
        return require(file) as Functions;
    };
    module.exports = Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => real()[name]?.(...args)]));
    module.filename = file;
    module.loaded = true;
    return module;
}

function resolve(require: NodeJS.Require, id: string): string | undefined {
    try {
        return require.resolve(id);
    } catch {
        return undefined;
    }
}
