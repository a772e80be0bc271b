import * as path from "node:path";
import * as fs from "node:fs";
import { writeWhole } from "./files";
import { installedVersion } from "./packages";

/** Overrides the folder of the simulated accounts; for tests. */
export const STATE_VARIABLE = "LIBRECHAT_SIMULATED_DIR";

/** The providers that the simulator takes the place of, by plugin name, and the npm packages whose version they must have. */
const PROVIDERS = { aws: "@pulumi/aws", awsx: "@pulumi/awsx", random: "@pulumi/random" };

/** Where everything about the simulated accounts lies. */
export interface Workspace {
    /** Folder of this repository. */
    readonly root: string;
    /** `.simulated`, unless {@link STATE_VARIABLE} names another. */
    readonly folder: string;
    /** PULUMI_HOME: plugins and the engine's own files. */
    readonly home: string;
    /** Pulumi's state. */
    readonly backend: string;
}

export function workspaceOf(root: string, environment: NodeJS.ProcessEnv): Workspace {
    const override = environment[STATE_VARIABLE];
    const folder = override === undefined ? path.join(root, ".simulated") : path.resolve(override);
    return { root, folder, home: path.join(folder, "home"), backend: path.join(folder, "backend") };
}

/** File of a stack's simulated AWS account. Each stack has an account of its own. */
export function accountFile(workspace: Workspace, project: string, stack: string): string {
    return path.join(workspace.folder, "accounts", `${project}.${stack}.json`);
}

export function languageHostFile(root: string): string {
    return path.join(root, "simulator", "bin", "language-host.js");
}

/**
 * Puts the simulated providers where the engine looks for the real ones, in the versions that the program has installed.
 *
 * @param program folder of the program
 * @throws Error when a bundle is missing
 */
export function prepareWorkspace(workspace: Workspace, program: string): void {
    fs.mkdirSync(workspace.backend, { recursive: true });
    fs.mkdirSync(path.join(workspace.folder, "accounts"), { recursive: true });
    for (const [name, packageName] of Object.entries(PROVIDERS)) {
        const version = installedVersion(program, packageName);
        if (version !== undefined) installPlugin(workspace, name, version);
    }
}

function installPlugin({ root, home }: Workspace, name: string, version: string): void {
    const bundle = path.join(root, "simulator", "bin", `${name}.js`);
    if (!fs.existsSync(bundle)) throw new Error(`${bundle} is missing; run "npm run build"`);
    const file = path.join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
    // Written again when the repository has moved.
    writeWhole(file, `#!/usr/bin/env node\nrequire(${JSON.stringify(bundle)});\n`, 0o755);
}
