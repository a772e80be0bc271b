import * as fs from "node:fs";
import * as path from "node:path";
import { isMap, parseDocument, type Document } from "yaml";
import { readIfThere } from "./files";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/** A Pulumi project on disk. */
export interface Project {
    readonly name: string;
    /** Folder of Pulumi.yaml. */
    readonly folder: string;
    /** Folder of the stacks' configuration files. */
    readonly stackConfigFolder: string;
    /** Keys for which Pulumi.yaml itself gives a value, for example `aws:region`. */
    readonly configKeys: readonly string[];
}

/**
 * Finds the project that a folder belongs to, as `pulumi` does: the nearest Pulumi.yaml there or above.
 *
 * @throws Error when there is none, or it is no Node.js project
 * @see https://www.pulumi.com/docs/iac/concepts/projects/project-file/
 */
export function findProject(directory: string): Project {
    for (let folder = path.resolve(directory); ; folder = path.dirname(folder)) {
        const file = PROJECT_FILES.map((name) => path.join(folder, name)).find((candidate) => fs.existsSync(candidate));
        if (file !== undefined) return readProject(file);
        if (folder === path.dirname(folder))
            throw new Error(`${directory}: no Pulumi.yaml there or in a folder above; name a Pulumi project with --cwd`);
    }
}

function readProject(file: string): Project {
    const { name, runtime, stackConfigDir, config } = parseYaml(file, readIfThere(file) ?? "").toJS() as Record<string, unknown>;
    if (typeof name !== "string") throw new Error(`${file}: name is missing`);
    const runtimeName = typeof runtime === "object" && runtime !== null && "name" in runtime ? runtime.name : runtime;
    if (runtimeName !== "nodejs")
        throw new Error(`${file}: runtime = ${String(runtimeName)}; the simulator runs programs with runtime nodejs`);
    const folder = path.dirname(file);
    return {
        name,
        folder,
        stackConfigFolder: typeof stackConfigDir === "string" ? path.resolve(folder, stackConfigDir) : folder,
        configKeys: typeof config === "object" && config !== null ? Object.keys(config) : [],
    };
}

/** The stacks that have a configuration file, by name. */
export function configuredStacks(project: Project): string[] {
    return fs
        .readdirSync(project.stackConfigFolder)
        .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
        .sort();
}

/**
 * The text of a stack's configuration file.
 *
 * A project without any such file has no settings, so none is expected then.
 *
 * @throws Error when the project has files for other stacks only
 */
export function readStackConfig(project: Project, stack: string): string {
    const names = [`Pulumi.${stack}.yaml`, `Pulumi.${stack}.yml`];
    const text = names.map((name) => readIfThere(path.join(project.stackConfigFolder, name))).find((found) => found !== undefined);
    const others = configuredStacks(project);
    if (text === undefined && others.length > 0) {
        throw new Error(
            `--stack ${stack}: there is no Pulumi.${stack}.yaml in ${project.stackConfigFolder}; ${others.join(" and ")} can be simulated`,
        );
    }
    return text ?? "";
}

/**
 * Parses YAML without giving scalars a type, so that what is not changed is written again exactly as it was: `012` stays `012`.
 *
 * @throws Error naming the file, the place and the fault
 */
export function parseYaml(file: string, text: string): Document {
    const document = parseDocument(text, { schema: "failsafe" });
    const [fault] = document.errors;
    if (fault !== undefined) throw new Error(`${file}: ${/^(.*?):?$/m.exec(fault.message)?.[1] ?? fault.code}`);
    if (document.contents !== null && !isMap(document.contents)) throw new Error(`${file}: a list of keys and values is expected`);
    return document;
}
