/** Where the state comes from that is to be proved. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { isEngine } from "../../simulator/engine/engine";
import { engineOnPath } from "../../simulator/engine/path-engine";

/** Enough for a stack of 100,000 resources. */
const MAX_BYTES = 2 ** 30;

/** The versions that have a list of resources as it is read here: https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/ */
const VERSIONS: readonly unknown[] = [3, 4];

/** There is no state to prove: it cannot be had, or is none. */
export class StateError extends Error {}

/**
 * Reads a stored state: an export, or a file of Pulumi's own file backend.
 *
 * @throws StateError naming the file, what was found and what was expected
 */
export function readState(file: string): unknown {
    return checked(parsed(textOf(file), `--file ${file}`), `--file ${file}`, "export a stack that was deployed: pulumi stack export");
}

/**
 * Exports the state of a stack with the pulumi on the PATH. Secrets stay encrypted: no passphrase and no key is needed.
 *
 * @param environment where pulumi and its login are found; `process.env` of a command
 * @throws StateError when there is no pulumi, it knows no such stack, or the stack is empty
 */
export async function exportState(stack: string, folder: string, environment: NodeJS.ProcessEnv): Promise<unknown> {
    const engine = await engineOnPath(environment);
    if (!isEngine(engine)) {
        throw new StateError(
            `no Pulumi to run (${engine.what}: ${engine.problem}). Export the state where there is one, and pass it: npm run prove -- --file state.json`,
        );
    }
    const args = ["stack", "export", "--stack", stack, "--cwd", folder, "--non-interactive"];
    const { stdout } = await promisify(execFile)(engine.file, args, { env: environment, maxBuffer: MAX_BYTES }).catch((error: unknown) => {
        throw new StateError(`--stack ${stack}: ${advised(saidBy(error))}`, { cause: error });
    });
    return checked(parsed(stdout, `--stack ${stack}`), `--stack ${stack}`, `deploy it first: npm run up -- -s ${stack}`);
}

function textOf(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        const why = error instanceof Error ? error.message.replace(/^[A-Z]+: /, "").replace(/, .*/, "") : String(error);
        throw new StateError(`--file ${file} cannot be read: ${why}; wanted is the output of: pulumi stack export`, { cause: error });
    }
}

function parsed(text: string, source: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        throw new StateError(`${source} = no JSON; wanted is the output of: pulumi stack export`, { cause: error });
    }
}

function checked(state: unknown, source: string, advice: string): unknown {
    const { version, deployment, checkpoint } = (state ?? {}) as Partial<Record<string, unknown>>;
    if (version !== undefined && !VERSIONS.includes(version)) {
        throw new StateError(
            `${source}: version = ${JSON.stringify(version)}; ${VERSIONS.join(" and ")} are understood: export it with a current pulumi`,
        );
    }
    const { latest } = (checkpoint ?? {}) as Partial<Record<string, unknown>>;
    const isExport = deployment !== undefined || checkpoint !== undefined;
    const { resources } = (deployment ?? latest ?? (isExport ? {} : state) ?? {}) as Partial<Record<string, unknown>>;
    if (isExport && (resources === undefined || (Array.isArray(resources) && resources.length === 0))) {
        throw new StateError(`${source} has no resources, so there is nothing to prove; ${advice}`);
    }
    if (!Array.isArray(resources)) throw new StateError(`${source} = no list of resources; wanted is the output of: pulumi stack export`);
    return state;
}

/** What pulumi wrote when it failed, without the command line that the reader did not type. */
function saidBy(error: unknown): string {
    const said = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr).trim() : "";
    return said === "" ? String(error) : said.replace(/^error: /, "");
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
    [/no stack named/, "pulumi stack ls --all lists those that there are"],
    [/PULUMI_ACCESS_TOKEN|pulumi login/, "log in to where the stack is: pulumi login"],
    [/passphrase/i, "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of the stack"],
];

function advised(said: string): string {
    const advice = ADVICE.find(([sign]) => sign.test(said))?.[1];
    return advice === undefined ? `pulumi says: ${said}` : `pulumi says: ${said}; ${advice}`;
}
