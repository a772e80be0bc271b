import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { cacheFolder } from "../../simulator/engine/cache";
import type { Engine } from "../../simulator/engine/engine";
import { engineEnvironment } from "../../simulator/engine/environment";
import { findProject, readStackConfig, type Project } from "../../simulator/engine/project";
import { RUNNER_VARIABLE } from "../../simulator/functions/run";
import { resolveEngine } from "../../simulator/engine/resolve";
import { createStack, encryptionSalt, releaseDeadLock, stackExists, storeSecrets, type Stack } from "../../simulator/engine/stack";
import { parseSetting, simulatedStackConfig } from "../../simulator/engine/stack-config";
import { accountFile, prepareWorkspace, workspaceOf } from "../../simulator/engine/workspace";
import { runEngine } from "../engine-process";
import { requirePolicyPack } from "../policy-pack";
import { printAccount, resourceCount } from "./account";
import { type SimulateCommand } from "./arguments";
import { engineArguments } from "./engine-arguments";
import type * as databaseCommands from "./databases";
import type * as realDatabases from "./real-databases";

/** What runs real servers takes longer to load than all the rest, so it is loaded where it is used. */
const load = createRequire(__filename);
const ROOT = path.resolve(__dirname, "../..");

/** Everything a command is about. */
interface Simulation {
    readonly command: SimulateCommand;
    readonly project: Project;
    readonly stack: Stack;
    /** File of the simulated account. */
    readonly account: string;
}

/**
 * Carries out one `npm run simulate`.
 *
 * @returns the exit code: the engine's, where it ran
 * @throws Error with a message for the person at the keyboard
 */
export async function runCommand(command: SimulateCommand): Promise<number> {
    const start = Date.now();
    const project = findProject(command.cwd ?? ROOT);
    const workspace = workspaceOf(ROOT, process.env);
    const stack = { workspace, project: project.name, name: command.stack };
    const simulation = { command, project, stack, account: accountFile(workspace, project.name, command.stack) };
    if (command.name === "account") return printAccount(simulation.account, stack, command.json);
    if (command.name === "databases") return (load("./databases") as typeof databaseCommands).showDatabases(simulation, command.json);
    if (needsDeployment(command) && !stackExists(stack)) {
        throw new Error(
            `stack ${stack.name} was never deployed here, so there is nothing to ${command.name}; "npm run simulate -- up --stack ${stack.name}" deploys it`,
        );
    }
    const exitCode = await deploy(simulation);
    const hasData = fs.existsSync(path.join(workspace.folder, "databases"));
    if (!command.realDatabases && hasData) await (load("./real-databases") as typeof realDatabases).removeGoneDatabases(simulation);
    closingLine(simulation, exitCode, (Date.now() - start) / 1000);
    return exitCode;
}

async function deploy({ command, project, stack, account }: Simulation): Promise<number> {
    const settings = [
        ...command.config.map((text) => parseSetting("--config", text, project.name)),
        ...command.secrets.map((text) => parseSetting("--secret", text, project.name)),
    ];
    const text = readStackConfig(project, stack.name);
    const policyPack = judges(command) ? requirePolicyPack(ROOT) : undefined;
    const cache = cacheFolder(process.env);
    const engine = await findEngine(cache);
    prepareWorkspace(stack.workspace, project.folder);
    const environment = engineEnvironment(process.env, { workspace: stack.workspace, cache, account });
    if (!stackExists(stack)) await createStack(stack, engine, environment);
    await releaseDeadLock(stack, engine, environment, say);

    const file = `Pulumi.${stack.name}.yaml`;
    const config = simulatedStackConfig({ file, text, settings, encryptionSalt: encryptionSalt(stack), projectKeys: project.configKeys });
    if (config.standIns.length > 0) {
        say(
            `secrets cannot be decrypted here; a stand-in is used for ${config.standIns.join(", ")} (give a value with --secret KEY=VALUE)`,
        );
    }
    return withConfigFile(stack, config.text, async (configFile) => {
        await storeSecrets(stack, engine, environment, { configFile, secrets: config.secrets });
        const args = engineArguments(command, { projectFolder: project.folder, configFile, policyPack });
        const run = (more: NodeJS.ProcessEnv): Promise<number> =>
            runEngine({ file: engine.file, args, environment: { ...environment, ...more }, isInteractive: false });
        if (!command.realDatabases) return run({ [RUNNER_VARIABLE]: undefined });
        const { withRealServers } = load("./real-databases") as typeof realDatabases;
        return withRealServers({ stack, account }, ({ socket }) => run({ [RUNNER_VARIABLE]: socket }));
    });
}

async function findEngine(cache: string): Promise<Engine> {
    // Whatever is being made is removed or finished on exit, so a Ctrl-C need only end this process.
    const stop = (): never => process.exit(130);
    process.once("SIGINT", stop);
    try {
        return await resolveEngine({ root: ROOT, cache }, process.env, say);
    } finally {
        process.off("SIGINT", stop);
    }
}

/** Each call has a configuration file of its own: two calls on one stack, one of them waiting for the lock, must not exchange settings. */
async function withConfigFile<T>(stack: Stack, text: string, work: (file: string) => Promise<T>): Promise<T> {
    const folder = fs.mkdtempSync(path.join(stack.workspace.folder, "call-"));
    const file = path.join(folder, `Pulumi.${stack.name}.yaml`);
    try {
        fs.writeFileSync(file, text, { mode: 0o600 });
        return await work(file);
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

function closingLine({ command, account }: Simulation, exitCode: number, seconds: number): void {
    const resources = resourceCount(account);
    const line = `Simulated: nothing was created in AWS. Account: ${shortPath(account)} (${resources} ${resources === 1 ? "resource" : "resources"})`;
    if (!command.json) {
        console.log(line);
    } else if (command.name === "preview") {
        say(line);
    } else {
        console.log(JSON.stringify({ command: command.name, stack: command.stack, exitCode, resources, seconds }));
    }
}

/** Standard output belongs to the engine, and to JSON. */
function say(line: string): void {
    console.error(line);
}

function shortPath(file: string): string {
    const relative = path.relative(process.cwd(), file);
    return relative.startsWith("..") ? file : relative;
}

/** Packs judge what a program asks for; destroy and refresh do not run the program, and know no such flag. */
function judges({ name, policy }: SimulateCommand): boolean {
    return policy && (name === "up" || name === "preview");
}

function needsDeployment({ name }: SimulateCommand): boolean {
    return name === "destroy" || name === "refresh";
}
