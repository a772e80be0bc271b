import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { isAtLeast, findVersion } from "./version";
import { languageHostFile, type Workspace } from "./workspace";

/** Protects nothing: the state of a simulated account holds no real secret, and every checkout must be able to read it. */
const PASSPHRASE = "simulated";

/** The simulated `aws` provider keeps its account in the file that this variable names. */
const ACCOUNT_VARIABLE = "LIBRECHAT_SIMULATED_ACCOUNT";

export interface EngineEnvironmentArgs {
    readonly workspace: Workspace;
    readonly cache: string;
    readonly account: string;
}

/**
 * The environment of the engine and of everything it starts.
 *
 * Nothing of the caller's AWS or Pulumi set-up is handed on: a program cannot reach the real account by accident, and no login, token or
 * option changes what the simulator does.
 */
export function engineEnvironment(caller: NodeJS.ProcessEnv, { workspace, cache, account }: EngineEnvironmentArgs): NodeJS.ProcessEnv {
    const kept = Object.entries(caller).filter(([name]) => !/^(AWS|PULUMI)_/.test(name));
    return {
        ...Object.fromEntries(kept),
        // Plugins and the program run on this Node.js, also when another one is first on the PATH.
        PATH: [path.dirname(process.execPath), ...(caller["PATH"] ?? "").split(path.delimiter)].join(path.delimiter),
        PULUMI_HOME: workspace.home,
        PULUMI_BACKEND_URL: pathToFileURL(workspace.backend).href,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        LIBRECHAT_LANGUAGE_HOST: languageHostFile(workspace.root),
        [ACCOUNT_VARIABLE]: account,
        ...compileCache(cache, process.version),
    };
}

/** Where Node.js 22.1 or newer keeps compiled code between runs; older ones know nothing of it. */
export function compileCache(cache: string, nodeVersion: string): Record<string, string> {
    const version = findVersion(nodeVersion);
    return version !== undefined && isAtLeast(version, [22, 1, 0]) ? { NODE_COMPILE_CACHE: path.join(cache, "compiled") } : {};
}
